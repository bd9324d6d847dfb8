"""How minutes and hours of work are written."""

from __future__ import annotations

from fractions import Fraction

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.lib import words
from rembuk.lib.rounding import as_text, rounded

register = template.Library()


@register.filter
def in_minutes(minutes: Fraction) -> str:
    """Write minutes as a whole number, a half upward: 1.236 menit."""
    told = words.grouped(int(rounded(minutes)), language=get_language() or "id")
    return _("%(n)s minutes") % {"n": told}


@register.filter
def one_place(number: Fraction) -> str:
    """Write a number with one decimal at most: 5,3."""
    said = as_text(number, places=1)
    return said if get_language() == "en" else said.replace(".", ",")


@register.filter
def as_hours(minutes: int) -> str:
    """Write minutes as hours: 4,5."""
    return one_place(Fraction(minutes, 60))
