"""The open data for programs: read only, the same for everybody, JSON whatever happens. Knows no person and keeps no session."""
