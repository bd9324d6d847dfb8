"""The words for WhatsApp: tomorrow is your turn, somebody asks to swap. One tap opens it filled in.

Nothing is sent from here; who has no phone or did not agree to messages is told in person.
"""

from __future__ import annotations

from datetime import date

from rembuk.duty.models import Swap, Turn
from rembuk.enterprise.models import Membership
from rembuk.lib import words
from rembuk.messaging import templates
from rembuk.messaging.channels.by_hand import whatsapp_url
from rembuk.villages import circles

LANGUAGE = "id"  # what a message is written in
FEED = "mencari pakan"


def about_turn(turn: Turn, *, link: str, sender: str, today: date) -> str:
    """Return the address that opens WhatsApp for a reminder of a turn; "" where nobody may."""
    values = {"day": _day(turn.on), "duty": _duty(turn)}
    return _opened(turn.holder, "duty_turn", values, link=link, sender=sender, today=today)


def about_swap(swap: Swap, *, link: str, sender: str, today: date) -> str:
    """Return the address that opens WhatsApp for who is asked to swap; "" where nobody may."""
    values = {
        "asker": swap.asker.name, "duty": _duty(swap.turn), "theirs": _day(swap.turn.on),
        "yours": _day(swap.other.on),
    }  # fmt: skip
    return _opened(swap.asked, "duty_swap", values, link=link, sender=sender, today=today)


def _opened(
    member: Membership, key: str, values: dict[str, str], *, link: str, sender: str, today: date
) -> str:
    if member.resident_id is None:
        return ""
    found = circles.people_in(member.village, f"one:{member.resident_id}", on=today)
    one = next(iter(found), None)
    if one is None or not (one.may_message and one.phone):
        return ""
    told = {"name": one.nickname or one.name, "link": link, "sender": sender, **values}
    text = templates.fill(templates.newest(key), told, language=LANGUAGE)
    return whatsapp_url(one.phone, text)


def _day(day: date) -> str:
    return words.long_day(day, language=LANGUAGE)


def _duty(turn: Turn) -> str:
    return turn.roster.rule.duty_name or FEED
