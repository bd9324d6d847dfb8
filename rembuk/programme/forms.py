"""What people type in this room."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rembuk.programme.models import Evidence, Pillar, ProgrammeTemplate, SourceConflict
from rembuk.programme.models.facts import Certainty, Topic
from rembuk.programme.pillars import FIRST_YEAR
from rembuk.web.beginnings import BeginningForm
from rembuk.web.days import DayField
from rembuk.web.forms import CommandForm, Form
from rembuk.web.widgets import CountInput

CHOOSE_A_DAY = {"required": _("Choose the day.")}


class PillarField(forms.ChoiceField):
    """One pillar of what the village runs, named with its programme; asks the database nothing."""

    default_error_messages = {"invalid_choice": _("Choose one of these pillars.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._pillars: dict[str, Pillar] = {}

    def offer(self, pillars: Iterable[Pillar], *, empty: str = "") -> None:
        """Let people choose among these; `empty` is the word for none of them."""
        self._pillars = {str(pillar.pk): pillar for pillar in pillars}
        named = [(k, f"{p.name} ({p.template.short_name})") for k, p in self._pillars.items()]
        self.choices = [("", empty), *named] if empty else named

    def clean(self, value: Any) -> Any:
        """Return the pillar, or None where none was chosen."""
        return self._pillars.get(str(super().clean(value)))


class NumbersField(forms.CharField):
    """Facts by their numbers, as links of other pages name them: 30,31."""

    def clean(self, value: Any) -> tuple[int, ...]:
        """Return the numbers."""
        parts = [part for part in str(super().clean(value)).split(",") if part]
        if not all(part.isascii() and part.isdecimal() for part in parts):
            raise forms.ValidationError(_("Choose the facts by their numbers, such as 30,31."))
        return tuple(int(part) for part in parts)


class FactsForm(Form):
    """What somebody looks for among the facts; nothing filled in means everything."""

    words = forms.CharField(label=_("Word or number"), required=False, max_length=60)
    pillar = PillarField(label=_("Pillar"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    status = forms.ChoiceField(label=_("How sure"), required=False)
    conflict = forms.ChoiceField(label=_("Difference between sources"), required=False)
    numbers = NumbersField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        pillars: Iterable[Pillar],
        conflicts: Iterable[SourceConflict],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choices("topic", [("", _("All topics")), *Topic.choices])
        self._choices("status", [("", _("All")), *Certainty.choices])
        differences = [(c.code, c.title) for c in conflicts]
        shown = [("", _("With and without")), ("any", _("Only where sources differ"))]
        self._choices("conflict", [*shown, *differences])
        offered = self.fields["pillar"]
        assert isinstance(offered, PillarField)
        offered.offer(pillars, empty=gettext("All pillars"))

    def _choices(self, name: str, choices: Iterable[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)


class EvidenceForm(CommandForm):
    """What somebody has to show for a pillar."""

    pillar = PillarField(label=_("Which pillar?"))
    statement = forms.CharField(
        label=_("What is there to show?"),
        help_text=_("For example: 8 people sew at the sewing house. No names needed."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what there is to show.")},
    )
    shows = forms.TypedChoiceField(
        label=_("How far is it?"),
        choices=Evidence.Shows.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how far it is.")},
    )
    kind = forms.ChoiceField(
        label=_("How do you know?"),
        choices=Evidence.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you know.")},
    )
    source = forms.CharField(
        label=_("Who says it, or where does it stand?"),
        help_text=_("For example: chair of the goat group, or the visitors' book."),
        max_length=120,
        error_messages={"required": _("Write who says it, or where it stands.")},
    )
    seen_on = DayField(label=_("When was that?"), error_messages=CHOOSE_A_DAY)

    def __init__(self, *args: Any, today: date, pillars: Iterable[Pillar], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _know_today(self, "seen_on", today)
        offered = self.fields["pillar"]
        assert isinstance(offered, PillarField)
        offered.offer(pillars)


class WithdrawForm(CommandForm):
    """Why evidence is taken back."""

    reason = forms.CharField(
        label=_("What was mistaken?"),
        help_text=_("The evidence stays visible, crossed out, with this reason."),
        max_length=200,
        error_messages={"required": _("Write what was mistaken.")},
    )


class StartForm(BeginningForm, CommandForm):
    """A programme that the village begins to run."""

    began, precision, first_year = "since", "since_precision", FIRST_YEAR
    lasted = _("On which day did it run already?")

    template = forms.ModelChoiceField(
        label=_("Which programme?"),
        queryset=ProgrammeTemplate.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a programme.")},
    )
    since = DayField(label=_("Since when?"), error_messages=CHOOSE_A_DAY)
    designation_year = forms.IntegerField(
        label=_("Year of designation"),
        required=False,
        min_value=FIRST_YEAR,
        widget=CountInput(attrs={"maxlength": "4"}),
    )
    decree_number = forms.CharField(label=_("Number of the decree"), required=False, max_length=100)
    source = forms.CharField(
        label=_("Where does this stand?"),
        help_text=_("For example: decree of the regent, or a letter of the district office."),
        required=False,
        max_length=200,
    )

    def __init__(self, *args: Any, templates: Iterable[ProgrammeTemplate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["template"]
        assert isinstance(offered, forms.ModelChoiceField)
        codes = [template.pk for template in templates]
        offered.queryset = ProgrammeTemplate.objects.filter(pk__in=codes).order_by("order", "code")

    def clean_designation_year(self) -> int | None:
        """Refuse a year that has not come."""
        year: int | None = self.cleaned_data["designation_year"]
        if year and year > self.today.year:
            raise forms.ValidationError(_("Write this year or an earlier one."))
        return year


class StopForm(CommandForm):
    """The last day of a programme."""

    until = DayField(label=_("What was its last day?"), error_messages=CHOOSE_A_DAY)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _know_today(self, "until", today)


def _know_today(form: forms.Form, name: str, today: date) -> None:
    field = form.fields[name]
    assert isinstance(field, DayField)
    field.today = today
