"""Stalls that sell for a group: begun, changed, agreed with anew, ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.cash import expected
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.shop import stock
from rembuk.shop.models import Charge, Movement, Stall, StallTerms, Visit
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Village


@dataclass(frozen=True)
class Facts:
    """What is told of a stall; `visit_days` is how often somebody should go there."""

    name: str
    keeper: str = ""
    place: str = ""
    side: str = ""  # Place.HERE, Place.AWAY, or not known
    phone: str = ""
    visit_days: int = 14
    note: str = ""


@dataclass(frozen=True)
class Agreed:
    """What a stall gets and pays: commission in percent of the price, and who bears losses."""

    commission_percent: Decimal
    missing: str = Charge.NET
    damaged: str = Charge.NOTHING


@dataclass(frozen=True)
class Standing:
    """How it stands with one stall: pieces there, rupiah owed, and when somebody was there."""

    stall: Stall
    pieces: int
    owed_rp: int
    visits: int
    last_on: date | None

    def late_days(self, *, today: date) -> int:
        """Days beyond what was meant since the last visit; 0 while it is not late or empty."""
        if not self.pieces:
            return 0
        since = self.last_on or self.stall.began_on
        return max(0, (today - since).days - self.stall.visit_days)

    def next_on(self) -> date:
        """The day by which somebody should go there."""
        return (self.last_on or self.stall.began_on) + timedelta(days=self.stall.visit_days)


@transaction.atomic
def begin(
    *, group: Group, facts: Facts, agreed: Agreed | None, by: Actor, at: datetime, today: date,
    synthetic: bool = False,
) -> Stall:  # fmt: skip
    """Begin to leave goods at a stall; `agreed` None where nobody knows what was agreed.

    Errors: Refused without a name, or for one that is there.
    """
    told = _checked(group, facts)
    stall = Stall.objects.create(
        village=group.village, group=group, began_on=today, synthetic=synthetic, **vars(told)
    )
    if agreed:
        _agree(stall, agreed, on=today, by=by, at=at)
    audit.record(village=group.village, verb="shop.stall_begun", subject=stall, by=by, at=at)
    return stall


@transaction.atomic
def change(*, stall: Stall, facts: Facts, by: Actor, at: datetime) -> Stall:
    """Change what is told of a stall. Errors: as begin."""
    stall.take_turn()
    before, told = facts_of(stall), _checked(stall.group, facts, but=stall)
    changes = [
        (name, getattr(before, name), value)
        for name, value in vars(told).items()
        if getattr(before, name) != value
    ]
    for name, _before, value in changes:
        setattr(stall, name, value)
    if changes:
        stall.save(update_fields=[name for name, *_values in changes])
        audit.record(
            village=stall.village, verb="shop.stall_changed", subject=stall, by=by, at=at,
            changes=changes,
        )  # fmt: skip
    return stall


@transaction.atomic
def agree(*, stall: Stall, agreed: Agreed, by: Actor, at: datetime, today: date) -> StallTerms:
    """Agree on something else from today on; what was settled before stays as it was."""
    stall.take_turn()
    now = terms_of(stall, on=today)
    if now and agreed == Agreed(now.commission_percent, now.missing, now.damaged):
        return now
    terms = _agree(stall, agreed, on=today, by=by, at=at)
    audit.record(
        village=stall.village, verb="shop.stall_agreed", subject=stall, by=by, at=at,
        changes=[("commission_percent", now and str(now.commission_percent),
                  str(terms.commission_percent))],
    )  # fmt: skip
    return terms


@transaction.atomic
def end(*, stall: Stall, by: Actor, at: datetime, today: date) -> Stall:
    """Leave goods there no longer. Errors: Refused while something lies there."""
    stall.take_turn()
    if stall.ended_on is not None:
        return stall
    if stock.at_stall(stall):
        raise Refused(
            _("Goods still lie at %(name)s. Record a visit that takes them back first.")
            % {"name": stall.name}
        )
    stall.ended_on = today
    stall.save(update_fields=["ended_on"])
    audit.record(village=stall.village, verb="shop.stall_ended", subject=stall, by=by, at=at)
    return stall


def facts_of(stall: Stall) -> Facts:
    """Return what is told of a stall."""
    return Facts(
        stall.name, stall.keeper, stall.place, stall.side, stall.phone, stall.visit_days, stall.note
    )


def terms_of(stall: Stall, *, on: date) -> StallTerms | None:
    """Return what is agreed with a stall on a day."""
    mine = StallTerms.objects.of(stall.village).filter(stall=stall, since_on__lte=on)
    return mine.order_by("-since_on", "-pk").first()


def commissions(group: Group, *, on: date) -> list[tuple[str, Fraction]]:
    """Return what each stall of a group takes on a day, in percent, by the stall's name."""
    rows = StallTerms.objects.of(group.village).filter(stall__group=group, since_on__lte=on)
    newest: dict[str, Fraction] = {}
    current = rows.filter(stall__ended_on__isnull=True).select_related("stall")
    for terms in current.order_by("stall__name", "since_on", "pk"):
        newest[terms.stall.name] = Fraction(terms.commission_percent)
    return list(newest.items())


