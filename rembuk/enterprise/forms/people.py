"""What people type about what a member can do, her settlement, and residents' own businesses."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.cash.forms.money import RupiahField
from rembuk.enterprise.businesses import Consent, Facts
from rembuk.enterprise.forms.things import DayForm
from rembuk.enterprise.models import Channel, Fate, Owing, Source, Thing
from rembuk.enterprise.settlements import Kept, Sum
from rembuk.people import search
from rembuk.people.models import Resident
from rembuk.villages.models import Village
from rembuk.web.beginnings import BeginningForm
from rembuk.web.days import PartsField
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import NameInput

NAME_LETTERS_MAX, NAME_LETTERS_ASKED = 100, 3
# Which sums a settlement asks for by hand.
BY_HAND = (Owing.SHARE, Owing.WAGES, Owing.OTHER_OUT, Owing.OTHER_IN)


class SkillsForm(CommandForm):
    """All that a member can do now."""

    names = forms.MultipleChoiceField(
        label=_("What can she do?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    more = forms.CharField(
        label=_("Another skill"),
        help_text=_("Separate several with a comma. They stand in the list from then on."),
        required=False,
        max_length=200,
    )

    def __init__(self, *args: Any, offered: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = self.fields["names"]
        assert isinstance(names, forms.MultipleChoiceField)
        names.choices = [(one, one) for one in offered]

    def clean_more(self) -> list[str]:
        """Return the words that were written, each short enough."""
        words = [one.strip() for one in self.cleaned_data["more"].split(",") if one.strip()]
        if any(len(one) > 60 for one in words):
            raise forms.ValidationError(_("Write shorter words, with a comma between them."))
        return words


class ReachedForm(BeginningForm, CommandForm):
    """Since when a stage is reached, and what shows it."""

    began, precision = "on", "precision"
    lasted = _("On which day was it so already?")

    evidence = forms.CharField(
        label=_("What shows it?"),
        help_text=_("For example: ten machines with a letter of the district office."),
        max_length=300,
        error_messages={"required": _("Write what shows it.")},
    )
    on = PartsField(label=_("Since when?"))

    def clean(self) -> dict[str, Any]:
        """Refuse a day to come."""
        told = super().clean()
        if (on := told.get("on")) and on > self.today and not self.known:
            self.add_error("on", _("Choose today or an earlier day."))
        return told


class SettleForm(DayForm):
    """What becomes of the things she kept, and what either owes the other."""

    note = forms.CharField(label=_("More about it"), required=False, max_length=300)

    def __init__(self, *args: Any, things: list[Thing], today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.things = things
        rest = {name: self.fields.pop(name) for name in ("on", "note")}
        for thing in things:
            self._ask_about(thing)
        for owing in BY_HAND:
            self.fields[f"sum_{owing}"] = RupiahField(label=owing.label, required=False)
            self.fields[f"why_{owing}"] = forms.CharField(
                label=_("What for?"), required=False, max_length=200
            )
        self.fields |= rest

    def _ask_about(self, thing: Thing) -> None:
        hers, is_lent = thing.source == Source.MEMBER, thing.source == Source.LENT
        never = {Fate.BOUGHT if is_lent else None, None if hers else Fate.OWN}
        fates = [one for one in Fate if one not in never]
        name = f"{thing.name} ({thing.mark})" if thing.mark else thing.name
        self.fields[f"fate_{thing.pk}"] = forms.ChoiceField(
            label=name, choices=[(one.value, one.label) for one in fates],
            initial=Fate.OWN if hers else Fate.RETURNED, widget=forms.RadioSelect,
        )  # fmt: skip
        if is_lent:
            return
        self.fields[f"price_{thing.pk}"] = RupiahField(
            label=_("If she buys it: what does she pay for “%(name)s”?") % {"name": name},
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        """Ask for the price of what she buys, and for what each sum is for."""
        told = super().clean() or self.cleaned_data
        for thing in self.things:
            price = f"price_{thing.pk}"
            bought = told.get(f"fate_{thing.pk}") == Fate.BOUGHT
            if bought and not told.get(price) and price not in self.errors:
                said = _("Write what she pays for “%(name)s”.") % {"name": thing.name}
                self.add_error(price, said)
        for owing in BY_HAND:
            if told.get(f"sum_{owing}") and not told.get(f"why_{owing}", "").strip():
                self.add_error(f"why_{owing}", _("Write what the sum is for."))
        return told

    def kept(self, **typed: Any) -> list[Kept]:
        """Return what becomes of each thing."""
        return [
            Kept(
                thing, fate := typed[f"fate_{thing.pk}"],
                typed.get(f"price_{thing.pk}") if fate == Fate.BOUGHT else None,
            )
            for thing in self.things
        ]  # fmt: skip

    def sums(self, **typed: Any) -> list[Sum]:
        """Return the sums that were typed."""
        return [
            Sum(owing, amount, typed[f"why_{owing}"])
            for owing in BY_HAND
            if (amount := typed.get(f"sum_{owing}"))
        ]


class BusinessForm(BeginningForm, CommandForm):
    """A resident's own business, with her consent; whose it is may be known already."""

    began, precision = "since", "since_precision"
    lasted = _("On which day was it running already?")

    owner = forms.CharField(
        label=_("Whose business is it?"),
        max_length=NAME_LETTERS_MAX,
        widget=NameInput,
        error_messages={"required": _("Write whose it is.")},
    )
    resident_id = forms.ChoiceField(
        label=_("Who is it exactly?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who it is.")},
    )
    name = forms.CharField(
        label=_("What is the business called?"),
        max_length=100,
        error_messages={"required": _("Write what the business is called.")},
    )
    does = forms.CharField(
        label=_("What does it do?"),
        help_text=_("For example: grocery stall, sewing at home."),
        max_length=100,
        error_messages={"required": _("Write what it does.")},
    )
    since = PartsField(label=_("Since when?"), required=False)
    channel = forms.ChoiceField(
        label=_("How did she agree that it is recorded?"),
        help_text=_("Ask first. Who says no is not recorded."),
        choices=Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how she agreed.")},
    )
    witness = forms.CharField(
        label=_("If it was spoken: who heard it?"), required=False, max_length=100, widget=NameInput
    )

    def __init__(
        self, *args: Any, village: Village, resident: Resident | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.village, self.resident = village, resident
        if resident is not None:
            del self.fields["owner"], self.fields["resident_id"]
            self.matches = [resident]
            return
        self.matches = self._matches()
        chosen = self.fields["resident_id"]
        assert isinstance(chosen, forms.ChoiceField)
        if not self.matches:
            del self.fields["resident_id"]
            return
        chosen.choices = [(str(one.pk), search.told_apart(one)) for one in self.matches]

    def _matches(self) -> list[Resident]:
        typed = str(self.data.get("owner", "")).strip()[:NAME_LETTERS_MAX] if self.is_bound else ""
        if len(typed) < NAME_LETTERS_ASKED or "\0" in typed:
            return []
        return search.alike(self.village, typed)

    def clean(self) -> dict[str, Any]:
        """Ask for a resident who is known, and for who heard a spoken yes."""
        told = super().clean()
        if told.get("owner") and not self.matches:
            said = _("Nobody of that name is recorded. Record the resident first.")
            self.add_error("owner", said)
        if told.get("channel") == Channel.SPOKEN and not told.get("witness", "").strip():
            said = _("Write who heard it: a spoken consent needs a witness.")
            self.add_error("witness", said)
        if (since := told.get("since")) and since > self.today and not self.known:
            self.add_error("since", _("Choose today or an earlier day."))
        return told

    def told(self, **typed: Any) -> dict[str, Any]:
        """Return what was typed as the rule takes it."""
        chosen = typed.get("resident_id", "")
        found = next((one for one in self.matches if str(one.pk) == chosen), self.resident)
        facts = Facts(typed["name"], typed["does"], typed["since"], typed["since_precision"])
        consent = Consent(self.today, typed["channel"], typed["witness"])
        return {"resident": found, "facts": facts, "consent": consent}


class EndBusinessForm(DayForm):
    """Why a business is told no longer."""

    why = forms.CharField(
        label=_("Why does it end?"),
        help_text=_("Also if she no longer wants it recorded."),
        max_length=200,
        error_messages={"required": _("Write why it ends.")},
    )
    field_order = ("why", "on")
