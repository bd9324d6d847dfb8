"""The limits of a ratio as the Dinas uses them, dated: for what we know from papers only (K18)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.lib.rounding import HUNDRED
from rembuk.supervision.measures import UNSURE
from rembuk.supervision.models import HealthCut
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Village

# Three limits each; those of other shapes stay as the papers have them.
CHANGEABLE = {one.code: one for one in UNSURE if len(one.limits) == 3}


@transaction.atomic
def agree(
    *, group: Group, measure: str, since_year: int, bps: Sequence[int], source: str,
    by: Actor, at: datetime,
) -> HealthCut:  # fmt: skip
    """Write down the three limits of a ratio from a year on, in hundredths of a percent.

    Errors: Refused without a source, where limits do not rise, and for a year that has its own.
    """
    group.take_turn()
    assert measure in CHANGEABLE, measure
    who_says = clean_text(source)[0]
    if not who_says:
        raise Refused(_("Write who says so: the letter of the Dinas and its day."))
    low, middle, high = bps
    if not low < middle < high:
        raise Refused(_("Write three limits, each larger than the one before."))
    of_year = HealthCut.objects.of(group.village).filter(group=group, measure=measure)
    if of_year.filter(since_year=since_year).exists():
        raise Refused(_("This ratio has limits from that year on already. Choose a later year."))
    assert by.user is not None, "a person writes it down"
    made = HealthCut.objects.create(
        village=group.village, group=group, measure=measure, since_year=since_year, low_bp=low,
        middle_bp=middle, high_bp=high, source=who_says, by=by.user, at=at,
    )  # fmt: skip
    audit.record(
        village=group.village, verb="supervision.cuts_agreed", subject=made,
        subject_name=group.name, by=by, at=at, changes=[("health_year", None, since_year)],
    )  # fmt: skip
    return made


def on(village: Village, group_id: int, *, year: int) -> dict[str, HealthCut]:
    """Return the limits that hold in a year, by ratio: one query."""
    rows = HealthCut.objects.of(village).filter(group=group_id, since_year__lte=year)
    return {one.measure: one for one in rows.order_by("since_year", "pk")}


def limits(cut: HealthCut) -> list[Fraction]:
    """Return the three limits in percent."""
    return [Fraction(bp) / HUNDRED for bp in (cut.low_bp, cut.middle_bp, cut.high_bp)]
