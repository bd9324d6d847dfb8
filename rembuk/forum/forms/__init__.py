"""What people type about meetings, and the field by which other rooms choose a decision."""

from rembuk.forum.forms.choosing import ResolutionField
from rembuk.forum.forms.meetings import BackForm, DecisionForm, MeetingForm
from rembuk.forum.forms.plans import AnswerForm, DoneForm, PlanForm, SecondCallForm
from rembuk.forum.forms.rules import RuleForm

__all__ = [
    "AnswerForm",
    "BackForm",
    "DecisionForm",
    "DoneForm",
    "MeetingForm",
    "PlanForm",
    "ResolutionField",
    "RuleForm",
    "SecondCallForm",
]
