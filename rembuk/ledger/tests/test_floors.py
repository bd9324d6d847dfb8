"""No saver owes her own savings: the chart's floors hold for every account opened under them."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from rembuk.ledger import books, checks, mending, pending
from rembuk.ledger.chain import Move
from rembuk.ledger.chart import charts
from rembuk.ledger.models import Account, Balance
from rembuk.ledger.posting import Plan
from rembuk.ledger.tests.scenes import BEGINS, by_adi, by_rina, posted
from rembuk.ledger.tests.test_tampering import no_guards
from rembuk.lib.errors import Refused
from rembuk.villages import audit
from rembuk.villages.actors import REMBUK
from rembuk.villages.models import AuditEntry, Group
from rembuk.villages.tests.stories import NOW, TODAY

# UU 25/1992 art. 41: principal, mandatory and voluntary savings; and what is kept for members.
SAVINGS = ["2101", "2102", "2103", "2104", "2111", "3101", "3102"]


@pytest.fixture
def coop(world):
    group = Group.objects.create(village=world.here, kind="COOPERATIVE", name="Koperasi")
    return books.open_book(
        group=group, chart="COOPERATIVE", begins_on=BEGINS, by=by_adi(world), at=NOW
    )


def moved(world, coop, debit, credit, amount_rp):
    plan = Plan(kind="SAVING", on=TODAY, moves=[Move(debit, credit, amount_rp)])
    return posted(world, coop, plan)


def test_the_chart_gives_every_kind_of_savings_a_floor():
    floors = {one.code: one.floor_rp for one in charts()["COOPERATIVE"] if one.is_control}
    assert [code for code in sorted(floors) if floors[code] == 0] == SAVINGS
    assert floors["1301"] is None, "a loan is not money that somebody keeps with us"


@pytest.mark.parametrize("control", SAVINGS)
def test_savings_do_not_fall_below_nothing_unless_said_otherwise(world, coop, control):
    siti = books.open_member_account(book=coop, control=control, resident_id=1, number="000001")
    moved(world, coop, "1101", siti.code, 80_000)
    moved(world, coop, siti.code, "1101", 30_000)
    with pytest.raises(Refused, match=r"Rp50\.000"):
        moved(world, coop, siti.code, "4201", 50_001)
    with pytest.raises(IntegrityError, match="not_below_its_floor"), transaction.atomic():
        Balance.objects.filter(account=siti).update(debit_rp=80_001, own_rp=-1)
    wati = books.open_member_account(
        book=coop, control=control, resident_id=2, number="000002", floor_rp=-20_000
    )
    moved(world, coop, wati.code, "1101", 20_000)
    with pytest.raises(Refused):
        moved(world, coop, wati.code, "1101", 1)


def test_a_control_account_takes_no_money_past_its_members(world, coop):
    with pytest.raises(Refused, match="Akun 2101 tidak ada di buku ini"):
        moved(world, coop, "1101", "2101", 50_000)


def test_savings_that_are_asked_for_cannot_be_drawn_meanwhile(world, coop):
    """What a saver holds stands on the other side than cash, and is reserved all the same."""
    siti = books.open_member_account(book=coop, control="2101", resident_id=1, number="000001")
    moved(world, coop, "1101", siti.code, 50_000)
    moved(world, coop, "1101", "4201", 50_000)
    plan = Plan(kind="DRAWN", on=TODAY, moves=[Move(siti.code, "1101", 40_000)])
    pending.propose(
        coop, plan, by=by_rina(world), at=NOW, request_id=uuid4(), today=TODAY
    )  # fmt: skip
    with pytest.raises(Refused, match=r"Rp10\.000"):
        moved(world, coop, siti.code, "1101", 10_001)
    moved(world, coop, siti.code, "1101", 10_000)


def without_floor(account):
    """An account of a time before floors."""
    with no_guards(), connection.cursor() as cursor:
        for table, key in (("ledger_account", "id"), ("ledger_balance", "account_id")):
            cursor.execute(f"UPDATE {table} SET floor_rp = NULL WHERE {key} = %s", [account.pk])
    return Account.objects.get(pk=account.pk)


@pytest.mark.tampers
def test_a_floor_taken_away_is_found(coop):
    siti = books.open_member_account(book=coop, control="2101", resident_id=1, number="000001")
    assert without_floor(siti).floor_rp is None
    assert [(one.promise, one.waits) for one in checks.check_book(coop)] == [("I8", True)]


def told_by(capsys, *words: str) -> tuple[int, str, str]:
    """Run check_books: how it ended, what it found, and what it says to do."""
    try:
        call_command("check_books", *words)
    except SystemExit as ended:
        return int(ended.code or 0), *capsys.readouterr()
    return 0, *capsys.readouterr()


@pytest.mark.tampers
def test_who_was_below_nothing_when_floors_came_gets_one_once_she_reaches_it(world, coop, capsys):
    siti = books.open_member_account(book=coop, control="2101", resident_id=1, number="000001")
    without_floor(siti)
    moved(world, coop, "1101", "4201", 50_000)
    moved(world, coop, siti.code, "1101", 20_000)
    for words in ((), ("--mend",)):
        status, said, todo = told_by(capsys, *words)
        assert (status, "belum punya batas bawah" in said) == (1, True)
        assert "boleh terus dicatat" in todo
        assert Account.objects.get(pk=siti.pk).floor_rp is None

    moved(world, coop, "1101", siti.code, 20_000)
    assert told_by(capsys)[0] == 1
    status, said, _todo = told_by(capsys, "--mend")
    assert (status, "1 akun mendapat batas bawah" in said) == (0, True)
    assert Account.objects.get(pk=siti.pk).floor_rp == 0
    assert "batas bawah" in audit.sentence(AuditEntry.objects.get(verb="ledger.mended"))
    with pytest.raises(Refused):
        moved(world, coop, siti.code, "1101", 1)
    assert mending.mend(coop, by=REMBUK, at=NOW) == mending.Mended(0, 0, 0)


@pytest.mark.tampers
def test_what_else_is_wrong_is_mended_beside_a_saver_below_nothing(world, coop):
    siti = books.open_member_account(book=coop, control="2101", resident_id=1, number="000001")
    without_floor(siti)
    moved(world, coop, "1101", "4201", 50_000)
    moved(world, coop, siti.code, "1101", 20_000)
    Balance.objects.filter(account__code="4201").update(credit_rp=1, own_rp=1)
    assert mending.mend(coop, by=REMBUK, at=NOW) == mending.Mended(1, 0, 0)
    assert [one.waits for one in checks.check_book(coop)] == [True]
