"""What people type about trainings, whether they are used, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.cash.forms.money import RupiahField
from rembuk.enterprise import members
from rembuk.enterprise.forms.things import DayForm
from rembuk.enterprise.models import Decision, InUse, Membership, Paying
from rembuk.enterprise.models.trainings import FOLLOWED_AFTER
from rembuk.forum.models import Resolution
from rembuk.villages.models import Group
from rembuk.web.beginnings import BeginningForm
from rembuk.web.days import PartsField
from rembuk.web.forms import CommandForm


class MembersField(forms.MultipleChoiceField):
    """Some of the members of a group today; cleaned to memberships. The form calls `ask`."""

    widget = forms.CheckboxSelectMultiple
    now: list[Membership]

    def ask(self, group: Group, *, on: date) -> None:
        """Offer who belongs to the group on a day."""
        self.now = members.standing(group, on=on).now
        self.choices = [(str(one.pk), one.name) for one in self.now]

    def clean(self, value: Any) -> Any:
        """Return the memberships that were chosen."""
        chosen = set(super().clean(value))
        return [one for one in self.now if str(one.pk) in chosen]


class TrainingForm(BeginningForm, CommandForm):
    """A training that was held, and who came."""

    began, precision = "held_on", "held_precision"
    lasted = _("On which day was it over already?")

    what = forms.CharField(
        label=_("What was learned?"),
        help_text=_("For example: to sew bags, to sell online."),
        max_length=120,
        error_messages={"required": _("Write what was learned.")},
    )
    held_on = PartsField(label=_("When?"))
    proposed_by = forms.CharField(label=_("Who asked for it?"), required=False, max_length=120)
    paid_by = forms.CharField(
        label=_("Who paid for it?"),
        help_text=_("For example: district manpower office, state budget (APBN)."),
        required=False,
        max_length=120,
    )
    given_by = forms.CharField(label=_("Who taught it?"), required=False, max_length=120)
    came = MembersField(label=_("Who came?"), required=False)
    note = forms.CharField(label=_("More about it"), required=False, max_length=300)

    def __init__(self, *args: Any, group: Group, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        came = self.fields["came"]
        assert isinstance(came, MembersField)
        came.ask(group, on=today)
        if not came.now:
            del self.fields["came"]

    def clean(self) -> dict[str, Any]:
        """Refuse a day to come: what was not held is not learned."""
        told = super().clean()
        if (on := told.get("held_on")) and on > self.today and not self.known:
            self.add_error("held_on", _("Choose today or an earlier day."))
        return told


def _after_how_long() -> list[tuple[int, str]]:
    """Say the days in the language of who reads: choices written once keep that of the start."""
    return [(days, str(_("%(days)s days") % {"days": days})) for days in FOLLOWED_AFTER]


class AnswerForm(DayForm):
    """Whether what was learned is used."""

    after_days = forms.TypedChoiceField(
        label=_("How long after the training?"),
        choices=_after_how_long,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how long after it.")},
    )
    in_use = forms.ChoiceField(
        label=_("Is it used?"),
        choices=InUse.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it is used.")},
    )
    note = forms.CharField(label=_("In a few words"), required=False, max_length=300)
    field_order = ("in_use", "note", "after_days", "on")

    def clean(self) -> dict[str, Any]:
        """Ask for words where the answer says nothing by itself."""
        told = super().clean() or self.cleaned_data
        if told.get("in_use") == InUse.OTHER and not told.get("note", "").strip():
            self.add_error("note", _("Write the reason in a few words."))
        return told


class NeedForm(CommandForm):
    """A tool that is missing."""

    what = forms.CharField(
        label=_("What is missing?"),
        max_length=120,
        error_messages={"required": _("Write what is missing.")},
    )
    amount_rp = RupiahField(
        label=_("What does it cost?"),
        help_text=_("Leave it empty if nobody knows."),
        required=False,
    )
    about = forms.BooleanField(label=_("The sum is a rough one"), required=False)
    way = forms.ChoiceField(
        label=_("How could it be paid?"),
        choices=[*Paying.choices, ("", _("Not known yet"))],
        widget=forms.RadioSelect,
        required=False,
    )


class DecideForm(DayForm):
    """What the group decided about it."""

    decision = forms.ChoiceField(
        label=_("What was decided?"),
        choices=Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was decided.")},
    )
    resolution = forms.ChoiceField(label=_("In which meeting?"), required=False)
    words = forms.CharField(
        label=_("What was said?"),
        help_text=_("Leave it empty where the meeting says it."),
        required=False,
        max_length=300,
    )
    field_order = ("decision", "resolution", "words", "on")

    def __init__(
        self, *args: Any, resolutions: Sequence[Resolution], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.resolutions = resolutions
        asked = self.fields["resolution"]
        assert isinstance(asked, forms.ChoiceField)
        shown = [one for one in resolutions if one.is_in_force]
        # Any is read, so that the same form sent twice is known again; the rule refuses.
        asked.choices = [("", ""), *((str(one.pk), "") for one in resolutions)]
        asked.widget.choices = [
            ("", _("In no meeting that is recorded")),
            *((str(one.pk), f"{one.meeting.about}: {one.text}"[:90]) for one in shown),
        ]
        if not shown:
            asked.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Ask for words where no meeting says them."""
        told = super().clean() or self.cleaned_data
        if not told.get("resolution") and not told.get("words", "").strip():
            self.add_error("words", _("Write what was said when it was decided."))
        return told

    def chosen(self, key: str) -> Resolution | None:
        """Return the resolution that was chosen."""
        return next((one for one in self.resolutions if str(one.pk) == key), None)
