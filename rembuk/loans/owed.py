"""What of a loan counts when a member leaves: what she owes, what is kept (coop/exits.py)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from rembuk.coop import exits
from rembuk.coop.models import Member
from rembuk.ledger import reading
from rembuk.ledger.reading import Book
from rembuk.loans.close import LOANS
from rembuk.loans.instalments import HELD


def _owes(book: Book, member: Member, _on: date) -> list[exits.Part]:
    account = member.account(LOANS)
    held = reading.held_now(book, [account])
    return [exits.Part(_("Loan"), account, held.get(account, 0))]


def _has(book: Book, member: Member, _on: date) -> list[exits.Part]:
    account = member.account(HELD)
    held = reading.held_now(book, [account])
    return [exits.Part(_("Kept for instalments"), account, held.get(account, 0))]


SOURCE = exits.Source(has=_has, owes=_owes)
