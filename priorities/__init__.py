"""Principles, priority areas, projects, recommendations, organisations and groups."""
