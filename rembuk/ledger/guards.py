"""What the database refuses of the books, on SQLite and PostgreSQL alike.

posting.py says the same in sentences; these stand where somebody comes past it. Entries,
movements and the rest of history are append-only besides (their models say so).

Every look-up leaves one index only, however long the book is: PostgreSQL keeps the plan it made
when the table was empty, and any index of the book would seem as good then. A column with a plus
before it is compared, and looked up by no index, on both databases.
"""

from __future__ import annotations

from rembuk.villages.guards import Refusal

GENESIS = "0" * 64  # what the first entry of a book has for a previous head


def _missing(table: str, where: str) -> str:
    return f"NOT EXISTS (SELECT 1 FROM {table} t WHERE {where})"  # noqa: S608 -- our own words


def _there(table: str, where: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} t WHERE {where})"  # noqa: S608 -- our own words


def _there_too(table: str, where: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} a WHERE {where})"  # noqa: S608 -- our own words


def _one_before(series: str, columns: str) -> str:
    """Read the entry before NEW in a series of its book: in order, so by the series' own index."""
    return (
        f"(SELECT {columns} FROM {ENTRY} t WHERE t.book_id = NEW.book_id"  # noqa: S608 -- as above
        f" AND t.{series} < NEW.{series} ORDER BY t.{series} DESC LIMIT 1)"
    )


ENTRY = "ledger_entry"
MOVEMENT = "ledger_movement"
ACCOUNT = "ledger_account"
PERIOD = "ledger_period"
RESOLUTION = "ledger_resolution"

REFUSALS = [
    Refusal(
        "ledger_entry_continues_the_chain",
        ENTRY,
        "INSERT",
        f"NOT (NEW.sequence = 1 AND NEW.previous_head = '{GENESIS}') AND "
        + _missing(
            _one_before("sequence", "t.sequence, t.head"),
            "t.sequence = NEW.sequence - 1 AND t.head = NEW.previous_head",
        ),
    ),
    Refusal(
        "ledger_entry_receipt_no_without_gap",
        ENTRY,
        "INSERT",
        "NEW.receipt_no <> 1 AND "
        + _missing(_one_before("receipt_no", "t.receipt_no"), "t.receipt_no = NEW.receipt_no - 1"),
        of="receipt_no",
    ),
    Refusal(
        "ledger_entry_month_is_open",
        ENTRY,
        "INSERT",
        _there(
            PERIOD,
            "t.book_id = NEW.book_id AND t.state IN ('CLOSED', 'SEALED')"
            " AND substr(CAST(t.first AS text), 1, 7) = substr(CAST(NEW.value_on AS text), 1, 7)",
        ),
    ),
    Refusal(
        "ledger_entry_not_before_the_book",
        ENTRY,
        "INSERT",
        _missing(
            "ledger_book",
            "t.id = NEW.book_id AND +t.village_id = NEW.village_id AND t.begins_on <= NEW.value_on",
        ),
    ),
    Refusal(
        "ledger_entry_reverses_one_of_its_book",
        ENTRY,
        "INSERT",
        _missing(
            ENTRY,
            "t.id = NEW.reverses_id AND +t.book_id = NEW.book_id AND t.village_id = NEW.village_id"
            " AND t.reverses_id IS NULL AND t.lines = NEW.lines",
        ),
        of="reverses_id",
    ),
    Refusal(
        "ledger_movement_repeats_its_entry",
        MOVEMENT,
        "INSERT",
        _missing(
            ENTRY,
            "t.id = NEW.entry_id AND +t.book_id = NEW.book_id AND t.village_id = NEW.village_id"
            " AND t.sequence = NEW.sequence AND t.value_on = NEW.value_on"
            " AND NEW.position < t.lines",
        ),
    ),
    *(
        Refusal(
            f"ledger_movement_{side}s_an_open_account_of_its_book",
            MOVEMENT,
            "INSERT",
            _missing(
                ACCOUNT,
                f"t.id = NEW.{side}_id AND +t.book_id = NEW.book_id"
                " AND +t.village_id = NEW.village_id AND NOT t.is_control"
                " AND (t.closed_on IS NULL OR t.closed_on >= NEW.value_on)",
            ),
        )
        for side in ("debit", "credit")
    ),
    Refusal(
        "ledger_account_under_a_control_of_its_book",
        ACCOUNT,
        "INSERT",
        _missing(
            ACCOUNT,
            "t.id = NEW.parent_id AND t.book_id = NEW.book_id AND t.is_control"
            " AND t.kind = NEW.kind AND t.normal = NEW.normal",
        ),
        of="parent_id",
    ),
    Refusal(
        "ledger_account_stays_what_it_is",
        ACCOUNT,
        "UPDATE OF book_id, code, kind, normal, parent_id, is_control, resident_id",
        "1 = 1",
    ),
    Refusal(
        # A saver who stood below nothing when floors came gets his once he reaches it (mending.py).
        "ledger_account_keeps_its_floor",
        ACCOUNT,
        "UPDATE OF floor_rp",
        "OLD.floor_rp IS NOT NULL OR "
        + _missing(ACCOUNT, "t.id = NEW.parent_id AND t.floor_rp = NEW.floor_rp"),
    ),
    Refusal("ledger_account_never_deleted", ACCOUNT, "DELETE", "1 = 1"),
    Refusal(
        "ledger_book_stays_its_groups", "ledger_book", "UPDATE OF group_id, begins_on", "1 = 1"
    ),
    Refusal("ledger_book_never_deleted", "ledger_book", "DELETE", "1 = 1"),
    Refusal(
        "ledger_hold_on_an_account_of_its_book",
        "ledger_hold",
        "INSERT",
        _missing(
            "ledger_pending",
            "t.id = NEW.pending_id AND "
            + _there_too(ACCOUNT, "a.id = NEW.account_id AND a.book_id = t.book_id"),
        ),
    ),
    Refusal(
        "ledger_resolution_of_its_own_pending",
        RESOLUTION,
        "INSERT",
        _missing("ledger_pending", "t.id = NEW.pending_id AND t.maker_id = NEW.maker_id"),
    ),
    Refusal(
        "ledger_resolution_books_what_was_approved",
        RESOLUTION,
        "INSERT",
        _missing(
            "ledger_pending",
            "t.id = NEW.pending_id AND "
            + _there_too(
                ENTRY,
                "a.id = NEW.entry_id AND a.book_id = t.book_id AND a.request_id = t.request_id"
                " AND a.maker_id = t.maker_id AND a.checker_id = NEW.by_id",
            ),
        ),
        of="entry_id",
    ),
    Refusal(
        "ledger_period_moves_one_step",
        PERIOD,
        "UPDATE",
        "NOT (OLD.book_id = NEW.book_id AND OLD.first = NEW.first AND (OLD.state = NEW.state"
        " OR (OLD.state = 'OPEN' AND NEW.state = 'CLOSING')"
        " OR (OLD.state = 'CLOSING' AND NEW.state IN ('OPEN', 'CLOSED'))"
        " OR (OLD.state = 'CLOSED' AND NEW.state IN ('OPEN', 'SEALED'))))",
    ),
    Refusal("ledger_period_never_deleted", PERIOD, "DELETE", "1 = 1"),
]
