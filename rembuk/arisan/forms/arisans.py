"""What people type about an arisan: what is agreed, who paid, whose turn it is, why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.arisan.arisans import Taking, Terms
from rembuk.arisan.drawing import WORD_MOST
from rembuk.arisan.models import Ending, Rhythm, Seat, Way
from rembuk.arisan.models.arisans import MOST_RP
from rembuk.arisan.rounds import Round, Standing
from rembuk.cash.forms.money import RupiahField, about_day
from rembuk.cash.sheets import Member
from rembuk.web.days import DayField, PartsField
from rembuk.web.forms import CommandForm

SHARES_EACH, OTHERS_LETTERS = 3, 400


class BeginForm(CommandForm):
    """What the group agreed, and who takes part with how many shares."""

    name = forms.CharField(
        label=_("What is the arisan called?"), max_length=60,
        error_messages={"required": _("Write what the arisan is called.")},
    )  # fmt: skip
    share_rp = RupiahField(label=_("How much does one share give each round?"), least=1_000)
    rhythm = forms.ChoiceField(
        label=_("How often?"), choices=Rhythm.choices, widget=forms.RadioSelect,
        initial=Rhythm.MONTHLY, error_messages={"required": _("Choose how often.")},
    )  # fmt: skip
    first_on = PartsField(label=_("When is the first round?"))
    way = forms.ChoiceField(
        label=_("How is it settled whose turn it is?"),
        help_text=_("Each share has its turn once. Nobody bids for the pot."),
        choices=Way.choices, widget=forms.RadioSelect, initial=Way.DRAW,
        error_messages={"required": _("Choose how it is settled.")},
    )  # fmt: skip
    kept_where = forms.CharField(
        label=_("Where is the money kept until it is handed over?"),
        help_text=_("For example: in the tin with two keys. Write no account number."),
        max_length=100,
    )
    others = forms.CharField(
        label=_("Who else takes part, one share each?"),
        help_text=_("Separate several names with a comma."),
        required=False, max_length=OTHERS_LETTERS,
    )  # fmt: skip

    def __init__(self, *args: Any, people: Sequence[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(people)
        others = self.fields.pop("others")
        shares = [(str(number), str(number)) for number in range(SHARES_EACH + 1)]
        for one in self.people:
            self.fields[f"shares_{one.key}"] = forms.ChoiceField(
                label=_("Shares of %(name)s") % {"name": one.name}, choices=shares, initial="1"
            )
        self.fields["others"] = others

    def clean_share_rp(self) -> int:
        """Refuse more than an arisan among neighbours gives."""
        typed: int = self.cleaned_data["share_rp"]
        if typed > MOST_RP:
            raise forms.ValidationError(
                _("Write a smaller sum: an arisan goes round among neighbours.")
            )
        return typed

    def terms(self) -> Terms:
        """Return what was agreed."""
        typed = self.cleaned_data
        return Terms(
            typed["name"], typed["share_rp"], typed["first_on"], typed["rhythm"], typed["way"],
            typed["kept_where"],
        )  # fmt: skip

    def taking(self) -> list[Taking]:
        """Return who takes part, members first."""
        typed = self.cleaned_data
        found = [
            Taking(one.name, shares, one.resident_id)
            for one in self.people
            if (shares := int(typed[f"shares_{one.key}"]))
        ]
        names = [one.strip() for one in typed["others"].split(",")]
        return found + [Taking(name[:100]) for name in names if name]


class PaidForm(CommandForm):
    """Shares that have not given for a round: tap who paid."""

    seats = forms.MultipleChoiceField(
        label=_("Who paid?"), help_text=_("Tap each name. Whoever pays later is added later."),
        widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Tap who paid.")},
    )  # fmt: skip
    on = DayField(label=_("On which day?"))

    def __init__(
        self, *args: Any, found: Standing, one: Round, today: date, **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        about_day(self, "on", today=today)
        self.by_id = {str(seat.pk): seat for seat in found.seats}
        seats = self.fields["seats"]
        assert isinstance(seats, forms.MultipleChoiceField)
        # Every share is accepted, so that the same sheet sent twice is known; the unpaid shown.
        seats.choices = [(key, _told(seat)) for key, seat in self.by_id.items()]
        self.open = [(key, _told(s)) for key, s in self.by_id.items() if s.pk not in one.paid]
        seats.widget.choices = self.open

    def chosen(self, keys: Sequence[str]) -> list[Seat]:
        """Return the shares that were tapped."""
        return [self.by_id[key] for key in keys]


class TurnForm(CommandForm):
    """Whose turn it is, with lots or in the agreed order."""

    seat = forms.ChoiceField(
        label=_("Whose turn is it?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose whose turn it is.")},
    )  # fmt: skip

    def __init__(self, *args: Any, found: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = {str(seat.pk): seat for seat in found.to_draw}
        field = self.fields["seat"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, _told(seat)) for key, seat in self.by_id.items()]


class WordForm(CommandForm):
    """The word that the meeting called out."""

    word = forms.CharField(
        label=_("Which word did the meeting call out?"),
        help_text=_("Let somebody who takes part choose it. Three letters or more."),
        max_length=WORD_MOST, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Write the word that the meeting called out, three letters or more.")
        },
    )  # fmt: skip


class WhyForm(CommandForm):
    """Why something is taken back."""

    why = forms.CharField(
        label=_("Why is it taken back?"), max_length=200,
        help_text=_("It stays visible with this reason."),
        error_messages={"required": _("Write why it is taken back.")},
    )  # fmt: skip


class HandForm(CommandForm):
    """The day on which a pot was handed over."""

    on = DayField(label=_("On which day?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about_day(self, "on", today=today)


class EndForm(CommandForm):
    """How an arisan ends."""

    kind = forms.ChoiceField(
        label=_("How does it end?"), choices=Ending.Kind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it ends.")},
    )  # fmt: skip
    why = forms.CharField(
        label=_("In a few words"), required=False, max_length=200,
        help_text=_("What was agreed, also about what somebody still owes."),
    )  # fmt: skip


def _told(seat: Seat) -> str:
    return f"{seat.number} · {seat.name}"
