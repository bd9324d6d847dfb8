"""What a worker says about who of her family hears of her transfers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.people.models import Resident
from rembuk.remittance.models import FamilyConsent
from rembuk.web.forms import CommandForm


class FamilyForm(CommandForm):
    """One of her family, and how much she sees."""

    resident = forms.TypedChoiceField(
        label=_("Who hears of your transfers?"), widget=forms.RadioSelect, coerce=int,
        error_messages={"required": _("Choose who hears of your transfers.")},
    )  # fmt: skip
    shows = forms.ChoiceField(
        label=_("What does she see?"), choices=FamilyConsent.Shows, widget=forms.RadioSelect,
        help_text=_("Never your other savings, and nothing of the transfers before."),
        error_messages={"required": _("Choose what she sees.")},
    )  # fmt: skip

    def __init__(self, *args: Any, people: Sequence[Resident], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {one.pk: one for one in people}
        field = self.fields["resident"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(one.pk, one.name) for one in people]
