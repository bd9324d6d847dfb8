"""What people type about goods in the shop window."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from rembuk.accounts.fields import PhoneField
from rembuk.cash.forms.money import RupiahField
from rembuk.enterprise import products
from rembuk.enterprise.forms.photos import PhotoForm
from rembuk.shop import listings
from rembuk.shop.models import CharacterAnswer
from rembuk.villages.commands import Outcome
from rembuk.web.days import PartsField
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import PhoneInput

TO_ORDER, IN_STOCK = "order", "stock"
PERMISSION = ("permitted_by", "permitted_paper", "permitted_until")


class ShowForm(PhotoForm):
    """One product for the window: photo, name, price, stock or to order."""

    name = forms.CharField(
        label=_("What is it?"),
        max_length=100,
        error_messages={"required": _("Write the name of the product.")},
    )
    price_rp = RupiahField(
        label=_("Price of one"),
        help_text=_("Leave it empty if the price is agreed with each customer."),
        required=False,
    )
    made = forms.ChoiceField(
        label=_("Is it there already?"),
        choices=[(TO_ORDER, _("Made when somebody orders it")), (IN_STOCK, _("Kept in stock"))],
        initial=TO_ORDER,
        widget=forms.RadioSelect,
    )
    description = forms.CharField(
        label=_("A few words about it"),
        help_text=_("For example size, cloth, colours, how long it takes."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    character_answer = forms.ChoiceField(
        label=_("Why may you sell this character?"),
        choices=CharacterAnswer.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    permitted_by = forms.CharField(
        label=_("Who allowed it?"),
        help_text=_("Only for a permission in writing."),
        max_length=100,
        required=False,
    )
    permitted_paper = forms.CharField(
        label=_("Which paper says so, and who keeps it?"),
        help_text=_("For example: letter of 2 March 2026, kept by Lastri."),
        max_length=150,
        required=False,
    )
    permitted_until = PartsField(
        label=_("Until when is it allowed?"),
        help_text=_("Leave it empty where the paper names no end."),
        required=False,
    )
    field_order = (
        "request_id", "photo_kept", "photo", "name", "price_rp", "made", "description",
        "character_answer", *PERMISSION,
    )  # fmt: skip

    def __init__(self, *args: Any, unit: str = "PIECE", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        if not (self.data if self.is_bound else self.initial).get("character_answer"):
            self._hide_answer()

    def _hide_answer(self) -> None:
        """Ask about a character only where there is one."""
        self.fields["character_answer"].widget = forms.HiddenInput()
        for name in PERMISSION:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A permission says who gave it, and on which paper."""
        typed = super().clean()
        if typed.get("character_answer") == CharacterAnswer.PERMITTED:
            for name, says in (
                ("permitted_by", _("Write who allowed it.")),
                ("permitted_paper", _("Write which paper says so.")),
            ):
                if not typed.get(name) and name not in self.errors:
                    self.add_error(name, says)
        return typed

    def run(self, *args: Any, **how: Any) -> Outcome | None:
        """Do the work; a known character brings its question."""
        outcome = super().run(*args, **how)
        if isinstance(self.refused, listings.CharacterAsked):
            for name in ("character_answer", *PERMISSION):
                self.fields.setdefault(name, deepcopy(self.base_fields[name]))
            answer = self.fields["character_answer"]
            answer.required = True
            answer.widget = forms.RadioSelect(choices=CharacterAnswer.choices)
            self.add_error("character_answer", self.errors.pop(NON_FIELD_ERRORS).as_data())
        return outcome

    def showing(
        self, *, name: str, price_rp: int | None, made: str, description: str,
        character_answer: str, permitted_by: str = "", permitted_paper: str = "",
        permitted_until: date | None = None,
    ) -> listings.Showing:  # fmt: skip
        """Return what was typed, for the rule."""
        facts = products.Facts(name, self.unit, price_rp, made == TO_ORDER)
        permission = listings.Permission(permitted_by, permitted_paper, permitted_until)
        return listings.Showing(facts, description, character_answer, permission)


class WindowForm(CommandForm):
    """How buyers reach the group."""

    whatsapp = PhoneField(
        label=_("WhatsApp number for buyers"),
        help_text=_("Everybody can read it. Choose a number that the group answers together."),
        required=False,
        widget=PhoneInput,
    )
    about = forms.CharField(
        label=_("A few words about the group"),
        help_text=_("For example: ten women who sew doormats and uniforms."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_whatsapp(self) -> str:
        """Return the number as it is kept, or ''."""
        return str(self.cleaned_data.get("whatsapp") or "")


def initial_of(showing: listings.Showing) -> dict[str, Any]:
    """Return what the form shows of what is told now."""
    return {
        "name": showing.product.name,
        "price_rp": showing.product.price_rp,
        "made": TO_ORDER if showing.product.to_order else IN_STOCK,
        "description": showing.description,
        "character_answer": showing.character_answer,
        "permitted_by": showing.permission.by,
        "permitted_paper": showing.permission.paper,
        "permitted_until": showing.permission.until,
    }
