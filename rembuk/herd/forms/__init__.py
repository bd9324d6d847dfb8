"""What people type about goats."""
