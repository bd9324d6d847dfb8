"""Percentages of loans as pages write them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django import template

from rembuk.loans import contracts

register = template.Library()


@register.filter
def percent(exact: Decimal | Fraction) -> str:
    """Write a percentage: 18%."""
    return contracts.percent(Fraction(exact))


@register.filter
def tenths(count: int) -> str:
    """Write tenths of a percent: 5 is 0,5%."""
    return contracts.percent(Fraction(count, 10))
