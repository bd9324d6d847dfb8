"""No saver owes her own savings: the chart's floors hold for every account opened under them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from rembuk.ledger import books, checks
from rembuk.ledger.chain import Move
from rembuk.ledger.chart import charts
from rembuk.ledger.models import Account, Balance
from rembuk.ledger.posting import Plan
from rembuk.ledger.tests.scenes import BEGINS, by_adi, posted
from rembuk.ledger.tests.test_tampering import no_guards
from rembuk.lib.errors import Refused
from rembuk.villages.models import Group
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


@pytest.mark.tampers
def test_a_floor_taken_away_is_found(coop):
    siti = books.open_member_account(book=coop, control="2101", resident_id=1, number="000001")
    with no_guards(), connection.cursor() as cursor:
        for table, key in (("ledger_account", "id"), ("ledger_balance", "account_id")):
            cursor.execute(f"UPDATE {table} SET floor_rp = NULL WHERE {key} = %s", [siti.pk])
    assert Account.objects.get(pk=siti.pk).floor_rp is None
    assert [one.promise for one in checks.check_book(coop)] == ["I8"]
