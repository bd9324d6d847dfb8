"""The parts of a surplus as dated versions: from which year on, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.lib import words
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.lib.rounding import HUNDRED
from rembuk.surplus.models import SplitRule
from rembuk.surplus.models.parts import NAMES, WHOLE
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group


@dataclass(frozen=True)
class Terms:
    """A version before it is written: parts in hundredths of a percent, by name."""

    from_year: int
    source: str
    parts: Mapping[str, int]


def fault_of(parts: Mapping[str, int]) -> str:
    """Say what is wrong with parts: they make exactly 100 percent, or they are not saved."""
    whole = sum(parts.values())
    if whole == WHOLE and min(parts.values()) >= 0:
        return ""
    told = words.decimal(Fraction(HUNDRED * whole, WHOLE), language=get_language() or "id")
    return _("The parts make %(sum)s percent. Change them until they make exactly 100 percent.") % {
        "sum": told
    }


@transaction.atomic
def agree(*, group: Group, terms: Terms, by: Actor, at: datetime) -> SplitRule:
    """Write a version down.

    Errors: Refused for parts that do not make 100, and without a source.
    """
    assert terms.parts.keys() == set(NAMES)
    if fault := fault_of(terms.parts):
        raise Refused(fault)
    source = clean_text(terms.source)[0]
    if not source:
        raise Refused(
            _("Write where this stands: the article of AD/ART, or the decision's number.")
        )
    rule = SplitRule.objects.create(
        village=group.village, group=group, from_year=terms.from_year, source=source, at=at,
        by=by.user, **{f"{name}_part": part for name, part in terms.parts.items()},
    )  # fmt: skip
    audit.record(
        village=group.village, verb="surplus.rule_agreed", subject=group, by=by, at=at,
        changes=[("source", None, source)],
    )  # fmt: skip
    return rule


def of(group: Group) -> QuerySet[SplitRule]:
    """Return every version, the one that holds longest first."""
    rows = SplitRule.objects.of(group.village).filter(group=group)
    return rows.select_related("by").order_by("-from_year", "-pk")


def of_year(group: Group, year: int) -> SplitRule | None:
    """Return the version that holds for a year; None before the first."""
    return of(group).filter(from_year__lte=year).first()
