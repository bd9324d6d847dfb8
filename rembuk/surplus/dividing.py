"""The surplus of a year: computed, checked by the supervisory board, decided by the members.

Nothing is paid before the third step (K11). The book is read again each time: where it says
something else than what was written down, the division stands still until it is computed anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import (
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    TextChoices,
    prefetch_related_objects,
)
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rembuk.forum.models import Resolution
from rembuk.ledger import ends
from rembuk.ledger.reading import Book
from rembuk.lib import words
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.surplus import paying, reckoning, rules, yearly
from rembuk.surplus.models import Booking, Division, DivisionStep, MemberShare
from rembuk.surplus.reckoning import Basis, Reckoned
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Village

Kind = DivisionStep.Kind


class State(TextChoices):
    """How far a division is; read from its steps."""

    COMPUTED = "COMPUTED", gettext_lazy("Computed, waits for the supervisory board")
    CHECKED = "CHECKED", gettext_lazy("Checked, waits for the members' meeting")
    DECIDED = "DECIDED", gettext_lazy("Decided by the members' meeting")
    BOOKED = "BOOKED", gettext_lazy("Booked, waits to be paid")
    PAID = "PAID", gettext_lazy("Paid to every member")
    ENDED = "ENDED", gettext_lazy("Taken back")


@dataclass(frozen=True)
class Standing:
    """A division with its steps, and whether the book still says the same."""

    division: Division
    steps: Mapping[str, DivisionStep]

    @property
    def booking(self) -> Booking | None:
        """How it stands in the book, if it does."""
        return getattr(self.division, "booking", None)

    @property
    def state(self) -> State:
        """The furthest step."""
        if Kind.ENDED not in self.steps and self.booking:
            return State.BOOKED if getattr(self.division, "is_owed", True) else State.PAID
        for kind in (Kind.ENDED, Kind.DECIDED, Kind.CHECKED):
            if kind in self.steps:
                return State(kind)
        return State.COMPUTED


def why_not(basis: Basis) -> str:
    """Say why a year has nothing to divide, or not yet; "" where it has."""
    if not basis.year.is_closed:
        month = words.month_of_year(basis.year.left_open[0], language=get_language() or "id")
        return _("Close %(month)s first. A surplus is divided when all months are closed.") % {
            "month": month
        }
    if basis.result.shu_rp < 0:
        return _(
            "The year ended with a loss. A loss is not divided: the members' meeting decides what"
            " covers it."
        )
    if not basis.result.shu_rp:
        return _("The year left nothing to divide.")
    return ""


@transaction.atomic
def compute(*, book: Book, year: int, by: Actor, at: datetime, today: date) -> Division:
    """Divide a year of the book by the rule that holds for it, and keep every number.

    Errors: Refused while a month is open, for a loss and for nothing, without a rule, and while
    another division of that year stands.
    """
    book.take_turn()
    group = book.group
    if standing := of_year(group, year):
        raise Refused(_already(standing))
    basis = reckoning.basis_of(book, yearly.year_of(book, year, today=today))
    if reason := why_not(basis):
        raise Refused(reason)
    rule = rules.of_year(group, year)
    if rule is None:
        raise Refused(_("Write down first into which parts the surplus goes (AD/ART)."))
    told = reckoning.divided(basis, rule.parts())
    division = Division.objects.create(
        village=group.village, group=group, rule=rule, year=year, shu_rp=basis.result.shu_rp,
        members_rp=basis.shared_rp, others_rp=basis.result.shu_rp - basis.shared_rp,
        head=ends.last(book).head, at=at, by=by.user,
        **{f"{name}_rp": amount for name, amount in told.funds.items()},
    )  # fmt: skip
    people = reckoning.people_of(book)
    MemberShare.objects.bulk_create(
        MemberShare(
            village=group.village, division=division, member=people[line.own.number],
            months_rp=line.own.months_rp, paid_rp=line.own.paid_rp,
            by_capital_rp=line.by_capital_rp, by_use_rp=line.by_use_rp,
        )
        for line in told.lines
    )  # fmt: skip
    tell("computed", division, by=by, at=at)
    return division


def _already(standing: Standing) -> str:
    return _("%(year)s is computed already: %(state)s. Take it back first.") % {
        "year": standing.division.year, "state": standing.state.label,
    }  # fmt: skip


@transaction.atomic
def check(*, division: Division, book: Book, by: Actor, at: datetime, today: date) -> DivisionStep:
    """Say as the supervisory board that the numbers are right.

    Errors: Refused for who computed it, out of turn, and where the book changed.
    """
    standing = turn(division, State.COMPUTED, book=book, today=today)
    if by.user is None or by.user.pk == standing.division.by_id:
        raise Refused(_("Who computed it cannot check it. Ask somebody of the supervisory board."))
    return step(division, Kind.CHECKED, by=by, at=at)


@transaction.atomic
def decide(
    *, division: Division, book: Book, resolution: Resolution, number: str, by: Actor,
    at: datetime, today: date,
) -> DivisionStep:  # fmt: skip
    """Write down in which decision the members' meeting agreed, with its number.

    Errors: Refused without a number, for a decision of somebody else or one that was taken back,
    out of turn, and where the book changed.
    """
    turn(division, State.CHECKED, book=book, today=today)
    said = clean_text(number)[0]
    if not said:
        raise Refused(_("Write the number of the decision, as it stands in the minutes."))
    if resolution.group_id != division.group_id or not resolution.is_in_force:
        raise Refused(_("Choose a decision of this cooperative that was not taken back."))
    return step(division, Kind.DECIDED, by=by, at=at, resolution=resolution, number=said)


def turn(division: Division, state: State, *, book: Book, today: date) -> Standing:
    """Take the division's turn for the step after `state`.

    Errors: Refused out of turn, and where the book says something else than what was written down.
    """
    division.take_turn()
    standing = standing_of(division)
    if standing.state != state:
        raise Refused(_("This does not wait for that step now. Open the page again."))
    basis = reckoning.basis_of(book, yearly.year_of(book, division.year, today=today))
    if differs(division, basis):
        raise Refused(
            _("The book changed since this was computed. Take it back and compute it once more.")
        )
    return standing


def differs(division: Division, basis: Basis) -> bool:
    """Say whether the book says something else today than what was written down."""
    if not basis.year.is_closed or basis.result.shu_rp <= 0:
        return True
    now = reckoning.divided(basis, division.rule.parts())
    kept = {
        (one.member.number, one.months_rp, one.paid_rp, one.by_capital_rp, one.by_use_rp)
        for one in shares_of(division)
    }
    return division.funds() != dict(now.funds) or kept != set(_lines(now))


def shares_of(division: Division) -> list[MemberShare]:
    """Return the members' parts, read once, by number."""
    if "shares" not in getattr(division, "_prefetched_objects_cache", {}):
        rows = division.shares.select_related("member__resident").order_by("member__number")
        prefetch_related_objects([division], Prefetch("shares", queryset=rows))
    return list(division.shares.all())


