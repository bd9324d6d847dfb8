"""What a purse itself does at a month's end: its days, what waits, and at last the closing."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rembuk.cash.monthend import Asked, State, Step, first_left
from rembuk.cash.months import Readiness
from rembuk.ledger.months import Month
from rembuk.lib import words
from rembuk.villages.permissions import Permission


def before(found: Readiness, *, runs: Sequence[Step]) -> list[Step]:
    """Return the steps of this room that come before the closing, and after the runs of others.

    Nothing lands on a closed day, and runs book on the last day of the month.
    """
    return [_second(found), _days(found, first_left(runs))]


def _days(found: Readiness, left: Step | None) -> Step:
    label = _("Count the cash and close the days")
    if left and found.day_to_close:
        says = _("First: %(step)s. Nothing is booked on a closed day.")
        return Step(label, State.LATER, says % {"step": left.label})
    if not found.over:
        return Step(label, State.LATER, _("The month is not over yet."))
    if found.day_to_close is None:
        return Step(label, State.DONE)
    day = words.plain_day(found.day_to_close, language=get_language() or "id")
    return Step(
        label, State.TO_DO, _("%(day)s is not closed yet.") % {"day": day}, "cash:day",
        (found.day_to_close,), _("Count the cash"), blocks=True,
    )  # fmt: skip


def _second(found: Readiness) -> Step:
    label = _("What waits for a second person")
    if not found.waiting:
        return Step(label, State.NOTHING)
    says = ngettext(
        "%(n)s request has to be decided first.", "%(n)s requests have to be decided first.",
        found.waiting,
    ) % {"n": found.waiting}  # fmt: skip
    return Step(
        label, State.WAITS, says, "cash:purse", (), _("See what waits"),
        permission=Permission.SEE_CASH, blocks=True,
    )  # fmt: skip


def closing(asked: Asked, steps: Sequence[Step], *, month: Month | None, ready: bool) -> Step:
    """Return the last step, which closes the month, after `steps`; `ready` as Readiness says."""
    label, to_page = _("Close the month"), ("cash:month", (asked.first,))
    if month is not None and month.is_closed:
        return Step(label, State.DONE, "", *to_page, _("See the month"),
                    permission=Permission.SEE_CASH)  # fmt: skip
    if month is not None and month.is_closing:
        return Step(
            label, State.WAITS, _("The chair was asked to confirm."), *to_page,
            _("Read and decide"), permission=Permission.APPROVE_CASH,
        )  # fmt: skip
    if left := first_left(steps):
        return Step(label, State.LATER, _("First: %(step)s.") % {"step": left.label})
    if not asked.is_over:
        return Step(label, State.LATER, _("The month is not over yet."))
    if not ready:
        return Step(
            label, State.LATER, _("An earlier month comes first, or nothing was written in it."),
            "cash:months", (), _("See all months"), permission=Permission.SEE_CASH,
        )  # fmt: skip
    return Step(
        label, State.TO_DO, _("Look at its sums, then ask the chair."), *to_page,
        _("Look and ask"),
    )  # fmt: skip
