"""Everything on open data that can be taken away as a file, and the pages that explain it. Serves only what is public.

Files are written while they are sent, a few rows at a time, and the same data always give the same bytes.
"""
