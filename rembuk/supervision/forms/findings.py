"""What supervisors write down, what the board answers, and how much lies ready."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.supervision.models import Finding
from rembuk.supervision.models.findings import WORDS_MAX
from rembuk.web.days import PartsField
from rembuk.web.forms import CommandForm

DAYS_TO_ANSWER = 14


class FindingForm(CommandForm):
    """What was seen, and until when the board answers."""

    about = forms.ChoiceField(
        label=_("What is it about?"), choices=Finding.About.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )  # fmt: skip
    said = forms.CharField(
        label=_("What did you see?"), max_length=WORDS_MAX,
        help_text=_("Facts: what, where, since when. No names of members."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what you saw.")},
    )  # fmt: skip
    answer_by = PartsField(label=_("Until when does the board answer?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"answer_by": today + timedelta(days=DAYS_TO_ANSWER), **self.initial}


class StepForm(CommandForm):
    """An answer, or how it ended."""

    said = forms.CharField(
        label=_("What was done, or what did you see?"), max_length=WORDS_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what was done, or what you saw.")},
    )  # fmt: skip


class FloorForm(CommandForm):
    """How much lies ready, from when on, and who says so."""

    percent = forms.IntegerField(
        label=_("How many percent of what members may ask for?"), min_value=1, max_value=100,
        help_text=_("Cash and bank together are never less than this."),
        error_messages={
            "required": _("Write a number from 1 to 100."),
            "min_value": _("Write a number from 1 to 100."),
            "max_value": _("Write a number from 1 to 100."),
        },
    )  # fmt: skip
    since = PartsField(label=_("From which day on?"))
    source = forms.CharField(
        label=_("Who says so?"), max_length=200,
        help_text=_("For example: AD article 21, or a decision of the annual meeting."),
        error_messages={
            "required": _("Write who says so: the article of the AD/ART, or the decision.")
        },
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"since": today, **self.initial}
