"""What people type about meetings, and the field by which other rooms choose a decision."""

from rembuk.forum.forms.choosing import ResolutionField
from rembuk.forum.forms.meetings import BackForm, DecisionForm, MeetingForm
from rembuk.forum.forms.rules import RuleForm

__all__ = ["BackForm", "DecisionForm", "MeetingForm", "ResolutionField", "RuleForm"]
