"""One member, one vote: openly on rules, secretly on people, at home and abroad.

How much somebody saved has no say in it, and nobody votes for another one (K10). Numbers are told
after closing only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.db import transaction
from django.db.models import Case, F, Max, QuerySet, Value, When
from django.utils.translation import gettext as _

from rembuk.cash import sheets
from rembuk.forum import attending, gathering, meetings
from rembuk.forum.models import Meeting, Motion, Option, SecretCount, Voted
from rembuk.forum.tally import Majority
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.people import merging
from rembuk.people.models import Resident
from rembuk.villages import audit
from rembuk.villages.actors import Actor

Stands = Option.Stands
PEOPLE_MIN, PEOPLE_MAX = 1, 12
LONGEST = timedelta(days=7)


@dataclass(frozen=True)
class Proposal:
    """What is put to the vote; with `people` it is about them, and secret."""

    text: str
    lasts: timedelta
    carried_by: str = Motion.Carried.SIMPLE
    people: Sequence[str] = ()


@dataclass(frozen=True)
class Result:
    """How it ended. `carried` is None for people; `elected` is empty for a draw and for rules."""

    counts: Sequence[tuple[str, int]]
    voted: int
    members: int
    carried: bool | None
    elected: str
    is_draw: bool


@transaction.atomic
def put(*, meeting: Meeting, proposal: Proposal, by: Actor, at: datetime) -> Motion:
    """Put something to the vote; every member may vote until it closes.

    Errors: Refused without words, without or with too many people to choose from, while too few
    are there to decide, and for a meeting that was taken back.
    """
    meeting.take_turn()
    text = clean_text(proposal.text)[0]
    people = [said for one in proposal.people if (said := clean_text(one)[0])]
    if not meeting.is_in_force:
        raise Refused(_("This meeting was taken back. Record the meeting that was held."))
    if not text:
        raise Refused(_("Write what is voted on."))
    secret = bool(people) or proposal.carried_by == Motion.Carried.MOST
    if secret and not PEOPLE_MIN <= len(set(people)) == len(people) <= PEOPLE_MAX:
        raise Refused(_("Write each person to choose from once, at most 12 names."))
    assert timedelta(0) < proposal.lasts <= LONGEST
    gathering.require_enough(meeting)
    last = meeting.motions.aggregate(last=Max("number"))["last"] or 0
    motion = Motion.objects.create(
        village=meeting.village, meeting=meeting, number=last + 1, text=text, secret=secret,
        carried_by=Motion.Carried.MOST if secret else proposal.carried_by, opened_at=at,
        closes_at=at + proposal.lasts, opened_by=by.user,
    )  # fmt: skip
    _write_options(motion, people)
    audit.record(village=meeting.village, verb="forum.voted_on", subject=motion, by=by, at=at)
    return motion


@transaction.atomic
def vote(*, motion: Motion, option: Option, who: Resident, at: datetime, today: date) -> Voted:
    """Let a member vote on her own phone; on the day of the meeting she is there by it, online.

    Errors: Refused after closing, for who is no member on the day (an applicant, somebody who has
    left), and a second time.
    """
    ids = set(merging.ids_of(who))
    people = who_may(motion, today=today)
    mine = [one.key for one in people if one.resident_id in ids]
    if not mine:
        raise Refused(
            _("Only members have a vote: on this day you are not one (not yet, or no longer).")
        )
    made = _cast(motion, {option.pk: 1}, mine[:1], people, how=Voted.How.PHONE, at=at)
    if today == motion.meeting.held_on:
        attending.take_part(meeting=motion.meeting, key=mine[0], at=at)
    return made[0]


def vote_in_hall(
    *, motion: Motion, counts: Mapping[int, int], keys: Collection[str], by: Actor, at: datetime,
    today: date,
) -> list[Voted]:  # fmt: skip
    """Write down votes of the hall: whose they are, and how many chose which option (by its id).

    Of an open vote all `keys` chose the one option; of a secret one the box is counted, and holds
    as many papers as there are names. Errors: as `vote`, and Refused where the numbers differ.
    """
    with transaction.atomic():
        people = who_may(motion, today=today)
        made = _cast(motion, counts, keys, people, how=Voted.How.HALL, at=at)
        audit.record(village=motion.village, verb="forum.hall_votes", subject=motion, by=by, at=at,
                     changes=[("addressees", "", len(made))])  # fmt: skip
    return made


@transaction.atomic
def take_back(*, motion: Motion, why: str, by: Actor, at: datetime) -> None:
    """Take a vote back that was put wrongly. Errors: Refused without a reason, and once closed."""
    motion.take_turn()
    if not motion.is_in_force:
        raise Refused(_("This was taken back already. Nothing more is needed."))
    if is_closed(motion, at=at):
        raise Refused(_("The vote is closed and stays. Put the question anew if it must be."))
    meetings.mark_taken_back(motion, why=why, by=by, at=at)
    audit.record(village=motion.village, verb="forum.motion_back", subject=motion, by=by, at=at)


def is_closed(motion: Motion, *, at: datetime) -> bool:
    """Say whether no vote can come any more."""
    return at >= motion.closes_at


def result(motion: Motion, *, at: datetime) -> Result | None:
    """Count a vote; None while it is open, so that nobody votes by what others chose.

    Errors: AssertionError where a secret count does not agree with who voted.
    """
    if not is_closed(motion, at=at):
        return None
    options = list(motion.options.order_by("number", "pk"))
    voted = list(motion.voted.values_list("option_id", flat=True))
    found: Mapping[int | None, int] = Counter(voted)
    if motion.secret:
        found = dict(motion.counts.values_list("option_id", "votes"))
        assert sum(found.values()) == len(voted), "as many votes as people who voted"
    numbers = [(one, found.get(one.pk, 0)) for one in options]
    on = motion.opened_at.astimezone(motion.village.zone).date()
    best = max((n for one, n in numbers if one.stands == Stands.PERSON), default=0)
    first = [one for one, n in numbers if one.stands == Stands.PERSON and n == best > 0]
    return Result(
        counts=[(str(one), n) for one, n in numbers], voted=len(voted),
        members=len(who_may(motion, today=on)),
        carried=None if motion.secret else _carried(motion, numbers),
        elected=first[0].name if len(first) == 1 else "", is_draw=len(first) > 1,
    )  # fmt: skip


def of(meeting: Meeting) -> QuerySet[Motion]:
    """Return what was put to the vote, in order."""
    rows = Motion.objects.of(meeting.village).filter(meeting=meeting)
    return rows.select_related("taken_back_by").order_by("number", "pk")


def who_may(motion: Motion, *, today: date) -> Sequence[sheets.Member]:
    """Return who has a vote on a day: the members, those abroad among them."""
    return sheets.members_of(motion.meeting.group, on=today).people


def waiting(motion: Motion, *, today: date) -> list[sheets.Member]:
    """Return the members who have not voted yet."""
    done = set(motion.voted.values_list("member_key", flat=True))
    residents = set(motion.voted.values_list("resident_id", flat=True)) - {None}
    return [
        one
        for one in who_may(motion, today=today)
        if one.key not in done and one.resident_id not in residents
    ]


def has_voted(motion: Motion, who: Resident) -> bool:
    """Say whether somebody voted."""
    return motion.voted.filter(resident__in=merging.ids_of(who)).exists()


@transaction.atomic
def _cast(
    motion: Motion, counts: Mapping[int, int], keys: Collection[str],
    people: Sequence[sheets.Member], *, how: str, at: datetime,
) -> list[Voted]:  # fmt: skip
    motion.take_turn()
    if not motion.is_in_force:
        raise Refused(_("This vote was taken back. Nothing more is needed."))
    if is_closed(motion, at=at):
        raise Refused(_("The vote is closed. Its result stands below."))
    voters = _voters(motion, keys, people)
    if sum(counts.values()) != len(voters):
        raise Refused(_("As many votes as names: count the papers and the names once more."))
    known = set(motion.options.values_list("pk", flat=True))
    assert counts.keys() <= known, "an option of this vote"
    assert motion.secret or len(counts) == 1, "an open vote is written down choice by choice"
    choice = None if motion.secret else next(iter(counts))
    made = [
        Voted.objects.create(
            village=motion.village, motion=motion, member_key=one.key, name=one.name[:100],
            resident_id=one.resident_id, how=how, option_id=choice, at=at,
        )
        for one in voters
    ]  # fmt: skip
    if motion.secret:
        _count(motion, counts)
    return made


def _voters(
    motion: Motion, keys: Collection[str], people: Sequence[sheets.Member]
) -> list[sheets.Member]:
    """Return whose votes these are. Errors: Refused for nobody, a stranger, and a second vote."""
    found = [one for one in people if one.key in keys]
    if not keys or len(found) != len(set(keys)):
        raise Refused(
            _("Only members of today have a vote. Open the page again and mark who voted.")
        )
    done = set(motion.voted.values_list("member_key", flat=True))
    residents = set(motion.voted.values_list("resident_id", flat=True)) - {None}
    twice = next((o for o in found if o.key in done or o.resident_id in residents), None)
    if twice is not None:
        raise Refused(_("%(name)s has voted already: one member, one vote.") % {"name": twice.name})
    return found


def _count(motion: Motion, counts: Mapping[int, int]) -> None:
    """Add to the numbers; all are written, also those that stay, so that none is the newest."""
    rises = [When(option=option, then=Value(n)) for option, n in counts.items()]
    SecretCount.objects.of(motion.village).filter(motion=motion).update(
        votes=F("votes") + Case(*rises, default=Value(0))
    )


def _write_options(motion: Motion, people: Sequence[str]) -> None:
    told = [(Stands.PERSON, name) for name in people] or [(Stands.YES, ""), (Stands.NO, "")]
    for number, (stands, name) in enumerate([*told, (Stands.ABSTAIN, "")], start=1):
        option = Option.objects.create(
            village=motion.village, motion=motion, number=number, stands=stands, name=name[:100]
        )
        if motion.secret:
            SecretCount.objects.create(village=motion.village, motion=motion, option=option)


def _carried(motion: Motion, numbers: Sequence[tuple[Option, int]]) -> bool:
    by = {one.stands: n for one, n in numbers}
    simple = motion.carried_by == Motion.Carried.SIMPLE
    majority = Majority(None if simple else Fraction(motion.carried_by))
    return majority.carries(yes=by[Stands.YES], no=by[Stands.NO])
