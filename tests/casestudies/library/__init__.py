"""Tests of the public library’s files, feeds and open data."""
