"""The partners' side: starting, writing and sending a story at addresses of their own, without the CMS."""
