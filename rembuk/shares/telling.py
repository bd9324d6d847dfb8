"""Telling a member her share: WhatsApp opens with the words, one tap, no provider.

The first words, which a locked phone shows, hold no sum (messaging/privacy.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.utils import translation
from django.utils.translation import gettext as _

from rembuk.cash import expected
from rembuk.cash.expected import Settled
from rembuk.enterprise.models import Membership
from rembuk.lib import terbilang, words
from rembuk.messaging.channels import by_hand
from rembuk.shares.models import Sharing
from rembuk.shares.reckoning import Line
from rembuk.villages import circles
from rembuk.villages.circles import Addressee

LANGUAGE = "id"  # what a message is written in
ANYBODY = "https://wa.me/?text="  # the sender chooses who it is


@dataclass(frozen=True)
class Way:
    """How a member is told: an address that opens WhatsApp, or, without one, on paper."""

    url: str
    named: bool  # whether it opens her own number


def way_to(
    membership: Membership, *, sharing: Sharing, share_rp: int, link: str, sender: str, on: date
) -> Way:
    """Return how a member is told: her number only if she agreed to messages."""
    audience = f"one:{membership.resident_id}" if membership.resident_id else ""
    found = circles.people_in(membership.village, audience, on=on) if audience else []
    paid = _paid(sharing).get(membership.pk)
    text = text_of(
        membership, sharing=sharing, share_rp=share_rp, link=link, sender=sender, on=on, paid=paid
    )
    return _way(membership, text, {one.resident_id: one for one in found})


def ways_to(
    sharing: Sharing, lines: Iterable[Line], *, link_of: Callable[[int], str], sender: str, on: date
) -> list[tuple[Line, Way]]:
    """Return how each member is told, by name; two queries, however many they are."""
    people = {one.resident_id: one for one in circles.people_in(sharing.village, "all", on=on)}
    told, paid = [], _paid(sharing)
    for line in sorted(lines, key=lambda one: (one.member.name.casefold(), _pk(one))):
        text = text_of(
            line.member.membership, sharing=sharing, share_rp=line.share_rp, sender=sender, on=on,
            link=link_of(_pk(line)), paid=paid.get(_pk(line)),
        )  # fmt: skip
        told.append((line, _way(line.member.membership, text, people)))
    return told


def _pk(line: Line) -> int:
    return line.member.membership.pk


def _way(membership: Membership, text: str, people: Mapping[int, Addressee]) -> Way:
    if membership.resident_id is None:
        return Way(ANYBODY + quote(text, safe=""), named=False)
    one = people.get(membership.resident_id)
    if one is None or not (one.may_message and one.phone):
        return Way("", named=False)
    return Way(by_hand.whatsapp_url(one.phone, text), named=True)


def _paid(sharing: Sharing) -> dict[int, Settled]:
    """Return what became of each member's sum that stands in the cash; one query."""
    money = {one.membership_id: one.money_id for one in sharing.shares.all() if one.money_id}
    became = expected.settled(sharing.village, money.values()) if money else {}
    return {pk: became[one] for pk, one in money.items() if one and became[one].is_booked}


def text_of(
    membership: Membership, *, sharing: Sharing, share_rp: int, link: str, sender: str, on: date,
    paid: Settled | None = None,
) -> str:  # fmt: skip
    """Write the message; what is known of everybody comes first, the sum behind it."""
    with translation.override(LANGUAGE):
        values = {
            "name": membership.name,
            "group": sharing.group.name,
            "title": sharing.title,
            "sum": f"Rp{words.grouped(share_rp, language=LANGUAGE)}",
            "words": terbilang.amount_in_words(share_rp, language=LANGUAGE),
            "link": link,
            "day": words.plain_day(on, language=LANGUAGE),
            "sender": sender,
        }
        if paid is not None and paid.booked_on is not None:
            values["day"] = words.plain_day(paid.booked_on, language=LANGUAGE)
            values["number"] = str(paid.receipt_no or "")
            return (
                _(
                    "Good news, %(name)s. What %(group)s earned was divided: %(title)s."
                    "\n\nYour share of %(sum)s (%(words)s) was paid on %(day)s, receipt no."
                    " %(number)s. How it was calculated is open to every member: %(link)s"
                    "\nGreetings, %(sender)s."
                )
                % values
            )
        return (
            _(
                "Good news, %(name)s. What %(group)s earned is divided, and all agreed: %(title)s."
                "\n\nYour share is %(sum)s (%(words)s). How it was calculated is open to every"
                " member: %(link)s\nThe money can be fetched from %(day)s on."
                " Greetings, %(sender)s."
            )
            % values
        )
