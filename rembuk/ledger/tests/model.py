"""A book as a child would keep it: one list, and every answer counted from its beginning.

It shares nothing with the ledger but the shape of a Plan, and keeps no balance. What it refuses
it tells as a part of the English sentence that people are told.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan

MOST_RP = 10**15
WAITS_DAYS = 14
DECIDED = "This was decided before"


@dataclass(frozen=True)
class Drawer:
    """An account: its side, what it may not fall below, and until when it takes entries."""

    side: str
    floor: int | None = None
    closed_on: date | None = None


@dataclass
class Line:
    """An entry of the list."""

    on: date
    moves: list[tuple[str, str, int]]
    receipt: bool
    back_of: int | None = None
    taken_back: bool = False


@dataclass
class Asked:
    """What waits for a second person."""

    plan: Plan
    until: date
    outcome: str = ""


@dataclass
class Model:
    """The whole book, its months and what waits; `today` moves on."""

    drawers: dict[str, Drawer]
    begins: date
    today: date
    lines: list[Line] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    months: dict[date, str] = field(default_factory=dict)

    # --- questions --------------------------------------------------------------------------------

    def sums(self, *, on: date = date.max, known: int | None = None) -> dict[str, tuple[int, int]]:
        """Return debits and credits of what moved, of the first `known` lines, up to a day."""
        debits: Counter[str] = Counter()
        credits_: Counter[str] = Counter()
        for line in self.lines[:known]:
            for debit, credit, amount in line.moves:
                if line.on <= on:
                    debits[debit] += amount
                    credits_[credit] += amount
        return {code: (debits[code], credits_[code]) for code in debits | credits_}

    def own(self, code: str, *, on: date = date.max, known: int | None = None) -> int:
        debit, credit = self.sums(on=on, known=known).get(code, (0, 0))
        return debit - credit if self.drawers[code].side == "D" else credit - debit

    def held(self, code: str) -> int:
        return sum(self._taken(one.plan).get(code, 0) for one in self.asked if not one.outcome)

    def free(self, code: str) -> int:
        return self.own(code) - self.held(code) - (self.drawers[code].floor or 0)

    def receipts(self) -> int:
        return sum(line.receipt for line in self.lines)

    # --- commands: each returns why not, or None when it was done ---------------------------------

    def post(self, plan: Plan) -> str | None:
        refused = self.why_not(plan)
        if refused is None:
            self._write(plan)
        return refused

    def reverse(self, number: int, *, on: date | None) -> str | None:
        line = self.lines[number]
        if line.back_of is not None:
            return "This line takes another one back"
        if line.taken_back:
            return "This line was taken back before"
        day = on or line.on
        if self._is_shut(day):
            day = self.today
        back = [Move(credit, debit, amount) for debit, credit, amount in line.moves]
        plan = Plan(kind="REVERSAL", on=day, moves=back)
        refused = self.why_not(plan)
        if refused is None:
            self._write(plan, back_of=number)
            line.taken_back = True
        return refused

    def propose(self, plan: Plan) -> str | None:
        refused = self.why_not(plan)
        if refused is None:
            self.asked.append(Asked(plan, self.today + timedelta(days=WAITS_DAYS)))
        return refused

    def approve(self, one: Asked, *, own: bool, read: bool) -> str | None:
        if one.outcome:
            return DECIDED
        if own:
            return "The person who asked for it cannot approve it"
        if self.today > one.until:
            return "This has waited too long"
        if not read:
            return "What you saw is not what is kept here"
        one.outcome = "APPROVED"  # no longer reserved, when it is looked at
        refused = self.post(one.plan)
        if refused is not None:
            one.outcome = ""
        return refused

    def refuse(self, one: Asked, *, own: bool, reason: str) -> str | None:
        if one.outcome:
            return DECIDED
        if not reason.strip():
            return "Write why"
        one.outcome = "WITHDRAWN" if own else "REFUSED"
        return None

    def expire(self) -> int:
        old = [one for one in self.asked if not one.outcome and self.today > one.until]
        for one in old:
            one.outcome = "EXPIRED"
        return len(old)

    def begin_closing(self, first: date) -> str | None:
        if (self.today.year, self.today.month) <= (first.year, first.month):
            return "This month is not over yet"
        if self._is_shut(first):
            return "is closed already"
        self.months[first] = "CLOSING"
        return None

    def close(self, first: date) -> str | None:
        if self.months[first] != "CLOSING":
            return "Begin to close"
        if any(line.on < first and not self._is_shut(line.on) for line in self.lines):
            return "Months are closed in order"
        self.months[first] = "CLOSED"
        return None

    def open_again(self, first: date, *, reason: str) -> str | None:
        if self.months[first] == "SEALED":
            return "is sealed and stays as it is"
        if self.months[first] == "OPEN":
            return "is open already"
        if self.months[first] == "CLOSED" and any(
            month > first and self._is_shut(month) for month in self.months
        ):
            return "Only the month closed last"
        if len(reason.strip()) < 5:
            return "Write why the month is opened again"
        self.months[first] = "OPEN"
        return None

    def seal(self, first: date) -> str | None:
        if self.months[first] == "SEALED":
            return "This month is sealed already"
        if self.months[first] != "CLOSED":
            return "Close the month first"
        self.months[first] = "SEALED"
        return None

    # --- rules ------------------------------------------------------------------------------------

    def why_not(self, plan: Plan) -> str | None:
        if any(type(m.amount_rp) is not int or not 0 < m.amount_rp <= MOST_RP for m in plan.moves):
            return "Write a sum of whole rupiah"
        if plan.on > self.today:
            return "That day has not come yet"
        if plan.on < self.begins:
            return "These books begin on"
        if self._is_shut(plan.on):
            return "are closed. Write a day of a month that is open"
        codes = {code for move in plan.moves for code in (move.debit, move.credit)}
        for code in sorted(codes):
            if code not in self.drawers:
                return "is not in these books"
            if (self.drawers[code].closed_on or plan.on) < plan.on:
                return "is closed. Choose an account that is open"
        for code, taken in sorted(self._taken(plan).items()):
            if taken > self.free(code):
                return f"There is only Rp{max(self.free(code), 0):,} in"
        return None

    def _taken(self, plan: Plan) -> dict[str, int]:
        """Return what it takes out of each drawer that has a floor."""
        found: Counter[str] = Counter()
        for move in plan.moves:
            for code, grows in ((move.debit, "D"), (move.credit, "C")):
                if code in self.drawers and self.drawers[code].floor is not None:
                    found[code] += (
                        -move.amount_rp if self.drawers[code].side == grows else move.amount_rp
                    )
        return {code: taken for code, taken in found.items() if taken > 0}

    def _is_shut(self, day: date) -> bool:
        return self.months.get(day.replace(day=1)) in {"CLOSED", "SEALED"}

    def _write(self, plan: Plan, *, back_of: int | None = None) -> None:
        moves = [(move.debit, move.credit, move.amount_rp) for move in plan.moves]
        self.lines.append(Line(plan.on, moves, plan.receipt, back_of))
