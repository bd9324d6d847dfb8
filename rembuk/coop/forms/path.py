"""What people type on the way to a cooperative."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.coop.forms.dated import DatedForm
from rembuk.coop.minimums import MOST, Rule
from rembuk.coop.models import PathMark, RouteChoice
from rembuk.coop.path import Chosen, Mark
from rembuk.forum import resolutions
from rembuk.forum.forms.choosing import ResolutionField
from rembuk.people.forms.somebody import ResidentForm
from rembuk.people.models import Resident
from rembuk.villages.models import Group
from rembuk.web.days import PartsField
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import CountInput


class MarkForm(DatedForm):
    """What became of a step, when, and what should be known about it."""

    field_order = ("state", "signed", "note", "on")
    state = forms.ChoiceField(
        label=_("How is it now?"), choices=PathMark.State.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it is now.")},
    )  # fmt: skip
    signed = forms.MultipleChoiceField(
        label=_("Who was there and signed?"),
        help_text=_("Compare with the attendance list. Whoever is missing here applies first."),
        required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    note = forms.CharField(
        label=_("In a few words"),
        help_text=_("The number of a paper, where it lies, or why not. Everybody reads it."),
        required=False,
        max_length=200,
    )

    def __init__(
        self, *args: Any, states: Sequence[str], founders: Sequence[Resident], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.founders = {str(one.pk): one for one in founders}
        signed = self.fields["signed"]
        assert isinstance(signed, forms.MultipleChoiceField)
        signed.choices = [(key, one.name) for key, one in self.founders.items()]
        if not founders:
            del self.fields["signed"]
        state = self.fields["state"]
        assert isinstance(state, forms.ChoiceField)
        state.widget.choices = [one for one in PathMark.State.choices if one[0] in states]

    def mark(self, step: str, **typed: Any) -> Mark:
        """Return what was typed."""
        signed = [self.founders[key] for key in typed.get("signed", [])]
        return Mark(step, typed["state"], typed["on"], typed["note"], signed)


class DutyForm(ResidentForm):
    """Who does a step: somebody of the village, or an office or a notary by name."""

    somebody_else = True


class RouteForm(DatedForm):
    """Which route, why, and by which decision."""

    field_order = ("route", "reason", "resolution", "on")
    route = forms.ChoiceField(
        label=_("Which route?"), choices=RouteChoice.Route.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose the route.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why this one?"),
        help_text=_("As it was said in the meeting. Everybody reads it. Write no name."),
        max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why this route was chosen.")},
    )  # fmt: skip
    resolution = ResolutionField(required=False)

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["resolution"]
        assert isinstance(chosen, ResolutionField)
        chosen.about(group)
        if not resolutions.of(group).exists():
            del self.fields["resolution"]

    def chosen(self, **typed: Any) -> Chosen:
        """Return what was typed."""
        return Chosen(typed["route"], typed["reason"], typed["on"], typed.get("resolution"))


class MinimumForm(CommandForm):
    """What the Dinas or a regulation says, from which day on."""

    value = forms.IntegerField(
        label=_("How much is it?"), min_value=1, max_value=MOST, widget=CountInput,
        error_messages={"required": _("Write the number.")},
    )  # fmt: skip
    source = forms.CharField(
        label=_("Who says so?"),
        help_text=_("For example: cooperative office of the regency, asked on 3 March 2026."),
        max_length=200,
        error_messages={
            "required": _("Write who says so: the office, the regulation, the day you asked.")
        },
    )
    since = PartsField(label=_("From which day on?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"since": today, **self.initial}

    def rule(self, key: str, **typed: Any) -> Rule:
        """Return what was typed."""
        return Rule(key, typed["value"], typed["since"], typed["source"])
