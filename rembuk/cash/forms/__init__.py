"""What people type about a group's money: sums in money.py, counts in closing.py, days."""

from rembuk.cash.forms.closing import CountForm, ExplainForm, MoveForm, ReasonForm
from rembuk.cash.forms.expected import BookExpectedForm, DropForm, MatchForm
from rembuk.cash.forms.limits import LimitForm
from rembuk.cash.forms.money import (
    ApproveForm,
    CheckedForm,
    MoneyForm,
    OpenPurseForm,
    RefuseForm,
    RupiahField,
    TakeBackForm,
)
from rembuk.cash.forms.reports import DaysForm
from rembuk.cash.forms.sheets import SheetForm

__all__ = [
    "ApproveForm",
    "BookExpectedForm",
    "CheckedForm",
    "CountForm",
    "DaysForm",
    "DropForm",
    "ExplainForm",
    "LimitForm",
    "MatchForm",
    "MoneyForm",
    "MoveForm",
    "OpenPurseForm",
    "ReasonForm",
    "RefuseForm",
    "RupiahField",
    "SheetForm",
    "TakeBackForm",
]
