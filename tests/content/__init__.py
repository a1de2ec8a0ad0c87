"""Tests of the content set: its files agree with each other, say where facts come from, and read easily."""
