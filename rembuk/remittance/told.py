"""One row of a statement as the bank tells it, before anything of it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rembuk.lib.money import MOST_RP
from rembuk.lib.names import clean_text
from rembuk.remittance.models import StatementRow

Kind = StatementRow.Kind
Why = StatementRow.Why
HUNDRED = 100
TEXT_LETTERS, REFERENCE_LETTERS = 300, 60


@dataclass(frozen=True)
class Told:
    """A row by its number in the file; day, sum (whole rupiah) and words only of money in."""

    number: int
    kind: Kind
    why: str = ""
    on: date | None = None
    amount_rp: int | None = None
    text: str = ""
    reference: str = ""

    @classmethod
    def other(cls, number: int) -> Told:
        """A row that is no money that came in."""
        return cls(number, Kind.OTHER)

    @classmethod
    def above(cls, number: int) -> Told:
        """A heading or a total."""
        return cls(number, Kind.ABOVE)

    @classmethod
    def unreadable(cls, number: int, why: Why) -> Told:
        """A row that somebody has to look at."""
        return cls(number, Kind.UNREADABLE, why)

    @classmethod
    def credit(cls, number: int, *, on: date, hundredths: int, text: str, reference: str) -> Told:
        """Money that came in; no row of ours where its sum is no whole rupiah, or is nought."""
        if hundredths == 0:
            return cls.other(number)
        if hundredths % HUNDRED:
            return cls.unreadable(number, Why.CENTS)
        amount_rp = hundredths // HUNDRED
        if amount_rp > MOST_RP:
            return cls.unreadable(number, Why.SUM)
        day = date(on.year, on.month, on.day)  # a library's own kind of day may be handed in
        return cls(
            number, Kind.CREDIT, on=day, amount_rp=amount_rp,
            text=clean_text(text)[0][:TEXT_LETTERS],
            reference=clean_text(reference)[0][:REFERENCE_LETTERS],
        )  # fmt: skip
