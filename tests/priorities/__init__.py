"""Tests of principles, priority areas, projects, recommendations, groups and organisations."""
