"""What people type about a group."""
