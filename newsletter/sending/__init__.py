"""Sends an edition to everybody once: the ledger, the workers that share it, and what people may decide about it."""
