"""How minutes and hours of work are written."""

from __future__ import annotations

from fractions import Fraction

from django import template
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rembuk.lib import words
from rembuk.lib.rounding import as_text, rounded

register = template.Library()


@register.filter
def in_minutes(minutes: Fraction) -> str:
    """Write minutes as whole ones, a half upward, with hours from one on: 20 jam 36 menit."""
    hours, rest = divmod(int(rounded(minutes)), 60)
    told = []
    if hours:
        counted = words.grouped(hours, language=get_language() or "id")
        told.append(ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": counted})
    if rest or not hours:
        told.append(_("%(n)s minutes") % {"n": rest})
    return " ".join(told)


@register.filter
def one_place(number: Fraction) -> str:
    """Write a number with one decimal at most: 5,3."""
    said = as_text(number, places=1)
    return said if get_language() == "en" else said.replace(".", ",")


@register.filter
def as_hours(minutes: int) -> str:
    """Write minutes as hours: 4,5."""
    return one_place(Fraction(minutes, 60))
