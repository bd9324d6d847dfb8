"""Money that arrives from abroad, and the goals it is meant for."""
