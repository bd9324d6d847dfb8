"""What people type about the sum from which two people are needed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from rembuk.cash.forms.money import REASON_LETTERS_MAX, CheckedForm, LimitField


class LimitForm(CheckedForm):
    """Another limit, and why."""

    limit_rp = LimitField(
        label=gettext_lazy("From which sum on does money out need a second person?")
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Every officer and member of the group reads it."),
        max_length=REASON_LETTERS_MAX,
        error_messages={"required": gettext_lazy("Write why, so that the others know.")},
    )

    def __init__(self, *args: Any, limit_rp: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["limit_rp"].initial = limit_rp
