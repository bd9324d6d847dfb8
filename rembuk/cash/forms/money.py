"""What people type about money in and out. Sums are read as people write them (lib/money.py)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rembuk.cash import days, limits, lines, purposes
from rembuk.cash.purposes import Way
from rembuk.cash.sums import said
from rembuk.ledger import reading
from rembuk.ledger.books import LIMIT_RP
from rembuk.ledger.reading import Book
from rembuk.lib import money, words
from rembuk.lib.errors import Refused
from rembuk.people import search
from rembuk.people.models import Resident
from rembuk.web.days import DayField
from rembuk.web.forms import CommandForm

REASON_LETTERS_MAX = 200
PARTY_LETTERS_MAX = 120
PARTY_LETTERS_ASKED = 3  # fewer letters do not say who is meant


class RupiahField(forms.CharField):
    """A sum of whole rupiah as people type it: 50.000, 50rb, Rp 1.250.000,00; cleaned to an int.

    `least` is the smallest sum. What may be read in two ways is sent back with both readings.
    """

    default_error_messages = {
        "required": gettext_lazy("Write the sum in whole rupiah, for example 50.000 or 50rb."),
        "doubtful": gettext_lazy("Do you mean %(one)s or %(other)s? Write the sum in full."),
        "unreadable": gettext_lazy("Write the sum in whole rupiah, for example 50.000 or 50rb."),
        "too_small": gettext_lazy("Write %(least)s or a larger sum."),
    }

    def __init__(self, *, least: int = 1, **kwargs: Any) -> None:
        self.least = least
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "sum"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """Return the sum in whole rupiah; None where it may be left empty and is."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            amount = money.read_rupiah(typed)
        except money.Doubtful as doubt:
            one, other = (said(reading) for reading in doubt.readings)
            told = {"one": one, "other": other}
            raise ValidationError(self.error_messages["doubtful"], params=told) from None
        except money.Unreadable:
            raise ValidationError(self.error_messages["unreadable"]) from None
        if amount < self.least:
            told = {"least": said(self.least)}
            raise ValidationError(self.error_messages["too_small"], params=told)
        return amount

    def prepare_value(self, value: Any) -> Any:
        """Show a sum of ours in groups of three, and what was typed as it was typed."""
        return words.grouped(value, language=_language()) if isinstance(value, int) else value


class LimitField(RupiahField):
    """The sum from which two people are needed: not so small or large that it binds nobody."""

    def clean(self, value: Any) -> Any:
        """Return the sum in whole rupiah."""
        amount = super().clean(value)
        try:
            limits.check_bounds(amount)
        except Refused as told:
            raise ValidationError(str(told)) from None
        return amount


