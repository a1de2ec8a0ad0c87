"""The library for programs, at the addresses of the open data’s API and by its rules."""
