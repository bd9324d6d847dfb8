"""What people type about a group's money: sums in money.py, counts and closing in closing.py."""

from rembuk.cash.forms.closing import CountForm, ExplainForm, MoveForm, ReasonForm
from rembuk.cash.forms.money import (
    ApproveForm,
    CheckedForm,
    MoneyForm,
    OpenPurseForm,
    RefuseForm,
    RupiahField,
    TakeBackForm,
)

__all__ = [
    "ApproveForm",
    "CheckedForm",
    "CountForm",
    "ExplainForm",
    "MoneyForm",
    "MoveForm",
    "OpenPurseForm",
    "ReasonForm",
    "RefuseForm",
    "RupiahField",
    "TakeBackForm",
]
