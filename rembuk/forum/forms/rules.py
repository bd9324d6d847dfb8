"""What people type about how their group meets."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.forum import rules, written
from rembuk.forum.models import Part
from rembuk.forum.rules import MONTHS_MAX, NOTICE_DAYS_MAX
from rembuk.villages.models import Group
from rembuk.web.days import DayField
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import CountInput

NOTICE_ASKED = _("Write a number of days from 0 to 60.")


class RuleForm(CommandForm):
    """One version, as it stands in the rules of the group."""

    since = DayField(label=_("Valid since when?"))
    first_call = forms.ChoiceField(
        label=_("How many members must be there?"),
        choices=Part,
        initial=Part.MORE_THAN_HALF,
    )
    second_call = forms.ChoiceField(
        label=_("And if too few came, at the second call?"),
        help_text=_("Choose the same if your rules know no second call."),
        choices=Part,
        initial=Part.MORE_THAN_HALF,
    )
    notice_days = forms.IntegerField(
        label=_("How many days before is everybody invited?"),
        min_value=0, max_value=NOTICE_DAYS_MAX, initial=14, widget=CountInput,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), NOTICE_ASKED
        ),
    )  # fmt: skip
    second_within_days = forms.IntegerField(
        label=_("Within how many days is a second call held?"),
        help_text=_("Leave it empty if your rules do not say."),
        min_value=1, max_value=NOTICE_DAYS_MAX, required=False, widget=CountInput,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            _("Write a number of days from 1 to 60, or leave it empty."),
        ),
    )  # fmt: skip
    annual_months = forms.IntegerField(
        label=_("Within how many months after the year is the annual meeting (RAT)?"),
        help_text=_("Leave it empty if your rules do not say. Check AD, or ask the Dinas."),
        min_value=1, max_value=MONTHS_MAX, required=False, widget=CountInput,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            _("Write a number of months from 1 to 12, or leave it empty."),
        ),
    )  # fmt: skip
    source = forms.CharField(
        label=_("Where is this written?"),
        help_text=_(
            "For example: AD article 12. Not sure? Look into your rules, or ask the Dinas."
        ),
        max_length=150,
        error_messages={
            "required": _("Write where this is written: an article of the rules, or a decision.")
        },
    )

    def __init__(self, *args: Any, group: Group, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Only the first version: later ones change what the meeting decided to change.
        promised = {} if rules.of(group).exists() else written.promised(group)
        self.initial = {**promised, **self.initial}
        if promised:
            self.fields["first_call"].help_text = _(
                "From your answers to AD/ART. Compare with the paper before you save."
            )
        since = self.fields["since"]
        assert isinstance(since, DayField)
        since.today = today
