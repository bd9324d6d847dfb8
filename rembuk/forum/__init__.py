"""Where people meet and decide."""
