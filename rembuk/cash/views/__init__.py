"""Pages of a group's cash."""
