"""Tables of this room."""

from rembuk.savings.models.products import LawRule, Product, Version

__all__ = ["LawRule", "Product", "Version"]
