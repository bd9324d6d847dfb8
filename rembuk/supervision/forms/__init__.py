"""What supervisors and the board type."""
