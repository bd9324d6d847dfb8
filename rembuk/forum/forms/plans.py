"""What people type about a meeting to come."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.forum import notice
from rembuk.forum.models import Answer, Plan
from rembuk.forum.planning import Called
from rembuk.villages.models import Group
from rembuk.web.days import DayField, PartsField
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import CountInput

BEGINS = time(9)
YEAR_TURNS = 10  # from this month on, people speak of the meeting about the year that runs
FIRST_YEAR, LAST_YEAR = 1950, 2100
# The usual agenda of an annual meeting, to be changed (UU 25/1992; statutes in use).
ANNUAL_AGENDA = (
    _("Opening, number of members present, rules of order"),
    _("Report of the board"),
    _("Report of the supervisory board"),
    _("Financial statements of the year"),
    _("Approval of the reports"),
    _("Dividing the surplus (SHU)"),
    _("Work plan and budget of the coming year"),
    _("Elections, if a term of office ends"),
    _("Other matters"),
)


class PlanForm(CommandForm):
    """Which meeting, when, where, what about. The day is offered so that the notice fits."""

    kind = forms.ChoiceField(
        label=_("Which meeting is it?"), choices=Plan.Kind, initial=Plan.Kind.MEMBERS
    )
    year = forms.IntegerField(
        label=_("About which year?"),
        help_text=_("Only for an annual meeting (RAT)."),
        min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False, widget=CountInput,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Write the year with four digits.")
        ),
    )  # fmt: skip
    about = forms.CharField(
        label=_("What is it about?"),
        max_length=150,
        error_messages={"required": _("Write in a few words what the meeting is about.")},
    )
    meets_on = PartsField(label=_("On which day?"))
    begins = forms.TimeField(
        label=_("At what time does it begin?"),
        help_text=_("By the clock of the village, such as 09.00."),
        input_formats=["%H:%M", "%H.%M"],
        initial=BEGINS,
        widget=forms.TimeInput(attrs={"class": "number", "inputmode": "decimal"}, format="%H.%M"),
        error_messages=dict.fromkeys(("required", "invalid"), _("Write the time such as 09.00.")),
    )
    place = forms.CharField(
        label=_("Where?"),
        max_length=100,
        error_messages={
            "required": _("Write where people meet; for a meeting by telephone only, write online.")
        },
    )
    link = forms.CharField(
        label=_("How do those abroad take part?"),
        help_text=_("A link or a number, as it should stand in the invitation."),
        max_length=200,
        required=False,
    )
    agenda = forms.CharField(
        label=_("Agenda"),
        help_text=_("One thing on each line."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=4000,
        error_messages={
            "required": _("Write the agenda: one thing on each line, at most 20 lines.")
        },
    )
    short_because = forms.CharField(
        label=_("If everybody hears of it later than the rules say: who allowed that?"),
        help_text=_("It stands in the invitation. Leave it empty if there is time enough."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, group: Group, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        annual = group.kind == Group.Kind.COOPERATIVE
        kind = Plan.Kind.ANNUAL if annual else Plan.Kind.MEMBERS
        self.asked = notice.of(group, kind, on=today)
        self.fields["meets_on"].initial = self.asked.earliest(today)
        if annual:
            self.fields["kind"].initial = kind
            self.fields["year"].initial = today.year - (today.month < YEAR_TURNS)
            self.fields["agenda"].initial = "\n".join(map(str, ANNUAL_AGENDA))
        else:
            del self.fields["kind"], self.fields["year"]

    def called(
        self, *, agenda: str, kind: str = Plan.Kind.MEMBERS, year: int | None = None, **typed: Any
    ) -> Called:
        """Return what was typed."""
        about_year = year if kind == Plan.Kind.ANNUAL else None
        return Called(kind=kind, year=about_year, agenda=agenda.splitlines(), **typed)


class SecondCallForm(PlanForm):
    """The second call of a meeting: what it is, and what about, is known already."""

    def __init__(self, *args: Any, first: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for known in ("kind", "year", "about", "agenda", "short_because"):
            self.fields.pop(known, None)
        self.first = first
        self.fields["meets_on"].initial = None
        self.fields["place"].initial = first.place
        self.fields["link"].initial = first.link
        self.fields["begins"].initial = first.begins

    def second(self, **typed: Any) -> Called:
        """Return what was typed, with what the first call said."""
        agenda = [one.text for one in self.first.agenda.order_by("number")]
        return Called(
            kind=self.first.kind, year=self.first.year, about=self.first.about, agenda=agenda,
            **typed,
        )  # fmt: skip


class AnswerForm(CommandForm):
    """Whether an invited member comes."""

    answer = forms.ChoiceField(
        label=_("Will you come?"),
        choices=Answer,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )


class DoneForm(CommandForm):
    """A task before or after a meeting was done."""

    done_on = DayField(label=_("When was it done?"))
    note = forms.CharField(
        label=_("A word about it"),
        help_text=_("For example: where the papers lie."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        done_on = self.fields["done_on"]
        assert isinstance(done_on, DayField)
        done_on.today = today
