"""Settings: base is production; dev, test and serve loosen it by name."""
