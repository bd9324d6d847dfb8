"""What people type when something happens to a goat: few words, one day, one button."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.cash.forms.money import RupiahField
from rembuk.enterprise import members
from rembuk.herd import due, kin, numbers, pen, standing
from rembuk.herd.births import KIDS_MAX
from rembuk.herd.events import Told
from rembuk.herd.models import Animal, Cause, Defect, Event, Kind, Sex
from rembuk.herd.pen import AgeClass
from rembuk.herd.templatetags.herd import verdict
from rembuk.web.days import DayField
from rembuk.web.forms import CommandForm
from rembuk.web.templatetags.rembuk import plain_day
from rembuk.web.widgets import CountInput

KG_MAX, CM_MAX, DAYS_MAX = Decimal(200), Decimal(200), 365
WHOLE = _("Write a whole number, such as 14.")
MEASURE = _("Write a number, such as 23.5.")


class EventForm(CommandForm):
    """What every kind of event has: its day, and room for a few words."""

    kind: ClassVar[str]

    note = forms.CharField(label=_("In a few words"), required=False, max_length=200)
    on = DayField(label=_("On which day?"))

    def __init__(
        self, *args: Any, animal: Animal, today: date, event: Event | None = None, **kwargs: Any
    ) -> None:
        if event is not None:
            kwargs["initial"] = self.written(event) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.animal = animal
        day = self.fields["on"]
        assert isinstance(day, DayField)
        day.initial = event.happened_on if event else None
        day.today = today

    def written(self, event: Event) -> dict[str, Any]:
        """Return an event as this form shows it."""
        names = [name for name in self.base_fields if hasattr(event, name)]
        return {name: getattr(event, name) for name in names}

    def told(self, **typed: Any) -> Told:
        """Return what was typed."""
        return Told(self.kind, **typed)


class IllForm(EventForm):
    """A goat fell ill."""

    kind = Kind.ILL
    field_order = ["note", "on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("What do you see?")
        self.fields["note"].help_text = _("For example: coughs, does not eat, belly swollen.")
        self.fields["note"].required = True
        self.fields["note"].error_messages["required"] = _("Write what you see.")


class DiedForm(EventForm):
    """A goat died."""

    kind = Kind.DIED
    cause = forms.ChoiceField(
        label=_("Why did it die?"), choices=Cause.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose why it died, or: nobody knows.")},
    )  # fmt: skip
    field_order = ["cause", "on", "note"]


class TreatedForm(EventForm):
    """A goat was given medicine."""

    kind = Kind.TREATED
    medicine = forms.CharField(
        label=_("Which medicine or treatment?"), max_length=80,
        error_messages={"required": _("Write the medicine or the treatment.")},
    )  # fmt: skip
    withdrawal_days = forms.IntegerField(
        label=_("For how many days is its meat not to be eaten?"), required=False, min_value=0,
        max_value=DAYS_MAX, widget=CountInput, error_messages={"invalid": WHOLE},
        help_text=_("It stands on the package, or ask the vet. Leave it empty if there is none."),
    )  # fmt: skip
    price_rp = RupiahField(
        label=_("What did it cost for this goat?"), required=False, least=0,
        help_text=_("Write 0 if it was free. Leave it empty if you do not know."),
    )  # fmt: skip
    field_order = ["medicine", "withdrawal_days", "price_rp", "on", "note"]


class DefectForm(EventForm):
    """A goat has a defect that a buyer asks about."""

    kind = Kind.DEFECT
    defect = forms.ChoiceField(
        label=_("Which defect?"), choices=Defect.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose which defect it is.")},
    )  # fmt: skip
    field_order = ["defect", "note", "on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = _("For example: left front leg, since it fell.")

    def clean(self) -> dict[str, Any]:
        """Ask what it is, where it is none of the list."""
        told = super().clean() or self.cleaned_data
        if told.get("defect") == Defect.OTHER and not told.get("note", "").strip():
            self.add_error("note", _("Write in a few words what the defect is."))
        return told


class MendedForm(EventForm):
    """A defect is over: it walks well again, it has grown fat."""

    kind = Kind.MENDED
    defect = forms.ChoiceField(
        label=_("Which defect is over?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose which defect it is.")},
    )  # fmt: skip
    field_order = ["defect", "on", "note"]

    def __init__(self, *args: Any, event: Event | None = None, **kwargs: Any) -> None:
        super().__init__(*args, event=event, **kwargs)
        seen = {row.defect for row in standing.defects(standing.events_of(self.animal))}
        told = seen | ({event.defect} if event else set())
        field = self.fields["defect"]
        assert isinstance(field, forms.ChoiceField)
        # Any defect is read, so that the same form sent twice is known again; the rule refuses.
        field.choices = list(Defect.choices)
        field.widget.choices = [(one.value, one.label) for one in Defect if one in told]
        if not told:
            field.help_text = _("No defect of this goat is recorded.")


class WeighedForm(EventForm):
    """A goat was weighed, or its chest measured."""

    kind = Kind.WEIGHED
    kg = forms.DecimalField(
        label=_("Weight in kilograms"), required=False, max_value=KG_MAX, decimal_places=1,
        min_value=Decimal("0.1"), localize=True, error_messages={"invalid": MEASURE},
        widget=CountInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    girth_cm = forms.DecimalField(
        label=_("Girth of the chest in centimetres"), required=False, max_value=CM_MAX,
        min_value=Decimal("0.1"), decimal_places=1, localize=True,
        widget=CountInput(attrs={"inputmode": "decimal"}), error_messages={"invalid": MEASURE},
        help_text=_("Just behind the front legs, with a tape."),
    )  # fmt: skip
    field_order = ["kg", "girth_cm", "on", "note"]

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        told = super().clean() or self.cleaned_data
        if not self.errors and told.get("kg") is None and told.get("girth_cm") is None:
            self.add_error("kg", _("Write the weight or the girth."))
        return told


class MatedForm(EventForm):
    """A doe was mated; near kin needs a word why."""

    kind = Kind.MATED
    sire_id = forms.ChoiceField(
        label=_("With which buck?"), widget=forms.RadioSelect, required=False
    )
    field_order = ["sire_id", "on", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        planned = kin.with_bucks(self.animal, on=kwargs["today"])
        self.planned = {str(one.buck.pk): one for one in planned}
        field = self.fields["sire_id"]
        assert isinstance(field, forms.ChoiceField)
        named = [(pk, verdict(one)) for pk, one in self.planned.items()]
        field.choices = [*named, ("", _("Another one, or nobody knows"))]

    def clean(self) -> dict[str, Any]:
        """Ask why, where kin are too near."""
        told = super().clean() or self.cleaned_data
        one = self.planned.get(told.get("sire_id", ""))
        if one and one.verdict == kin.FORBIDDEN and not told.get("note", "").strip():
            self.add_error("note", _("They are near kin. Write why they were mated all the same."))
        return told

    def told(self, **typed: Any) -> Told:
        """Return what was typed."""
        one = self.planned.get(typed.pop("sire_id"))
        return Told(self.kind, sire=one.buck if one else None, **typed)


class NursedForm(EventForm):
    """A kid is suckled by another doe: its own died, has no milk, or refuses it."""

    kind = Kind.NURSED
    nurse_id = forms.ChoiceField(
        label=_("Which doe suckles it now?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose the doe that suckles it now.")},
    )  # fmt: skip
    is_sure = forms.BooleanField(label=_("Record it all the same: she has milk"), required=False)
    field_order = ["nurse_id", "is_sure", "on", "note"]

    def __init__(self, *args: Any, event: Event | None = None, **kwargs: Any) -> None:
        super().__init__(*args, event=event, **kwargs)
        today = kwargs["today"]
        own = (self.animal.pk, self.animal.dam_id)
        here = [
            head.animal
            for head in pen.heads(self.animal.group, on=today, keepers=False)
            if head.age_class == AgeClass.DAM and head.animal.pk not in own
        ]
        self.lately = lately = standing.last_kidded(self.animal.group, on=today)
        here.sort(key=lambda doe: -lately[doe.pk].toordinal())  # who has milk stands first
        self.does = {str(doe.pk): doe for doe in here}
        if event is not None and event.nurse is not None:  # may have left since
            self.does[str(event.nurse.pk)] = event.nurse
        field = self.fields["nurse_id"]
        assert isinstance(field, forms.ChoiceField)
        held = numbers.of(self.animal.village, on=today)
        self.drunk_for = timedelta(days=held.weaning_days)
        doe = self.does.get(str(self["nurse_id"].data))
        if doe is None or not self._is_dry(doe, today):  # asked only where it is found
            del self.fields["is_sure"]
        withheld = due.marks(self.animal.group, held, on=today).withheld
        field.choices = [(pk, self._told(doe, withheld)) for pk, doe in self.does.items()]
        if not self.does:
            field.help_text = _("No other doe that has kidded is in the pen.")

    def _told(self, doe: Animal, withheld: dict[int, date]) -> str:
        told = [str(doe)]
        if kidded_on := self.lately.get(doe.pk):
            told.append(_("kidded on %(day)s") % {"day": plain_day(kidded_on)})
        if until := withheld.get(doe.pk):
            day = plain_day(until)
            told.append(_("treated: her milk is withheld until %(day)s") % {"day": day})
        return " · ".join(str(part) for part in told)

    def _is_dry(self, doe: Animal, on: date) -> bool:
        """Had a doe kidded longer ago on a day than kids drink, or never as the book tells now?"""
        return self.lately.get(doe.pk, date.min) < on - self.drunk_for

    def clean(self) -> dict[str, Any]:
        """Say what was found of a doe that may have no milk, and ask."""
        told = super().clean() or self.cleaned_data
        doe, on = self.does.get(told.get("nurse_id", "")), told.get("on")
        if told.pop("is_sure", True) or doe is None or on is None or not self._is_dry(doe, on):
            return told
        found = _("No kidding of %(doe)s is recorded, so she may have no milk. Record it all the"
                  " same? Tick, or choose another doe.")  # fmt: skip
        if kidded_on := self.lately.get(doe.pk):
            found = _("%(doe)s kidded on %(day)s and may have no milk any more. Record it all the"
                      " same? Tick, or choose another doe.")  # fmt: skip
        day = plain_day(kidded_on) if kidded_on else ""
        self.add_error("is_sure", found % {"doe": doe, "day": day})
        return told

    def told(self, **typed: Any) -> Told:
        """Return what was typed."""
        return Told(self.kind, nurse=self.does[typed.pop("nurse_id")], **typed)


class WeanedForm(EventForm):
    """A kid was weaned."""

    kind = Kind.WEANED
    field_order = ["on", "note"]


class KeptForm(EventForm):
    """A goat goes to a keeper, or back into the group's pen."""

    kind = Kind.KEPT
    keeper_id = forms.ChoiceField(
        label=_("Who keeps the goat?"), widget=forms.RadioSelect, required=False
    )
    kids_keeper = forms.IntegerField(
        label=_("Kids for the keeper"), min_value=0, max_value=9, initial=0, widget=CountInput,
        error_messages={"invalid": WHOLE, "required": WHOLE},
    )  # fmt: skip
    kids_of = forms.IntegerField(
        label=_("of how many kids?"), min_value=0, max_value=9, initial=0, widget=CountInput,
        help_text=_("As agreed, such as 1 of 2. Write 0 of 0 if kids are not shared."),
        error_messages={"invalid": WHOLE, "required": WHOLE},
    )  # fmt: skip
    field_order = ["keeper_id", "kids_keeper", "kids_of", "on", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = self.fields["on"]
        assert isinstance(day, DayField)
        now = members.standing(self.animal.group, on=day.today).now
        self.keepers = {str(one.pk): one for one in now}
        field = self.fields["keeper_id"]
        assert isinstance(field, forms.ChoiceField)
        named = [(pk, one.name) for pk, one in self.keepers.items()]
        field.choices = [*named, ("", _("The group, in its own pen"))]

    def clean(self) -> dict[str, Any]:
        """Ask for a share that is a part."""
        told = super().clean() or self.cleaned_data
        if (told.get("kids_keeper") or 0) > (told.get("kids_of") or 0):
            self.add_error("kids_of", _("Write a part, such as 1 of 2."))
        return told

    def told(self, **typed: Any) -> Told:
        """Return what was typed."""
        keeper = self.keepers.get(typed.pop("keeper_id"))
        if keeper is None:
            typed |= {"kids_keeper": 0, "kids_of": 0}
        return Told(self.kind, keeper=keeper, **typed)


LEFT = (Kind.SLAUGHTERED, Kind.CULLED, Kind.GIVEN, Kind.SHARED, Kind.SWAPPED, Kind.LOST)


class LeftForm(EventForm):
    """A goat left the pen, but was not sold and did not die."""

    how = forms.ChoiceField(
        label=_("How did it leave?"), widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in LEFT],
        error_messages={"required": _("Choose how it left.")},
    )  # fmt: skip
    party = forms.CharField(label=_("To whom?"), required=False, max_length=100)
    knows_withdrawal = forms.BooleanField(
        label=_("Whoever takes it knows that its meat is withheld"), required=False
    )
    field_order = ["how", "party", "on", "note", "knows_withdrawal"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = standing.events(self.animal.group, (Kind.TREATED,))
        if not rows.filter(animal=self.animal, withdrawal_days__gt=0).exists():
            del self.fields["knows_withdrawal"]

    def told(self, **typed: Any) -> Told:
        """Return what was typed."""
        return Told(typed.pop("how"), **typed)

    def written(self, event: Event) -> dict[str, Any]:
        """Return an event as this form shows it."""
        return super().written(event) | {"how": event.kind}


class CameForm(EventForm):
    """How a goat came: the day, from whom, for how much."""

    party = forms.CharField(label=_("From whom?"), required=False, max_length=100)
    price_rp = RupiahField(label=_("Price, if it was bought"), required=False)
    field_order = ["on", "party", "price_rp", "note"]

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, event=event, **kwargs)
        self.came = event.kind

    def told(self, **typed: Any) -> Told:
        """Return what was typed."""
        return Told(self.came, **typed)


