"""What people type about a surplus."""
