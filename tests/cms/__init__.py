"""The editors' admin: roles, sign-in, screens."""
