"""What Rembuk claims about speed and weight, measured: `make bench`, one table."""
