"""What people type about partners, agreements and offers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.accounts.fields import PhoneField
from rembuk.cash.forms.money import RupiahField
from rembuk.enterprise.forms.things import DayForm
from rembuk.enterprise.models import ONLINE_STAGES, Product, Sort, Stage
from rembuk.enterprise.partners import LINES_MAX, Line
from rembuk.web.days import PartsField
from rembuk.web.forms import CommandForm, CorrectionForm
from rembuk.web.widgets import NameInput, PhoneInput


class MaybePhoneField(PhoneField):
    """A phone number that may be left empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=PhoneInput, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the number in the form +62..., or nothing."""
        return super().clean(value) if str(value or "").strip() else ""


class _PartnerFields(forms.Form):
    name = forms.CharField(
        label=_("Who is it?"),
        help_text=_("For example: SDN 1 Sukamaju, Toko Kain Abadi, Shopee."),
        max_length=100,
        error_messages={"required": _("Write the name of the partner.")},
    )
    sort = forms.ChoiceField(
        label=_("What kind of partner is it?"),
        choices=Sort.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind of partner it is.")},
    )
    wanted = forms.CharField(
        label=_("What do you hope for?"),
        help_text=_("For example: to sew the sports uniforms."),
        required=False,
        max_length=200,
    )
    contact = forms.CharField(
        label=_("Whom do you ask there?"),
        help_text=_("Only officers who record the group's work read it."),
        required=False,
        max_length=100,
        widget=NameInput,
    )
    phone = MaybePhoneField(label=_("Phone number of that person"))


class PartnerForm(CommandForm, _PartnerFields):
    """Somebody the group would like to work with."""


class ChangePartnerForm(CorrectionForm, _PartnerFields):
    """What is told of a partner, corrected."""


class StepForm(DayForm):
    """What happened with a partner."""

    stage = forms.ChoiceField(
        label=_("How far has it come?"),
        choices=Stage.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how far it has come.")},
    )
    note = forms.CharField(
        label=_("What was said?"),
        help_text=_("After a no: why. The next talk begins there."),
        required=False,
        max_length=300,
    )
    next_on = PartsField(
        label=_("When do you ask again?"),
        help_text=_("On that day it stands on your page Today."),
        required=False,
    )
    field_order = ("stage", "note", "on", "next_on")

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a no, and for a day of asking again that comes later."""
        told = super().clean() or self.cleaned_data
        if told.get("stage") == Stage.REFUSED and not told.get("note", "").strip():
            self.add_error("note", _("Write why they said no: the next talk begins there."))
        on, again = told.get("on"), told.get("next_on")
        if on and again and again < on:
            self.add_error("next_on", _("Choose a later day on which to ask again."))
        return told


class OnlineStepForm(DayForm):
    """How far it is with an online selling place, since which day."""

    stage = forms.ChoiceField(
        label=_("How far is it?"),
        choices=[(stage.value, words) for stage, words in ONLINE_STAGES.items()],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Of an online place choose: wanted, opened, sells or closed."),
        },
    )
    note = forms.CharField(
        label=_("More about it"),
        help_text=_("For example: the name of the shop there, or why it is closed."),
        required=False,
        max_length=300,
    )
    field_order = ("stage", "note", "on")


class AgreementForm(CommandForm):
    """What was agreed."""

    agreed = forms.CharField(
        label=_("What was agreed?"),
        help_text=_("Who gives what, at which price, who pays when."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what was agreed.")},
    )
    since = PartsField(label=_("From which day on?"))
    until = PartsField(
        label=_("Last day"),
        help_text=_("Leave it empty while the end is not known."),
        required=False,
    )
    paper = forms.CharField(
        label=_("Number of the paper or of its photo"), required=False, max_length=100
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = today


class EndAgreementForm(DayForm):
    """Why an agreement ends."""

    why = forms.CharField(
        label=_("Why does it end?"),
        max_length=200,
        error_messages={"required": _("Write why it ends.")},
    )
    field_order = ("why", "on")


class OfferForm(CommandForm):
    """What is offered: up to LINES_MAX lines, the group's own products filled in already."""

    def __init__(self, *args: Any, products: list[Product], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.products = products
        rest = {name: self.fields.pop(name) for name in ("valid_until", "made_by", "note")}
        for number in range(1, LINES_MAX + 1):
            here = products[number - 1] if number <= len(products) else None
            self.fields[f"what_{number}"] = forms.CharField(
                label=_("%(number)s. What?") % {"number": number}, required=False, max_length=120,
                initial=here.name if here else "",
            )  # fmt: skip
            self.fields[f"price_{number}"] = RupiahField(
                label=_("%(number)s. Price of one") % {"number": number}, required=False,
                initial=here.price_rp if here else None,
            )  # fmt: skip
        self.fields |= rest

    valid_until = PartsField(label=_("Until which day does the offer hold?"))
    made_by = forms.CharField(
        label=_("Who makes the offer?"),
        max_length=100,
        widget=NameInput,
        error_messages={"required": _("Write who makes the offer.")},
    )
    note = forms.CharField(
        label=_("More about it"),
        help_text=_("For example: free measuring, ready in two weeks."),
        required=False,
        max_length=300,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for both a thing and its price in each line, and for one line at least."""
        told = super().clean() or self.cleaned_data
        for number in range(1, LINES_MAX + 1):
            what, price = f"what_{number}", f"price_{number}"
            if told.get(what) and not told.get(price) and price not in self.errors:
                self.add_error(price, _("Write the price of one, or empty the line."))
            if told.get(price) and not told.get(what):
                self.add_error(what, _("Write what it is, or empty the line."))
        if not self.errors and not self.lines(**told):
            self.add_error("what_1", _("Write what is offered, and the price of one."))
        return told

    def lines(self, **typed: Any) -> list[Line]:
        """Return the lines that are filled in; a product of the same name goes along."""
        known = {one.name.casefold(): one for one in self.products}
        pairs = [(typed.get(f"what_{n}"), typed.get(f"price_{n}")) for n in range(1, LINES_MAX + 1)]
        return [
            Line(what, price, known.get(what.strip().casefold()))
            for what, price in pairs
            if what and price
        ]
