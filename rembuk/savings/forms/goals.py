"""What a member types about a goal whose money stands in her own account elsewhere."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.cash.forms.money import RupiahField, about_day
from rembuk.savings.forms.money import GoalForm
from rembuk.web.days import DayField
from rembuk.web.forms import CommandForm


class NotedGoalForm(GoalForm):
    """A goal, and where the money is."""

    where = forms.CharField(
        label=_("Where do you keep the money?"),
        help_text=_("For example: own account at the bank. Write no account number."),
        max_length=60,
    )  # fmt: skip


class NoteForm(CommandForm):
    """How much is put aside by a day."""

    saved_rp = RupiahField(label=_("How much is put aside by now?"), least=0)
    on = DayField(label=_("On which day?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about_day(self, "on", today=today)
