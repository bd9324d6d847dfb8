"""When each instalment falls due: counted from the first day itself, so that it never drifts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rembuk.lib.dates import months_later
from rembuk.lib.wrong_inputs import bad_value

BEYOND_CALENDAR = "jadwal yang selesai sebelum tahun 10000"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often an instalment falls due: every so many months, or every so many days."""

    months: int = 0
    days: int = 0

    def later(self, day: date, times: int) -> date:
        """Return the day so many periods later, counted from `day` itself.

        Errors: Wrong `bad_value` beyond the calendar.
        """
        try:
            if self.months:
                return months_later(day, self.months * times)
            return day + timedelta(days=self.days * times)
        except (ValueError, OverflowError):
            raise bad_value("periods", BEYOND_CALENDAR) from None


MONTHLY = Rhythm(months=1)
WEEKLY = Rhythm(days=7)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of one loan: paid out, then due at a rhythm; `first_due` may be a day of its own."""

    rhythm: Rhythm
    disbursed: date | None = None
    first_due: date | None = None

    def due(self, row: int) -> date:
        """Return when a row falls due; row 0 is the day of paying out, where that is known."""
        if self.first_due is None or (row == 0 and self.disbursed is not None):
            assert self.disbursed is not None, "a loan without any day has no due days"
            return self.rhythm.later(self.disbursed, row)
        return self.rhythm.later(self.first_due, row - 1)

    def rows(self, count: int) -> list[date]:
        """Return the due days of rows 1 to `count`; empty where no day is known."""
        if self.disbursed is None and self.first_due is None:
            return []
        return [self.due(row) for row in range(1, count + 1)]

    def days_between(self, row: int) -> int:
        """Return the days from the due day before a row (or paying out) to its own."""
        return (self.due(row) - self.due(row - 1)).days

    def each_length(self, count: int) -> Iterator[int]:
        """Give the days of rows 1 to `count`, one after another."""
        before = self.due(0)
        for row in range(1, count + 1):
            day = self.due(row)
            yield (day - before).days
            before = day