COMMON = (("1-0", 1, 0), ("0-1", 0, 1), ("2-0", 2, 0), ("1-1", 1, 1), ("0-2", 0, 2))
OTHER = "other"


class KiddedForm(EventForm):
    """A doe kidded: the five commonest litters are one tap."""

    kind = Kind.KIDDED
    litter = forms.ChoiceField(
        label=_("How many were born alive?"), widget=forms.RadioSelect,
        choices=[
            ("1-0", _("1 female")), ("0-1", _("1 male")), ("2-0", _("2 females")),
            ("1-1", _("1 female, 1 male")), ("0-2", _("2 males")),
            (OTHER, _("Another number, or some were born dead")),
        ],
        error_messages={"required": _("Choose how many were born.")},
    )  # fmt: skip
    females = forms.IntegerField(
        label=_("Females alive"), required=False, min_value=0, max_value=KIDS_MAX,
        widget=CountInput, error_messages={"invalid": WHOLE},
    )  # fmt: skip
    males = forms.IntegerField(
        label=_("Males alive"), required=False, min_value=0, max_value=KIDS_MAX,
        widget=CountInput, error_messages={"invalid": WHOLE},
    )  # fmt: skip
    unknown = forms.IntegerField(
        label=_("Alive, sex not yet seen"), required=False, min_value=0, max_value=KIDS_MAX,
        widget=CountInput, error_messages={"invalid": WHOLE},
    )  # fmt: skip
    stillborn = forms.IntegerField(
        label=_("Born dead"), required=False, min_value=0, max_value=KIDS_MAX, widget=CountInput,
        error_messages={"invalid": WHOLE},
    )  # fmt: skip
    field_order = ["litter", "females", "males", "unknown", "stillborn", "on", "note"]
    numbers = ("females", "males", "unknown", "stillborn")

    def clean(self) -> dict[str, Any]:
        """Turn a common litter into numbers; ask for numbers otherwise."""
        told = super().clean() or self.cleaned_data
        chosen = told.pop("litter", None)
        for code, females, males in COMMON:
            if chosen == code:
                told |= {"females": females, "males": males, "unknown": 0, "stillborn": 0}
        for name in self.numbers:
            told[name] = told.get(name) or 0
        if chosen == OTHER and not self.errors and not sum(told[name] for name in self.numbers):
            self.add_error("females", _("Write how many were born."))
        return told


class MovedForm(EventForm):
    """The day of a kidding, and how many were born dead, corrected."""

    stillborn = forms.IntegerField(
        label=_("Born dead"), min_value=0, max_value=KIDS_MAX, widget=CountInput,
        error_messages={"invalid": WHOLE, "required": WHOLE},
    )  # fmt: skip
    field_order = ["stillborn", "on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["note"]


class KidForm(CommandForm):
    """A kid that was forgotten."""

    sex = forms.ChoiceField(
        label=_("Female or male?"), choices=Sex.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose female, male, or not yet known.")},
    )  # fmt: skip


class WhyForm(CommandForm):
    """Why something is taken back."""

    why = forms.CharField(
        label=_("Why is it taken back?"), max_length=200,
        error_messages={"required": _("Write the reason in a few words.")},
    )  # fmt: skip
