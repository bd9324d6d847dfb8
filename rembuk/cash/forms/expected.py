"""What the treasurer types about money that is expected: the day, or why it is not so."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from rembuk.cash import days, lines
from rembuk.cash.forms.money import TwiceForm, about_day
from rembuk.cash.models import ExpectedMoney
from rembuk.cash.purposes import Way
from rembuk.ledger.reading import Book, Line
from rembuk.web.days import DayField
from rembuk.web.forms import CommandForm


class BookExpectedForm(TwiceForm):
    """The day on which it came or was paid; an unusual sum is written once more."""

    on = DayField(label=gettext_lazy("On which day?"))

    def __init__(
        self, *args: Any, book: Book, one: ExpectedMoney, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, checked=True, **kwargs)
        self.book, self.one = book, one
        came = one.way == Way.IN and days.is_open(book, one.on)  # what goes out goes today
        self.initial["on"] = one.on if came else today
        about_day(self, "on", today=today)
        self.fields["again_rp"].required = self.unusual

    @property
    def typed_rp(self) -> int:
        """The sum that is expected, in whole rupiah."""
        return self.one.amount_rp

    @property
    def unusual(self) -> bool:
        """Whether the sum is written once more."""
        return lines.is_unusual(
            self.book, way=Way(self.one.way), amount_rp=self.one.amount_rp, party=self.one.party,
            resident_id=self.one.resident_id,
        )  # fmt: skip


class MatchForm(CommandForm):
    """Which line of the purse it is."""

    line_no = forms.TypedChoiceField(
        label=gettext_lazy("Which line is it?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the line.")},
    )

    def __init__(self, *args: Any, rows: list[tuple[Line, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["line_no"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [(line.number, told) for line, told in rows]


class DropForm(CommandForm):
    """Why money is no longer expected."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it no longer expected?"),
        help_text=gettext_lazy("For example: the sum is another one, nobody brought it."),
        max_length=200,
        error_messages={"required": gettext_lazy("Write why, so that the other one knows.")},
    )
