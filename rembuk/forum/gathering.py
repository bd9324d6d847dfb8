"""How many of those who have a vote were there, and whether that was enough by the group's rules.

Who has a vote is who belonged to the group on the day; guests are welcome and do not count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rembuk.cash import sheets
from rembuk.forum import rules
from rembuk.forum.models import Attendance, Meeting, MeetingRule
from rembuk.villages.models import Known


@dataclass(frozen=True)
class Gathering:
    """The members of the day, those of them who were there, and the rule of the day."""

    members: int
    present: int
    rule: MeetingRule

    @property
    def first_minimum(self) -> int:
        """How many are enough at the first call."""
        return rules.quorum_of(self.rule.first_call).minimum(self.members)

    @property
    def second_minimum(self) -> int:
        """How many are enough at the second call."""
        return rules.quorum_of(self.rule.second_call).minimum(self.members)

    @property
    def enough(self) -> bool:
        """Whether the meeting could decide at its first call."""
        return self.present >= self.first_minimum

    @property
    def enough_at_second(self) -> bool:
        """Whether it could decide at a second call."""
        return self.present >= self.second_minimum


def of(meeting: Meeting, present: Iterable[Attendance]) -> Gathering | None:
    """Count a meeting's members; None without a rule, a known day, or a list of members."""
    if meeting.held_precision != Known.DAY or meeting.synthetic:
        return None
    rule = rules.valid_on(meeting.group, meeting.held_on)
    if rule is None:
        return None
    members = sheets.members_of(meeting.group, on=meeting.held_on)
    if not members.listed:
        return None
    here = list(present)
    residents = {one.resident_id for one in here if one.resident_id}
    names = {one.name for one in here if not one.resident_id}
    came = sum(
        one.resident_id in residents if one.resident_id else one.name in names
        for one in members.people
    )
    return Gathering(len(members.people), came, rule)
