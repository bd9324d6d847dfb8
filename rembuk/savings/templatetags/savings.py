"""How pages write a rate."""

from django import template

from rembuk.savings.rates import percent_told

register = template.Library()


@register.filter
def percent(bp: int) -> str:
    """Write hundredths of a percent: 5,75%."""
    return percent_told(bp)
