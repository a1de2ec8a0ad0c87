"""Tests of the top of the house."""
