"""Somebody with the database file in her hands: past the guards, and still found.

What the books themselves cannot show (the last entries cut off cleanly, an old copy put back) shows
against a head on paper: `rembuk verify BOOK --head HEAD` and `rembuk check_books --head PAPER`.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from rembuk.ledger import (
    balances,
    books,
    chain,
    checkpoints,
    checks,
    export,
    months,
    pending,
    posting,
    proving,
    sealing,
    verify,
    walking,
)
from rembuk.ledger.models import Account, Balance, Book, Entry, Movement, Period
from rembuk.ledger.tests.oracles import written
from rembuk.ledger.tests.scenes import by_adi, by_rina, posted, purchase, sale, signed
from rembuk.villages.models import Group
from rembuk.villages.tests.stories import NOW, TODAY

pytestmark = pytest.mark.tampers
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def told(world, book) -> Book:
    """Six entries: sales, one taken back, one approved by Adi; October sealed; one waits."""
    for n, amount in enumerate((400_000, 300_000)):
        posted(world, book, sale(amount, on=OCTOBER + timedelta(days=n)), minutes=n)
    wrong = posted(world, book, purchase(90_000, on=OCTOBER), minutes=3)
    posting.reverse(wrong, reason="Salah", signed=signed(world), today=TODAY)
    one = ask(world, book, 150_000)
    pending.approve(one, asked_hash=one.asked_hash, by=by_adi(world), at=NOW, today=TODAY)
    period = months.begin_closing(book=book, first=OCTOBER, by=by_rina(world), at=NOW, today=TODAY)
    months.close(period=period, by=by_rina(world), at=NOW)
    sealing.seal(period=period, by=by_adi(world), at=NOW)
    posted(world, book, sale(70_000), minutes=5)
    ask(world, book, 200_000)
    assert checks.check_book(book) == []
    return book


def ask(world, book, amount):
    by = by_rina(world)
    return pending.propose(
        book, purchase(amount), by=by, at=NOW, request_id=uuid4(), today=TODAY
    )  # fmt: skip


@contextmanager
def no_guards():
    """Take away every trigger of the ledger; what the tables' own constraints refuse stays."""
    on_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if on_postgresql:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
                " AND tgrelid::regclass::text LIKE 'ledger_%%'"
            )
        else:
            cursor.execute(
                "SELECT name, tbl_name FROM sqlite_master"
                " WHERE type = 'trigger' AND tbl_name LIKE 'ledger_%%'"
            )
        for name, table in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}{f' ON {table}' if on_postgresql else ''}")
    yield


OF = "(SELECT id FROM ledger_entry WHERE sequence = {n})"
ACCOUNT_OF = "(SELECT id FROM ledger_account WHERE code = '{code}')"
CASH, SALES, BANK = (ACCOUNT_OF.format(code=code) for code in ("1101", "4201", "1102"))
SECOND = OF.format(n=2)
ELSEWHERE = "(SELECT max(id) FROM villages_village)"

FIVE = "{side} = {side} + 5, own_rp = own_rp + 5"

