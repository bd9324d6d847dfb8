"""Tables of this room."""

from rembuk.forum.models.meetings import Attendance, Dissent, Meeting, Resolution, TakenBack
from rembuk.forum.models.plans import AgendaItem, Answer, Invitation, Plan, Reply, TaskDone
from rembuk.forum.models.rules import MeetingRule, Part
from rembuk.forum.models.votes import Motion, Option, SecretCount, Voted

__all__ = [
    "AgendaItem",
    "Answer",
    "Attendance",
    "Dissent",
    "Invitation",
    "Meeting",
    "MeetingRule",
    "Motion",
    "Option",
    "Part",
    "Plan",
    "Reply",
    "Resolution",
    "SecretCount",
    "TakenBack",
    "TaskDone",
    "Voted",
]
