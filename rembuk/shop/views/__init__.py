"""Views of this room: they translate between a page and a rule."""
