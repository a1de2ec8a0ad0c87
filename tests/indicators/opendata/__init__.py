"""Downloads, pages and API of the open data: what is given, and what nobody is given."""
