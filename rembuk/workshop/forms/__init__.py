"""What people type about orders and work."""
