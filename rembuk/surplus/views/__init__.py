"""Pages about a surplus."""
