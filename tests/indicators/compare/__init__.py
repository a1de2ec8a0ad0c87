"""Tests of what compares indicators."""
