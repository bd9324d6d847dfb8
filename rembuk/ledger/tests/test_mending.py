"""What is kept for speed is lost or wrong: said, and worked out anew from the movements."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection

from rembuk.ledger import checkpoints, checks, mending, pending, reading
from rembuk.ledger.models import Balance, Checkpoint
from rembuk.ledger.tests.scenes import by_rina, posted, purchase, sale
from rembuk.ledger.tests.test_tampering import no_guards
from rembuk.lib.errors import Refused
from rembuk.villages import audit
from rembuk.villages.actors import REMBUK
from rembuk.villages.models import AuditEntry
from rembuk.villages.tests.stories import NOW, TODAY

SUMS = ("account__code", "debit_rp", "credit_rp", "own_rp", "held_rp", "floor_rp")


def kept(book):
    rows = Balance.objects.filter(account__book=book).order_by("account__code")
    return list(rows.values_list(*SUMS))


@pytest.fixture
def used(world, book):
    """A sale, a purchase, something that waits, and a month end."""
    posted(world, book, sale(900_000, on=date(2026, 10, 5)))
    posted(world, book, purchase(200_000), minutes=1)
    pending.propose(
        book, purchase(300_000), by=by_rina(world), at=NOW, request_id=uuid4(), today=TODAY
    )
    checkpoints.take_due(book, today=TODAY)
    return book


def told(book):
    """What pages read of a purse."""
    return (
        reading.purses_of(book.village, [book.group_id]),
        reading.lines_of(book),
        reading.lines_of(book, first=1),
        reading.line_of(book, 1),
        reading.held_now(book, ["1101", "4201", "9999"]),
    )


@pytest.mark.tampers
def test_what_pages_read_is_the_same_without_kept_balances(used):
    before = told(used)
    (purse,) = before[0].values()
    assert (purse.own_rp, purse.held_rp, purse.free_rp) == (700_000, 300_000, 400_000)
    Balance.objects.filter(account__book=used).delete()
    Checkpoint.objects.filter(book=used).delete()
    assert told(used) == before


@pytest.mark.parametrize("lost", ["all", "cash"])
def test_lost_balances_are_said_and_worked_out_anew(world, used, lost, capsys):
    before = kept(used)
    rows = Balance.objects.filter(account__book=used)
    (rows if lost == "all" else rows.filter(account__code="1101")).delete()
    for work in (sale(5_000), purchase(5_000)):
        with pytest.raises(Refused, match="check_books --mend"):
            posted(world, used, work)
    call_command("check_books", "--mend")
    assert "dihitung ulang" in capsys.readouterr().out
    assert kept(used) == before
    posted(world, used, sale(5_000), minutes=2)
    told = AuditEntry.objects.get(verb="ledger.mended")
    assert "saldo" in audit.sentence(told)
    assert mending.mend(used, by=REMBUK, at=NOW) == mending.Mended(0, 0)


def test_wrong_month_ends_and_reservations_are_mended(used):
    before = kept(used)
    Balance.objects.filter(held_rp__gt=0).update(held_rp=1)
    Checkpoint.objects.filter(debit_rp__gt=0).update(debit_rp=7)
    assert {one.promise for one in checks.check_book(used)} == {"I7", "I8"}
    assert mending.mend(used, by=REMBUK, at=NOW) == mending.Mended(balances=1, month_ends=1)
    assert kept(used) == before


@pytest.mark.tampers
def test_a_book_that_does_not_prove_itself_is_not_mended(used, capsys):
    """Balances that fit changed movements would hide the change from everybody but the chain."""
    before = kept(used)
    with no_guards(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_movement SET amount_rp = 950000 WHERE sequence = 1")
    with pytest.raises(Refused, match="dibiarkan"):
        mending.mend(used, by=REMBUK, at=NOW)
    assert kept(used) == before
    with no_guards(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_movement SET amount_rp = 1 WHERE sequence = 1")
    with pytest.raises(SystemExit):
        call_command("check_books", "--mend")
    assert "1101" in capsys.readouterr().out
    assert not AuditEntry.objects.filter(verb="ledger.mended").exists()
