"""What people type about an order: who, what, how many, for how much, until when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.cash.forms.money import CheckedForm, RupiahField
from rembuk.cash.sums import said
from rembuk.enterprise.models import Product
from rembuk.lib.words import phone_number
from rembuk.people import search
from rembuk.people.forms.fields import PhoneField
from rembuk.people.models import Resident
from rembuk.villages.models import Group
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import CountInput, NameInput
from rembuk.workshop import capacity, customers, stages
from rembuk.workshop.capacity import Counted, Thing
from rembuk.workshop.customers import LETTERS_ASKED, Buyer
from rembuk.workshop.forms.days import COUNTED, AheadField
from rembuk.workshop.models import Customer, Place
from rembuk.workshop.orders import MOVES, NOTE_LETTERS_MAX, PIECES_MOST, Line, Terms
from rembuk.workshop.stages import Standing

MORE_LINES = 3  # besides the first; a whole class has its own page
NAME_LETTERS_MAX = 100
SOMEBODY_ELSE = "-"
HOW_MANY = gettext_lazy("Write how many: from 1 to 100,000.")


class PiecesField(forms.IntegerField):
    """How many pieces."""

    widget = CountInput

    def __init__(self, **kwargs: Any) -> None:
        told = dict.fromkeys(("required", "invalid", "min_value", "max_value"), HOW_MANY)
        super().__init__(min_value=1, max_value=PIECES_MOST, error_messages=told, **kwargs)


class AskForm(CheckedForm):
    """Who asks for what; prices may be missing."""

    name = forms.CharField(
        label=gettext_lazy("Who orders?"),
        max_length=NAME_LETTERS_MAX,
        widget=NameInput,
        error_messages={"required": gettext_lazy("Write who orders.")},
    )
    phone = PhoneField(required=False)
    place = forms.ChoiceField(
        label=gettext_lazy("Where does the customer live?"),
        choices=[("", gettext_lazy("It is not known yet")), *Place.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("More about it"),
        help_text=gettext_lazy("For example: cloth from the customer, button colour."),
        required=False,
        max_length=NOTE_LETTERS_MAX,
    )
    who = forms.ChoiceField(
        label=gettext_lazy("Who is it exactly?"), required=False, widget=forms.RadioSelect
    )
    on_check_page = ("who",)
    price_needed = False

    def __init__(
        self, *args: Any, group: Group, products: list[Product], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.group, self.today = group, today
        if not stages.sews(group):
            self.fields["note"].help_text = _("For example: the colour, for how many guests.")
        self.products = {one.name.casefold(): one for one in products}
        for number in range(1 + MORE_LINES):
            self._add_line(number)
        self.customers, self.residents = self._matches()
        who = self.fields["who"]
        assert isinstance(who, forms.ChoiceField)
        who.choices = [
            *((f"c{one.pk}", self._ordered_before(one)) for one in self.customers),
            *((f"r{one.pk}", search.told_apart(one)) for one in self.residents),
            (SOMEBODY_ELSE, _("Somebody else, as written")),
        ]

    def _add_line(self, number: int) -> None:
        first, end = number == 0, f"_{number}" if number else ""
        what = forms.TextInput(attrs={"list": "products", "autocomplete": "off"})
        self.fields[f"what{end}"] = forms.CharField(
            label=_("What?"), max_length=NAME_LETTERS_MAX, widget=what, required=first,
            error_messages={"required": _("Write what is ordered.")},
        )  # fmt: skip
        self.fields[f"quantity{end}"] = PiecesField(label=_("How many?"), required=first)
        self.fields[f"price_rp{end}"] = RupiahField(
            label=_("Price of one"), required=False,
            help_text=_("Leave it empty for what is in the list: its price is taken.")
            if first
            else "",
        )  # fmt: skip
        self.fields[f"size{end}"] = forms.CharField(label=_("Size"), max_length=20, required=False)

    @property
    def more_rows(self) -> Iterator[list[BoundField]]:
        """The fields of further things, row by row."""
        for number in range(1, 1 + MORE_LINES):
            yield [self[f"{name}_{number}"] for name in ("what", "quantity", "price_rp", "size")]

    @property
    def more_is_open(self) -> bool:
        """Whether something stands in what is folded away."""
        folded = [field for row in self.more_rows for field in row]
        folded += [self[name] for name in ("phone", "place", "size", "note")]
        return any(field.value() or field.errors for field in folded)

    @property
    def typed_name(self) -> str:
        """The name, as far as it was typed."""
        typed = str(self.data.get("name", "")).strip()[:NAME_LETTERS_MAX] if self.is_bound else ""
        return "" if "\0" in typed else typed

    def _matches(self) -> tuple[list[Customer], list[Resident]]:
        if len(self.typed_name) < LETTERS_ASKED:
            return [], []
        known = customers.alike(self.group, self.typed_name)
        theirs = {one.resident_id for one in known}
        found = search.alike(self.group.village, self.typed_name)
        return known, [one for one in found if one.pk not in theirs]

    @staticmethod
    def _ordered_before(one: Customer) -> str:
        told = _("%(name)s, ordered before") % {"name": one.name}
        return f"{told} ({phone_number(one.phone)})" if one.phone else told

    @property
    def likely(self) -> str:
        """Who is meant, where exactly one customer or resident has the name that was typed."""
        typed = self.typed_name.casefold()
        known = [f"c{one.pk}" for one in self.customers if one.name.casefold() == typed]
        same = known or [f"r{one.pk}" for one in self.residents if one.name.casefold() == typed]
        return same[0] if len(same) == 1 else SOMEBODY_ELSE

    def ready_to_check(self) -> None:
        """Choose who is likely meant."""
        if not self.checked:
            self.data = {**dict(self.data.items()), "who": self.likely}

    def clean(self) -> dict[str, Any]:
        """A further thing has a number, and where it is needed each has a price."""
        told = super().clean() or {}
        for number in range(1 + MORE_LINES):
            end = f"_{number}" if number else ""
            what = told.get(f"what{end}")
            if not what:
                if told.get(f"quantity{end}") or told.get(f"price_rp{end}"):
                    self.add_error(f"what{end}", _("Write what is ordered."))
                continue
            if told.get(f"quantity{end}") is None and f"quantity{end}" not in self.errors:
                self.add_error(f"quantity{end}", HOW_MANY)
            price = self._price(what, told.get(f"price_rp{end}"))
            if self.price_needed and price is None and f"price_rp{end}" not in self.errors:
                self.add_error(
                    f"price_rp{end}",
                    _("It is not in the list with a price: write the price of one."),
                )
        return told

    def _price(self, what: str, typed_rp: int | None) -> int | None:
        product = self.products.get(what.casefold())
        return typed_rp or (product.price_rp if product else None)

    @property
    def lines(self) -> list[Line]:
        """What was typed as lines of an order."""
        told, found = self.cleaned_data, []
        for number in range(1 + MORE_LINES):
            end = f"_{number}" if number else ""
            if what := told.get(f"what{end}"):
                product = self.products.get(what.casefold())
                price = self._price(what, told.get(f"price_rp{end}"))
                quantity = told[f"quantity{end}"]
                found.append(Line(what, quantity, price, told.get(f"size{end}", ""), product))
        return found

    @property
    def total_rp(self) -> int:
        """What all of it costs in whole rupiah."""
        return sum((line.price_rp or 0) * line.quantity for line in self.lines)

    @property
    def buyer(self) -> Buyer:
        """Who was chosen on the check page, else the name as written."""
        told = self.cleaned_data
        known = next((one for one in self.customers if f"c{one.pk}" == told["who"]), None)
        resident = next((one for one in self.residents if f"r{one.pk}" == told["who"]), None)
        return Buyer(told["name"], told["phone"], resident, known, told["place"])


class CountsAhead:
    """What forms share that promise a day: it can be counted from the queue of the group."""

    today: date
    group: Group
    cleaned_data: dict[str, Any]

    @property
    def things(self) -> Sequence[Thing]:
        """What is to be made."""
        raise NotImplementedError

    @cached_property
    def pace(self) -> Any:
        """How fast the group works, as it agreed; None before it did."""
        return capacity.pace_on(self.group, self.today)

    @cached_property
    def counted(self) -> Counted:
        """The day counted from the queue, and from what; nothing before a pace is agreed."""
        if self.pace is None:
            return Counted(None)
        return capacity.suggest(self.group, self.things, today=self.today, pace=self.pace)

    @property
    def is_hasty(self) -> bool:
        """Is the chosen day earlier than the counted one?"""
        counted = self.counted.ready_on
        return counted is not None and self.cleaned_data["ready_on"] < counted

    def settle_day(self, told: dict[str, Any]) -> str:
        """Put the counted day where it was asked for; else say why there is none."""
        if told.get("ready_on") != COUNTED:
            return ""
        told["ready_on"] = self.counted.ready_on
        if told["ready_on"] is not None:
            return ""
        if self.counted.missing:
            return _(
                "Nobody recorded yet how long this takes: %(what)s."
                " Choose a day, or write an estimate under Ready dates."
            ) % {"what": ", ".join(self.counted.missing)}
        return _("Choose a day: the group has no members yet.")


class OrderForm(CountsAhead, AskForm):
    """The same with prices, down payment and the day."""

    price_needed = True
    down_payment_rp = RupiahField(
        label=gettext_lazy("Down payment"),
        help_text=gettext_lazy("What the customer pays now. The treasurer records the money."),
        required=False,
        least=0,
    )
    ready_on = AheadField(label=gettext_lazy("When is it ready?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about_ahead(self, self.today, counts=self.pace is not None)

    @property
    def things(self) -> Sequence[Thing]:
        """What is to be made."""
        return self.lines

    def clean(self) -> dict[str, Any]:
        """A counted day is a day; the down payment is not more than all of it costs."""
        told = super().clean()
        if not self.errors and (why_not := self.settle_day(told)):
            self.add_error("ready_on", why_not)
        if not self.errors and (told.get("down_payment_rp") or 0) > self.total_rp:
            self.add_error(
                "down_payment_rp",
                _("The down payment is more than the order costs. Write a smaller sum."),
            )
        return told

    @property
    def terms(self) -> Terms:
        """What is agreed."""
        told = self.cleaned_data
        return Terms(told["ready_on"], told["down_payment_rp"] or 0, note=told["note"])


class TermsForm(CountsAhead, CheckedForm):
    """Prices, down payment and day of something that was asked for before."""

    down_payment_rp = RupiahField(
        label=gettext_lazy("Down payment"), required=False, least=0,
        help_text=gettext_lazy("As agreed, to be paid before work begins."),
    )  # fmt: skip
    is_given = forms.BooleanField(
        label=gettext_lazy("The customer gave the down payment already"), required=False
    )
    ready_on = AheadField(label=gettext_lazy("When is it ready?"))

    def __init__(
        self, *args: Any, one: Standing, today: date, is_order: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not is_order:
            del self.fields["is_given"]
        self.one, self.group, self.today = one, one.order.group, today
        for line in one.lines:
            label = _("Price of one: %(what)s (%(count)s)") % {"what": line, "count": line.quantity}
            field = RupiahField(label=label, initial=line.price_rp)
            self.fields[f"price_{line.pk}"] = field
        self.order_fields(["request_id", *(f"price_{line.pk}" for line in one.lines)])
        about_ahead(self, today, counts=self.pace is not None)
        if not self.is_bound and one.order.ready_on and one.order.ready_on >= today:
            self.initial["ready_on"] = one.order.ready_on
        if not self.is_bound and one.order.down_payment_rp is not None:
            self.initial["down_payment_rp"] = one.order.down_payment_rp

    @property
    def things(self) -> Sequence[Thing]:
        """What is to be made."""
        return self.one.lines

    @property
    def prices_rp(self) -> dict[int, int]:
        """The price of each line."""
        told = self.cleaned_data
        return {line.pk: told[f"price_{line.pk}"] for line in self.one.lines}

    @property
    def total_rp(self) -> int:
        """What all of it costs in whole rupiah."""
        return sum(self.prices_rp[line.pk] * line.quantity for line in self.one.lines)

    @property
    def terms(self) -> Terms:
        """What is agreed."""
        told = self.cleaned_data
        return Terms(
            told["ready_on"], told["down_payment_rp"] or 0,
            is_given=bool(told.get("is_given")), prices_rp=self.prices_rp,
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A counted day is a day; the down payment is not more than all of it costs."""
        told = super().clean() or {}
        if not self.errors and (why_not := self.settle_day(told)):
            self.add_error("ready_on", why_not)
        if not self.errors and (told.get("down_payment_rp") or 0) > self.total_rp:
            self.add_error(
                "down_payment_rp",
                _("The down payment is more than the order costs. Write a smaller sum."),
            )
        return told


