"""Places for readers: find your ward, and one page for each ward, for the town and for what they are set beside."""
