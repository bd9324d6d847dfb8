"""What people type about a household."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.people.forms.fields import NationalIdField, UnitField, know_today
from rembuk.people.households import HouseholdFacts
from rembuk.people.models import HouseholdDuty, Resident
from rembuk.web.days import DayField
from rembuk.web.forms import CommandForm
from rembuk.web.templatetags.rembuk import plain_day
from rembuk.web.widgets import NameInput


class HouseholdForm(CommandForm):
    """A household whose head is not a resident here, or is one already."""

    head_name = forms.CharField(
        label=_("Head of household"),
        max_length=100,
        widget=NameInput,
        error_messages={"required": _("Write the name of the head of household.")},
    )
    hamlet = forms.CharField(label=_("Hamlet"), max_length=100, required=False)
    neighborhood_unit = UnitField(label="RT", required=False)
    community_unit = UnitField(label="RW", required=False)
    number = NationalIdField(
        label=_("Number of the family card"),
        help_text=_("Sixteen digits. Nobody reads it without a reason, and each look is noted."),
        required=False,
        error_messages={
            "digits": _("A family-card number has 16 digits. Count them and type them again.")
        },
    )

    def __init__(self, *args: Any, head: Resident | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.head = head
        if head is not None:
            for name in ("head_name", "hamlet", "neighborhood_unit", "community_unit"):
                del self.fields[name]

    def facts(self, told: dict[str, Any]) -> HouseholdFacts:
        """Return the household that the answers tell."""
        return HouseholdFacts(head=self.head, **told)


class MemberField(forms.ModelChoiceField):
    """One of several people; two of one name are told apart by nickname or birth."""

    def label_from_instance(self, who: Resident) -> str:
        """Write the name with the nickname: Abdul (Dul)."""
        born = plain_day(who.birth_date) if who.birth_date else ""
        beside = who.nickname or born
        return f"{who.name} ({beside})" if beside and beside != who.name else who.name


class DutyForm(CommandForm):
    """Who does what for the household, since when."""

    resident = MemberField(
        label=_("Who?"),
        queryset=Resident.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who it is.")},
    )
    duty = forms.ChoiceField(
        label=_("What does this person do?"),
        choices=HouseholdDuty.Duty.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what this person does.")},
    )
    since = DayField(label=_("Since when?"))

    def __init__(self, *args: Any, members: Iterable[Resident], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["resident"]
        assert isinstance(offered, forms.ModelChoiceField)
        offered.queryset = Resident.objects.filter(pk__in=[who.pk for who in members]).order_by(
            "name", "pk"
        )
        know_today(self, "since", today=today)
