"""The sending desk: what is to be sent, to whom, how far it is, and what was decided."""
