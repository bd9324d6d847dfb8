"""What members put aside, and what it earns."""
