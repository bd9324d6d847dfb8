"""A sheet of one meeting is one request: all of it, or none, and the same as line by line."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from rembuk.ledger import books, chart, months, posting
from rembuk.ledger.chain import Move
from rembuk.ledger.models import Account, Balance, Entry
from rembuk.ledger.posting import Plan, RefusedLine
from rembuk.ledger.tests.scenes import by_adi, by_rina, posted, purchase, sale, signed
from rembuk.ledger.tests.test_posting import cash
from rembuk.villages.tests.stories import NOW, TODAY

OCTOBER = date(2026, 10, 1)


def test_a_sheet_is_what_its_lines_would_be_one_by_one(world, book):
    members = members_of(world)
    sheet = [collected(account, 5_000 * (number + 1)) for number, account in enumerate(members)]
    other = books.book_of(world.weavers_there)
    key = uuid4()
    told = posting.post_many(other, sheet, signed=signed(world, request_id=key), today=TODAY)
    assert [(one.sequence, one.receipt_no, one.part) for one in told] == [
        (1, 1, 0), (2, 2, 1), (3, 3, 2),
    ]  # fmt: skip
    assert told[1].previous_head == told[0].head
    by_code = dict(
        Balance.objects.values_list("account__code", "own_rp").filter(account__book=other)
    )
    assert [by_code[account] for account in members] == [15_000, 30_000, 45_000]
    assert by_code["1101"] == 90_000
    assert told[2].party == Entry.objects.get(pk=told[2].pk).party == "Rapat"


def members_of(world) -> list[str]:
    """Open the books of a cooperative with three savers; return the codes of their accounts."""
    book = books.open_book(
        group=world.weavers_there, chart="COOPERATIVE", begins_on=date(2026, 1, 1),
        by=by_adi(world), at=NOW,
    )  # fmt: skip
    control = Account.objects.filter(book=book, is_control=True, normal="C").order_by("code")[0]
    return [
        books.open_member_account(
            book=book, control=control.code, resident_id=n, number=f"{n:06d}", floor_rp=0
        ).code
        for n in (1, 2, 3)
    ]


def collected(account: str, amount_rp: int) -> Plan:
    """A member pays three times at the meeting."""
    moves = [Move(chart.CASH, account, amount_rp)] * 3
    return Plan(kind="CASH_IN", on=TODAY, moves=moves, words=posting.Words(party="Rapat"))


@pytest.mark.parametrize(
    ("line", "says"),
    [(purchase(100_001), r"Rp100\.000"), (sale(0), "rupiah"), (sale(5, on=OCTOBER), "Oktober")],
)
def test_one_line_that_cannot_be_refuses_the_sheet_and_is_named(world, book, line, says):
    period = months.begin_closing(book=book, first=OCTOBER, by=by_rina(world), at=NOW, today=TODAY)
    months.close(period=period, by=by_rina(world), at=NOW)
    with pytest.raises(RefusedLine, match=f"Baris 2: .*{says}") as refusal:
        posting.post_many(
            book, [sale(100_000), line, sale(7_000)], signed=signed(world), today=TODAY
        )
    assert refusal.value.number == 1
    assert not Entry.objects.exists()
    assert posted(world, book, sale(1_000)).sequence == 1


def test_money_of_an_earlier_line_can_be_spent_by_a_later_one_once(world, book):
    sheet = [sale(100_000), purchase(60_000), purchase(40_000)]
    posting.post_many(book, sheet, signed=signed(world), today=TODAY)
    assert cash(book) == 0
    with pytest.raises(RefusedLine, match="Baris 3"):
        posting.post_many(book, [*sheet[:2], purchase(40_001)], signed=signed(world), today=TODAY)
    assert cash(book) == 0
