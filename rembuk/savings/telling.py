"""Telling members of newer terms: who has an open account of the product hears of it, once.

The message says no sum of hers, and that her own account keeps what it was promised. Who has no
phone or did not agree to messages gets a slip; children get none (villages/circles.py).
"""

from __future__ import annotations

from datetime import datetime

from django.utils import translation

from rembuk.coop.models import Member
from rembuk.lib import words
from rembuk.lib.errors import Refused
from rembuk.messaging import queue
from rembuk.savings import accounts
from rembuk.savings.models import Version, VersionTold
from rembuk.savings.rates import percent_told
from rembuk.villages.actors import Actor

LANGUAGE = "id"  # what a message is written in
TEMPLATE = "savings_terms"
LETTERS_MAX = 40  # of a variable in a message


def tell(version: Version, *, by: Actor, at: datetime) -> int:
    """Queue the message of newer terms for each member concerned. Returns how many."""
    product = version.product
    found = accounts.not_closed(accounts.of(product.group)).filter(product=product)
    people = {one.member_id: one.member for one in found}
    return sum(_tell(version, one, by=by, at=at) for one in people.values())


def _tell(version: Version, member: Member, *, by: Actor, at: datetime) -> bool:
    assert by.user is not None, "a person decides terms"
    with translation.override(LANGUAGE):
        values = {
            "title": version.product.group.name[:LETTERS_MAX],
            "product": version.product.name[:LETTERS_MAX],
            "rate": percent_told(version.rate_bp),
            "day": words.plain_day(version.since, language=LANGUAGE),
            "sender": by.user.name[:LETTERS_MAX],
        }
        try:
            message = queue.queue(
                village=version.village, template=TEMPLATE, values=values, by=by, at=at,
                audience=f"one:{member.resident_id}", language=LANGUAGE,
            )  # fmt: skip
        except Refused:  # a child, or somebody who died: nobody is told in her place
            return False
    VersionTold.objects.create(
        village=version.village, version=version, member=member, message=message
    )
    return True
