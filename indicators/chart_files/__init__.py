"""Charts as files of their own: a picture (SVG, PNG) that explains itself, and the table as CSV."""
