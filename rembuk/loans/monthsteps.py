"""What loans do at a month's end: the provision, worked out and checked (cash/monthend.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Min, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.cash.monthend import Asked, Source, State, Step, shut
from rembuk.lib import words
from rembuk.lib.dates import next_month
from rembuk.loans.models import Loan, ProvisionRun
from rembuk.villages.permissions import Permission


def facts(asked: Asked) -> dict[str, Any]:
    """Return what is to be known of a month, as parts of one query."""
    group, village = asked.group, asked.group.village
    lent = Loan.objects.of(village).filter(group=group, asked__resolution__entry__isnull=False)
    runs = ProvisionRun.objects.of(village).filter(group=group, dropped__isnull=True)
    this = runs.filter(month=asked.first).order_by("-attempt", "-pk")
    return {
        "lent": Subquery(lent.order_by().values("group").annotate(x=Min("on")).values("x")),
        "newest": Subquery(runs.order_by("-month").values("month")[:1]),
        "run": Subquery(this.values("pk")[:1]),
        "checked": Subquery(this.values("checked__pk")[:1]),
    }


def tell(asked: Asked, known: Mapping[str, Any]) -> Iterator[Step]:
    """Return the step of a month; none before anything was lent."""
    if known["lent"] is not None and known["lent"] <= asked.last:
        yield _step(asked, known)


def _step(asked: Asked, known: Mapping[str, Any]) -> Step:
    label = _("Provision for loans")
    if known["run"] is not None:
        to_run = ("loans:provision", (known["run"],))
        if known["checked"] is None:
            return Step(
                label, State.WAITS, _("It is worked out. Another person looks through it."),
                *to_run, _("Look through it"), permission=Permission.APPROVE_CASH, blocks=True,
            )  # fmt: skip
        return Step(label, State.DONE, "", *to_run, _("See it"), permission=Permission.SEE_LOANS)
    if not asked.is_over:
        return Step(label, State.LATER, _("The month is not over yet."))
    due = _due(asked, known)
    if due > asked.first:
        return Step(label, State.NOTHING, _("A later month books all of the change."))
    if due < asked.first:
        month = words.month_of_year(due, language=get_language() or "id")
        return Step(
            label, State.TO_DO, _("Begin with %(month)s.") % {"month": month}, "loans:provisions",
            (), _("See all months"), permission=Permission.SEE_LOANS, blocks=True,
        )  # fmt: skip
    return shut(asked, label) or Step(
        label, State.TO_DO, "", "loans:prepare_provision", (), _("Work it out"), presses=True,
        blocks=True,
    )  # fmt: skip


def _due(asked: Asked, known: Mapping[str, Any]) -> date:
    """Return the next month to book; closed ones are passed over, a later one books the change."""
    newest: date | None = known["newest"]
    due: date = next_month(newest) if newest else known["lent"].replace(day=1)
    return max(due, next_month(asked.closed)) if asked.closed else due


SOURCE = Source("provision", 50, facts, tell)
