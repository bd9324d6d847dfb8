"""What people type about savings."""
