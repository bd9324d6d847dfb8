"""How many of those who have a vote were there, and whether that was enough by the group's rules.

Who has a vote is who belonged to the group on the day; guests are welcome and do not count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import ngettext

from rembuk.cash import sheets
from rembuk.forum import meetings, rules
from rembuk.forum.models import Attendance, Meeting, MeetingRule
from rembuk.lib.errors import Refused
from rembuk.villages.models import Known


@dataclass(frozen=True)
class Gathering:
    """The members of the day, those of them who were there, and the rule of the day."""

    members: int
    present: int
    rule: MeetingRule
    is_second_call: bool = False
    online: int = 0

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
    def minimum(self) -> int:
        """How many are enough at the call this meeting is."""
        return self.second_minimum if self.is_second_call else self.first_minimum

    @property
    def missing(self) -> int:
        """How many more are needed before the meeting may decide."""
        return max(0, self.minimum - self.present)

    @property
    def part(self) -> str:
        """What the rules ask for at this call, in words."""
        rule = self.rule
        asked = (
            rule.get_second_call_display() if self.is_second_call else rule.get_first_call_display()
        )
        return str(asked)

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
    here = [one for one in present if one.is_in_force]
    residents = {one.resident_id for one in here if one.resident_id}
    names = {one.name for one in here if not one.resident_id}
    came = sum(
        one.resident_id in residents if one.resident_id else one.name in names
        for one in members.people
    )
    second = meeting.plan is not None and meeting.plan.second_of_id is not None
    online = sum(one.how == Attendance.How.ONLINE for one in here)
    return Gathering(len(members.people), came, rule, second, online)


def require_enough(meeting: Meeting) -> None:
    """Refuse while too few are there to decide; a group without a rule decides by itself."""
    found = of(meeting, meetings.present_at(meeting))
    if found is None or not found.missing:
        return
    raise Refused(
        ngettext(
            "The meeting may not decide yet: %(n)s more member is needed (%(source)s).",
            "The meeting may not decide yet: %(n)s more members are needed (%(source)s).",
            found.missing,
        )
        % {"n": found.missing, "source": found.rule.source}
    )
