"""What people type about one step of a journey."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.people import standing
from rembuk.people.forms.fields import CountryField, know_today
from rembuk.people.journeys import CONTRACT_MONTHS_MAX, Precision, StepFacts
from rembuk.people.models import Plan, Status
from rembuk.people.models.journeys import EARLIEST
from rembuk.people.standing import Kind
from rembuk.web.beginnings import MonthField, YearField
from rembuk.web.days import DayField
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import CountInput

LEAVING = frozenset({Kind.DEPARTURE, Kind.LEAVING_AGAIN})
WITH_COUNTRY = LEAVING | {Kind.INTENTION, Kind.REGISTRATION, Kind.AGREEMENT, Kind.STATUS_REPORT}
WITH_AGENCY = frozenset({Kind.REGISTRATION, Kind.AGREEMENT, Kind.DEPARTURE})
NOTE = _("Anything to remember?")
RESIDENT = "resident"  # the code of no status, so that choosing it differs from choosing nothing


class StepForm(CommandForm):
    """One step of a known kind: only the questions that this kind brings up."""

    kind = forms.ChoiceField(choices=Kind.choices, widget=forms.HiddenInput)
    reported_status = forms.ChoiceField(
        label=_("Which status?"),
        choices=[(status.value or RESIDENT, status.label) for status in standing.REPORTABLE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a status.")},
    )
    plan = forms.ChoiceField(
        label=_("What does this person plan?"),
        choices=Plan.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what this person plans.")},
    )
    on = DayField(label=_("When was that?"))
    country = CountryField(label=_("Which country?"), required=False)
    contract_months = forms.IntegerField(
        label=_("For how many months is the contract?"),
        required=False,
        min_value=1,
        max_value=CONTRACT_MONTHS_MAX,
        widget=CountInput(attrs={"maxlength": "3"}),
    )
    agency = forms.CharField(label=_("Placement agency (P3MI)"), required=False, max_length=100)
    note = forms.CharField(label=NOTE, required=False, max_length=300)

    def __init__(self, *args: Any, kind: Kind, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = kind
        self._ask_only(kind)
        if "on" in self.fields:
            know_today(self, "on", today=today)

    def _ask_only(self, kind: Kind) -> None:
        """Leave out what this kind of step does not bring up."""
        asked = {
            "reported_status": kind == Kind.STATUS_REPORT,
            "plan": kind == Kind.PLAN,
            "country": kind in WITH_COUNTRY,
            "contract_months": kind in standing.WITH_CONTRACT,
            "agency": kind in WITH_AGENCY,
        }
        for name, wanted in asked.items():
            if not wanted:
                del self.fields[name]
        if kind in LEAVING:
            self.fields["country"].required = True
            self.fields["country"].error_messages["required"] = _(
                "Choose the country this person left for."
            )
        for code in ("invalid", "min_value", "max_value"):
            if "contract_months" in self.fields:
                self.fields["contract_months"].error_messages[code] = _(
                    "Write the months of the contract in digits, such as 24."
                )

    @staticmethod
    def facts(told: dict[str, Any]) -> StepFacts:
        """Return the step that the answers tell."""
        if told.get("reported_status") == RESIDENT:
            told = {**told, "reported_status": Status.NONE}
        return StepFacts(**told)


class RoughStepForm(StepForm):
    """The same, for a step of which only the month or the year is known."""

    on = None  # type: ignore[assignment]  # so Django leaves a field of the class above out
    month = MonthField()
    year = YearField()
    field_order = ("kind", "reported_status", "plan", "year", "month")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        year = self.fields["year"]
        assert isinstance(year, YearField)
        year.first, year.last = EARLIEST.year, today.year

    @staticmethod
    def facts(told: dict[str, Any]) -> StepFacts:
        """Return the step, as precise as it was told."""
        month, year = told["month"], told["year"]
        rest = {name: value for name, value in told.items() if name not in {"month", "year"}}
        rest["on"] = date(year, month or 1, 1)
        rest["precision"] = Precision.MONTH if month else Precision.YEAR
        return StepForm.facts(rest)


class WithdrawForm(CommandForm):
    """Why a step is withdrawn."""

    reason = forms.CharField(
        label=_("What was mistaken?"),
        help_text=_("The step stays visible, crossed out, with this reason."),
        max_length=200,
        error_messages={"required": _("Write what was mistaken.")},
    )
