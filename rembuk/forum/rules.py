"""How a group meets: each version of its rules has its day and where it is written.

Nothing of it is ours: a group that wrote down no rule has no quorum here.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rembuk.forum import meetings
from rembuk.forum.models import MeetingRule, Part
from rembuk.forum.quorum import Quorum
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group

NOTICE_DAYS_MAX = 60
MONTHS_MAX = 12


@dataclass(frozen=True)
class Terms:
    """What a version says."""

    first_call: str
    second_call: str
    notice_days: int
    source: str
    second_within_days: int | None = None  # None where the rules do not say
    annual_months: int | None = None  # after the year's end, for the annual meeting


@transaction.atomic
def record(*, group: Group, terms: Terms, since: date, by: Actor, at: datetime) -> MeetingRule:
    """Record how a group meets from a day on, until a newer version.

    Errors: Refused without where it is written, for a second call that asks for more than the
    first, for notice out of reason, and where a version begins on that day already.
    """
    source = clean_text(terms.source)[0]
    if not source:
        raise Refused(_("Write where this is written: an article of the rules, or a decision."))
    first, second = quorum_of(terms.first_call), quorum_of(terms.second_call)
    if (second.fraction, second.strict) > (first.fraction, first.strict):
        raise Refused(_("The second call asks for as many as the first, or for fewer."))
    if not 0 <= terms.notice_days <= NOTICE_DAYS_MAX:
        raise Refused(_("Write a number of days from 0 to 60."))
    if not 1 <= (terms.second_within_days or 1) <= NOTICE_DAYS_MAX:
        raise Refused(_("Write a number of days from 1 to 60, or leave it empty."))
    if not 1 <= (terms.annual_months or 1) <= MONTHS_MAX:
        raise Refused(_("Write a number of months from 1 to 12, or leave it empty."))
    if of(group).filter(since=since).exists():
        raise Refused(
            _("A version begins on this day already. Choose another day, or take that one back.")
        )
    told = {**asdict(terms), "source": source}
    rule = MeetingRule.objects.create(
        village=group.village, group=group, since=since, recorded_at=at, recorded_by=by.user, **told
    )
    audit.record(village=group.village, verb="forum.rule_written", subject=rule, by=by, at=at)
    return rule


@transaction.atomic
def take_back(*, rule: MeetingRule, why: str, by: Actor, at: datetime) -> MeetingRule:
    """Take a version back: the one before it is valid again.

    Errors: Refused without a reason, and if it was before.
    """
    rule.take_turn()
    if not rule.is_in_force:
        raise Refused(_("This was taken back already. Nothing more is needed."))
    meetings.mark_taken_back(rule, why=why, by=by, at=at)
    audit.record(village=rule.village, verb="forum.rule_back", subject=rule, by=by, at=at)
    return rule


def all_of(group: Group) -> QuerySet[MeetingRule]:
    """Return every version there was, the newest first."""
    mine = MeetingRule.objects.of(group.village).filter(group=group)
    return mine.select_related("taken_back_by").order_by("-since", "-pk")


def of(group: Group) -> QuerySet[MeetingRule]:
    """Return the versions that stand, the newest first."""
    return all_of(group).filter(taken_back_at__isnull=True)


def valid_on(group: Group, day: date) -> MeetingRule | None:
    """Return the version that was valid on a day."""
    return of(group).filter(since__lte=day).first()


def quorum_of(part: str) -> Quorum:
    """Return the part of all members that a code means."""
    assert part in Part.values
    return Quorum(Fraction(part.rstrip(">")), strict=part.endswith(">"))
