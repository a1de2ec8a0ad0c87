"""Measurements: ratios taken in one run, never a pass or a fail by the clock."""
