"""Years that were kept on paper come into the book, the same as if written one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from rembuk.ledger import books, chain, chart, export, history, posting
from rembuk.ledger.chain import Move
from rembuk.ledger.models import Balance, Entry
from rembuk.ledger.posting import Plan, Words
from rembuk.ledger.tests import scenes
from rembuk.ledger.tests.scenes import purchase, sale, signed
from rembuk.lib.errors import Refused
from rembuk.villages import audit
from rembuk.villages.models import AuditEntry, Group
from rembuk.villages.tests.stories import NOW, TODAY

SALT = "5a" * 16


def past(count: int, *, seed: int = 7) -> list[Plan]:
    """Sales and purchases of a year, some of two movements, some without a paper."""
    chance = Random(seed)
    plans = []
    for number in range(count):
        on = scenes.BEGINS + timedelta(days=chance.randrange(300))
        amount = chance.randrange(1, 400) * 500
        moves = [Move(chart.CASH, chart.SALES, amount)]
        if chance.random() < 0.3:
            moves.append(Move(chart.MATERIALS, chart.CASH, amount // 5 + 1))
        words = Words(memo=f"Lama {number}", party="Pasar")
        plans.append(Plan("CASH_IN", on, moves, words, receipt=number % 4 != 0))
    return plans


def balances_of(book) -> dict[str, tuple[int, ...]]:
    rows = Balance.objects.filter(account__book=book).order_by("account__code")
    columns = ("account__code", "debit_rp", "credit_rp", "own_rp", "held_rp")
    return {code: tuple(sums) for code, *sums in rows.values_list(*columns)}


def facts_of(book, *, named: int) -> list[bytes]:
    """The bytes that are hashed, with what differs in any other book taken out."""
    previous, told = "0" * 64, []
    for entry, movements in export.entries_of(book):
        facts = export.facts_of(entry, movements)
        same = facts._replace(
            book=named, request_id=UUID(int=0), part=0, commitment=SALT, previous_head=previous
        )
        told.append(chain.canonical(same))
        previous = chain.head(same)
    return told


def test_brought_in_is_the_same_as_written_one_by_one(world, book):
    group = Group.objects.create(village=world.here, kind="BUSINESS", name="Tenun")
    other = books.open_book(
        group=group, chart="GROUP", begins_on=scenes.BEGINS, by=scenes.by_rina(world), at=NOW
    )
    plans = past(60)
    for plan in plans:
        posting.post(book, plan, signed=signed(world), today=TODAY)
    told = history.bring_in(other, iter(plans), signed=signed(world), today=TODAY, a_block=25)
    assert (told.written, told.there_already, told.refused) == (60, 0, [])
    assert balances_of(other) == balances_of(book)
    assert facts_of(other, named=1) == facts_of(book, named=1)
    trail = AuditEntry.objects.filter(verb="ledger.brought_in").order_by("pk")
    assert [one.changes[0][2] for one in trail] == [25, 25, 10]
    assert audit.sentence(trail[2]).endswith("Tenun: 10")


def test_a_block_with_a_line_that_cannot_be_is_left_out_and_told(world, book):
    plans = past(30)
    plans[12] = sale(0)
    plans[14] = purchase(10**12)
    plans[28] = sale(5, on=date(2025, 1, 1))
    told = history.bring_in(book, plans, signed=signed(world), today=TODAY, a_block=10)
    assert told.written == Entry.objects.count() == 10
    assert [number for number, _says in told.refused] == [13, 15]
    assert "rupiah" in told.refused[0][1]
    assert "hanya ada" in told.refused[1][1]


def test_mended_and_brought_in_again_it_goes_on_where_it_ended(world, book):
    plans, by = past(30), signed(world)
    broken = [*plans[:12], replace(plans[12], on=TODAY + timedelta(days=1)), *plans[13:]]
    first = history.bring_in(book, broken, signed=by, today=TODAY, a_block=10)
    assert (first.written, [line for line, _says in first.refused]) == (10, [13])
    again = history.bring_in(book, plans, signed=by, today=TODAY, a_block=10)
    assert (again.written, again.there_already, again.refused) == (20, 10, [])
    assert history.bring_in(book, plans, signed=by, today=TODAY, a_block=10).there_already == 30
    with pytest.raises(Refused, match="lain"):
        history.bring_in(book, past(30, seed=8), signed=by, today=TODAY, a_block=10)
    assert Entry.objects.count() == 30


def test_the_table_of_one_book_is_brought_into_another(world, book, tmp_path, capsys):
    for plan in past(20):
        posting.post(book, plan, signed=signed(world), today=TODAY)
    group = Group.objects.create(village=world.here, kind="BUSINESS", name="Tenun")
    other = books.open_book(
        group=group, chart="GROUP", begins_on=scenes.BEGINS, by=scenes.by_rina(world), at=NOW
    )
    file = tmp_path / "buku.csv"
    file.write_text("".join(export.export(book, form="csv")), encoding="utf-8")
    call_command("import_book", world.here.slug, "Tenun", str(file))
    assert "20" in capsys.readouterr().out
    assert balances_of(other) == balances_of(book)
    call_command("import_book", world.here.slug, "Tenun", str(file))  # once more changes nothing
    assert Entry.objects.filter(book=other).count() == 20
    file.write_text(file.read_text("utf-8").replace("CASH_IN", "CASH_IN", 1) + broken_line())
    with pytest.raises(CommandError), transaction.atomic():
        call_command("import_book", world.here.slug, "Tenun", str(file))


HEAD = "sequence,value_on,kind,debit,credit,amount_rp,memo"
GOOD = "1,2026-03-01,CASH_IN,1101,4201,5000,Lama"
CANNOT_BE_READ = {
    "debit is credit": ("2,2026-03-01,CASH_IN,1101,1101,5000,", "akun berbeda"),
    "a short row": ("2,2026-03-01,CASH_IN,1101", "banyak kolomnya"),
    "a long row": (GOOD + ",lagi,lagi", "banyak kolomnya"),
    "digits of Bengal": ("2,2026-03-01,CASH_IN,1101,4201,৫০০০,", "0-9 saja"),
    "a sum with a mark": ("2,2026-03-01,CASH_IN,1101,4201,5_000,", "0-9 saja"),
    "half a rupiah": ("2,2026-03-01,CASH_IN,1101,4201,12.5,", "0-9 saja"),
    "a day of Bengal": ("2,২০২৬-০৩-০১,CASH_IN,1101,4201,5000,", "2026-11-20"),
    "a day that is none": ("2,2026-02-30,CASH_IN,1101,4201,5000,", "2026-11-20"),
    "a memo that is too long": (f"2,2026-03-01,CASH_IN,1101,4201,5000,{'x' * 201}", "200"),
    "NUL": ("2,2026-03-01,CASH_IN,1101,4201,5000,a\0b", "baris"),
    "a quote that stays open": ('2,2026-03-01,CASH_IN,1101,4201,5000,"Lama', "tanda kutip"),
}


@pytest.mark.parametrize("what", CANNOT_BE_READ)
def test_a_line_that_cannot_be_read_is_named_and_nothing_is_written(world, book, tmp_path, what):
    """Also what stands before it: the table is read to its end first."""
    line, says = CANNOT_BE_READ[what]
    file = tmp_path / "buku.csv"
    many = "\n".join(GOOD.replace("1,", f"{n},", 1) for n in range(3, history.A_BLOCK + 20))
    file.write_text(f"{HEAD}\n{many}\n{line}\n", encoding="utf-8")
    with pytest.raises(CommandError) as told:
        call_command("import_book", world.here.slug, book.group.name, str(file))
    assert says in str(told.value)
    assert f"{file}, baris (line) {history.A_BLOCK + 19}" in str(told.value)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("what", ["missing", "a folder", "not UTF-8"])
def test_a_file_that_cannot_be_read_is_named(world, book, tmp_path, what):
    file = tmp_path / "buku.csv"
    if what == "a folder":
        file.mkdir()
    elif what == "not UTF-8":
        file.write_bytes(f"{HEAD}\n{GOOD}".encode() + b"\xe9\n")
    with pytest.raises(CommandError, match=r"buku\.csv") as told:
        call_command("import_book", world.here.slug, book.group.name, str(file))
    assert ("UTF-8" if what == "not UTF-8" else "berkas tidak bisa dibuka") in str(told.value)
    assert not Entry.objects.exists()


def test_a_refused_entry_is_named_by_file_and_line(world, book, tmp_path, capsys):
    file = tmp_path / "buku.csv"
    late = GOOD.replace("2026-03-01", "2031-01-01").replace("1,", "2,", 1)
    file.write_text(f"{HEAD}\n{GOOD}\n{GOOD}\n{late}\n", encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("import_book", world.here.slug, book.group.name, str(file))
    assert f"{file}, baris (line) 4: " in capsys.readouterr().err
    file.write_text(f"{HEAD}\n{GOOD}\n", encoding="utf-8")
    call_command("import_book", world.here.slug, book.group.name, str(file))
    file.write_text(f"{HEAD}\n{GOOD.replace('5000', '7000')}\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"buku\.csv: "), transaction.atomic():
        call_command("import_book", world.here.slug, book.group.name, str(file))
    assert Entry.objects.count() == 1


def broken_line() -> str:
    return f"99,2026-03-01,,CASH_IN,,0,1101,4101,12.5,,\n{uuid4()},x,,CASH_IN,,0,1101,4101,5,,\n"
