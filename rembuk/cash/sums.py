"""Sums as they stand in the audit trail and in sentences."""

from __future__ import annotations

from django.utils.translation import get_language

from rembuk.lib import words


def sum_told(amount_rp: int) -> str:
    """Write a sum for the audit trail: Rp1.250.000."""
    return words.rupiah(amount_rp, language="id")


def said(amount_rp: int) -> str:
    """Write a sum in the language of the reader, below zero without its sign."""
    return words.rupiah(abs(amount_rp), language=get_language() or "id")
