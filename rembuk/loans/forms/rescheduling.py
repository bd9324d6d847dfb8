"""What is typed about a new schedule: how many instalments, at what rate, why."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.cash.forms.money import CheckedForm
from rembuk.loans.contracts import percent
from rembuk.loans.forms.calculator import PercentField
from rembuk.loans.models import Product
from rembuk.loans.models.products import PERIODS_MAX
from rembuk.loans.progress import Progress
from rembuk.loans.rescheduling import Offer
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import CountInput

LETTERS_MAX = 200
COUNTED = dict.fromkeys(
    ("required", "invalid", "min_value", "max_value"),
    _("Write the number of instalments, from 1 to 120."),
)


class ReschedulingForm(CheckedForm):
    """The new schedule, and what it rests on."""

    periods = forms.IntegerField(
        label=_("In how many instalments from now?"), min_value=1, max_value=PERIODS_MAX,
        widget=CountInput, error_messages=COUNTED,
    )  # fmt: skip
    grace = forms.IntegerField(
        label=_("In how many of the first is only the charge paid?"), min_value=0,
        max_value=PERIODS_MAX - 1, widget=CountInput, initial=0,
        help_text=_("0 where principal is paid from the first on."),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Write 0 or a small number.")
        ),
    )  # fmt: skip
    percent_year = PercentField(label=_("The charge of a year, in percent"))
    fine = forms.TypedChoiceField(
        label=_("What becomes of the fine that waits?"), widget=forms.RadioSelect,
        choices=[("FORGIVEN", _("It is forgiven")),
                 ("KEPT", _("It comes with the first new instalment"))],
        initial="FORGIVEN",
    )  # fmt: skip
    why = forms.CharField(
        label=_("Why, in words that she may read"), max_length=LETTERS_MAX,
        help_text=_("What happened, and what she can carry now."),
        error_messages={"required": _("Write why, in words that she may read.")},
    )  # fmt: skip
    source = forms.CharField(
        label=_("Which article or decision lets it be?"), max_length=LETTERS_MAX,
        help_text=_("Of the AD, of the rules for loans, or a decision of the board."),
        error_messages={"required": _("Write the article or the decision.")},
    )  # fmt: skip

    def __init__(self, *args: Any, found: Progress, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = found.worked.deal.percent_year
        text = percent(Fraction(now))
        self.fields["percent_year"].help_text = _("Now: %(percent)s. Never dearer.") % {
            "percent": text
        }
        self.initial.setdefault("percent_year", text.removesuffix("%"))
        if not any(one.owed["fine"] for one in found.current):
            self.fields["fine"].required = False
            self.fields["fine"].widget = forms.HiddenInput()
        if found.worked.deal.product.rhythm == Product.Rhythm.HARVEST:
            self.fields["periods"].label = _("In how many months, at the harvest?")
            self.fields["grace"].widget = forms.HiddenInput()

    def offer(self, **typed: Any) -> Offer:
        """Return what is proposed."""
        return Offer(
            periods=typed["periods"], percent_year=Decimal(typed["percent_year"]),
            grace=typed["grace"], forgives_fine=typed["fine"] != "KEPT", why=typed["why"],
            source=typed["source"],
        )  # fmt: skip


class TakeScheduleBackForm(CommandForm):
    """Why a new schedule is undone."""

    reason = forms.CharField(
        label=_("Why is the new schedule taken back?"), max_length=LETTERS_MAX,
        error_messages={"required": _("Write why the new schedule is taken back.")},
    )  # fmt: skip