class PayForm(CheckedForm):
    """What the customer pays now."""

    amount_rp = RupiahField(label=gettext_lazy("How much does the customer pay?"))

    def __init__(self, *args: Any, left_rp: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left_rp = left_rp

    def clean_amount_rp(self) -> int:
        """Refuse more than is left before it is read back; once checked the rule itself looks."""
        typed: int = self.cleaned_data["amount_rp"]
        if not self.checked and self.left_rp is not None and typed > self.left_rp:
            raise ValidationError(_("That is more than is left to pay. Write a smaller sum."))
        return typed


class HandOverForm(CommandForm):
    """What the customer paid when the order was handed over."""

    ALL, PART, NOTHING = "ALL", "PART", "NONE"
    paid = forms.ChoiceField(
        label=gettext_lazy("Is the rest paid?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether the rest is paid.")},
    )
    amount_rp = RupiahField(label=gettext_lazy("If only a part: how much?"), required=False)

    def __init__(self, *args: Any, left_rp: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left_rp = left_rp
        paid = self.fields["paid"]
        assert isinstance(paid, forms.ChoiceField)
        paid.choices = [
            (self.ALL, _("Yes, all of it: %(sum)s") % {"sum": said(left_rp)}),
            (self.PART, _("Only a part")),
            (self.NOTHING, _("Not yet, it is paid later")),
        ]

    def clean(self) -> dict[str, Any]:
        """A part has its sum, and is not more than what is left."""
        told = super().clean() or {}
        if told.get("paid") != self.PART or "amount_rp" in self.errors:
            return told
        if told.get("amount_rp") is None:
            self.add_error("amount_rp", _("Write how much was paid."))
        elif told["amount_rp"] > self.left_rp:
            self.add_error("amount_rp", _("That is more than is left to pay. Write a smaller sum."))
        return told

    @property
    def paid_rp(self) -> int:
        """What was paid, in whole rupiah."""
        told = self.cleaned_data
        sums = {self.ALL: self.left_rp, self.PART: told.get("amount_rp") or 0}
        return sums.get(told["paid"], 0)


class MoveForm(CommandForm):
    """Which step an order came to."""

    to = forms.ChoiceField(
        choices=[(step.value, step.label) for step in MOVES], widget=forms.HiddenInput
    )


class PromiseForm(CommandForm):
    """Another day for which an order is promised."""

    ready_on = AheadField(label=gettext_lazy("When is it ready?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about_ahead(self, today)


class CallOffForm(CommandForm):
    """Why an order is called off."""

    why = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("For example: the school ordered elsewhere."),
        max_length=200,
        error_messages={"required": gettext_lazy("Write why the order is called off.")},
    )
    back_rp = RupiahField(
        label=gettext_lazy("How much goes back to the customer?"),
        help_text=gettext_lazy("The treasurer decides and pays it. Write 0 where nothing does."),
        least=0,
    )

    def __init__(self, *args: Any, booked_rp: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["back_rp"] = booked_rp
        if not booked_rp:
            del self.fields["back_rp"]


def about_ahead(form: forms.Form, today: date, *, counts: bool = False) -> None:
    """Tell a form's day ahead which day today is."""
    field = form.fields["ready_on"]
    assert isinstance(field, AheadField)
    field.begin(today, counts=counts)
