"""What people type about meetings, and the field by which other rooms choose a decision."""

from rembuk.forum.forms.attending import ComeForm, SheetForm
from rembuk.forum.forms.choosing import ResolutionField
from rembuk.forum.forms.meetings import BackForm, DecisionForm, MeetingForm
from rembuk.forum.forms.plans import AnswerForm, DoneForm, PlanForm, SecondCallForm
from rembuk.forum.forms.rules import RuleForm
from rembuk.forum.forms.votes import HallForm, MotionForm, VoteForm

__all__ = [
    "AnswerForm",
    "BackForm",
    "ComeForm",
    "DecisionForm",
    "DoneForm",
    "HallForm",
    "MeetingForm",
    "MotionForm",
    "PlanForm",
    "ResolutionField",
    "RuleForm",
    "SecondCallForm",
    "SheetForm",
    "VoteForm",
]
