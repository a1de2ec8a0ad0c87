"""Any indicators beside each other, in any places and years, as one address. Shows stored figures; tests and judges nothing."""
