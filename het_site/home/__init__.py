"""The top of the house: the home page, content pages, search, statements, and what loads a place's content."""
