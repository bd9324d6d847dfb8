"""What the database refuses of a year's division: another person checks, the members decide."""

from __future__ import annotations

from rembuk.villages.guards import Refusal

STEP = "surplus_divisionstep"
SHARE = "surplus_membershare"
BOOKING = "surplus_booking"
PAYOUT = "surplus_payout"
COVER = "surplus_losscover"
PLANNED = "surplus_budgetline"
_HAS = "EXISTS (SELECT 1 FROM surplus_divisionstep s WHERE s.division_id = NEW.division_id{more})"
_POOLS = (
    "NEW.kind = 'CHECKED' AND NOT EXISTS (SELECT 1 FROM surplus_division one"
    " WHERE one.id = NEW.division_id"
    " AND one.by_capital_rp = (SELECT coalesce(sum(p.by_capital_rp), 0)"
    " FROM surplus_membershare p WHERE p.division_id = one.id)"
    " AND one.by_use_rp = (SELECT coalesce(sum(p.by_use_rp), 0)"
    " FROM surplus_membershare p WHERE p.division_id = one.id))"
)
_SAME = (
    "NEW.kind = 'CHECKED' AND EXISTS (SELECT 1 FROM surplus_division one"
    " WHERE one.id = NEW.division_id AND coalesce(one.by_id, NEW.by_id) = NEW.by_id)"
)
_OTHERS = (
    "NEW.kind = 'DECIDED' AND NOT EXISTS (SELECT 1 FROM surplus_division one"
    " JOIN forum_meeting m ON m.group_id = one.group_id"
    " JOIN forum_resolution r ON r.meeting_id = m.id"
    " WHERE one.id = NEW.division_id AND r.id = NEW.resolution_id)"
)
_TWICE = (
    "NEW.kind = 'DECIDED' AND EXISTS (SELECT 1 FROM surplus_division mine"
    " JOIN surplus_division other ON other.group_id = mine.group_id AND other.year = mine.year"
    " JOIN surplus_divisionstep d ON d.division_id = other.id AND d.kind = 'DECIDED'"
    " WHERE mine.id = NEW.division_id AND other.id <> mine.id AND NOT EXISTS"
    " (SELECT 1 FROM surplus_divisionstep e WHERE e.division_id = other.id AND e.kind = 'ENDED'))"
)
_ELSEWHERE = (
    "NOT EXISTS (SELECT 1 FROM surplus_division one"
    " JOIN ledger_book b ON b.group_id = one.group_id"
    " JOIN ledger_entry e ON e.book_id = b.id AND e.kind = 'SHU_DIVIDED'"
    " WHERE one.id = NEW.division_id AND e.id = NEW.entry_id)"
)
_BACK = "EXISTS (SELECT 1 FROM ledger_entry b WHERE b.reverses_id = {entry})"
# A payout that was not taken back and, where a second person is asked, not refused.
_PAYOUT = (
    "EXISTS (SELECT 1 FROM surplus_payout o JOIN surplus_membershare m ON m.id = o.share_id"
    " WHERE {which} AND ((o.entry_id IS NOT NULL AND NOT {alone})"
    " OR (o.asked_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_resolution r"
    " WHERE r.pending_id = o.asked_id AND (r.entry_id IS NULL OR {by_two})))))"
)
_BACKS = {"alone": _BACK.format(entry="o.entry_id"), "by_two": _BACK.format(entry="r.entry_id")}
_PAID_TWICE = _PAYOUT.format(which="o.share_id = NEW.share_id AND o.id <> NEW.id", **_BACKS)
_PAID_EARLY = (
    "NOT EXISTS (SELECT 1 FROM surplus_membershare m"
    " JOIN surplus_booking k ON k.division_id = m.division_id"
    " WHERE m.id = NEW.share_id AND NOT EXISTS (SELECT 1 FROM surplus_divisionstep s"
    " WHERE s.division_id = m.division_id AND s.kind = 'ENDED'))"
)
_PAID_OTHERWISE = (
    "NEW.entry_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM surplus_membershare m"
    " JOIN coop_member c ON c.id = m.member_id"
    " JOIN ledger_movement v ON v.entry_id = NEW.entry_id"
    " JOIN ledger_account a ON a.id = v.debit_id"
    " WHERE m.id = NEW.share_id AND a.code = '2110-' || c.number"
    " AND v.amount_rp = m.by_capital_rp + m.by_use_rp)"
)
_PAID = "NEW.kind = 'ENDED' AND " + _PAYOUT.format(
    which="m.division_id = NEW.division_id", **_BACKS
)
_COVERED_TWICE = (
    "EXISTS (SELECT 1 FROM surplus_losscover other WHERE other.group_id = NEW.group_id"
    " AND other.year = NEW.year AND other.id <> NEW.id AND NOT {back})"
)
_COVERED_ELSEWHERE = (
    "NOT EXISTS (SELECT 1 FROM ledger_book b JOIN ledger_entry e ON e.book_id = b.id"
    " JOIN ledger_movement v ON v.entry_id = e.id"
    " JOIN ledger_account d ON d.id = v.debit_id JOIN ledger_account c ON c.id = v.credit_id"
    " WHERE b.group_id = NEW.group_id AND e.id = NEW.entry_id AND e.kind = 'LOSS_COVERED'"
    " AND d.code = '3201' AND c.code = '3301' AND v.amount_rp = NEW.covered_rp)"
)
_COVERED_BY_OTHERS = (
    "NOT EXISTS (SELECT 1 FROM forum_meeting m JOIN forum_resolution r ON r.meeting_id = m.id"
    " WHERE m.group_id = NEW.group_id AND r.id = NEW.resolution_id)"
)
_NO_RESULT = (
    "NOT EXISTS (SELECT 1 FROM surplus_budget u JOIN ledger_book b ON b.group_id = u.group_id"
    " JOIN ledger_account a ON a.book_id = b.id AND a.code = NEW.code"
    " WHERE u.id = NEW.budget_id AND a.kind IN ('INCOME', 'EXPENSE') AND NOT a.is_control)"
)
REFUSALS = (
    Refusal(f"{PLANNED}_of_income_or_costs", PLANNED, "INSERT", _NO_RESULT),
    Refusal(
        f"{COVER}_once_a_year",
        COVER,
        "INSERT",
        _COVERED_TWICE.format(back=_BACK.format(entry="other.entry_id")),
    ),
    Refusal(f"{COVER}_as_the_book_says", COVER, "INSERT", _COVERED_ELSEWHERE),
    Refusal(f"{COVER}_decided_by_its_own_members", COVER, "INSERT", _COVERED_BY_OTHERS),
    Refusal(f"{STEP}_members_get_the_pools", STEP, "INSERT", _POOLS),
    Refusal(f"{STEP}_checked_by_somebody_else", STEP, "INSERT", _SAME),
    Refusal(
        f"{STEP}_decided_after_the_check",
        STEP,
        "INSERT",
        "NEW.kind = 'DECIDED' AND NOT " + _HAS.format(more=" AND s.kind = 'CHECKED'"),
    ),
    Refusal(f"{STEP}_decided_by_its_own_members", STEP, "INSERT", _OTHERS),
    Refusal(f"{STEP}_one_decision_a_year", STEP, "INSERT", _TWICE),
    Refusal(
        f"{STEP}_nothing_after_the_end", STEP, "INSERT", _HAS.format(more=" AND s.kind = 'ENDED'")
    ),
    Refusal(
        f"{BOOKING}_after_the_decision",
        BOOKING,
        "INSERT",
        "NOT "
        + _HAS.format(more=" AND s.kind = 'DECIDED'")
        + " OR "
        + _HAS.format(more=" AND s.kind = 'ENDED'"),
    ),
    Refusal(f"{BOOKING}_in_the_book_of_the_cooperative", BOOKING, "INSERT", _ELSEWHERE),
    Refusal(f"{STEP}_stays_once_paid", STEP, "INSERT", _PAID),
    Refusal(f"{PAYOUT}_of_what_is_booked", PAYOUT, "INSERT", _PAID_EARLY),
    Refusal(f"{PAYOUT}_once_a_part", PAYOUT, "INSERT", _PAID_TWICE),
    Refusal(f"{PAYOUT}_of_her_own_part", PAYOUT, "INSERT", _PAID_OTHERWISE),
    Refusal(f"{SHARE}_before_the_check", SHARE, "INSERT", _HAS.format(more="")),
)
