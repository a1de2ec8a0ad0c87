"""What officers keep an eye on: which indicators are stale, unpublished, without words or without figures."""
