"""Readers in the CMS: who they are, what happened, who must not be written to, bringing in and taking away."""
