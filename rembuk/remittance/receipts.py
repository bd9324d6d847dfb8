"""The receipt of a transfer: when it came, how much, and into which accounts it was divided.

It is read from the book each time, no paper is kept. Her family reads less: the sum and, if she
wishes it, what went into goals and how far they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.coop import passbook
from rembuk.coop.models import Member
from rembuk.ledger import reading, statements
from rembuk.ledger.reading import Book, Entry
from rembuk.lib import terbilang
from rembuk.remittance import owners
from rembuk.remittance.family import Shared
from rembuk.remittance.models import Credit, Identified
from rembuk.savings.models.products import Control
from rembuk.villages.models import Village
from rembuk.web.letters import Letter, day, printed, rupiah
from rembuk.web.paper import Column, Part


@dataclass(frozen=True)
class Share:
    """What one account got, in whole rupiah; `about` says how far its goal is."""

    label: str
    amount_rp: int
    about: str
    is_goal: bool

    def told(self, *, family: bool) -> str:
        """What it is called: her family reads of goals only what they are for."""
        if family:
            return self.about or self.label
        return " · ".join(part for part in (self.label, self.about) if part)


@dataclass(frozen=True)
class Receipt:
    """One transfer as it was booked for a member; `undone_on` if it turned out not to be hers."""

    member: Member
    entry: Entry
    came_on: date
    parts: list[Share]
    undone_on: date | None = None

    @property
    def amount_rp(self) -> int:
        """The sum, as the bank credited it."""
        return sum(one.amount_rp for one in self.parts)

    @property
    def number(self) -> int:
        """Its number in the series of receipts."""
        assert self.entry.receipt_no is not None
        return self.entry.receipt_no

    @property
    def goals(self) -> list[Share]:
        """What went into goals."""
        return [one for one in self.parts if one.is_goal]


def of(member: Member) -> QuerySet[Entry]:
    """Return the entries of a member's transfers, the newest first, each with its `amount_rp`.

    `undone_at` says when one turned out not to be hers.
    """
    undone = owners.undone(member.village).filter(undoes=OuterRef("pk"))
    credits_ = Credit.objects.of(member.village).filter(member=member)
    known = Identified.objects.of(member.village).filter(member=member)
    hers = (
        Q(pk__in=credits_.values("entry"))
        | Q(pk__in=known.values("entry"))
        | Q(pk__in=known.values("asked__resolution__entry"))
    )
    rows = reading.summed(member.village).filter(hers)
    return rows.annotate(undone_at=Subquery(undone.values("at")[:1]))


def shared(found: Shared) -> QuerySet[Entry]:
    """Return the entries somebody hears of: those booked since the member said so."""
    return of(found.member).filter(recorded_at__gte=found.since)


def read(book: Book, entry: Entry, *, member: Member, on: date) -> Receipt:
    """Return the receipt of an entry of `of`, with goals as they are on a day."""
    opened = passbook.read(book, member, on=on)
    kinds = {one.code: one for one in opened.kinds}
    parts = []
    for move in statements.entry(book, entry.sequence):
        kind, purse = kinds[move.credit_code], opened.purses.get(move.credit_code)
        is_goal = move.credit_code.startswith(Control.GOAL.value)
        about = kind.about(purse.own_rp if purse else 0) if is_goal else ""
        parts.append(Share(str(kind.label), move.amount_rp, about, is_goal))
    undone_at: datetime | None = getattr(entry, "undone_at", None)  # none of one just booked
    undone_on = undone_at.astimezone(member.village.zone).date() if undone_at else None
    return Receipt(member, entry, _came_on(entry, member.village), parts, undone_on)


def _came_on(entry: Entry, village: Village) -> date:
    """Return the day on which the money reached the bank: earlier than its entry, maybe."""
    known = Identified.objects.of(village).filter(
        Q(entry=entry) | Q(asked__resolution__entry=entry)
    )
    rows = Credit.objects.of(village).filter(Q(entry=entry) | Q(pk__in=known.values("credit")))
    on = rows.values_list("row__on", flat=True).get()
    assert on is not None, "a credit has a day"
    return on


def on_paper(receipt: Receipt, *, family: bool = False, with_goals: bool = True) -> bytes:
    """Print a receipt for her, or less of it for her family; the same one gives the same bytes."""
    member, entry = receipt.member, receipt.entry
    language = get_language() or "id"
    parts = receipt.goals if family else receipt.parts
    listed = [(one.told(family=family), rupiah(one.amount_rp)) for one in parts]
    columns = [Column(_("Savings account"), wide=True), Column(_("Sum"), amount=True)]
    undone = [taken_back(receipt.undone_on)] if receipt.undone_on else []
    table = Part(columns, listed, caption=caption(family=family))
    letter = Letter(
        title=_("Receipt of a transfer, no. %(number)s") % {"number": receipt.number},
        on=entry.value_on,
        pairs=[
            (_("Transfer of"), f"{member.name}" if family else f"{member.name} ({member.number})"),
            (_("Reached the bank on"), day(receipt.came_on)),
            (_("Sum"), rupiah(receipt.amount_rp)),
            (_("In words"), terbilang.amount_in_words(receipt.amount_rp, language=language)),
        ],
        parts=[table] if with_goals and listed else [],
        after=[*undone, remark(family=family)],
    )  # fmt: skip
    return printed(member.group, letter, at=entry.recorded_at)


def taken_back(on: date) -> str:
    """Say that a transfer turned out not to be hers, and since when."""
    return _("Taken back on %(day)s: it turned out not to be hers.") % {"day": day(on)}


def caption(*, family: bool) -> str:
    """Say what the table of a receipt tells."""
    return _("What of it went into goals") if family else _("How it was divided")


def remark(*, family: bool) -> str:
    """Say below a receipt whose paper it is."""
    if family:
        return _("The worker lets you read this. Only she decides about the money.")
    return _("The sum is what the bank credited. The cooperative sends and changes no money.")
