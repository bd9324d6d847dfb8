"""What people type about offers: for how many days they stand."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.web.forms import CommandForm
from rembuk.web.widgets import CountInput
from rembuk.workshop.models.offers import DAYS_MOST

WITHIN = _("Write the days: from 1 to 365.")


class OfferDaysForm(CommandForm):
    """For how many days the group's offers stand."""

    days = forms.IntegerField(
        label=_("For how many days does an offer stand?"), widget=CountInput,
        min_value=1, max_value=DAYS_MOST,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), WITHIN),
    )  # fmt: skip
    source = forms.CharField(
        label=_("Who decided it, and when?"),
        help_text=_("For example: meeting of the members, 3 March."),
        max_length=200,
        error_messages={"required": _("Write who decided it, and when.")},
    )
