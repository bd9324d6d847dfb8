"""Between how many the feed is divided, where no roster says so."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.web.forms import Form
from rembuk.web.widgets import CountInput

PEOPLE_MAX = 99


class CarriersForm(Form):
    """How many fetch feed today."""

    carriers = forms.IntegerField(
        label=_("How many fetch feed today?"), min_value=1, max_value=PEOPLE_MAX, required=False,
        widget=CountInput,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Write a whole number, such as 3.")
        ),
    )  # fmt: skip
