"""What partners offer, judged by moderators, and the basket from which officers fill an edition."""
