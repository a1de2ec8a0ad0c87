"""The public library: finding stories, taking them away, and telling programs of them. Reads only."""
