"""The officers' side: the queue of stories, the reading view, and what is decided there."""
