"""Orders, work, material: what a group of tailors makes."""
