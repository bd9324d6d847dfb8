"""How many days before a meeting everybody must know of it, and where that is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from rembuk.forum import rules
from rembuk.forum.deadlines import AnnualRules
from rembuk.forum.models import Plan
from rembuk.villages.models import Group

# Where a cooperative wrote no rule down: the statutes (AD) of a public cooperative, KOPANI, ask
# for 14 days before its annual meeting. A hint to be checked, which the page says.
HINT_DAYS = 14
MONTHS = 12


@dataclass(frozen=True)
class Notice:
    """So many days before; `source` is an article, or says that it has to be checked."""

    days: int
    source: str
    is_hint: bool = False
    annual_months: int | None = None

    def latest(self, meets_on: date) -> date:
        """Return the last day on which an invitation is in time."""
        return AnnualRules(0, self.days).latest_notice(meets_on)

    def annual_deadline(self, year: int) -> date | None:
        """Return the last day for the annual meeting about a year; None where unwritten."""
        if self.annual_months is None:
            return None
        return AnnualRules(self.annual_months, self.days).deadline(date(year, MONTHS, 31))

    def earliest(self, today: date) -> date:
        """Return the first day for a meeting of which everybody hears today."""
        return today + timedelta(days=self.days)


def of(group: Group, kind: str, *, on: date) -> Notice:
    """Return what holds for a meeting on a day: the group's own rule, or what is to be checked."""
    rule = rules.valid_on(group, on)
    if rule is not None:
        return Notice(rule.notice_days, rule.source, annual_months=rule.annual_months)
    if kind == Plan.Kind.ANNUAL:
        return Notice(
            HINT_DAYS, _("an example from a public AD: check AD/Dinas"), is_hint=True
        )  # fmt: skip
    return Notice(0, "")


def of_plan(plan: Plan) -> Notice:
    """Return what holds for a meeting that was called."""
    return of(plan.group, plan.kind, on=plan.meets_on)
