"""Reminding who has months of wajib open: all of them in one step, kindly, each by herself.

The message says no sum and is for the member alone: nobody hears of another one, children get none.
A month counts once it is over, and nobody is reminded twice within a fortnight (our proposal).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from rembuk.coop import dues, members
from rembuk.coop.models import DuesReminder, Member
from rembuk.ledger.reading import Book
from rembuk.lib.errors import Refused
from rembuk.messaging.channels import by_hand
from rembuk.villages import audit
from rembuk.villages.actors import Actor

REST = timedelta(days=14)
LETTERS_MAX = 40  # of a variable in a message


@dataclass(frozen=True)
class Behind:
    """A member with months of wajib open, and when she was reminded last."""

    member: Member
    months: int
    reminded_on: date | None
    may_be: bool  # whether she was left in peace long enough
    whatsapp: str = ""


def behind(book: Book, *, today: date) -> list[Behind]:
    """Return who has months open that are over, by number; four queries.

    What a member promised for this month may still come.
    """
    people = members.now(book.group, on=today)
    until = today.replace(day=1) - timedelta(days=1)
    last = _last_days(book, people)
    found = []
    for one in dues.standing_of(book, people, on=until):
        if one.months_due:
            on = last.get(one.member.pk)
            found.append(Behind(one.member, one.months_due, on, on is None or on <= today - REST))
    return found


def _last_days(book: Book, people: Sequence[Member]) -> dict[int, date]:
    rows = DuesReminder.objects.of(book.village).filter(member__in=people).order_by()
    return dict(rows.values_list("member").annotate(last=Max("on")))


@transaction.atomic
def remind(*, book: Book, by: Actor, at: datetime, today: date) -> int:
    """Write down that everybody who is behind is reminded today; returns how many.

    Errors: Refused where nobody is behind, or all were reminded within a fortnight.
    """
    book.group.take_turn()
    due = [one.member for one in behind(book, today=today) if one.may_be]
    if not due:
        raise Refused(_("Nobody needs a reminder now. Who got one is left in peace for 14 days."))
    assert by.user is not None, "a person reminds"
    DuesReminder.objects.bulk_create(
        DuesReminder(village=book.village, member=one, on=today, by=by.user, at=at) for one in due
    )
    audit.record(
        village=book.village, verb="coop.dues_reminded", subject=book.group, by=by, at=at,
        changes=[("addressees", "", len(due))],
    )  # fmt: skip
    return len(due)


def to_send(
    book: Book, people: Sequence[Behind], *, link: str, sender: str, today: date
) -> list[Behind]:
    """Return who was reminded today, each with what opens WhatsApp; "" for telling in person."""
    people = [one for one in people if one.reminded_on == today]
    if not people:
        return []
    values = {"title": book.group.name[:LETTERS_MAX], "link": link, "sender": sender[:LETTERS_MAX]}
    opens = by_hand.addresses(book.village, template="dues_reminder", values=values, on=today)
    return [replace(one, whatsapp=opens.get(one.member.resident_id, "")) for one in people]
