"""Tables of this room."""

from rembuk.forum.models.meetings import Attendance, Dissent, Meeting, Resolution
from rembuk.forum.models.plans import AgendaItem, Answer, Invitation, Plan, Reply, TaskDone
from rembuk.forum.models.rules import MeetingRule, Part

__all__ = [
    "AgendaItem",
    "Answer",
    "Attendance",
    "Dissent",
    "Invitation",
    "Meeting",
    "MeetingRule",
    "Part",
    "Plan",
    "Reply",
    "Resolution",
    "TaskDone",
]
