"""The life of a release as officers see it in the CMS: one module for each screen. What is done is done in actions."""
