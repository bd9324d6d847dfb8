"""How a group shares what it earned."""
