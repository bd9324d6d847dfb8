"""What people type about work: who did how many, what a piece pays, how much is sewn a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rembuk.cash.forms.money import RupiahField
from rembuk.enterprise.models import Membership
from rembuk.web.days import DayField
from rembuk.web.forms import CommandForm
from rembuk.web.templatetags.rembuk import plain_day
from rembuk.web.widgets import CountInput
from rembuk.workshop.models import Operation, Pace
from rembuk.workshop.work import MINUTES_MOST, PIECES_MOST, Sewn

HOW_MANY = _("Write how many pieces: from 1 to 10,000.")
HOW_LONG = _("Write the minutes for all pieces together, or leave them empty.")
WHOLE = ("required", "invalid", "min_value", "max_value")


class OutputForm(CommandForm):
    """Who did how many pieces of what: four taps on a shared phone."""

    membership = forms.ChoiceField(
        label=_("Who made them?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose who made them.")},
    )  # fmt: skip
    operation = forms.ChoiceField(
        label=_("Which work?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose which work.")},
    )  # fmt: skip
    pieces = forms.IntegerField(
        label=_("How many pieces?"), widget=CountInput, min_value=1, max_value=PIECES_MOST,
        error_messages=dict.fromkeys(WHOLE, HOW_MANY),
    )  # fmt: skip
    rejected = forms.IntegerField(
        label=_("How many of them were not good?"), widget=CountInput, required=False,
        min_value=0, max_value=PIECES_MOST, error_messages=dict.fromkeys(WHOLE, HOW_MANY),
    )  # fmt: skip
    rework = forms.BooleanField(
        label=_("These are pieces that were not good and are put right"), required=False
    )
    minutes = forms.IntegerField(
        label=_("How many minutes for all of them?"),
        help_text=_("Only if you looked at the clock. The group learns from it how long it takes."),
        widget=CountInput, required=False, min_value=1, max_value=MINUTES_MOST,
        error_messages=dict.fromkeys(WHOLE, HOW_LONG),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        members: Sequence[Membership],
        operations: Sequence[Operation],
        last: int | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(one.pk): one for one in members}
        self.operations = {str(one.pk): one for one in operations}
        who, what = self.fields["membership"], self.fields["operation"]
        assert isinstance(who, forms.ChoiceField)
        assert isinstance(what, forms.ChoiceField)
        who.choices = [(key, one.name) for key, one in self.members.items()]
        what.choices = [(key, one.name) for key, one in self.operations.items()]
        first = next(iter(self.operations), None)
        what.initial = str(last) if str(last) in self.operations else first

    @property
    def more_is_open(self) -> bool:
        """Whether something stands in what is folded away."""
        folded = (self["rejected"], self["rework"], self["minutes"])
        return any(field.value() or field.errors for field in folded)

    @property
    def sewn(self) -> Sewn:
        """What was typed."""
        told = self.cleaned_data
        return Sewn(
            self.members[told["membership"]], self.operations[told["operation"]], told["pieces"],
            told["rejected"] or 0, told["rework"], told["minutes"],
        )  # fmt: skip


class RateForm(CommandForm):
    """What a piece pays from a day on."""

    rate_rp = RupiahField(label=_("Wage for one piece"))
    since = DayField(label=_("From which day on?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        since = self.fields["since"]
        assert isinstance(since, DayField)
        since.today = today


class OperationForm(RateForm):
    """A kind of work and what a piece of it pays."""

    name = forms.CharField(
        label=_("What is the work called?"),
        help_text=_("For example: cutting, side seams, buttons."),
        max_length=60,
        error_messages={"required": _("Write what the work is called.")},
    )
    field_order = ("request_id", "name", "rate_rp", "since")


class PaceForm(CommandForm):
    """How much the group sews a day."""

    hours_a_day = forms.DecimalField(
        label=_("How many hours a day does each member work?"), widget=CountInput,
        min_value=Decimal("0.5"), max_value=Decimal(24), decimal_places=1, localize=True,
        error_messages=dict.fromkeys(
            (*WHOLE, "max_decimal_places", "max_digits"),
            _("Write the hours, for example 4 or 4,5."),
        ),
    )  # fmt: skip
    days_a_week = forms.IntegerField(
        label=_("How many days a week, from Monday on?"), widget=CountInput,
        min_value=1, max_value=7, initial=6,
        error_messages=dict.fromkeys(WHOLE, _("Write the days: from 1 to 7.")),
    )  # fmt: skip
    efficiency_percent = forms.IntegerField(
        label=_("How many percent of that time at the machine?"),
        help_text=_(
            "At home one cooks and looks after children between: said to be between 30 and 50,"
            " which nobody has verified. Source: common knowledge of tailors, 2026;"
            " no study was found. Look at the clock for some days and write your own."
        ),
        widget=CountInput, min_value=1, max_value=100,
        error_messages=dict.fromkeys(WHOLE, _("Write the part: from 1 to 100 percent.")),
    )  # fmt: skip

    def begin_with(self, pace: Pace | None) -> None:
        """Show what is agreed now and since when; what nobody agreed yet stays empty."""
        if pace is not None:
            agreed = {"n": pace.efficiency_percent, "day": plain_day(pace.since)}
            field = self.fields["efficiency_percent"]
            own = gettext("Your group agreed on %(n)s percent on %(day)s.") % agreed
            field.help_text = f"{own} {field.help_text}"
            self.initial = {
                "hours_a_day": Decimal(pace.minutes_a_day) / 60,
                "days_a_week": pace.days_a_week,
                "efficiency_percent": pace.efficiency_percent,
            }


class EstimateForm(CommandForm):
    """How long a thing takes, as somebody guesses."""

    what = forms.CharField(
        label=_("What?"), max_length=100,
        widget=forms.TextInput(attrs={"list": "products", "autocomplete": "off"}),
        error_messages={"required": _("Write what is made.")},
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=_("How many minutes for one piece, all work together?"), widget=CountInput,
        min_value=1, max_value=1440,
        error_messages=dict.fromkeys(WHOLE, _("Write the minutes: from 1 to 1,440.")),
    )  # fmt: skip
