"""Somebody at the database's own prompt: every promise that the database itself keeps."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from rembuk.ledger import books, months, pending, sealing
from rembuk.ledger.models import Account, Balance, Book, Entry, Hold, Movement, Period
from rembuk.ledger.tests import scenes
from rembuk.ledger.tests.scenes import by_adi, by_rina, posted, purchase, sale
from rembuk.villages.tests.stories import NOW, TODAY

pytestmark = pytest.mark.tampers


def refused(name: str, sql: str, *values: object) -> None:
    """The database says no, and names the guard."""
    with (
        pytest.raises(IntegrityError, match=name),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, values)


@pytest.fixture
def entry(world, book):
    posted(world, book, sale(900_000))
    return posted(world, book, purchase(400_000), minutes=1)


def copied(model, row, **changed) -> tuple[str, list[object]]:
    """Return an INSERT that writes a row again, with some columns changed."""
    columns = {f.column: f for f in model._meta.local_concrete_fields}
    row_values = {column: getattr(row, f.attname) for column, f in columns.items()}
    row_values |= {"id": row.pk + 1000} | changed
    values = {
        column: None if value is None else columns[column].get_db_prep_save(value, connection)
        for column, value in row_values.items()
    }
    names = ", ".join(f'"{column}"' for column in values)
    marks = ", ".join(["%s"] * len(values))
    return f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})", list(values.values())


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_movement", "ledger_hold",
                                   "ledger_pending", "ledger_resolution", "ledger_seal",
                                   "ledger_periodevent"])  # fmt: skip
def test_history_never_changes_and_never_goes(world, book, entry, table):
    waits = propose(world, book)
    pending.approve(waits, asked_hash=waits.asked_hash, by=by_adi(world), at=NOW, today=TODAY)
    october = closed(world, book, date(2026, 10, 1))
    sealing.seal(period=october, by=by_adi(world), at=NOW)
    refused(f"{table}_append_only", f"DELETE FROM {table}")
    refused(f"{table}_append_only", f"UPDATE {table} SET village_id = village_id")
    if connection.vendor == "sqlite":
        refused(f"{table}_append_only", f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
        refused(f"{table}_append_only", f"UPDATE {table} SET rowid = rowid + 1")
    if connection.vendor == "postgresql":
        connection.check_constraints()  # what waits for the end of the transaction is through
        refused("append_only_t", f"TRUNCATE {table} CASCADE")


def propose(world, book, amount=100_000):
    return pending.propose(
        book, purchase(amount), by=by_rina(world), at=NOW, request_id=uuid4(), today=TODAY
    )


def closed(world, book, first):
    period = months.begin_closing(book=book, first=first, by=by_rina(world), at=NOW, today=TODAY)
    return months.close(period=period, by=by_rina(world), at=NOW)


ENTRIES = [
    (
        {"sequence": 2, "previous_head": "x" * 64},
        "ledger_entry_continues_the_chain|ledger_entry_sequence_once",
    ),
    ({"sequence": 4, "previous_head": "HEAD"}, "ledger_entry_continues_the_chain"),
    ({"sequence": 3, "previous_head": "f" * 64}, "ledger_entry_continues_the_chain"),
    (
        {"sequence": 1, "previous_head": "0" * 64},
        r"ledger_entry[._](book_id|sequence_once)",
    ),
    ({"receipt_no": 5}, "ledger_entry_receipt_no_without_gap"),
    ({"receipt_no": 2}, "ledger_entry_receipt_no_once|receipt_no"),
    ({"receipt_no": 0}, "ledger_entry_receipt_no"),
    ({"value_on": date(2025, 12, 31)}, "ledger_entry_not_before_the_book"),
    ({"value_on": date(2026, 10, 3)}, "ledger_entry_month_is_open"),
    ({"lines": 0}, "ledger_entry_moves_something"),
    ({"format": 2}, "ledger_entry_format_known"),
    ({"kind": "A\nB"}, "ledger_entry_kind_is_one_word"),
    ({"kind": "Kas masuk"}, "ledger_entry_kind_is_one_word"),
    ({"kind": ""}, "ledger_entry_kind_is_one_word"),
    ({"checker_id": "MAKER"}, "ledger_entry_two_different_people"),
    ({"reverses_id": "SELF"}, "ledger_entry_"),
    ({"village_id": "THERE"}, "ledger_entry_not_before_the_book"),
]


@pytest.mark.parametrize(("changed", "name"), ENTRIES)
def test_an_entry_that_cannot_be_is_refused(world, book, entry, changed, name):
    closed(world, book, date(2026, 10, 1))
    told = {
        "HEAD": entry.head, "MAKER": entry.maker_id, "SELF": entry.pk + 1000,
        "THERE": world.there.pk,
    }  # fmt: skip
    row = {
        "sequence": 3, "previous_head": entry.head, "head": "a" * 64, "request_id": uuid4(),
        "receipt_no": 3,
    } | {key: told.get(value, value) for key, value in changed.items()}  # fmt: skip
    sql, values = copied(Entry, entry, **row)
    refused(name, sql, *values)


REPLACED = [
    (Entry, {"id": "ITS"}),
    (Entry, {"sequence": 2, "previous_head": "BEFORE"}),
    (Entry, {"sequence": 3, "receipt_no": 2, "previous_head": "HEAD"}),
    (Entry, {"sequence": 3, "receipt_no": 3, "previous_head": "HEAD", "request_id": "ITS"}),
    (Movement, {"id": "ITS"}),
    (Movement, {"amount_rp": 1}),
]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no REPLACE")
@pytest.mark.parametrize(("model", "changed"), REPLACED)
def test_no_row_of_history_is_replaced(world, book, entry, model, changed):
    """By its id or by any other unique key: REPLACE takes away whatever stands in its way."""
    old = entry if model is Entry else entry.movements.get()
    told = {"BEFORE": entry.previous_head, "HEAD": entry.head}
    its = {"id": old.pk, "request_id": entry.request_id}
    row = {"request_id": uuid4()} if model is Entry else {}
    row |= {key: its[key] if to == "ITS" else told.get(to, to) for key, to in changed.items()}
    statement, values = copied(model, old, **row)
    statement = statement.replace("INSERT", "INSERT OR REPLACE", 1)
    refused(f"{model._meta.db_table}_append_only", statement, *values)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no REPLACE")
@pytest.mark.parametrize("table", ["ledger_account", "ledger_book", "ledger_period"])
def test_no_account_book_or_month_is_replaced(world, book, table):
    closed(world, book, date(2026, 10, 1))
    refused(
        f"{table}_never_deleted", f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"
    )
    refused(f"{table}_never_deleted", f"UPDATE OR REPLACE {table} SET rowid = rowid + 1")


def test_a_request_has_one_outcome(world, book, entry):
    follows = {"sequence": 3, "previous_head": entry.head, "head": "a" * 64, "receipt_no": 3}
    refused("one_outcome_a_request|request_id", *flat(copied(Entry, entry, **follows)))


def test_nothing_is_taken_back_twice_or_from_another_book(world, book, entry):
    other = books.open_book(
        group=world.weavers_there, chart="GROUP", begins_on=scenes.BEGINS, by=by_adi(world), at=NOW
    )
    fresh = {"head": "b" * 64, "request_id": uuid4(), "reverses_id": entry.pk}
    sql, values = copied(
        Entry, entry, book_id=other.pk, village_id=other.village_id, sequence=1, receipt_no=1,
        previous_head="0" * 64, **fresh,
    )  # fmt: skip
    refused("same_village|ledger_entry_reverses_one_of_its_book", sql, *values)
    follows = {"sequence": 3, "receipt_no": 3, "previous_head": entry.head}
    first = Entry.objects.get(sequence=1)
    sql, values = copied(Entry, entry, **fresh | follows)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    back = Entry.objects.get(sequence=3)
    follows = {"sequence": 4, "receipt_no": 4, "previous_head": back.head, "id": back.pk + 1}
    again = {"head": "c" * 64, "request_id": uuid4()}
    sql, values = copied(Entry, entry, **follows, **again, reverses_id=back.pk)
    refused("ledger_entry_reverses_one_of_its_book", sql, *values)
    sql, values = copied(Entry, entry, **follows, **again, reverses_id=entry.pk)
    refused("ledger_entry_taken_back_once|reverses_id", sql, *values)
    assert first.pk != back.pk


MOVEMENTS = [
    ({"amount_rp": 0}, "ledger_movement_amount_above_zero"),
    ({"amount_rp": -5}, "ledger_movement_amount_above_zero"),
    ({"amount_rp": 10**15 + 1}, "ledger_movement_amount_above_zero"),
    ({"amount_rp": None}, "amount_rp"),
    ({"debit_id": None}, "debit"),
    ({"debit_id": "CASH"}, "ledger_movement_between_two_accounts"),
    ({"debit_id": "ELSEWHERE"}, "ledger_movement_|same_village"),
    ({"credit_id": "CONTROL"}, "ledger_movement_credits_an_open_account_of_its_book"),
    ({"credit_id": "CLOSED"}, "ledger_movement_credits_an_open_account_of_its_book"),
    ({"book_id": "THERE"}, "ledger_movement_(credits|debits|repeats)"),
    ({"village_id": "VILLAGE"}, "ledger_movement_(credits|debits|repeats)"),
    ({"unit": "x\nmove 1 2"}, "ledger_movement_unit_is_one_word"),
    ({"unit": "-"}, "ledger_movement_unit_is_one_word"),
    ({"sequence": 1}, "ledger_movement_repeats_its_entry"),
    ({"value_on": TODAY - timedelta(days=1)}, "ledger_movement_repeats_its_entry"),
    ({"position": 2}, "ledger_movement_repeats_its_entry"),  # one more than the entry has
    ({"position": 0}, "ledger_movement_place_once|position"),
]


@pytest.mark.parametrize(("changed", "name"), MOVEMENTS)
def test_a_movement_that_cannot_be_is_refused(world, book, entry, changed, name):
    other = books.open_book(
        group=world.weavers_there, chart="COOPERATIVE", begins_on=scenes.BEGINS, by=by_adi(world),
        at=NOW,
    )  # fmt: skip
    control = Account.objects.create(
        village=book.village, book=book, code="2999", name="Kendali", kind="LIABILITY",
        normal="C", is_control=True,
    )  # fmt: skip
    gone = Account.objects.create(
        village=book.village, book=book, code="2998", name="Lama", kind="LIABILITY", normal="C",
        closed_on=date(2026, 2, 1),
    )  # fmt: skip
    told = {
        "CASH": Account.objects.get(book=book, code="1101").pk,
        "ELSEWHERE": Account.objects.get(book=other, code="1101").pk,
        "CONTROL": control.pk,
        "CLOSED": gone.pk,
        "THERE": other.pk,
        "VILLAGE": other.village_id,
    }
    half = half_written(entry)
    row = {"position": 1} | {key: told.get(value, value) for key, value in changed.items()}
    refused(name, *flat(copied(Movement, half, **row)))


def half_written(entry) -> Movement:
    """Write an entry of two movements by hand, and only the first of them."""
    follows = {"sequence": 3, "receipt_no": 3, "previous_head": entry.head, "lines": 2}
    with connection.cursor() as cursor:
        cursor.execute(*copied(Entry, entry, **follows, head="d" * 64, request_id=uuid4()))
    third = Entry.objects.get(sequence=3)
    with connection.cursor() as cursor:
        old = entry.movements.get()
        cursor.execute(*copied(Movement, old, entry_id=third.pk, sequence=3))
    return third.movements.get()


def flat(statement) -> list[object]:
    sql, values = statement
    return [sql, *values]


def test_an_account_stays_what_it_is(world, book):
    for column in ("code = 'x'", "kind = 'INCOME'", "normal = 'C'"):
        refused("ledger_account_stays_what_it_is", f"UPDATE ledger_account SET {column}")
    for floor in ("NULL", "0", "-1"):  # of a cash box, and of who has no control account
        refused("ledger_account_keeps_its_floor", f"UPDATE ledger_account SET floor_rp = {floor}")
    refused("ledger_account_never_deleted", "DELETE FROM ledger_account")
    cash = Account.objects.get(code="1101")
    for code in ("1101 4201", "11\n01"):  # "move 1101 4201 4201" would be two movements
        refused("ledger_account_code_is_one_word", *flat(copied(Account, cash, code=code)))
    refused("ledger_book_never_deleted", "DELETE FROM ledger_book")
    refused("ledger_book_stays_its_groups", "UPDATE ledger_book SET begins_on = '2020-01-01'")


def test_no_drawer_goes_below_nought_even_by_hand(world, book, entry):
    refused(
        "ledger_balance_not_below_its_floor",
        "UPDATE ledger_balance SET credit_rp = debit_rp + 1, own_rp = -1 WHERE floor_rp = 0",
    )
    refused(
        "ledger_balance_not_below_its_floor",
        "UPDATE ledger_balance SET held_rp = own_rp + 1 WHERE floor_rp = 0",
    )
    refused("ledger_balance_is_the_difference", "UPDATE ledger_balance SET own_rp = own_rp + 3")
    assert Balance.objects.count() == 20


def test_no_sum_grows_beyond_what_is_counted_exactly(world, book):
    posted(world, book, sale(10**15))
    much = "UPDATE ledger_balance SET debit_rp = {0}, credit_rp = {0}, own_rp = 0"
    with connection.cursor() as cursor:
        cursor.execute(much.format(9 * 10**18 - 5))
    refused("ledger_balance_sums_are_exact", much.format(9 * 10**18 + 1))
    with pytest.raises(IntegrityError, match="ledger_balance_sums_are_exact"):
        posted(world, book, sale(10**15))


def test_one_person_never_approves_her_own(world, book, entry):
    waits = propose(world, book)
    by_hand = (
        "INSERT INTO ledger_resolution (id, village_id, pending_id, outcome, maker_id, by_id, at,"
        " reason, entry_id) VALUES (%s, %s, %s, %s, %s, %s, %s, '', %s)"
    )
    rina, adi = world.rina.pk, world.adi.pk
    shared = (9, book.village_id, waits.pk)
    now = NOW.isoformat(" ")
    refused(
        "two_different_people|books_what", by_hand, *shared, "APPROVED", rina, rina, now, entry.pk
    )
    refused("of_its_own_pending", by_hand, *shared, "REFUSED", adi, rina, now, None)
    refused("books_what_was_approved", by_hand, *shared, "APPROVED", rina, adi, now, entry.pk)
    refused("approved_is_booked", by_hand, *shared, "APPROVED", rina, adi, now, None)
    refused("outcome_known", by_hand, *shared, "PERHAPS", rina, adi, now, None)


def test_a_month_moves_one_step_at_a_time_and_a_sealed_one_not_at_all(world, book):
    october = closed(world, book, date(2026, 10, 1))
    update = "UPDATE ledger_period SET state = %s"
    refused("ledger_period_moves_one_step", update, "CLOSING")
    refused("ledger_period_never_deleted", "DELETE FROM ledger_period")
    sealing.seal(period=october, by=by_adi(world), at=NOW)
    for state in ("OPEN", "CLOSING", "CLOSED"):
        refused("ledger_period_moves_one_step", update, state)
    refused("begins_on_the_first", *flat(copied(Period, october, first=date(2026, 9, 2))))


def test_words_can_only_be_emptied(world, book, entry):
    refused("ledger_entry_memo_only_erased", "UPDATE ledger_entry SET memo = 'Lain'")
    Entry.objects.update(salt="", memo="", party="")
    assert not Hold.objects.exists()
    assert Book.objects.count() == 1


@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite takes the index that fits most columns"
)
def test_guards_read_no_more_of_a_long_book(world, book):
    """PostgreSQL keeps a trigger's first plan: of an empty table any index looks as good.

    What it knows of the table is told here, and what tests before this one left in the indexes is
    cleared: an index that others made longer looks dearer than one that reads the whole book. That
    it reads a table of one page whole is not looked at: only the choice between indexes is.
    """
    with connection.cursor() as cursor:
        cursor.execute("REINDEX TABLE ledger_entry")
    posted(world, book, sale(1_000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE ledger_entry")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("DISCARD PLANS")
    for number in range(40):
        posted(world, book, sale(1_000), minutes=number)
    before = rows_read()
    posted(world, book, sale(1_000), minutes=40)
    assert rows_read() - before < 20, sizes()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="asks how PostgreSQL would look up")
def test_one_index_of_a_book_is_left_for_its_order(world, book):
    """Whatever statistics say: with the index of the order gone, none of the book would do."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_sequence_once")
        cursor.execute(
            "EXPLAIN SELECT head FROM ledger_entry WHERE book_id = %s AND sequence < 2"
            " ORDER BY sequence DESC LIMIT 1",
            [book.pk],
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Seq Scan" in plan, plan


def sizes() -> list[object]:
    """What PostgreSQL weighs the indexes by; said where it chose another than it should."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relpages, reltuples FROM pg_class WHERE relname LIKE 'ledger_entry%'"
        )
        return list(cursor.fetchall())


def rows_read() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(idx_tup_fetch + seq_tup_read) FROM pg_stat_xact_user_tables"
            " WHERE relname = 'ledger_entry'"
        )
        return int(cursor.fetchone()[0])
