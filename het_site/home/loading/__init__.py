"""Turns a folder of reviewed files into a place's content: brand, themes, pictures and the page tree."""
