"""What people type about machines and tools."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.cash.forms.money import RupiahField
from rembuk.enterprise import members
from rembuk.enterprise.models import Condition, Ending, Membership, Source, Thing
from rembuk.enterprise.things import MANY_MAX, TOLD_IN_WORDS
from rembuk.villages.models import Group
from rembuk.web.beginnings import BeginningForm
from rembuk.web.days import DayField, PartsField
from rembuk.web.forms import CommandForm, CorrectionForm
from rembuk.web.widgets import CountInput

OTHER = "-"


class MemberField(forms.ChoiceField):
    """One of the members of a group today, or somebody else; cleaned to a Membership or None.

    The form calls `ask` before use.
    """

    widget = forms.Select
    now: list[Membership]

    def ask(self, group: Group, *, on: date, other: str) -> None:
        """Offer who belongs to the group on a day, and `other` for everybody else."""
        self.now = members.standing(group, on=on).now
        offered = [(str(one.pk), one.name) for one in self.now]
        self.choices = [("", _("Choose …")), *offered, (OTHER, other)]

    def clean(self, value: Any) -> Any:
        """Return the membership that was chosen; None for nobody of them."""
        chosen = super().clean(value)
        return next((one for one in self.now if str(one.pk) == chosen), None)


class DayForm(CommandForm):
    """A form about a day that has been, called `on`."""

    on = DayField(label=_("On which day?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on = self.fields["on"]
        assert isinstance(on, DayField)
        on.today = today


class _ThingFields(forms.Form):
    name = forms.CharField(
        label=_("What is it?"),
        help_text=_("For example: sewing machine, goat shed, scales."),
        max_length=100,
        error_messages={"required": _("Write what it is.")},
    )
    many = forms.IntegerField(
        label=_("How many?"), initial=1, min_value=1, max_value=MANY_MAX, widget=CountInput
    )
    given_by = forms.CharField(
        label=_("From whom?"),
        help_text=_("For example: district manpower office, state budget (APBN)."),
        required=False,
        max_length=120,
    )
    value_rp = RupiahField(
        label=_("What is it worth?"),
        help_text=_("All of them together, when they came. Leave it empty if nobody knows."),
        required=False,
    )
    mark = forms.CharField(
        label=_("Number or mark on it"),
        help_text=_("So that it is told apart: the maker's number, or what is painted on it."),
        required=False,
        max_length=60,
    )
    note = forms.CharField(label=_("More about it"), required=False, max_length=200)


class NewThingForm(BeginningForm, CommandForm, _ThingFields):
    """A machine or tool that came."""

    began, precision = "received_on", "received_precision"
    lasted = _("On which day was it there already?")

    source = forms.ChoiceField(
        label=_("Whose is it?"),
        choices=Source.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where it came from.")},
    )
    owner = MemberField(label=_("If it is a member's own: whose?"), required=False)
    received_on = PartsField(label=_("When did it come?"), required=False)
    field_order = (
        "name", "many", "source", "owner", "given_by", "received_on", "year", "month", "value_rp",
        "mark", "note",
    )  # fmt: skip

    def __init__(self, *args: Any, group: Group, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, MemberField)
        owner.ask(group, on=today, other=str(_("Nobody of the members")))
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Refuse a day to come: what has not come is not there."""
        told = super().clean()
        if (came := told.get("received_on")) and came > self.today and not self.known:
            self.add_error("received_on", _("Choose today or an earlier day."))
        return told


class ChangeThingForm(CorrectionForm, _ThingFields):
    """What is told of a thing, corrected."""


class KeeperForm(DayForm):
    """Who keeps a thing from now on."""

    keeper = MemberField(
        label=_("Who keeps this thing?"), error_messages={"required": _("Choose who keeps it.")}
    )
    name = forms.CharField(label=_("If it is somebody else: who?"), required=False, max_length=100)
    field_order = ("keeper", "name", "on")

    def __init__(self, *args: Any, group: Group, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        keeper = self.fields["keeper"]
        assert isinstance(keeper, MemberField)
        keeper.ask(group, on=today, other=str(_("Somebody else, as written")))

    def clean(self) -> dict[str, Any]:
        """Ask for a name where no member was chosen."""
        told = super().clean() or self.cleaned_data
        nobody = "keeper" in told and told["keeper"] is None
        if nobody and not told.get("name", "").strip():
            self.add_error("name", _("Write who keeps it."))
        return told


class CheckForm(DayForm):
    """How a thing is."""

    condition = forms.ChoiceField(
        label=_("How is it?"),
        choices=Condition.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it is.")},
    )
    note = forms.CharField(label=_("What did you see?"), required=False, max_length=200)
    field_order = ("condition", "note", "on")


class RepairForm(DayForm):
    """What was mended."""

    what = forms.CharField(
        label=_("What was mended?"),
        max_length=200,
        error_messages={"required": _("Write what was mended.")},
    )
    by_whom = forms.CharField(
        label=_("Who mended it?"),
        max_length=100,
        error_messages={"required": _("Write who mended it.")},
    )
    cost_rp = RupiahField(label=_("What did it cost?"), required=False)
    group_pays = forms.BooleanField(
        label=_("The group pays it: the treasurer is told"), required=False
    )
    field_order = ("what", "by_whom", "cost_rp", "group_pays", "on")

    def clean(self) -> dict[str, Any]:
        """Ask for the sum where the group pays."""
        told = super().clean() or self.cleaned_data
        if told.get("group_pays") and not told.get("cost_rp") and "cost_rp" not in self.errors:
            self.add_error("cost_rp", _("Write what the group pays."))
        return told


class WhyForm(CommandForm):
    """Why something is taken back."""

    why = forms.CharField(
        label=_("Why is it taken back?"),
        max_length=200,
        error_messages={"required": _("Write why it is taken back.")},
    )


class EndThingForm(DayForm):
    """Why a thing is no longer there."""

    why = forms.ChoiceField(
        label=_("What happened?"),
        choices=Ending.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened.")},
    )
    note = forms.CharField(label=_("In a few words"), required=False, max_length=200)
    field_order = ("why", "note", "on")

    def clean(self) -> dict[str, Any]:
        """Ask for words where the reason says too little by itself."""
        told = super().clean() or self.cleaned_data
        if told.get("why") in TOLD_IN_WORDS and not told.get("note", "").strip():
            self.add_error("note", _("Write in a few words what happened, and to whom it went."))
        return told


class UseForm(DayForm):
    """Which machines were used on a day: a tick for one, a number for several alike."""

    def __init__(self, *args: Any, things: list[Thing], today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.things = things
        for thing in things:
            self.fields[f"used_{thing.pk}"] = _use_field(thing)

    def used(self, **typed: Any) -> dict[int, int]:
        """Return how many of each thing were used."""
        return {thing.pk: int(typed.get(f"used_{thing.pk}") or 0) for thing in self.things}


def _use_field(thing: Thing) -> forms.Field:
    label = f"{thing.name} ({thing.mark})" if thing.mark else thing.name
    if thing.many == 1:
        return forms.BooleanField(label=label, required=False)
    return forms.IntegerField(
        label=_("%(name)s: how many of %(many)s?") % {"name": label, "many": thing.many},
        min_value=0, max_value=thing.many, required=False, widget=CountInput,
    )  # fmt: skip