TAMPERINGS = [
    (
        "an amount",
        "I17",
        ["UPDATE ledger_movement SET amount_rp = amount_rp - 1 WHERE sequence = 2"],
    ),
    (
        "an amount, with its balances",
        "I17",
        [
            "UPDATE ledger_movement SET amount_rp = amount_rp + 5 WHERE sequence = 6",
            f"UPDATE ledger_balance SET {FIVE.format(side='debit_rp')} WHERE account_id = {CASH}",
            f"UPDATE ledger_balance SET {FIVE.format(side='credit_rp')} WHERE account_id = {SALES}",
        ],
    ),
    (
        "debit for credit",
        "I17",
        [
            (
                "UPDATE ledger_movement SET debit_id = credit_id, credit_id = debit_id"
                " WHERE sequence = 2"
            )
        ],
    ),
    (
        "another account",
        "I17",
        [f"UPDATE ledger_movement SET debit_id = {BANK} WHERE sequence = 6"],
    ),
    ("the unit", "I17", ["UPDATE ledger_movement SET unit = 'TOKO' WHERE sequence = 2"]),
    (
        "the day",
        "I17",
        [
            "UPDATE ledger_entry SET value_on = '2026-11-03' WHERE sequence = 6",
            "UPDATE ledger_movement SET value_on = '2026-11-03' WHERE sequence = 6",
        ],
    ),
    (
        "the day of a movement alone",
        "I20",
        ["UPDATE ledger_movement SET value_on = '2026-11-03' WHERE sequence = 6"],
    ),
    (
        "the moment",
        "I17",
        [("UPDATE ledger_entry SET recorded_at = '2026-11-03 01:00:00+00:00' WHERE sequence = 2")],
    ),
    ("the kind", "I17", ["UPDATE ledger_entry SET kind = 'GIFT' WHERE sequence = 2"]),
    (
        "who made it",
        "I17",
        [("UPDATE ledger_entry SET maker_id = NULL, checker_id = NULL WHERE sequence = 5")],
    ),
    ("who approved it", "I17", ["UPDATE ledger_entry SET checker_id = NULL WHERE sequence = 5"]),
    (
        "that it takes one back",
        "I17",
        [("UPDATE ledger_entry SET reverses_id = NULL WHERE sequence = 4")],
    ),
    (
        "what it takes back",
        "I5",
        [(f"UPDATE ledger_entry SET reverses_id = {SECOND} WHERE sequence = 4")],
    ),
    (
        "the request",
        "I17",
        [(f"UPDATE ledger_entry SET request_id = '{uuid4().hex}' WHERE sequence = 2")],
    ),
    (
        "the village",
        "I20",
        [f"UPDATE ledger_entry SET village_id = {ELSEWHERE} WHERE sequence = 2"],
    ),
    (
        "the village, with its movements",
        "I20",
        [
            f"UPDATE ledger_entry SET village_id = {ELSEWHERE} WHERE sequence = 2",
            f"UPDATE ledger_movement SET village_id = {ELSEWHERE} WHERE sequence = 2",
        ],
    ),
    ("the receipt number", "I3", ["UPDATE ledger_entry SET receipt_no = 77 WHERE sequence = 2"]),
    ("the words", "I17", ["UPDATE ledger_entry SET memo = 'Hibah' WHERE sequence = 2"]),
    ("the party", "I17", ["UPDATE ledger_entry SET party = 'Orang lain' WHERE sequence = 2"]),
    ("whose it is", "I17", ["UPDATE ledger_entry SET resident_id = 9 WHERE sequence = 2"]),
    (
        "two entries' words",
        "I17",
        [
            (
                "UPDATE ledger_entry SET memo = (SELECT memo FROM ledger_entry n"
                " WHERE n.sequence = 4) WHERE sequence = 2"
            )
        ],
    ),
    ("no words", "I17", ["UPDATE ledger_entry SET memo = '', party = '' WHERE sequence = 2"]),
    ("no movement", "I3", ["DELETE FROM ledger_movement WHERE sequence = 6"]),
    (
        "one movement more",
        "I3",
        [
            (
                "UPDATE ledger_movement SET sequence = 2, position = 1,"
                f" entry_id = {SECOND} WHERE sequence = 6"
            )
        ],
    ),
    (
        "two entries swapped",
        "I17",
        [
            "UPDATE ledger_entry SET sequence = 99 WHERE sequence = 1",
            "UPDATE ledger_entry SET sequence = 1 WHERE sequence = 2",
            "UPDATE ledger_entry SET sequence = 2 WHERE sequence = 99",
            "UPDATE ledger_movement SET sequence = 3 - sequence WHERE sequence IN (1, 2)",
        ],
    ),
    (
        "an entry in the middle",
        "I3",
        [
            "DELETE FROM ledger_movement WHERE sequence = 2",
            "DELETE FROM ledger_entry WHERE sequence = 2",
        ],
    ),
    (
        "the last entry, not its balance",
        "I7",
        [
            "DELETE FROM ledger_movement WHERE sequence = 6",
            "DELETE FROM ledger_entry WHERE sequence = 6",
        ],
    ),
    (
        "a kept balance",
        "I7",
        [
            (
                "UPDATE ledger_balance SET debit_rp = debit_rp + 1, own_rp = own_rp + 1"
                f" WHERE account_id = {CASH}"
            )
        ],
    ),
    (
        "what is reserved",
        "I8",
        [f"UPDATE ledger_balance SET held_rp = 0 WHERE account_id = {CASH}"],
    ),
    (
        "the reservation and what is reserved",
        "I9",
        [
            f"UPDATE ledger_balance SET held_rp = 1 WHERE account_id = {CASH}",
            "UPDATE ledger_hold SET amount_rp = 1 WHERE amount_rp = 200000",
        ],
    ),
    ("no reservation", "I9", ["UPDATE ledger_balance SET held_rp = 0", "DELETE FROM ledger_hold"]),
    ("what was asked", "I9", ["UPDATE ledger_pending SET kind = 'GIFT', asked_hash = 'ab'"]),
    ("what waits in words", "I9", ["UPDATE ledger_pending SET party = 'Orang lain'"]),
    (
        "which entry was approved",
        "I9",
        [(f"UPDATE ledger_resolution SET entry_id = {SECOND} WHERE outcome = 'APPROVED'")],
    ),
    ("a seal", "I10", ["UPDATE ledger_seal SET digest = '" + "ab" * 32 + "'"]),
    ("the head of a seal", "I10", ["UPDATE ledger_seal SET head = '" + "ab" * 32 + "'"]),
    ("a seal taken off", "I10", ["UPDATE ledger_period SET state = 'OPEN'"]),
    ("a seal gone", "I10", ["DELETE FROM ledger_seal"]),
    (
        "a month opened quietly",
        "I10",
        ["DELETE FROM ledger_seal", "UPDATE ledger_period SET state = 'OPEN'"],
    ),
    ("a floor", "I8", [f"UPDATE ledger_balance SET floor_rp = -500000 WHERE account_id = {CASH}"]),
    ("an account's side", "I7", [f"UPDATE ledger_account SET normal = 'C' WHERE id = {CASH}"]),
    ("an account's code", "I17", ["UPDATE ledger_account SET code = '4202' WHERE code = '4201'"]),
]


