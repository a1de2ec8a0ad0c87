"""Template tags that priorities offers."""
