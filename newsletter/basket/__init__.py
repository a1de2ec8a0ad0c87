"""The basket: everything that an edition could hold, what was put into which, and what was left out."""
