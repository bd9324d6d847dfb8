"""Telling the chair that something waits: WhatsApp opens with the words, one tap, no provider.

It is for somebody who signs in and reads the rest behind the link, so it goes past the queue of
messages to residents. Its first words name no sum: a locked phone shows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.utils import translation
from django.utils.translation import gettext as _

from rembuk.cash import approving
from rembuk.cash.telling import LANGUAGE
from rembuk.ledger.reading import Pending
from rembuk.lib import terbilang, words
from rembuk.messaging.channels import by_hand
from rembuk.villages import groups
from rembuk.villages.permissions import PERMISSIONS_OF, Office, Permission

ANYBODY = "https://wa.me/?text="  # the sender chooses who it is


@dataclass(frozen=True)
class ToTell:
    """Somebody who may decide, and the address that opens a message to her."""

    name: str
    url: str


def to_tell(asked: Pending, *, link: str, on: date) -> list[ToTell]:
    """Return who of the group may decide on a day what somebody else asked; each person once."""
    terms = groups.officers_of(asked.book.group, on=on)
    may = [term for term in terms if Permission.APPROVE_CASH in PERMISSIONS_OF[Office(term.office)]]
    users = {term.user_id: term.user for term in may if term.user_id != asked.maker_id}
    told = []
    for user in users.values():
        text = _text(asked, name=user.name, link=link)
        url = by_hand.whatsapp_url(user.phone, text) if user.phone else ANYBODY + quote(text)
        told.append(ToTell(user.name, url))
    return told


def _text(asked: Pending, *, name: str, link: str) -> str:
    amount_rp = approving.amount_of(asked)
    with translation.override(LANGUAGE):
        values = {
            "name": name,
            "group": asked.book.group.name,
            "sum": f"Rp{words.grouped(amount_rp, language=LANGUAGE)}",
            "words": terbilang.amount_in_words(amount_rp, language=LANGUAGE),
            "day": words.plain_day(asked.expires_on, language=LANGUAGE),
            "link": link,
            "sender": asked.maker.name,
        }
        return (
            _(
                "Hello, %(name)s. Something in the cash of %(group)s waits for you: %(sum)s"
                " (%(words)s). Read it and decide by %(day)s: %(link)s Greetings, %(sender)s."
            )
            % values
        )
