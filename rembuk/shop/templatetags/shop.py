"""Filters of the shop's pages."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def percent_bp(hundredths: int) -> str:
    """Write hundredths of a percent: 697 is 6,97%, and 6.97% in English."""
    point = "." if (get_language() or "id").startswith("en") else ","
    whole, part = divmod(hundredths, 100)
    return f"{whole}{point}{part:02d}".rstrip("0").rstrip(point) + "%"
