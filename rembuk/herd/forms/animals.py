"""What people type about one goat: a new one, and what is corrected of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.cash.forms.money import RupiahField
from rembuk.enterprise.forms.photos import PhotoForm
from rembuk.herd import animals
from rembuk.herd.animals import Coming, Facts
from rembuk.herd.models import Animal, Certainty, Kind, Sex
from rembuk.lib.dates import months_later
from rembuk.villages.models import Known
from rembuk.web.days import DayField, PartsField
from rembuk.web.forms import CorrectionForm
from rembuk.web.widgets import CountInput, LongSelect

MONTHS_MAX = 240
CAME = (Kind.GRANTED, Kind.BOUGHT, Kind.EXCHANGED, Kind.CAME, Kind.HERE)
SURE = [(one.value, one.label) for one in (Certainty.KNOWN, Certainty.LIKELY)]
NOBODY = ""


class TagFields(forms.Form):
    """How a goat is told apart."""

    tag = forms.CharField(
        label=_("Ear tag"), required=False, max_length=20,
        help_text=_("The number on its ear. Leave it empty if it has none."),
    )  # fmt: skip
    looks = forms.CharField(
        label=_("What does it look like?"), required=False, max_length=100,
        help_text=_("For example: black, white forehead, left horn broken."),
    )  # fmt: skip
    breed = forms.CharField(
        label=_("Breed"), required=False, max_length=40,
        help_text=_("For example: Peranakan Etawah, Kacang, Boer."),
    )  # fmt: skip
    line = forms.CharField(
        label=_("Sire line"), required=False, max_length=40,
        help_text=_("The code on the swap card it came with. Leave it empty for others."),
    )  # fmt: skip
    sex = forms.ChoiceField(
        label=_("Female or male?"), choices=Sex.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose female, male, or not yet known.")},
    )  # fmt: skip


class NewAnimalForm(TagFields, PhotoForm):
    """A goat that came from elsewhere, or was there before."""

    kind = forms.ChoiceField(
        label=_("How did it come?"), widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in CAME],
        error_messages={"required": _("Choose how it came.")},
    )  # fmt: skip
    on = DayField(label=_("On which day?"))
    age_months = forms.IntegerField(
        label=_("How many months old was it, about?"), required=False, min_value=0,
        max_value=MONTHS_MAX, widget=CountInput,
        help_text=_("Leave it empty if nobody knows."),
        error_messages={"invalid": _("Write a number of months, such as 14.")},
    )  # fmt: skip
    party = forms.CharField(label=_("From whom?"), required=False, max_length=100)
    price_rp = RupiahField(label=_("Price, if it was bought"), required=False)
    field_order = (
        "request_id", "photo_kept", "tag", "photo", "looks", "sex", "breed", "line", "kind", "on",
        "age_months", "party", "price_rp",
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = self.fields["on"]
        assert isinstance(day, DayField)
        day.today = today
        if not self.initial.get("line"):  # asked for only with a card in the hand
            self.fields["line"].widget = forms.HiddenInput()

    @staticmethod
    def told(**typed: Any) -> tuple[Facts, Coming]:
        """Return what was typed; an age in months gives a month of birth."""
        months, on = typed["age_months"], typed["on"]
        born = months_later(on.replace(day=1), -months) if months is not None else None
        facts = Facts(
            sex=typed["sex"], tag=typed["tag"], looks=typed["looks"], born_on=born,
            born_precision=Known.MONTH if born else Known.DAY, breed=typed["breed"],
            line=typed["line"],
        )  # fmt: skip
        return facts, Coming(typed["kind"], on, party=typed["party"], price_rp=typed["price_rp"])


class AnimalForm(TagFields, CorrectionForm):
    """What is known of a goat, to be corrected."""

    born_on = PartsField(
        label=_("Born on"), required=False, help_text=_("Leave it empty if nobody knows.")
    )
    roughly = forms.BooleanField(label=_("Only the month is known"), required=False)
    dam = forms.ChoiceField(
        label=_("Mother"), required=False, widget=LongSelect,
        help_text=_("The doe that bore it. Another one that suckles it is recorded by itself."),
    )  # fmt: skip
    sure_dam = forms.ChoiceField(
        label=_("How sure is the mother?"), required=False, widget=forms.RadioSelect, choices=SURE
    )
    sire = forms.ChoiceField(label=_("Father"), required=False, widget=LongSelect)
    other_sire = forms.ChoiceField(
        label=_("Or this one, if either may be the father"), required=False, widget=LongSelect
    )
    certain = forms.ChoiceField(
        label=_("How sure is the father?"), required=False, widget=forms.RadioSelect,
        choices=SURE,
    )  # fmt: skip

    def __init__(self, *args: Any, animal: Animal, **kwargs: Any) -> None:
        facts = animals.facts_of(animal)
        initial = {
            "tag": facts.tag, "looks": facts.looks, "sex": facts.sex, "born_on": facts.born_on,
            "breed": facts.breed, "line": facts.line,
            "roughly": facts.born_precision != Known.DAY,
            "sure_dam": facts.dam_certainty,
            "certain": "LIKELY" if facts.sire_certainty == Certainty.LIKELY else "KNOWN",
            **{name: getattr(animal, f"{name}_id") for name in ("dam", "sire", "other_sire")},
        }  # fmt: skip
        super().__init__(*args, read=initial, initial=initial, **kwargs)
        self.family = {str(one.pk): one for one in animals.of(animal.group)}
        for name, sex in (("dam", Sex.FEMALE), ("sire", Sex.MALE), ("other_sire", Sex.MALE)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(NOBODY, _("Nobody knows")), *_choices(self.family, sex, animal)]

    def facts(self, **typed: Any) -> Facts:
        """Return what was typed."""
        father, other = typed["sire"], typed["other_sire"]
        certainty = Certainty.ONE_OF if other else typed["certain"] or Certainty.KNOWN
        return Facts(
            sex=typed["sex"], tag=typed["tag"], looks=typed["looks"], born_on=typed["born_on"],
            born_precision=Known.MONTH if typed["roughly"] else Known.DAY,
            dam=self.family.get(typed["dam"]),
            dam_certainty=typed["sure_dam"] or Certainty.KNOWN, sire=self.family.get(father),
            other_sire=self.family.get(other), sire_certainty=certainty, breed=typed["breed"],
            line=typed["line"],
        )  # fmt: skip


def _choices(family: dict[str, Animal], sex: str, but: Animal) -> list[tuple[str, str]]:
    return [(pk, str(one)) for pk, one in family.items() if one.sex == sex and one != but]
