"""Members of a cooperative: let in by steps, found by number or name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import CharField, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from rembuk.cash import sheets
from rembuk.coop import numbers, standing
from rembuk.coop.models import Exit, Member, MemberStep, State
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.people import spelling
from rembuk.people.models import Resident
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Village

Kind = MemberStep.Kind


@dataclass(frozen=True)
class Facts:
    """One step as it is told; the reason may stay empty where the step speaks for itself."""

    kind: str
    on: date
    reason: str = ""


@transaction.atomic
def apply(
    *,
    group: Group,
    resident: Resident,
    on: date,
    by: Actor,
    at: datetime,
    today: date,
    synthetic: bool = False,
) -> Member:
    """Record that a resident applies; who applied before keeps her number.

    Errors: Refused for a group that is no cooperative or has ended, for a day to come, and as
    `step` tells for who is an applicant or a member already.
    """
    if group.kind != Group.Kind.COOPERATIVE:
        raise Refused(_("Members with a number belong to a cooperative. Choose its page."))
    group.take_turn()
    if group.ended_on is not None:
        raise Refused(_("%(group)s has ended already.") % {"group": group.name})
    mine = Member.objects.of(group.village).filter(group=group)
    member = mine.filter(resident=resident).first()
    if member is None:
        serial = (mine.aggregate(last=Max("serial"))["last"] or 0) + 1
        member = Member.objects.create(
            village=group.village, group=group, resident=resident, serial=serial,
            number=numbers.number_of(serial), synthetic=synthetic,
        )  # fmt: skip
    step(member=member, facts=Facts(Kind.APPLIED, on), by=by, at=at, today=today)
    return member


@transaction.atomic
def step(*, member: Member, facts: Facts, by: Actor, at: datetime, today: date) -> MemberStep:
    """Record a step of a member.

    Errors: Refused for a day to come or before her last step, for a step that cannot follow, and
    without a reason where the step needs one.
    """
    member.take_turn()
    steps = steps_of(member)
    said = clean_text(facts.reason)[0]
    if facts.on > today:
        raise Refused(_("Choose today or an earlier day."))
    _check_no_settlement_waits(member)
    if steps and facts.on < steps[-1].on:
        raise Refused(_("Her last step is later than this day. Choose that day or a later one."))
    standing.after(standing.follow(steps), facts)
    if Kind(facts.kind) in standing.TOLD_WITH_REASON and not said:
        raise Refused(_("Write the reason in a few words."))
    made = _write(member, Kind(facts.kind), on=facts.on, reason=said, by=by, at=at)
    _tell(member, made, by=by, at=at)
    return made


@transaction.atomic
def take_back(*, step: MemberStep, reason: str, by: Actor, at: datetime) -> MemberStep:
    """Take back the last step of a member; both stay visible. An application stays.

    Errors: Refused without a reason, for a step that is not her last, and for her first one.
    """
    member = step.member
    member.take_turn()
    steps = steps_of(member)
    said = clean_text(reason)[0]
    if not said:
        raise Refused(_("Write why this step is taken back."))
    if not steps or steps[-1].pk != step.pk:
        raise Refused(_("Only her last step can be taken back. Open her page again."))
    if len(steps) == 1:
        raise Refused(_("This is her first step. Record that she left instead."))
    _check_no_settlement_waits(member)
    made = _write(member, Kind.TAKEN_BACK, on=step.on, reason=said, by=by, at=at, takes_back=step)
    _tell(member, made, by=by, at=at)
    return made


def _check_no_settlement_waits(member: Member) -> None:
    """What two people are about to book rests on her having left: first that is decided."""
    waits = Exit.objects.of(member.village).filter(member=member, asked__resolution__isnull=True)
    if waits.exists():
        raise Refused(
            _("Her settlement waits for the second person. Let it be agreed or refused first.")
        )


def steps_of(member: Member) -> list[MemberStep]:
    """Return the steps of a member that stand, in the order of their days."""
    rows = MemberStep.objects.of(member.village).filter(member=member, taken_back_by__isnull=True)
    return list(rows.exclude(kind=Kind.TAKEN_BACK).order_by("on", "pk"))


def history_of(member: Member) -> list[MemberStep]:
    """Return all that was recorded of a member, the newest first, what was taken back too."""
    rows = MemberStep.objects.of(member.village).filter(member=member)
    return list(rows.exclude(kind=Kind.TAKEN_BACK).select_related(
        "by", "taken_back_by__by"
    ).order_by("-on", "-pk"))  # fmt: skip


def state_of(member: Member, *, on: date) -> State | None:
    """Return where a member stands on a day; None before her first step."""
    return standing.follow(one for one in steps_of(member) if one.on <= on)


def since_of(member: Member, *, on: date) -> date | None:
    """Return since when she is a member, without a break, on a day; None if she is not."""
    steps = [one for one in steps_of(member) if one.on <= on]
    if standing.follow(steps) not in standing.MEMBERS:
        return None
    return next(one.on for one in reversed(steps) if one.kind == Kind.ADMITTED)


def last_step(member: Member, *, on: date) -> MemberStep | None:
    """Return the last step of a member up to a day: where she stands follows from it alone."""
    return next((one for one in reversed(steps_of(member)) if one.on <= on), None)


def left_on(last: MemberStep | None) -> date | None:
    """Return the day she left, of her last step; None while she has not."""
    gone = last is not None and standing.after_it(last) in standing.GONE
    return last.on if last and gone else None


def of(group: Group, *, on: date) -> QuerySet[Member]:
    """Return everybody who has a number on a day, by number, each with its `state` and `since`.

    `state` is the State her last step led to, `since` the day of her last admission.
    """
    found = Member.objects.of(group.village).filter(group=group).select_related("resident")
    admitted = _steps_that_stand(group.village, on=on).filter(kind=Kind.ADMITTED)
    found = found.annotate(since=Subquery(admitted.order_by("-on", "-pk").values("on")[:1]))
    told = with_last_step(found, village=group.village, on=on)
    return told.exclude(Q(("last_kind", None))).order_by("serial", "pk")


def with_last_step(rows: QuerySet[Member], *, village: Village, on: date) -> QuerySet[Member]:
    """Annotate members with the kind and the day of their last step up to a day."""
    last = _steps_that_stand(village, on=on).exclude(kind=Kind.TAKEN_BACK).order_by("-on", "-pk")
    return rows.annotate(
        last_kind=Subquery(last.values("kind")[:1], output_field=CharField()),
        last_on=Subquery(last.values("on")[:1]),
    )


def _steps_that_stand(village: Village, *, on: date) -> QuerySet[MemberStep]:
    return MemberStep.objects.of(village).filter(
        member=OuterRef("pk"), taken_back_by__isnull=True, on__lte=on
    )


def in_states(found: QuerySet[Member], states: Sequence[State]) -> QuerySet[Member]:
    """Keep those of `of` who stand in one of these states."""
    kinds = [kind for kind, (_before, state) in standing.FOLLOWS.items() if state in states]
    return found.filter(Q(("last_kind__in", kinds)))


def now(group: Group, *, on: date) -> list[Member]:
    """Return who is a member on a day, at home or abroad, by number."""
    return list(in_states(of(group, on=on), sorted(standing.MEMBERS)))


def on_the_sheet(group: Group, on: date) -> list[sheets.Member]:
    """Return who is a member on a day, for a meeting: its sheet and its quorum (cash/sheets.py)."""
    return [sheets.Member(f"c{one.number}", one.name, one.resident_id) for one in now(group, on=on)]


def state_told(member: Member) -> State:
    """Return where a member of `with_last_step` stands, who has taken one."""
    return standing.FOLLOWS[Kind(member.last_kind)][1]  # type: ignore[attr-defined]  # annotated


def left_on_told(member: Member) -> date | None:
    """Return the day a member of `with_last_step` left; None while she has not."""
    gone = state_told(member) in standing.GONE
    return member.last_on if gone else None  # type: ignore[attr-defined]  # annotated


def counted(group: Group, *, on: date) -> dict[State, int]:
    """Return how many stand in each state on a day; states that nobody is in are left out."""
    kinds = of(group, on=on).order_by().values_list("last_kind", flat=True)  # type: ignore[misc]  # annotated by of()
    found = Counter(standing.FOLLOWS[Kind(kind)][1] for kind in kinds)
    return {state: found[state] for state in State if found[state]}


def find(found: QuerySet[Member], text: str) -> QuerySet[Member]:
    """Keep whom a text means: a member number, or the beginnings of words of a name."""
    number = numbers.plain(text)
    if number:
        return found.filter(number__contains=number)
    for forms in spelling.asked_forms(text):
        begins = Q()
        for form in sorted(forms):
            begins |= Q(resident__search_text__contains=f" {form}")
        found = found.filter(begins)
    return found


def by_number(group: Group, typed: str) -> Member:
    """Return the member with a number as somebody typed it.

    Errors: Refused for a number that cannot be right (one wrong digit shows), and for one that
    nobody has.
    """
    number = numbers.plain(typed)
    if not numbers.is_right(number):
        raise Refused(_("This member number has a slip in it. Compare it with the member card."))
    mine = Member.objects.of(group.village).filter(group=group, number=number)
    member = mine.select_related("resident", "group").first()
    if member is None:
        raise Refused(_("Nobody here has this member number. Look in the list of members."))
    return member


def require_member(member: Member, *, on: date) -> None:
    """Refuse for who is no member on a day: savings and loans are for members only (K09)."""
    if state_of(member, on=on) not in standing.MEMBERS:
        raise Refused(
            _("%(name)s is not a member on that day. Record first that she is admitted.")
            % {"name": member.name}
        )


def _write(
    member: Member,
    kind: Kind,
    *,
    on: date,
    reason: str,
    by: Actor,
    at: datetime,
    takes_back: MemberStep | None = None,
) -> MemberStep:
    return MemberStep.objects.create(
        village=member.village, member=member, kind=kind, on=on, reason=reason, at=at, by=by.user,
        takes_back=takes_back,
    )  # fmt: skip


def _tell(member: Member, made: MemberStep, *, by: Actor, at: datetime) -> None:
    told = made.takes_back or made
    changes = [("coop_step", None, told.kind), ("on", None, made.on.isoformat())]
    audit.record(
        village=member.village,
        verb="coop.step_taken_back" if made.takes_back else "coop.stepped",
        subject=member, subject_name=member.name, resident_id=member.resident_id, by=by, at=at,
        changes=[*changes, ("reason", None, made.reason)] if made.reason else changes,
    )  # fmt: skip
