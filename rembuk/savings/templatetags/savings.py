"""How pages write a rate, a month, and a figure that is not rounded yet."""

from datetime import date
from fractions import Fraction

from django import template
from django.utils.translation import get_language

from rembuk.lib import words
from rembuk.lib.rounding import as_text
from rembuk.savings.rates import percent_told

register = template.Library()
SWAPPED = str.maketrans(",.", ".,")


@register.filter
def percent(bp: int) -> str:
    """Write hundredths of a percent: 5,75%."""
    return percent_told(bp)


@register.filter
def month(day: date) -> str:
    """Write the month of a day: Juni 2026."""
    return words.month_of_year(day, language=get_language() or "id")


@register.filter
def figure(exact: Fraction, places: int) -> str:
    """Write a number with so many places, with the marks of the language: 271.232,8767."""
    whole, point, rest = as_text(exact, places).partition(".")
    told = f"{int(whole):,}{point}{rest}"
    return told.translate(SWAPPED) if (get_language() or "id") == "id" else told
