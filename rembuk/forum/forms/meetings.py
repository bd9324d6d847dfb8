"""What people type about a meeting and a decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.cash import sheets
from rembuk.forum import meetings
from rembuk.forum.meetings import Facts, Somebody
from rembuk.forum.models import Meeting
from rembuk.forum.resolutions import Against
from rembuk.lib.names import clean_text
from rembuk.villages.models import Group
from rembuk.web.days import DayField
from rembuk.web.forms import CommandForm

GUESTS_MAX, NAME_LETTERS_MAX = 40, 100
NOT_A_MEMBER = "-"


class MeetingForm(CommandForm):
    """When, what about, who was there: all of the group are marked, the absent unmarked."""

    held_on = DayField(label=_("When was it?"))
    about = forms.CharField(
        label=_("What was it about?"),
        help_text=_("For example: selling goats before Idul Adha."),
        max_length=150,
        error_messages={"required": _("Write in a few words what the meeting was about.")},
    )
    place = forms.CharField(label=_("Where?"), max_length=100, required=False)
    present = forms.MultipleChoiceField(
        label=_("Who was there?"),
        help_text=_("Take away the mark of who was not there."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    guests = forms.CharField(
        label=_("Who else was there?"),
        help_text=_("One name on each line."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, group: Group, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held_on, present = self.fields["held_on"], self.fields["present"]
        assert isinstance(held_on, DayField)
        assert isinstance(present, forms.MultipleChoiceField)
        held_on.today = today
        self.people = sheets.members_of(group, on=today).people
        present.choices = [(one.key, one.name) for one in self.people]
        present.initial = [one.key for one in self.people]
        if not self.people:
            del self.fields["present"]

    def clean_guests(self) -> list[str]:
        """Return the names, each line one; empty lines say nothing."""
        names = [clean_text(line)[0] for line in self.cleaned_data["guests"].splitlines()]
        found = [name for name in names if name]
        if len(found) > GUESTS_MAX:
            raise forms.ValidationError(_("Write at most 40 names, or how many there were."))
        if any(len(name) > NAME_LETTERS_MAX for name in found):
            raise forms.ValidationError(_("Write one name on each line."))
        return found

    def clean(self) -> dict[str, Any]:
        """Somebody was there."""
        told = super().clean() or {}
        if not self.errors and not told.get("present") and not told.get("guests"):
            self.add_error("guests", _("Choose who was there, or write their names."))
        return told

    def facts(self, *, guests: Sequence[str], present: Sequence[str] = (), **typed: Any) -> Facts:
        """Return what was typed as a meeting."""
        chosen = [Somebody(one.name, one.resident_id) for one in self.people if one.key in present]
        return Facts(present=[*chosen, *(Somebody(name) for name in guests)], **typed)


class DecisionForm(CommandForm):
    """What was agreed, and who did not agree."""

    text = forms.CharField(
        label=_("What was agreed?"),
        help_text=_("As it would be read aloud: who does what, from when, how much."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
        error_messages={"required": _("Write what was agreed.")},
    )
    against = forms.MultipleChoiceField(
        label=_("Who did not agree?"),
        help_text=_("Nobody is marked if all agreed."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    why = forms.CharField(
        label=_("What did they say?"),
        help_text=_("In their own words, if they gave a reason."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.present = list(meetings.present_at(meeting))
        against = self.fields["against"]
        assert isinstance(against, forms.MultipleChoiceField)
        against.choices = [(str(one.pk), one.name) for one in self.present]
        if not self.present:
            del self.fields["against"], self.fields["why"]

    def clean(self) -> dict[str, Any]:
        """A reason belongs to somebody."""
        told = super().clean() or {}
        if told.get("why") and not told.get("against"):
            self.add_error("against", _("Choose who said it, or empty the reason."))
        return told

    def dissents(self, against: Sequence[str] = (), why: str = "") -> list[Against]:
        """Return who did not agree."""
        return [
            Against(Somebody(one.name, one.resident_id), why)
            for one in self.present
            if str(one.pk) in against
        ]


class BackForm(CommandForm):
    """Why something is taken back."""

    why = forms.CharField(
        label=_("Why is it taken back?"),
        max_length=200,
        error_messages={"required": _("Write why this is taken back.")},
    )
