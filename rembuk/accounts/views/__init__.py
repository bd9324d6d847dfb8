"""What this room shows: signing in, the lock, what was kept, and 'My account'."""
