"""How counts are written for readers: a number, or why there is none."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.lib import words
from rembuk.reporting.indicators import Indicator
from rembuk.reporting.masking import Mask, Row, Shown
from rembuk.reporting.rollup import Sum
from rembuk.web.parts import percent_of


def told(cell: Shown) -> str:
    """Write a count, or the reason why it is not shown."""
    if isinstance(cell, int):
        return words.grouped(cell, language=get_language() or "id")
    return {
        Mask.FEW: _("below 5"),
        Mask.HIDDEN: _("hidden"),
        Mask.NOTHING: _("no data yet"),
    }[cell]


def told_share(indicator: Indicator, row: Row) -> str:
    """Say beside the main part of a village what it is part of: '30% of 227'."""
    shown, total = row.parts[indicator.main], row.total
    if not indicator.is_share or not isinstance(total, int):
        return ""
    if not isinstance(shown, int):
        return _("of %(total)s") % {"total": told(total)}
    percent = percent_of(shown, total)
    return _("%(percent)s%% of %(total)s") % {"percent": percent, "total": told(total)}


def is_dark(row: Row) -> bool:
    """Is every part of what was counted masked? A row of masks says less than a sentence."""
    return all(isinstance(part, Mask) and part is not Mask.NOTHING for part in row.parts.values())


def told_dark(name: str, row: Row) -> str:
    """Say of a village whose parts are all masked what may be said: the total, where it may."""
    if isinstance(row.total, int):
        return _(
            "%(village)s: %(total)s in all. How they divide is not shown, because the numbers are"
            " small."
        ) % {"village": name, "total": told(row.total)}
    if row.total is Mask.FEW:
        return _("%(village)s: below 5 in all, so nothing more is shown.") % {"village": name}
    return _("%(village)s: the numbers are small, so none of them is shown.") % {"village": name}


def told_sum(indicator: Indicator, total: Sum) -> str:
    """Write what villages show together."""
    return told(total.number) if total.counted else _("no data yet")


def told_gaps(total: Sum) -> str:
    """Say how many villages are not in a sum, and why; nothing when all are."""
    gaps = []
    if total.masked:
        gaps.append(_("%(number)s masked") % {"number": total.masked})
    if total.silent:
        gaps.append(_("%(number)s without data") % {"number": total.silent})
    return ", ".join(gaps)