@pytest.mark.parametrize(
    ("promise", "statements"),
    [pytest.param(*row[1:], id=row[0].replace(" ", "_")) for row in TAMPERINGS],
)
def test_what_was_changed_past_the_guards_is_found(told, promise, statements):
    with no_guards(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            assert cursor.rowcount != 0, statement
    findings = checks.check_book(Book.objects.get())
    assert promise in {finding.promise for finding in findings}, findings


def test_a_glance_is_enough_for_what_nobody_changed(told):
    seen = [one for page in walking.pages(told) for one in page]
    assert len(seen) == Entry.objects.count()
    assert all(walking.looks_sound(one) for one in seen)


ONLY_SQLITE = [
    ("another zone", "recorded_at = recorded_at || '-07:00'"),
    ("more than a moment", "recorded_at = recorded_at || 'xyz'"),
    ("another zone, after a plus", "recorded_at = recorded_at || '+07:00'"),
    ("one letter between day and clock", "recorded_at = replace(recorded_at, ' ', 'x')"),
    ("a zone of the device's clock", "claimed_at = recorded_at || '-07:00'"),
    *((f"bytes for {column}", f"{column} = CAST({column} AS blob)")
      for column in ("value_on", "recorded_at", "kind", "request_id", "memo", "party", "salt",
                     "commitment", "head", "previous_head")),
]  # fmt: skip


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps types by itself")
@pytest.mark.parametrize(
    "change", [pytest.param(row[1], id=row[0].replace(" ", "_")) for row in ONLY_SQLITE]
)
def test_what_only_sqlite_would_store_is_found(told, change):
    with no_guards(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE ledger_entry SET {change} WHERE sequence = 2")
    assert "I17" in {finding.promise for finding in checks.check_book(told)}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps types by itself")
def test_bytes_for_the_day_or_unit_of_a_movement_are_found(told):
    for column in ("value_on", "unit"):
        with no_guards(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE ledger_movement SET {column} = CAST({column} AS blob) WHERE sequence = 2"
            )
            assert checks.check_book(told), column
            transaction.set_rollback(True)


@pytest.mark.parametrize("forged", [{"memo": "Hibah"}, {"party": "Dewi"}, {"party": "\n"}])
def test_words_beside_no_salt_are_not_called_erased(told, tmp_path, forged):
    """An empty salt says that somebody was erased: then there is nothing beside it."""
    erased = {"salt": "", "memo": "", "party": ""}
    entries = Entry.objects.filter(sequence=2)
    with no_guards():
        entries.update(**erased)
        assert checks.check_book(told) == []
        assert proving.is_as_sealed(entries.get())
        entries.update(**erased | forged)
    assert {finding.promise for finding in checks.check_book(told)} == {"I17"}
    assert not proving.is_as_sealed(entries.get())
    assert verify.main([str(written(told, tmp_path / "b.jsonl", with_words=True))]) == 1


def test_a_code_of_more_than_one_word_is_found(told):
    """Hashed, "1101 4201 500000 -\nmove 1102" and one movement would read like two."""
    with no_guards(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = 1")
        else:
            rule = "ledger_account_code_is_one_word"
            cursor.execute(f"ALTER TABLE ledger_account DROP CONSTRAINT {rule}")
        cursor.execute("UPDATE ledger_account SET code = '52 02' WHERE code = '5202'")
        assert cursor.rowcount == 1
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = 0")
    assert [finding.promise for finding in checks.check_book(told)] == ["I17"]


def test_an_entry_forced_into_a_closed_month_is_found(world, book):
    """Nothing is sealed: what was there when the month was closed is kept with its closing."""
    posted(world, book, sale(50_000, on=OCTOBER))
    period = months.begin_closing(book=book, first=OCTOBER, by=by_rina(world), at=NOW, today=TODAY)
    months.close(period=period, by=by_rina(world), at=NOW)
    assert checks.check_book(book) == []
    with no_guards():
        Period.objects.update(state="OPEN")  # behind everybody's back, and shut again
        posted(world, book, sale(20_000, on=OCTOBER), minutes=5)
        Period.objects.update(state="CLOSED")
    assert {finding.promise for finding in checks.check_book(book)} == {"I10"}


def test_the_command_says_it_and_stops(told, capsys):
    with no_guards(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_movement SET amount_rp = 1 WHERE sequence = 2")
    with pytest.raises(SystemExit) as ended:
        call_command("check_books")
    assert ended.value.code == 1
    said = capsys.readouterr()
    assert "(I17)" in said.out
    assert "SD Sumber Rejo" not in said.out


# --- what only paper shows -----------------------------------------------------------------------


def cut_off_the_last(book: Book) -> None:
    """Take the last entry away as cleanly as can be, with its number and its balances."""
    last = Entry.objects.latest("sequence")
    with no_guards():
        for move in last.movements.all():
            for account, side in ((move.debit_id, "debit_rp"), (move.credit_id, "credit_rp")):
                kept = Balance.objects.get(account=account)
                setattr(kept, side, getattr(kept, side) - move.amount_rp)
                kept.own_rp -= move.amount_rp
                kept.save()
        Movement.objects.filter(entry=last).delete()
        last.delete()


def test_the_last_entry_cut_off_cleanly_is_missed_by_the_paper(told, tmp_path, capsys):
    paper = Entry.objects.get(sequence=6).head
    assert verify.main([str(written(told, tmp_path / "b.jsonl")), "--head", paper]) == 0
    cut_off_the_last(told)
    assert checks.check_book(told) == [], "the book alone cannot know"
    file = written(told, tmp_path / "b.jsonl")
    assert verify.main([str(file)]) == 0
    assert verify.main([str(file), "--head", paper]) == 1
    assert "kepala di kertas" in capsys.readouterr().out


def checked(capsys, *typed: str) -> tuple[object, str]:
    heads = [word for one in typed for word in ("--head", one)]
    try:
        call_command("check_books", *heads)
    except SystemExit as ended:
        return ended.code, capsys.readouterr().out
    return 0, capsys.readouterr().out


def test_a_receipt_tells_that_its_book_was_cut_short_or_is_an_older_copy(world, told, capsys):
    last = Entry.objects.get(sequence=6)
    paper = f"{told.group.name}:{last.receipt_no}:{last.head[:16].upper()}"
    assert checked(capsys, paper) == (0, "Semua buku cocok: 1. (All books are as promised.)\n")
    cut_off_the_last(told)
    status, said = checked(capsys, paper)
    assert (status, "lebih lama dari kertas" in said) == (1, True)
    posted(world, told, sale(24_000), minutes=9)  # and the work goes on
    status, said = checked(capsys, paper)
    assert (status, "sidik lain" in said) == (1, True)
    assert checked(capsys)[0] == 0, "the book alone cannot know"


def test_of_two_books_with_one_name_the_village_tells_which(world, told, capsys):
    """A name is one in its village; two villages may both have their Jahit Melati."""
    last = Entry.objects.get(sequence=6)
    there = Group.objects.create(village=world.there, kind="BUSINESS", name=told.group.name)
    books.open_book(group=there, chart="GROUP", begins_on=OCTOBER, by=by_adi(world), at=NOW)
    paper = f"{told.group.name}:{last.receipt_no}:{last.head[:16]}"
    status, said = checked(capsys, paper)
    assert (status, "dipakai 2 buku" in said, "lebih lama" in said) == (1, True, False)
    assert f"{world.here.slug}/{there.name}, {world.there.slug}/{there.name}" in said
    assert checked(capsys, f"{world.here.slug}/{paper}")[0] == 0
    status, said = checked(capsys, f"{world.there.slug}/{paper}")
    assert (status, "lebih lama dari kertas" in said) == (1, True)


def test_a_paper_of_no_book_and_what_is_no_paper_are_said(told, capsys):
    status, said = checked(capsys, f"Koperasi:1:{'ab' * 8}")
    assert (status, "tidak ada bukunya" in said) == (1, True)
    for typed in ("", "Jahit", f"{told.group.name}:6:abc", f"{told.group.name}:enam:{'ab' * 8}"):
        with pytest.raises(CommandError, match="titik dua"):
            checked(capsys, typed)


def test_an_old_copy_put_back_is_missed_by_the_paper(world, told, tmp_path):
    old = transaction.savepoint()
    head = posted(world, told, sale(25_000), minutes=9).head
    transaction.savepoint_rollback(old)
    posted(world, told, sale(24_000), minutes=9)  # and the work goes on
    assert checks.check_book(told) == []
    file = written(told, tmp_path / "b.jsonl")
    assert verify.main([str(file), "--head", head]) == 1


def test_a_chain_written_anew_is_missed_by_the_paper_and_by_the_seal(told, tmp_path):
    """She changes a sum in the sealed month and hashes everything anew, also the seal's digest."""
    paper = Entry.objects.get(sequence=1).head
    with no_guards():
        Movement.objects.filter(sequence=1).update(amount_rp=410_000)
        Balance.objects.filter(account__code="1101").update(debit_rp=870_000, own_rp=630_000)
        Balance.objects.filter(account__code="4201").update(credit_rp=780_000, own_rp=780_000)
        previous = "0" * 64
        for entry, movements in list(export.entries_of(told)):
            entry.previous_head = previous
            previous = chain.head(export.facts_of(entry, movements))
            Entry.objects.filter(pk=entry.pk).update(
                previous_head=entry.previous_head, head=previous
            )
    cash = Account.objects.get(code="1101")
    assert balances.balance(cash) == 630_000
    assert {finding.promise for finding in checks.check_book(told)} == {"I7", "I10"}
    checkpoints.drop(told)  # she thinks of what is kept of October, too
    assert {finding.promise for finding in checks.check_book(told)} == {"I10"}
    file = written(told, tmp_path / "b.jsonl")
    assert verify.main([str(file)]) == 1, "the seal is broken"
    assert verify.main([str(file), "--head", paper]) == 1