def percent_told(terms: StallTerms) -> str:
    """Write the stall's part: 10, or 12,5."""
    percent = f"{terms.commission_percent.normalize():f}"
    return percent if get_language() == "en" else percent.replace(".", ",")


def of_group(group: Group) -> QuerySet[Stall]:
    """Return the stalls that sell for a group now, by name."""
    mine = Stall.objects.of(group.village).filter(group=group, ended_on__isnull=True)
    return mine.order_by("name", "pk")


def ended(group: Group) -> QuerySet[Stall]:
    """Return the stalls that sell for a group no longer."""
    mine = Stall.objects.of(group.village).filter(group=group, ended_on__isnull=False)
    return mine.order_by("name", "pk")


def standings(village: Village, stalls: Iterable[Stall]) -> list[Standing]:
    """Return how it stands with stalls: three queries, however many."""
    mine = list(stalls)
    lying = dict(
        Movement.objects.of(village).filter(stall__in=mine).order_by()
        .values_list("stall_id").annotate(Sum("at_stall"))
    )  # fmt: skip
    told: dict[int, list[Visit]] = {}
    for visit in Visit.objects.of(village).filter(stall__in=mine).order_by("pk"):
        told.setdefault(visit.stall_id, []).append(visit)
    money = money_of(village, [visit for visits in told.values() for visit in visits])
    return [
        standing(one, pieces=lying.get(one.pk) or 0, visits=told.get(one.pk, []), money=money)
        for one in mine
    ]


def money_of(village: Village, visits: Iterable[Visit]) -> dict[int, expected.Settled]:
    """Return what became of the money of visits, by what was expected: one query."""
    pks = [visit.expected_id for visit in visits if visit.expected_id]
    return expected.settled(village, pks) if pks else {}


def standing(
    stall: Stall, *, pieces: int, visits: Sequence[Visit], money: Mapping[int, expected.Settled]
) -> Standing:
    """Tell how it stands with one stall from all its visits and what became of their money."""
    owed = sum(
        visit.due_rp
        for visit in visits
        if visit.expected_id and money[visit.expected_id].state in OWED
    )
    last = max((visit.on for visit in visits), default=None)
    return Standing(stall, pieces, owed, len(visits), last)


# Dropped by the treasurer with a reason: the stall owes it no longer.
OWED = frozenset({expected.State.WAITS, expected.State.ASKED, expected.State.TAKEN_BACK})


def _agree(stall: Stall, agreed: Agreed, *, on: date, by: Actor, at: datetime) -> StallTerms:
    if not 0 <= agreed.commission_percent <= 100:
        raise Refused(_("Write the stall's part as a percentage from 0 to 100."))
    return StallTerms.objects.create(
        village=stall.village, stall=stall, since_on=on, at=at, by=by.user, **vars(agreed)
    )


def _checked(group: Group, facts: Facts, *, but: Stall | None = None) -> Facts:
    told = replace(
        facts, name=clean_text(facts.name)[0], keeper=clean_text(facts.keeper)[0],
        place=clean_text(facts.place)[0], note=clean_text(facts.note)[0],
    )  # fmt: skip
    if not told.name:
        raise Refused(_("Write the name of the stall."))
    same = of_group(group).filter(name__iexact=told.name)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise Refused(_("%(name)s is there already. Choose another name.") % {"name": told.name})
    return told
