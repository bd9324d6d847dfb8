"""What rules ask at least, by day and with a source: shown for checking, never taken for law.

The figures below are what we read, with the day of what we read. A village that asked its Dinas
writes down the answer; from its day on that holds. `asked` says whether a source states the figure:
the others are "periksa AD/Dinas".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.coop.asked import FIGURES
from rembuk.coop.models import Minimum
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village

Key = Minimum.Key
LEAST_DAYS, MOST_DAYS, WHOLE_PERCENT = 7, 365, 100
MOST = 10**12
AGES = (15, 25)


@dataclass(frozen=True)
class Rule:
    """One figure that holds from a day on; `stated` is whether a source says it itself."""

    key: str
    value: int
    since: date
    source: Promise | str
    stated: bool = True
    until: date | None = None  # its last day; None while nothing newer is known

    @property
    def label(self) -> str:
        """What it is about."""
        return str(Key(self.key).label)

    @property
    def is_money(self) -> bool:
        """Whether the figure is rupiah."""
        return self.key == Key.CAPITAL


_USUAL = gettext_lazy("What people say is usual: who signs a deed is 18")
_OTHERS = gettext_lazy("From the published rules of another cooperative")
_OURS = gettext_lazy("A proposal of Rembuk, not a law")
# Who says so, and whether it says so itself; in the order of the figures in asked.py.
_SAID: dict[str, tuple[tuple[Promise, bool], ...]] = {
    Key.FOUNDERS: (
        (gettext_lazy("Law 25/1992, before its change"), True),
        (gettext_lazy("Law 25/1992 as changed by Law 6/2023 (Kompas, 8 October 2020)"), True),
    ),
    Key.ADULT: ((_USUAL, False),),
    Key.CAPITAL: (
        (gettext_lazy("Permenkop UKM 11/2018 (Kompas, 30 June 2022)"), True),
        (gettext_lazy("Permenkop UKM 8/2023, within one regency (Kompas, 30 June 2022)"), True),
    ),
    Key.SHARE: ((gettext_lazy("Permenkop UKM 8/2023 (Kompas, 30 June 2022)"), True),),
    Key.INVITED: ((_OTHERS, False),),
    Key.STUCK: ((_OURS, False),),
}
READ: tuple[Rule, ...] = tuple(
    Rule(key, value, since, source, stated)
    for key, figures in FIGURES.items()
    for (since, value), (source, stated) in zip(figures, _SAID[key], strict=True)
)


def rules_on(village: Village, on: date) -> dict[str, Rule]:
    """Return what holds on a day, by key: one query."""
    found = {one.key: one for one in reversed(READ)}  # for days before all of them, the oldest
    found |= {one.key: one for one in READ if one.since <= on}
    rows = Minimum.objects.of(village).filter(since__lte=on).order_by("since", "at", "pk")
    for row in rows:
        found[row.key] = Rule(row.key, row.value, row.since, row.source)
    return found


def rule_on(village: Village, key: Minimum.Key, *, on: date) -> Rule:
    """Return what holds of one thing on a day; the oldest we know for days before it."""
    return rules_on(village, on)[key]


def told(village: Village, *, on: date) -> list[tuple[Rule, list[Rule]]]:
    """Return of each thing what holds on a day, and what held from when until when, newest first.

    Two queries.
    """
    rows = Minimum.objects.of(village).order_by("since", "at", "pk")
    own = [Rule(row.key, row.value, row.since, row.source) for row in rows]
    now = rules_on(village, on)
    return [(now[key], _one_after_another(key, own)) for key in Key.values]


def _one_after_another(key: str, rows: Sequence[Rule]) -> list[Rule]:
    """What the village wrote down holds from its day on, whatever we read of later days."""
    own = [one for one in rows if one.key == key]
    first = min((one.since for one in own), default=date.max)
    read = [one for one in READ if one.key == key and one.since < first]
    by_day = {one.since: one for one in [*read, *own]}  # of two on a day the newer one holds
    days = sorted(by_day)
    ends = [*(day - timedelta(days=1) for day in days[1:]), None]
    return [replace(by_day[day], until=end) for day, end in zip(days, ends, strict=True)][::-1]


@transaction.atomic
def agree(*, village: Village, rule: Rule, by: Actor, at: datetime, today: date) -> Minimum:
    """Write down what the Dinas or the rules say, from a day on.

    Errors: Refused without a source, for a day long to come, and for figures that cannot be.
    """
    source = clean_text(str(rule.source))[0]
    if not source:
        raise Refused(_("Write who says so: the office, the regulation, the day you asked."))
    if rule.since > today.replace(year=today.year + 1, day=1):
        raise Refused(_("Choose a day within the coming year."))
    least, most = _bounds(rule.key)
    if not least <= rule.value <= most:
        raise Refused(
            _("Write a number from %(least)s to %(most)s.") % {"least": least, "most": most}
        )
    assert by.user is not None, "a person writes it down"
    made = Minimum.objects.create(
        village=village, key=Key(rule.key), value=rule.value, since=rule.since, source=source,
        by=by.user, at=at,
    )  # fmt: skip
    audit.record(
        village=village, verb="coop.minimum_agreed", subject=made, subject_name="", by=by, at=at,
        changes=[("coop_minimum", None, made.key), ("value", None, made.value)],
    )  # fmt: skip
    return made


def _bounds(key: str) -> tuple[int, int]:
    if key == Key.SHARE:
        return 1, WHOLE_PERCENT
    if key == Key.ADULT:
        return AGES
    return (LEAST_DAYS, MOST_DAYS) if key in (Key.STUCK, Key.INVITED) else (1, MOST)
