"""What a treasurer types who takes in an instalment: what is due stands there already."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from rembuk.cash.forms.money import RupiahField, TwiceForm, about_day
from rembuk.ledger.reading import Book
from rembuk.web.days import DayField


class InstalmentForm(TwiceForm):
    """How much, and on which day."""

    amount_rp = RupiahField(label=_("How much?"))
    on = DayField(label=_("On which day?"))

    def __init__(self, *args: Any, book: Book, asked_rp: int, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.book = book
        if asked_rp:
            self.initial["amount_rp"] = asked_rp
        about_day(self, "on", today=today)
