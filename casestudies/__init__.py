"""The library of partners' stories."""
