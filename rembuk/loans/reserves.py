"""What part of each loan is set aside: rates by day, with who says so, and what they come to.

PPAP goes by class, CKPN by days past due and what the cooperative lost before. The rates of PPAP
below are customary ones, not read in a regulation: pages say "periksa AD/Dinas". CKPN has none
until a cooperative writes down its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.loans import provisioning
from rembuk.loans.collectability import Ages, class_by_age
from rembuk.loans.models import Class, Rates
from rembuk.savings.models.products import WHOLE
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group

Kind = Rates.Kind
COUNT = {Kind.PPAP: 4, Kind.CKPN: 5}
# Days past due of the rates of CKPN, both ends included.
AGES = (
    Ages("0", 0, 0), Ages("30", 1, 30), Ages("90", 31, 90), Ages("180", 91, 180),
    Ages("more", 181),
)  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """Rates that hold from a day on, in hundredths of a percent; `row` is None for ours."""

    kind: str
    all_bp: tuple[int, ...]
    source: Promise | str
    since: date | None = None
    row: Rates | None = None


# Customary, as cooperatives print them; the official table was not read (checked 22 Nov 2026).
CUSTOMARY = Rule(
    Kind.PPAP, (50, 1_000, 5_000, 10_000), gettext_lazy("Customary rates, not read in a regulation")
)


def rules_of(group: Group, *, on: date) -> tuple[Rule, Rule | None]:
    """Return the rates of PPAP and of CKPN that hold on a day: one query."""
    rows = Rates.objects.of(group.village).filter(group=group, since__lte=on)
    found = {one.kind: one for one in rows.order_by("since", "pk")}
    told = {kind: Rule(kind, row.all_bp, row.source, row.since, row) for kind, row in found.items()}
    return told.get(Kind.PPAP, CUSTOMARY), told.get(Kind.CKPN)


@transaction.atomic
def record(*, group: Group, rule: Rule, by: Actor, at: datetime, today: date) -> Rates:
    """Write down rates that hold from a day on; months that are booked stay as they were.

    Errors: Refused without a source, for rates that fall from one to the next or are above all of
    it, for a day to come, and for one that is not after the last.
    """
    group.take_turn()
    source = clean_text(str(rule.source))[0]
    if not source:
        raise Refused(_("Write who says so: the office, the regulation, the day you asked."))
    assert len(rule.all_bp) == COUNT[Kind(rule.kind)], "each kind has its number of rates"
    if list(rule.all_bp) != sorted(rule.all_bp) or rule.all_bp[-1] > WHOLE:
        raise Refused(_("Each rate is at least as high as the one before it, up to 100%."))
    assert rule.since is not None, "a rule begins on a day"
    if rule.since > today:
        raise Refused(_("Choose today or an earlier day."))
    rows = Rates.objects.of(group.village).filter(group=group, kind=rule.kind)
    if rows.filter(since__gte=rule.since).exists():
        raise Refused(_("A newer rule holds already. Choose a day after it."))
    assert by.user is not None, "a person writes it down"
    rates = {f"rate_{place}_bp": bp for place, bp in enumerate(rule.all_bp, start=1)}
    made = Rates.objects.create(
        village=group.village, group=group, kind=rule.kind, since=rule.since, source=source,
        by=by.user, at=at, **rates,
    )  # fmt: skip
    audit.record(
        village=group.village, verb="loans.rates_recorded", subject=made, subject_name=group.name,
        by=by, at=at, changes=[("source", None, source)],
    )  # fmt: skip
    return made


@dataclass(frozen=True)
class Part:
    """What one class, or one age, asks for; whole rupiah."""

    name: str
    loans: int
    left_rp: int
    rate_bp: int
    required_rp: int


# A loan in short: its class, the principal left, the days it is late.
Short = tuple[str, int, int]


def by_class(loans: Iterable[Short], *, all_bp: Sequence[int]) -> list[Part]:
    """Return what each class asks for, best first; one rounding for each, as `rembuk calc`."""
    rows = list(loans)
    lefts = {name: [left for klass, left, _days in rows if klass == name] for name in Class.values}
    return _parts(lefts, all_bp)


def by_age(loans: Iterable[Short], *, all_bp: Sequence[int]) -> list[Part]:
    """Return what each age asks for, the youngest first."""
    lefts: dict[str, list[int]] = {age.name: [] for age in AGES}
    for _klass, left, days in loans:
        name = class_by_age(days, classes=AGES)
        assert name is not None, "the last age has no end"
        lefts[name].append(left)
    return _parts(lefts, all_bp)


def _parts(lefts: Mapping[str, Sequence[int]], all_bp: Sequence[int]) -> list[Part]:
    sums = [
        (Fraction(sum(left)), Fraction(bp, WHOLE))
        for left, bp in zip(lefts.values(), all_bp, strict=True)
    ]
    found = provisioning.to_set_aside(sums, mode="half_up")
    return [
        Part(name, len(left), sum(left), bp, int(required))
        for (name, left), bp, required in zip(lefts.items(), all_bp, found, strict=True)
    ]


def total(parts: Iterable[Part]) -> int:
    """Add up what is asked for, in rupiah."""
    return sum(one.required_rp for one in parts)
