"""Arisan: a pot that goes round, outside every book."""
