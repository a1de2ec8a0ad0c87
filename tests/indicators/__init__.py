"""Tests of indicators and figures."""
