"""Filters of this room's pages."""

from __future__ import annotations

from django import template

from rembuk.programme import sources
from rembuk.programme.models import Evidence

register = template.Library()


@register.filter
def source_words(row: Evidence) -> str:
    """Write where evidence comes from: as somebody typed it, or the sources of its fact."""
    if row.fact is None:
        return row.source
    return "; ".join(source.short for source in sources.cited(row.fact.source_codes))
