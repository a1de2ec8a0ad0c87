"""Readers of the newsletter: how they come, what they choose, how they go, and what is kept of them."""
