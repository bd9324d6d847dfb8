"""Tables of this room."""

from rembuk.forum.models.meetings import Attendance, Dissent, Meeting, Resolution
from rembuk.forum.models.rules import MeetingRule, Part

__all__ = ["Attendance", "Dissent", "Meeting", "MeetingRule", "Part", "Resolution"]
