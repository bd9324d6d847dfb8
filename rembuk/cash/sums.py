"""Sums as they stand in the audit trail and in sentences."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.lib import words


def sum_told(amount_rp: int) -> str:
    """Write a sum for the audit trail: Rp1.250.000."""
    return words.rupiah(amount_rp, language="id")


def said(amount_rp: int) -> str:
    """Write a sum in the language of the reader, below zero without its sign."""
    return words.rupiah(abs(amount_rp), language=get_language() or "id")


def left_told(left_rp: int, waiting_rp: int) -> str:
    """Write what is left to pay, and beside it what was given and is not in the book yet.

    `left_rp` is what is left after both; whole rupiah. Whoever gave money reads that it counts.
    """
    if not waiting_rp:
        return said(left_rp)
    return _("%(left)s, once the treasurer has recorded %(waiting)s") % {
        "left": said(left_rp), "waiting": said(waiting_rp),
    }  # fmt: skip
