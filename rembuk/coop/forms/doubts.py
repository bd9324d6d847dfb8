"""What people type about a line that may be wrong."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.coop.models import DoubtAnswer
from rembuk.web.forms import CommandForm

MOST = 500


class DoubtForm(CommandForm):
    """In her own words."""

    said = forms.CharField(
        label=_("What is wrong about it?"), max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what is wrong about it.")},
    )  # fmt: skip


class AnswerForm(CommandForm):
    """What was found, and in words for her."""

    outcome = forms.ChoiceField(
        label=_("What did you find?"), choices=DoubtAnswer.Outcome.choices,
        widget=forms.RadioSelect, error_messages={"required": _("Choose what you found.")},
    )  # fmt: skip
    said = forms.CharField(
        label=_("In a few words, for her"), max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what you found, so that she knows.")},
    )  # fmt: skip
