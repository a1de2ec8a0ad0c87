"""Template tags that every template may use."""
