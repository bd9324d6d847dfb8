"""Opening a book and the accounts in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.ledger.chart import charts
from rembuk.ledger.models import Account, Balance, Book
from rembuk.lib.errors import Refused
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Village

LIMIT_RP = 500_000  # where a book begins; two people of the group change it


@transaction.atomic
def open_book(
    *,
    group: Group,
    chart: str,
    begins_on: date,
    by: Actor,
    at: datetime,
    limit_rp: int = LIMIT_RP,
) -> Book:
    """Open the books of a group with the accounts of a chart, all empty.

    `limit_rp` is the sum, in whole rupiah, from which money out needs a second person.
    Errors: Refused if the group has books already.
    """
    if Book.objects.of(group.village).filter(group=group).exists():
        raise Refused(_("%(group)s has books already. Open its cash.") % {"group": group.name})
    book = Book.objects.create(
        village=group.village, group=group, chart=chart, begins_on=begins_on, limit_rp=limit_rp
    )
    accounts = [
        Account(
            village=group.village, book=book, code=line.code, name=line.name, kind=line.kind,
            normal=line.normal, is_control=line.is_control, floor_rp=line.floor_rp,
        )
        for line in charts()[chart]
    ]  # fmt: skip
    Account.objects.bulk_create(accounts)
    Balance.objects.bulk_create(
        Balance(village=group.village, account=account, floor_rp=account.floor_rp)
        for account in accounts
        if not account.is_control
    )
    audit.record(
        village=group.village, verb="ledger.book_opened", subject=book, subject_name=group.name,
        by=by, at=at, changes=[("begins_on", None, begins_on), ("limit_rp", None, limit_rp)],
    )  # fmt: skip
    return book


def limit_of(book: Book) -> int:
    """Return the sum, in whole rupiah, from which money out needs a second person now."""
    return Book.objects.of(book.village).values_list("limit_rp", flat=True).get(pk=book.pk)


def change_limit(book: Book, *, limit_rp: int) -> None:
    """Let another limit hold, in whole rupiah. The room above has asked two people and tells."""
    Book.objects.of(book.village).filter(pk=book.pk).update(limit_rp=limit_rp)
    book.limit_rp = limit_rp


def open_member_account(
    *, book: Book, control: str, resident_id: int, number: str, floor_rp: int | None = None
) -> Account:
    """Open a member's account under a control account: 2101-000017 under 2101.

    `floor_rp` is what it may not fall below; the control account's floor, unless said otherwise.
    """
    people = {number: resident_id}
    return open_member_accounts(book=book, control=control, people=people, floor_rp=floor_rp)[0]


@transaction.atomic
def open_member_accounts(
    *, book: Book, control: str, people: Mapping[str, int], floor_rp: int | None = None
) -> list[Account]:
    """Open an account for each of these members, as open_member_account: three queries.

    `people` is each member's number and her resident's id.
    """
    parent = Account.objects.of(book.village).get(book=book, code=control, is_control=True)
    floor_rp = parent.floor_rp if floor_rp is None else floor_rp
    accounts = Account.objects.bulk_create(
        Account(
            village=book.village, book=book, code=f"{control}-{number}", name=parent.name,
            kind=parent.kind, normal=parent.normal, parent=parent, resident_id=resident_id,
            floor_rp=floor_rp,
        )
        for number, resident_id in people.items()
    )  # fmt: skip
    Balance.objects.bulk_create(
        Balance(village=book.village, account=one, floor_rp=floor_rp) for one in accounts
    )
    return accounts


def book_of(group: Group) -> Book | None:
    """Return the group's books, if it keeps any."""
    return Book.objects.of(group.village).filter(group=group).select_related("village").first()


def book_in(village: Village, group_id: int) -> Book | None:
    """Return the books of a group by its id, if it keeps any."""
    book = Book.objects.of(village).filter(group=group_id).first()
    if book:
        book.village = village
    return book


def books_of(village: Village) -> list[Book]:
    """Return all books of a village, the earliest first."""
    return list(
        Book.objects.of(village).select_related("village", "group").order_by("begins_on", "pk")
    )
