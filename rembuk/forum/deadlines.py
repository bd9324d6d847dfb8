"""When the annual meeting must be held, and when everybody must know of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rembuk.lib.dates import months_later


@dataclass(frozen=True)
class AnnualRules:
    """So many months after the year's end at the latest; notice so many days before."""

    deadline_months: int
    notice_days: int

    def deadline(self, year_end: date) -> date:
        """Return the last day for the meeting about a year."""
        return months_later(year_end, self.deadline_months)

    def latest_notice(self, meeting_on: date) -> date:
        """Return the last day on which an invitation is in time."""
        return meeting_on - timedelta(days=self.notice_days)