def _lines(told: Reckoned) -> list[tuple[str, int, int, int, int]]:
    return [
        (line.own.number, line.own.months_rp, line.own.paid_rp, line.by_capital_rp,
         line.by_use_rp)
        for line in told.lines
    ]  # fmt: skip


def of(group: Group) -> QuerySet[Division]:
    """Return every division of a cooperative, the newest year first."""
    rows = Division.objects.of(group.village).filter(group=group)
    return rows.select_related("rule", "by", "group").order_by("-year", "-pk")


def of_year(group: Group, year: int) -> Standing | None:
    """Return the division of a year that stands; None where none does."""
    found = _standing(group).filter(year=year).first()
    return standing_of(found) if found else None


def unfinished(group: Group) -> QuerySet[Division]:
    """Return the divisions of which somebody owes a step: decided on, booked, paid to all."""
    return _standing(group).filter(Q(booking__isnull=True) | Exists(_owed(group.village)))


def _standing(group: Group) -> QuerySet[Division]:
    rows = of(group).exclude(steps__kind=Kind.ENDED)
    steps = DivisionStep.objects.select_related("by", "resolution").order_by("pk")
    rows = rows.annotate(is_owed=Exists(_owed(group.village)))
    rows = rows.select_related("booking__entry", "booking__by")  # not in `of`: a turn reads anew
    return rows.prefetch_related(Prefetch("steps", queryset=steps))


def _owed(village: Village) -> QuerySet[MemberShare]:
    """Return parts of a division that are not paid."""
    paid = paying.paid(village).filter(share=OuterRef("pk"))
    return paying.with_sum(village).filter(~Exists(paid), division=OuterRef("pk"))


def standing_of(division: Division) -> Standing:
    """Return a division with the steps it took."""
    return Standing(division, {step.kind: step for step in division.steps.all()})


def step(
    division: Division, kind: DivisionStep.Kind, *, by: Actor, at: datetime, why: str = "",
    number: str = "", resolution: Resolution | None = None,
) -> DivisionStep:  # fmt: skip
    """Write a step down and tell it in the trail."""
    made = DivisionStep.objects.create(
        village=division.village, division=division, kind=kind, at=at, by=by.user, why=why,
        number=number, resolution=resolution,
    )  # fmt: skip
    tell(kind.value.lower(), division, by=by, at=at)
    return made


def tell(verb: str, division: Division, *, by: Actor, at: datetime) -> None:
    """Tell in the trail what became of a year's surplus."""
    audit.record(
        village=division.village, verb=f"surplus.{verb}", subject=division,
        subject_name=str(division.year), by=by, at=at,
        changes=[("group", None, division.group.name)],
    )  # fmt: skip
