"""Tests of the library of stories."""
