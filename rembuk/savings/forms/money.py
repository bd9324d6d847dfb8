"""What people type about an account: opening it, money in and out, a block, a goal."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.cash.forms.money import RupiahField, TwiceForm, about_day
from rembuk.cash.sums import said
from rembuk.ledger.reading import Book
from rembuk.savings.goals import Wanted
from rembuk.web.days import DayField, PartsField
from rembuk.web.forms import CommandForm


class SumForm(TwiceForm):
    """A sum and its day; a large one is typed twice."""

    amount_rp = RupiahField(label=gettext_lazy("How much?"))
    on = DayField(label=gettext_lazy("On which day?"))

    def __init__(self, *args: Any, book: Book, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.book = book
        about_day(self, "on", today=today)


class WithdrawForm(SumForm):
    """A sum that goes out: how much of it is free stands beside the field."""

    def __init__(self, *args: Any, free_rp: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount_rp"].help_text = _("Free: %(sum)s.") % {"sum": said(free_rp)}


class PlaceForm(SumForm):
    """A sum for a term, and what happens when it is over."""

    renews = forms.TypedChoiceField(
        label=gettext_lazy("What happens when the term is over?"),
        choices=[
            ("no", gettext_lazy("It is paid into her sukarela account")),
            ("yes", gettext_lazy("It goes on for another term")),
        ],
        coerce=lambda typed: typed == "yes", initial="no", widget=forms.RadioSelect,
    )  # fmt: skip


class OpenForm(CommandForm):
    """From which day on somebody has an account."""

    on = DayField(label=gettext_lazy("From which day on?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about_day(self, "on", today=today)


class GoalForm(CommandForm):
    """What the money is for, how much it takes, until when."""

    name = forms.CharField(
        label=gettext_lazy("What is the money for?"),
        help_text=gettext_lazy("For example: school of Dimas, or a cow."),
        max_length=60,
    )  # fmt: skip
    target_rp = RupiahField(label=gettext_lazy("How much does it take?"))
    wanted_on = PartsField(
        label=gettext_lazy("Until when? Leave it empty if there is no day."), required=False
    )

    @staticmethod
    def wanted(**typed: Any) -> Wanted:
        """Return what was typed."""
        return Wanted(typed["name"], typed["target_rp"], typed["wanted_on"])


class OpenGoalForm(GoalForm, OpenForm):
    """An account for a goal."""


class BlockForm(CommandForm):
    """How much is blocked, until when, and why."""

    amount_rp = RupiahField(label=gettext_lazy("How much is blocked?"))
    until = PartsField(label=gettext_lazy("Until which day?"))
    reason = forms.CharField(
        label=gettext_lazy("Why is it blocked?"),
        help_text=gettext_lazy("For example: it secures a loan. She reads it too."),
        max_length=200,
    )


class LiftForm(CommandForm):
    """Why the money is free before the day."""

    reason = forms.CharField(label=gettext_lazy("Why is the money free again?"), max_length=200)


class DropForm(CommandForm):
    """Why what was worked out is not booked."""

    why = forms.CharField(label=gettext_lazy("Why is it not booked?"), max_length=200)
