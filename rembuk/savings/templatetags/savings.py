"""How pages write a rate, and a month."""

from datetime import date

from django import template
from django.utils.translation import get_language

from rembuk.lib import words
from rembuk.savings.rates import percent_told

register = template.Library()


@register.filter
def percent(bp: int) -> str:
    """Write hundredths of a percent: 5,75%."""
    return percent_told(bp)


@register.filter
def month(day: date) -> str:
    """Write the month of a day: Juni 2026."""
    return words.month_of_year(day, language=get_language() or "id")
