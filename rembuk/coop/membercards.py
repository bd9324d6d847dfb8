"""Member cards: printed to be cut out, and scanned by whoever holds one.

The code on a card is an HMAC of the member: nobody makes one up. A card proves no money, and the
page behind it says no name: it tells whether its number is a member's today, no more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.coop import members
from rembuk.coop.models import Member, State
from rembuk.coop.standing import MEMBERS
from rembuk.lib import codes, words
from rembuk.villages.models import Group, Village
from rembuk.web import paper

PURPOSE = "rembuk-member-card 1"
SHEET = Path(__file__).parent / "sheets" / "cards.typ"
Address = Callable[[Member], str]


def code_of(member: Member) -> str:
    """Return the code on a member's card: K7P2-9QXM-B4TD."""
    told = f"{member.group_id} {member.pk} {member.number}"
    return codes.code_of(PURPOSE, told, key=settings.HASH_KEY)


def find(
    village: Village, *, member_id: int, code: str, on: date
) -> tuple[Member, State | None] | None:
    """Return whose card has this code, and where she stands on a day; None for no such card."""
    found = Member.objects.of(village).filter(pk=member_id).select_related("group").first()
    if found is None or not codes.is_code(code, code_of(found)):
        return None
    return found, members.state_of(found, on=on)


def have_cards(people: Sequence[Member]) -> list[Member]:
    """Keep those of members.of who are members, at home or abroad: they get cards."""
    return [one for one in people if members.state_told(one) in MEMBERS]


def printed(group: Group, people: Sequence[Member], *, address: Address, at: datetime) -> bytes:
    """Print the cards of these members of members.of on A4, ten on a sheet, to be cut out.

    `address` says where a card leads who scans it. The size is that of a bank card (ISO/IEC 7810
    ID-1, 85.6 x 54 mm).
    """
    told = {
        "cards": [
            {
                "name": one.name,
                "number": f"{one.number[:3]} {one.number[3:]}",
                "since": _since(one),
                "qr": paper.qr(address(one)),
                "qr_says": address(one),
            }
            for one in people
        ],
        "number_label": _("Member number"),
        "note": _("No proof of money: her book says what she holds. Found? Give it to an officer."),
    }
    village = _("Village of %(name)s") % {"name": group.village.name}
    head = paper.Head(village=village, title=_("Member card"), group=group.name)
    return paper.sheet(SHEET, head, told=told, at=at)


def _since(member: Member) -> str:
    since: date = member.since  # type: ignore[attr-defined]  # annotated by members.of
    day = words.plain_day(since, language=get_language() or "id")
    return _("Member since %(day)s") % {"day": day}
