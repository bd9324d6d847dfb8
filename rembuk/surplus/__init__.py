"""What a cooperative earned in a year, and who gets which part of it."""
