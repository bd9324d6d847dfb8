"""What the database refuses of counts and closed days, on SQLite and PostgreSQL alike.

days.py and counting.py say the same in sentences; these stand where somebody comes past them.
"""

from __future__ import annotations

from rembuk.villages.guards import Refusal

STANDS = "NOT EXISTS (SELECT 1 FROM cash_dayopening o WHERE o.close_id = t.id)"
A_LATER_CLOSE = (
    "EXISTS (SELECT 1 FROM cash_dayclose t WHERE t.book_id = NEW.book_id"  # noqa: S608 -- our own words
    f" AND t.value_on >= NEW.value_on AND {STANDS})"
)
# Of an expected sum x: it is no longer expected, or its line was taken back (expected.py).
GONE = (
    "(x.dropped_at IS NOT NULL OR EXISTS (SELECT 1 FROM ledger_entry b"
    " WHERE b.reverses_id = x.entry_id OR b.reverses_id IN"
    " (SELECT r.entry_id FROM ledger_resolution r WHERE r.pending_id = x.asked_id)))"
)

REFUSALS = [
    Refusal("cash_entry_day_is_open", "ledger_entry", "INSERT", A_LATER_CLOSE),
    Refusal("cash_count_day_is_open", "cash_cashcount", "INSERT", A_LATER_CLOSE),
    Refusal("cash_dayclose_after_the_last", "cash_dayclose", "INSERT", A_LATER_CLOSE),
    Refusal(
        "cash_dayclose_is_what_was_counted",
        "cash_dayclose",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM cash_cashcount c WHERE c.id = NEW.count_id"
        " AND c.book_id = NEW.book_id AND c.value_on = NEW.value_on"
        " AND c.counted_rp = NEW.closing_rp)",
    ),
    Refusal(
        "cash_dayopening_of_the_last",
        "cash_dayopening",
        "INSERT",
        "EXISTS (SELECT 1 FROM cash_dayclose c JOIN cash_dayclose t"  # noqa: S608 -- our own words
        " ON t.book_id = c.book_id AND t.value_on > c.value_on"
        f" WHERE c.id = NEW.close_id AND {STANDS})",
    ),
    Refusal(
        "cash_count_entry_books_the_difference",
        "cash_cashcount",
        "INSERT",
        "NEW.entry_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_entry e"
        " JOIN ledger_movement m ON m.entry_id = e.id WHERE e.id = NEW.entry_id"
        " AND e.book_id = NEW.book_id AND e.value_on = NEW.value_on AND e.lines = 1"
        " AND m.amount_rp = abs(NEW.difference_rp))",
    ),
    Refusal(
        "cash_limit_is_agreed_by_two",
        "ledger_book",
        "UPDATE OF limit_rp",
        "NEW.limit_rp <> OLD.limit_rp AND NOT EXISTS (SELECT 1 FROM cash_limitdecision d"
        " JOIN cash_limitchange c ON c.id = d.change_id WHERE c.book_id = NEW.id"
        " AND d.outcome = 'AGREED' AND c.limit_rp = NEW.limit_rp AND c.before_rp = OLD.limit_rp)",
    ),
    Refusal(
        "cash_limitdecision_by_another",
        "cash_limitdecision",
        "INSERT",
        "EXISTS (SELECT 1 FROM cash_limitchange c WHERE c.id = NEW.change_id"
        " AND c.maker_id = NEW.by_id)",
    ),
    Refusal(
        "cash_count_pending_of_its_book",
        "cash_cashcount",
        "INSERT",
        "NEW.pending_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_pending p"
        " WHERE p.id = NEW.pending_id AND p.book_id = NEW.book_id)",
    ),
]
