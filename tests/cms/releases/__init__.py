"""The screens of data releases: every state, every role."""
