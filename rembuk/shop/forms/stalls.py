"""What people type about stalls and visits to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.accounts.fields import PhoneField
from rembuk.cash.forms.money import RupiahField
from rembuk.enterprise.models import Product
from rembuk.lib.errors import Refused
from rembuk.shop import stalls, visits
from rembuk.shop.forms.stock import PiecesField
from rembuk.shop.models import Charge, Stall
from rembuk.shop.stock import Item
from rembuk.villages.commands import Outcome
from rembuk.web.days import DayField
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import PhoneInput
from rembuk.workshop.models import Place

ROW = re.compile(r"(?P<pk>\d{1,18})-(?P<size>[0-9a-f]{0,96})-stays", re.ASCII)
PARTS = ("stays", "sold", "returned", "damaged", "delivered", "price")


class MaybePhoneField(PhoneField):
    """A number that may be left empty."""

    def clean(self, value: Any) -> str:
        """Return the number in the form +62..., or nothing."""
        return super().clean(value) if str(value or "").strip() else ""


class StallForm(CommandForm):
    """A stall: where it is, and whom to ask for."""

    name = forms.CharField(
        label=_("Name of the stall"), max_length=100,
        error_messages={"required": _("Write the name of the stall.")},
    )  # fmt: skip
    keeper = forms.CharField(label=_("Who keeps it?"), required=False, max_length=100)
    place = forms.CharField(label=_("Where is it?"), required=False, max_length=100)
    side = forms.ChoiceField(
        label=_("In this village or outside?"), required=False, widget=forms.RadioSelect,
        choices=[*Place.choices, ("", _("It is not known yet"))],
        help_text=_("For the share that is sold outside the village."),
    )  # fmt: skip
    phone = MaybePhoneField(
        label=_("WhatsApp of the stall"), required=False, widget=PhoneInput,
        help_text=_("For the slip after each visit."),
    )  # fmt: skip
    visit_days = forms.IntegerField(
        label=_("Somebody goes there every how many days?"), min_value=1, max_value=365,
        initial=14, help_text=_("After so many days 'Hari ini' reminds you."),
        error_messages={
            code: _("Write a number of days from 1 to 365.")
            for code in ("required", "invalid", "min_value", "max_value")
        },
    )  # fmt: skip

    def facts(self, typed: dict[str, Any], *, note: str = "") -> stalls.Facts:
        """Return what was typed of the stall, taken out of what was typed."""
        names = ("name", "keeper", "place", "side", "phone", "visit_days")
        return stalls.Facts(**{name: typed.pop(name) for name in names}, note=note)


class TermsForm(CommandForm):
    """What is agreed with a stall."""

    commission_percent = forms.DecimalField(
        label=_("The stall's part of the price, in percent"),
        min_value=0, max_value=100, max_digits=5, decimal_places=2, localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "number"}),
        error_messages={
            code: _("Write the stall's part as a percentage from 0 to 100.")
            for code in ("required", "invalid", "min_value", "max_value", "max_digits",
                         "max_decimal_places", "max_whole_digits")
        },
    )  # fmt: skip
    missing = forms.ChoiceField(
        label=_("What does the stall pay for a missing piece?"),
        choices=Charge.choices, initial=Charge.NET, widget=forms.RadioSelect,
    )  # fmt: skip
    damaged = forms.ChoiceField(
        label=_("And for a piece that was spoilt there?"),
        choices=Charge.choices, initial=Charge.NOTHING, widget=forms.RadioSelect,
    )  # fmt: skip

    def agreed(self, typed: dict[str, Any]) -> stalls.Agreed:
        """Return what was agreed, taken out of what was typed."""
        return stalls.Agreed(**{name: typed.pop(name) for name in TermsForm.base_fields
                                if name != "request_id"})  # fmt: skip


class BeginForm(StallForm, TermsForm):
    """A new stall with what is agreed."""

    field_order = (
        "request_id", "name", "keeper", "place", "side", "phone", "commission_percent", "missing",
        "damaged", "visit_days",
    )  # fmt: skip


class VisitForm(CommandForm):
    """The sheet of a visit: for each product what stays, was sold, comes back, is left there."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    on = DayField(label=_("On which day?"))
    note = forms.CharField(label=_("More about it"), required=False, max_length=200)

    def __init__(self, *args: Any, stall: Stall, today: date, checked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stall, self.checked = stall, checked
        self.before = visits.before(stall, today=today)
        day = self.fields["on"]
        assert isinstance(day, DayField)
        day.today = today
        self.initial = {"seen": self.before.number, "on": today}
        self.lying = {item.key: (was, free) for item, was, free in self.before.items}
        self.items = [item for item, _was, _free in self.before.items]
        self.items += self._sent_before()
        self.prices = visits.last_prices(stall)
        for item in self.items:
            self._add(item)
        self.counted: list[visits.Counted] = []

    def _sent_before(self) -> Iterator[Item]:
        """What stood on the sheet when it was opened and lies nowhere any more: it stays on it."""
        asked = [found for name in self.data if (found := ROW.fullmatch(name))]
        wanted = {(int(one["pk"]), _size(one["size"])) for one in asked} - self.lying.keys()
        mine = Product.objects.of(self.stall.village).filter(group_id=self.stall.group_id)
        known = mine.in_bulk([pk for pk, _size in wanted]) if wanted else {}
        for pk, size in sorted(wanted):
            if pk in known:
                yield Item(known[pk], size)

    def _add(self, item: Item) -> None:
        was, free = self.lying.get(item.key, (0, 0))
        name = _name(item)
        price = self.prices.get(item.key) or item.product.price_rp
        for part, label in (
            ("stays", _("Stays there")), ("sold", _("Pieces sold")), ("returned", _("Comes back")),
            ("damaged", _("Spoilt")), ("delivered", _("Newly left there")),
        ):  # fmt: skip
            self.fields[f"{name}-{part}"] = PiecesField(label=label, least=0, required=False)
        self.fields[f"{name}-price"] = RupiahField(
            label=_("Price of one sold there") if was else _("Price of one there"),
            required=False,
            initial=price,
            help_text=_(
                "Of the pieces counted now. A new price counts from what is left there"
                " at the next visit."
            )
            if was
            else "",
        )
        item.product.village = self.stall.village
        for part in ("stays", "sold", "returned", "damaged") if not was else ():
            self.fields[f"{name}-{part}"].widget = forms.HiddenInput()
        if not free and not was:
            self.fields[f"{name}-delivered"].widget = forms.HiddenInput()

    @property
    def cards(self) -> Iterator[dict[str, Any]]:
        """The rows of the sheet, for the page."""
        for item in self.items:
            was, free = self.lying.get(item.key, (0, 0))
            bound = [self[f"{_name(item)}-{part}"] for part in PARTS]
            yield {
                "item": item, "was": was, "free": free,
                "fields": [one for one in bound if not one.is_hidden],
                "hidden": [one for one in bound if one.is_hidden],
            }  # fmt: skip

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """The fields below the rows."""
        return [self["on"], self["note"]]

    def clean(self) -> dict[str, Any]:
        """Look at the whole sheet: what cannot be stands in one sentence above it.

        From the check page the rule itself looks: what was settled already is found again.
        """
        typed = {
            name: value for name, value in (super().clean() or {}).items() if value is not None
        }
        if self.checked or self.errors:
            return typed
        try:
            terms = stalls.terms_of(self.stall, on=typed["on"])
            if terms is None:
                raise Refused(visits.not_agreed())
            visits.check_seen(visits.last_of(self.stall), typed["seen"])
            self.counted = visits.work_out(self.sheet(typed), terms)
        except Refused as told:
            self.refused = told
            self.add_error(None, str(told))
            self._see_anew(told)
        return typed

    def run(self, *args: Any, **how: Any) -> Outcome | None:
        """Settle; overtaken by another phone, the sheet stays and may be sent again."""
        outcome = super().run(*args, **how)
        if self.refused:
            self._see_anew(self.refused)
        return outcome

    def _see_anew(self, told: Refused) -> None:
        if isinstance(told, visits.Overtaken):
            sent = cast("Any", self.data).copy()
            sent["seen"] = self.before.number
            self.data = sent

    def sheet(self, typed: dict[str, Any]) -> visits.Sheet:
        """Return what was typed, for the rule."""
        rows = []
        for item in self.items:
            name = _name(item)
            part = {one: typed.get(f"{name}-{one}") for one in PARTS}
            rows.append(
                visits.Row(
                    item=item, price_rp=part["price"], stays=part["stays"], sold=part["sold"],
                    returned=part["returned"] or 0, damaged=part["damaged"] or 0,
                    delivered=part["delivered"] or 0,
                )
            )  # fmt: skip
        return visits.Sheet(self.stall, rows, typed["seen"], typed["on"], typed["note"])


def _name(item: Item) -> str:
    """Name the inputs of a row; sizes may hold any sign, so they are written in hexadecimal."""
    return f"{item.product.pk}-{item.size.encode().hex()}"


def _size(written: str) -> str:
    try:
        return bytes.fromhex(written).decode()
    except ValueError:
        return ""
