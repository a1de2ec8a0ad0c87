"""How people without the CMS sign in and out: an email address and a code. Knows no app above the core."""
