"""What somebody tries on the page of other rules; nothing is kept of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.shares.models import Sharing, Weighing
from rembuk.web.forms import Form
from rembuk.web.widgets import CountInput

EQUALLY = 70  # percent, where nothing is tried yet
OTHERS = [Weighing.DUTY, Weighing.PIECES, Weighing.CAPITAL]


class MixForm(Form):
    """Which sharing, how much of it equally, and by what the rest."""

    of = forms.TypedChoiceField(label=_("Which sharing?"), coerce=int)
    equal = forms.IntegerField(
        label=_("So many percent equally"),
        min_value=0,
        max_value=100,
        widget=CountInput,
        error_messages={
            "required": _("Write a number from 0 to 100."),
            "invalid": _("Write a number from 0 to 100."),
            "min_value": _("Write a number from 0 to 100."),
            "max_value": _("Write a number from 0 to 100."),
        },
    )
    other = forms.ChoiceField(
        label=_("and the rest"), choices=[(one.value, one.label) for one in OTHERS]
    )

    def __init__(self, *args: Any, rows: Iterable[Sharing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["of"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.pk, one.title) for one in rows]
