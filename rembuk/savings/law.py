"""What the law allows of savings, and takes of their interest: as of which source, since when.

A cooperative records what changed, with its source; until then what stands here holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.savings.models import LawRule
from rembuk.savings.models.products import MOST_RP, WHOLE
from rembuk.savings.tax import InterestTax
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group


@dataclass(frozen=True)
class Law:
    """The highest rate a year, and the final tax on a member's interest of a month.

    Rates are hundredths of a percent; `since` is None for what holds until something else does.
    """

    ceiling_bp: int
    threshold_rp: int
    tax_bp: int
    source: str
    since: date | None = None

    @property
    def tax(self) -> InterestTax:
        """The rule of the tax: all of the interest, once it is above the threshold."""
        return InterestTax(Fraction(self.threshold_rp), Fraction(self.tax_bp, WHOLE))


# Interest up to Rp240,000 a month is free, from one rupiah more on 10% of all of it is due;
# no more than 9% a year is promised on savings. Checked 22 November 2026.
KNOWN = Law(
    900, 240_000, 1_000,
    "PP 15/2009, PMK 112/PMK.03/2010; Permenkop UKM 8/2023 Pasal 26",
)  # fmt: skip


def rules_of(group: Group) -> list[LawRule]:
    """Return what a cooperative recorded, the oldest first."""
    rows = LawRule.objects.of(group.village).filter(group=group)
    return list(rows.order_by("since", "pk"))


def on_day(rules: Sequence[LawRule], on: date) -> Law:
    """Return what holds on a day."""
    found = next((rule for rule in reversed(rules) if rule.since <= on), None)
    if found is None:
        return KNOWN
    return Law(found.ceiling_bp, found.threshold_rp, found.tax_bp, found.source, since=found.since)


def of(group: Group, on: date) -> Law:
    """Return what holds for a cooperative on a day: one query."""
    return on_day(rules_of(group), on)


@transaction.atomic
def record(*, group: Group, law: Law, by: Actor, at: datetime) -> LawRule:
    """Record what the law says from a month on. What was worked out before stays as it was.

    Errors: Refused without a source, and for a month that is not after the last one.
    """
    group.take_turn()
    assert law.since is not None, "a rule begins with a month"
    since, source = law.since.replace(day=1), clean_text(law.source)[0]
    if not source:
        raise Refused(_("Write which law says so, with its number and year."))
    sums = law.ceiling_bp <= WHOLE and law.tax_bp <= WHOLE and 0 <= law.threshold_rp <= MOST_RP
    if not sums or min(law.ceiling_bp, law.tax_bp) < 0:
        raise Refused(_("Write each rate as a part of a hundred, for example 10."))
    last = rules_of(group)[-1:]
    if last and since <= last[0].since:
        raise Refused(_("A newer rule holds already. Choose a month after it."))
    made = LawRule.objects.create(
        village=group.village, group=group, since=since, ceiling_bp=law.ceiling_bp,
        threshold_rp=law.threshold_rp, tax_bp=law.tax_bp, source=source, by=by.user, at=at,
    )  # fmt: skip
    audit.record(
        village=group.village, verb="savings.law_recorded", subject=made,
        subject_name=group.name, by=by, at=at, changes=[("source", None, source)],
    )  # fmt: skip
    return made
