"""What the database refuses of the month's tax: paid once, and only what is booked."""

from __future__ import annotations

from rembuk.villages.guards import Refusal

PAYMENT, SLIP = "savings_taxpayment", "savings_taxslip"
_BACK = "EXISTS (SELECT 1 FROM ledger_entry b WHERE b.reverses_id = {entry})"
# Another payment of the same month that was not taken back and, where asked for, not refused.
_TWICE = (
    "EXISTS (SELECT 1 FROM savings_taxpayment o WHERE o.run_id = NEW.run_id AND o.id <> NEW.id"
    " AND ((o.entry_id IS NOT NULL AND NOT {alone}) OR (o.asked_id IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM ledger_resolution r WHERE r.pending_id = o.asked_id"
    " AND (r.entry_id IS NULL OR {by_two})))))"
)
_BACKS = {"alone": _BACK.format(entry="o.entry_id"), "by_two": _BACK.format(entry="r.entry_id")}
_OTHERWISE = (
    "NEW.entry_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_movement v"
    " JOIN ledger_account a ON a.id = v.debit_id"
    " WHERE v.entry_id = NEW.entry_id AND a.code = '2108' AND v.amount_rp ="
    " (SELECT coalesce(sum(l.tax_rp), 0) FROM savings_interestline l WHERE l.run_id = NEW.run_id))"
)
_NOT_BOOKED = (
    "NOT EXISTS (SELECT 1 FROM savings_interestline l JOIN savings_runbatch b"
    " ON b.run_id = l.run_id AND b.number = l.batch"
    " WHERE l.run_id = NEW.run_id AND l.member_id = NEW.member_id)"
)
REFUSALS = (
    Refusal(f"{PAYMENT}_once_a_month", PAYMENT, "INSERT", _TWICE.format(**_BACKS)),
    Refusal(f"{PAYMENT}_of_the_tax_withheld", PAYMENT, "INSERT", _OTHERWISE),
    Refusal(f"{SLIP}_of_what_is_booked", SLIP, "INSERT", _NOT_BOOKED),
)
