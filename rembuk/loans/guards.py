"""What the database refuses of loans off the books, and of new schedules: who agreed, and when."""

from __future__ import annotations

from rembuk.villages.guards import Refusal

WRITE_OFF = "loans_writeoff"
VOTE = "loans_writeoffvote"
RECOVERY = "loans_recovery"
_VOTED = (
    "EXISTS (SELECT 1 FROM loans_writeoffvote v WHERE v.write_off_id = NEW.write_off_id"
    " AND v.id <> NEW.id AND v.outcome = '{outcome}')"
)
_MAKER = (
    "NOT EXISTS (SELECT 1 FROM loans_writeoff w"
    " WHERE w.id = NEW.write_off_id AND w.by_id = NEW.maker_id)"
)
# Neither refused, nor booked and taken back.
_STANDS = (
    "EXISTS (SELECT 1 FROM loans_writeoff w WHERE w.loan_id = NEW.loan_id AND w.id <> NEW.id"
    " AND NOT EXISTS (SELECT 1 FROM loans_writeoffvote v LEFT JOIN ledger_entry b"
    " ON b.reverses_id = v.entry_id WHERE v.write_off_id = w.id"
    " AND (v.outcome = 'REFUSED' OR b.id IS NOT NULL)))"
)
_NOT_BOOKED = (
    "NOT EXISTS (SELECT 1 FROM loans_writeoffvote v WHERE v.write_off_id = NEW.write_off_id"
    " AND v.entry_id IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM ledger_entry b WHERE b.reverses_id = v.entry_id))"
)
_AGREED = _VOTED.format(outcome="AGREED")

RESCHEDULING = "loans_rescheduling"
ANSWER = "loans_reschedulingvote"

REFUSALS = [
    Refusal(
        "loans_rescheduling_one_at_a_time",
        RESCHEDULING,
        "INSERT",
        "EXISTS (SELECT 1 FROM loans_rescheduling r LEFT JOIN loans_reschedulingvote v"
        " ON v.rescheduling_id = r.id WHERE r.loan_id = NEW.loan_id AND r.id <> NEW.id"
        " AND v.id IS NULL)",
    ),
    Refusal(
        "loans_reschedulingvote_maker_is_who_proposed",
        ANSWER,
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM loans_rescheduling r"
        " WHERE r.id = NEW.rescheduling_id AND r.by_id = NEW.maker_id)",
    ),
    Refusal(
        "loans_reschedulingback_of_what_was_agreed",
        "loans_reschedulingback",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM loans_reschedulingvote v"
        " WHERE v.id = NEW.vote_id AND v.outcome = 'AGREED')",
    ),
    Refusal("loans_writeoff_one_at_a_time", WRITE_OFF, "INSERT", _STANDS),
    Refusal("loans_writeoffvote_none_after_a_no", VOTE, "INSERT", _VOTED.format(outcome="REFUSED")),
    Refusal("loans_writeoffvote_maker_is_who_proposed", VOTE, "INSERT", _MAKER),
    Refusal(
        "loans_writeoffvote_booked_by_both",
        VOTE,
        "INSERT",
        f"(NEW.entry_id IS NOT NULL AND NOT {_AGREED})"
        f" OR (NEW.entry_id IS NULL AND NEW.outcome = 'AGREED' AND {_AGREED})",
    ),
    Refusal("loans_recovery_of_what_is_written_off", RECOVERY, "INSERT", _NOT_BOOKED),
]