class CheckedForm(CommandForm):
    """A form with a check page between typing and saving; `checked` says it comes from there."""

    on_check_page: tuple[str, ...] = ()

    def __init__(self, *args: Any, checked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checked = checked

    @property
    def only_check_page_is_wrong(self) -> bool:
        """Whether all that is to be corrected stands on the check page."""
        return self.checked and bool(self.errors) and set(self.errors) <= set(self.on_check_page)


class TwiceForm(CheckedForm):
    """A form about a sum that is typed once more on the check page where it is unusual."""

    book: Book
    again_rp = RupiahField(
        label=gettext_lazy("This sum is larger than usual. Write it once more"), required=False
    )
    on_check_page: tuple[str, ...] = ("again_rp",)

    @property
    def unusual(self) -> bool:
        """Whether the sum is asked for twice: from the limit on."""
        return self.typed_rp >= self.book.limit_rp

    @property
    def typed_rp(self) -> int:
        """The sum that was typed, in whole rupiah."""
        return self.cleaned_data.get("amount_rp") or 0

    def clean(self) -> dict[str, Any]:
        """The day is open; a sum that is larger than usual is typed twice, and both are the same.

        When it is saved, the rule itself looks at the day (lines.py): what was recorded already
        is found again, though its day was closed since.
        """
        told = super().clean() or {}
        on = told.get("on")
        if on and not self.checked and (closed := days.closed_told(self.book, on)):
            self.add_error("on", closed)
        same = told.get("again_rp") == self.typed_rp
        if self.checked and self.unusual and not same and "again_rp" not in self.errors:
            self.add_error("again_rp", _("Write the same sum here, or change it above."))
        return told


class OpenPurseForm(CheckedForm):
    """The first day of a purse: what was counted, and the limit."""

    begins_on = DayField(label=gettext_lazy("From which day on?"))
    counted_rp = RupiahField(
        label=gettext_lazy("How much money is in the cash box on that day?"),
        help_text=gettext_lazy("Count it together. Write 0 if there is none yet."),
        least=0,
    )
    limit_rp = LimitField(
        label=gettext_lazy("From which sum on does money out need a second person?"),
        help_text=gettext_lazy(
            "The treasurer records it, the chair approves it. Two people change it later."
        ),
        initial=LIMIT_RP,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about_day(self, "begins_on", today=today)


class MoneyForm(TwiceForm):
    """Money in or out: who, what for, how much; the rest is filled in already."""

    party = forms.CharField(
        max_length=PARTY_LETTERS_MAX,
        error_messages={"required": gettext_lazy("Write who it is.")},
    )
    purpose = forms.ChoiceField(widget=forms.RadioSelect)
    amount_rp = RupiahField(
        label=gettext_lazy("How much money?"), help_text=gettext_lazy("For example 50.000 or 50rb.")
    )
    on = DayField(label=gettext_lazy("On which day?"))
    memo = forms.CharField(label=gettext_lazy("More about it"), required=False, max_length=200)
    resident_id = forms.ChoiceField(
        label=gettext_lazy("Who is it exactly?"), required=False, widget=forms.RadioSelect
    )
    on_check_page = ("resident_id", "again_rp")

    def __init__(self, *args: Any, book: Book, way: Way, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.book, self.way = book, way
        came = way == Way.IN
        self.fields["party"].label = _("From whom?") if came else _("To whom?")
        purpose = self.fields["purpose"]
        assert isinstance(purpose, forms.ChoiceField)
        offered = purposes.offered(way, chart_code=book.chart)
        purpose.label = _("What is it for?")
        purpose.choices = [(one.code, one.label) for one in offered]
        if not self.is_bound:
            last = reading.last_other_code(book, kind=way)
            used = next((one.code for one in offered if one.account == last), None)
            self.initial["purpose"] = used or offered[0].code
            if used:
                purpose.help_text = _("Chosen already, as last time. Choose another if it differs.")
        about_day(self, "on", today=today)
        self.matches = self._matches()
        named = self.fields["resident_id"]
        assert isinstance(named, forms.ChoiceField)
        named.choices = [(str(one.pk), search.told_apart(one)) for one in self.matches]
        named.choices = [*named.choices, ("", _("Somebody else, as written"))]

    def _matches(self) -> list[Resident]:
        typed = str(self.data.get("party", "")).strip()[:PARTY_LETTERS_MAX] if self.is_bound else ""
        if len(typed) < PARTY_LETTERS_ASKED or "\0" in typed:
            return []
        return search.alike(self.book.village, typed)

    @property
    def likely(self) -> str:
        """Who is meant, where exactly one resident has the whole name that was typed."""
        typed = str(self.cleaned_data.get("party", "")).casefold()
        same = [one for one in self.matches if one.name.casefold() == typed]
        return str(same[0].pk) if len(same) == 1 else ""

    def ready_to_check(self) -> None:
        """Choose who is likely meant, and ask on the check page for all that stands there."""
        if not self.checked:
            self.data = {**dict(self.data.items()), "resident_id": self.likely}
        for name in self.on_check_page:
            self.fields[name].required = True

    @property
    def unusual(self) -> bool:
        """Whether the sum is asked for twice."""
        amount, typed = self.cleaned_data.get("amount_rp"), self.cleaned_data
        chosen = typed.get("resident_id") if self.checked else self.likely
        return bool(amount) and lines.is_unusual(
            self.book, way=self.way, amount_rp=amount or 0, party=typed.get("party", ""),
            resident_id=int(chosen) if chosen else None,
        )  # fmt: skip

    def money(self, **typed: Any) -> lines.Money:
        """Return what was typed as money; a chosen resident gives the name."""
        chosen = next((r for r in self.matches if str(r.pk) == typed["resident_id"]), None)
        return lines.Money(
            way=self.way,
            party=chosen.name if chosen else typed["party"],
            purpose=typed["purpose"],
            amount_rp=typed["amount_rp"],
            on=typed["on"],
            memo=typed["memo"],
            resident_id=chosen.pk if chosen else None,
        )


class TakeBackForm(CommandForm):
    """Why a line is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it taken back?"),
        help_text=gettext_lazy("For example: the sum was wrong; it should be 50.000."),
        max_length=REASON_LETTERS_MAX,
        error_messages={"required": gettext_lazy("Write why this line is taken back.")},
    )


class ApproveForm(CommandForm):
    """What was read is what is approved: the page carries its hash."""

    asked_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)


class RefuseForm(CommandForm):
    """Why money out is refused."""

    reason = forms.CharField(
        label=gettext_lazy("Why not?"),
        max_length=REASON_LETTERS_MAX,
        error_messages={"required": gettext_lazy("Write why, so that the other one knows.")},
    )


def about_day(form: forms.Form, name: str, *, today: date) -> None:
    """Tell a form's day which day today is."""
    field = form.fields[name]
    assert isinstance(field, DayField)
    field.today = today


def _language() -> str:
    return get_language() or "id"
