"""What people type about the rule of a group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.cash.sums import said
from rembuk.forum.models import Resolution
from rembuk.lib import words
from rembuk.lib.errors import Refused
from rembuk.shares import rules
from rembuk.shares.forms.fields import HundredthsField
from rembuk.shares.models import Agreeing, Belonging, Leftover, ShownTo
from rembuk.shares.models.rules import UNITS_RP, WHOLE
from rembuk.shares.rules import Terms
from rembuk.web.days import PartsField
from rembuk.web.forms import CommandForm

SHOWN = 7  # of the newest decisions: a longer list is not read


def offer(field: forms.Field, rows: Sequence[Resolution], *, language: str) -> None:
    """Offer the newest decisions that hold: their day and what was agreed.

    Any is read, so that the same form sent twice is known again; the rule refuses.
    """
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(one.pk, "") for one in rows]
    field.widget.choices = [
        (one.pk, f"{words.plain_day(one.agreed_on, language=language)}: {one.text[:120]}")
        for one in [one for one in rows if one.is_in_force][:SHOWN]
    ]


class RuleForm(CommandForm):
    """A version of the rule: parts first, then what the rest is divided by."""

    resolution_id = forms.TypedChoiceField(
        label=_("Which decision of the members is it?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the decision behind this rule.")},
    )
    since = PartsField(label=_("Valid from"))
    cash_part = HundredthsField(
        label=_("First for the group's cash, percent"), required=False, most=WHOLE
    )
    reserve_part = HundredthsField(
        label=_("First for the reserve, percent"), required=False, most=WHOLE
    )
    cooperative_part = HundredthsField(
        label=_("First for the cooperative, percent"), required=False, most=WHOLE
    )
    by_equal = HundredthsField(
        label=_("The rest equally, percent"),
        help_text=_("These four are 100 together."),
        required=False,
        most=WHOLE,
    )
    by_pieces = HundredthsField(
        label=_("The rest by work output, percent"), required=False, most=WHOLE
    )
    by_duty = HundredthsField(label=_("The rest by duty, percent"), required=False, most=WHOLE)
    by_capital = HundredthsField(
        label=_("The rest by capital, percent"), required=False, most=WHOLE
    )
    unit_rp = forms.TypedChoiceField(
        label=_("Round each share to"),
        coerce=int,
        widget=forms.RadioSelect,
    )
    leftover = forms.ChoiceField(
        label=_("What is left after rounding"), choices=Leftover.choices, widget=forms.RadioSelect
    )
    belonging = forms.ChoiceField(
        label=_("Who joined or left meanwhile"), choices=Belonging.choices, widget=forms.RadioSelect
    )
    agreeing = forms.ChoiceField(
        label=_("Who agrees before it is paid?"), choices=Agreeing.choices, widget=forms.RadioSelect
    )
    shown_to = forms.ChoiceField(
        label=_("Who sees every member's sum?"), choices=ShownTo.choices, widget=forms.RadioSelect
    )

    def __init__(
        self, *args: Any, rows: Sequence[Resolution], language: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["resolution_id"], rows, language=language)
        unit = self.fields["unit_rp"]
        assert isinstance(unit, forms.ChoiceField)
        unit.choices = [(unit_rp, said(unit_rp)) for unit_rp in UNITS_RP]

    def clean(self) -> dict[str, Any]:
        """Say here already what does not fit together."""
        told = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                rules.check(told)
            except Refused as reason:
                self.add_error("by_equal" if "rest" in _which(told) else "cash_part", str(reason))
        return told

    @staticmethod
    def terms(**typed: Any) -> Terms:
        """Return what was typed as terms."""
        return Terms(**{name: typed[name] for name in vars(Terms())})


def _which(told: dict[str, Any]) -> str:
    first = told["cash_part"] + told["reserve_part"] + told["cooperative_part"]
    return "first" if first > WHOLE else "rest"


class WhyForm(CommandForm):
    """Why something is taken back."""

    why = forms.CharField(
        label=_("Why?"),
        max_length=200,
        error_messages={"required": _("Write the reason in a few words.")},
    )


class DecisionForm(CommandForm):
    """In which decision the members agreed."""

    resolution_id = forms.TypedChoiceField(
        label=_("Which decision of the members is it?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the decision in which the members agreed.")},
    )

    def __init__(
        self, *args: Any, rows: Sequence[Resolution], language: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["resolution_id"], rows, language=language)
