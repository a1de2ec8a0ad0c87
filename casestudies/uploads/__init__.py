"""Files that strangers send: recognised by content, opened in a process of their own, and written anew by us."""
