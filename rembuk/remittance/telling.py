"""Telling a worker of her transfer once it is booked, and with her consent one of her family.

Only who agreed to messages and has a phone is told, once a transfer; everybody else reads it in
her book. The message waits in the queue of the village and names no account: what it was divided
into stands behind the link.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from rembuk.coop.models import Member
from rembuk.ledger.reading import Entry
from rembuk.lib import terbilang, words
from rembuk.lib.errors import Refused
from rembuk.messaging import queue
from rembuk.messaging.models import Message
from rembuk.people.models import Resident
from rembuk.remittance import family, receipts
from rembuk.remittance.models import FamilyConsent, TakenBack, TransferTold
from rembuk.remittance.receipts import Receipt, Share
from rembuk.villages import circles
from rembuk.villages.actors import Actor

LANGUAGE = "id"  # what a message is written in
HERS, FAMILYS, BACK = "remittance_came", "remittance_family", "remittance_back"
LETTERS_MAX = 40  # of a name in a message


def tell(entry: Entry, *, member: Member, by: Actor, at: datetime) -> int:
    """Queue the messages of a transfer that was just booked. Returns how many."""
    assert by.user is not None, "a person booked it"
    consent = family.now(member)
    hears: list[tuple[FamilyConsent | None, Resident]] = [(None, member.resident)]
    if consent is not None and consent.resident is not None:
        hears.append((consent, consent.resident))
    reached = [(why, one) for why, one in hears if _is_reached(one, at=at)]
    if not reached:
        return 0
    with translation.override(LANGUAGE):
        on = at.astimezone(entry.village.zone).date()
        receipt = receipts.read(entry.book, entry, member=member, on=on)
        return sum(_tell(receipt, why, one, by=by, at=at) for why, one in reached)


def _is_reached(resident: Resident, *, at: datetime) -> bool:
    """Say whether somebody agreed to messages, is no child, lives, and has a phone."""
    today = at.astimezone(resident.village.zone).date()
    found = circles.people_in(resident.village, f"one:{resident.pk}", on=today)
    return any(one.may_message and one.phone for one in found)


def _tell(
    receipt: Receipt, consent: FamilyConsent | None, resident: Resident, *, by: Actor, at: datetime
) -> bool:
    values, full_text = _for_family(receipt, consent) if consent else _for_her(receipt)
    template = FAMILYS if consent else HERS
    made = put(template, values, full_text=full_text, resident=resident, by=by, at=at)
    if made is None:
        return False
    TransferTold.objects.create(
        village=receipt.entry.village, entry=receipt.entry, message=made, consent=consent
    )
    return True


def tell_back(made: TakenBack, *, entry: Entry, by: Actor, at: datetime) -> int:
    """Queue the messages of a match that was taken back, to her and to who of her family was told.

    Her family is told no reason, and nothing once she took her consent back. Returns how many.
    """
    member, consent = made.member, family.now(made.member)
    told = TransferTold.objects.of(made.village).filter(entry=made.undoes_id)
    hears: list[tuple[FamilyConsent | None, Resident]] = [(None, member.resident)]
    if consent and consent.resident and told.filter(consent__resident=consent.resident).exists():
        hears.append((consent, consent.resident))
    with translation.override(LANGUAGE):
        values = _values_back(made, at=at)
        full_text = _("%(sum)s of %(title)s went back to the transfers without an owner.") % values
        reason = _("Why: %(reason)s") % {"reason": made.reason}
        done = 0
        for why, one in hears:
            text = full_text if why else f"{full_text}\n\n{reason}"
            if _is_reached(one, at=at) and (
                message := put(BACK, values, full_text=text, resident=one, by=by, at=at)
            ):
                TransferTold.objects.create(
                    village=made.village, entry=entry, message=message, consent=why
                )
                done += 1
    return done


def _values_back(made: TakenBack, *, at: datetime) -> dict[str, str]:
    amount_rp = made.credit.row.amount_rp
    assert amount_rp is not None
    return {
        "title": made.member.group.name[:LETTERS_MAX],
        "sum": words.rupiah(amount_rp, language=LANGUAGE),
        "words": terbilang.amount_in_words(amount_rp, language=LANGUAGE),
        "day": words.plain_day(at.astimezone(made.village.zone).date(), language=LANGUAGE),
    }


def put(
    template: str, values: dict[str, str], *, full_text: str, resident: Resident, by: Actor,
    at: datetime,
) -> Message | None:  # fmt: skip
    """Queue one message; None where a locked phone would show too much of it."""
    assert by.user is not None
    try:
        return queue.queue(
            village=resident.village, template=template, audience=f"one:{resident.pk}",
            values=values | {"sender": by.user.name[:LETTERS_MAX]}, full_text=full_text, by=by,
            at=at, language=LANGUAGE,
        )  # fmt: skip
    except Refused:  # the money is booked anyway, and her book says so
        return None


def _for_her(receipt: Receipt) -> tuple[dict[str, str], str]:
    values = _values(receipt) | {"number": str(receipt.number)}
    text = _("%(sum)s came on %(day)s and is in your savings at %(title)s. Receipt no. %(number)s.")
    told = _listed(receipt.parts, lambda one: one.label)
    return values, f"{text % values}\n\n{_('How it was divided')}:\n{told}"


def _for_family(receipt: Receipt, consent: FamilyConsent) -> tuple[dict[str, str], str]:
    values = _values(receipt) | {"worker": receipt.member.name[:LETTERS_MAX]}
    text = _("A transfer of %(worker)s came on %(day)s: %(sum)s, in her savings at %(title)s.")
    told = text % values
    if consent.shows == FamilyConsent.Shows.GOALS and receipt.goals:
        goals = _listed(receipt.goals, lambda one: one.about or one.label)
        told = f"{told}\n\n{_('What of it went into goals')}:\n{goals}"
    return values, f"{told}\n\n{receipts.remark(family=True)}"


def _values(receipt: Receipt) -> dict[str, str]:
    return {
        "title": receipt.member.group.name[:LETTERS_MAX],
        "sum": words.rupiah(receipt.amount_rp, language=LANGUAGE),
        "words": terbilang.amount_in_words(receipt.amount_rp, language=LANGUAGE),
        "day": words.plain_day(receipt.came_on, language=LANGUAGE),
    }


def _listed(parts: list[Share], called: Callable[[Share], str]) -> str:
    return "\n".join(
        f"{words.rupiah(one.amount_rp, language=LANGUAGE)} · {called(one)}" for one in parts
    )
