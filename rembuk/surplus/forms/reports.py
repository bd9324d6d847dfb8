"""What boards type about a year: words, and a budget account by account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.accounts.fields import in_our_words
from rembuk.cash.forms import RupiahField
from rembuk.cash.sums import sum_told
from rembuk.surplus.models import Part
from rembuk.surplus.reports import TEXT_LETTERS_MAX
from rembuk.web.forms import CommandForm

HELPS = {
    Part.BOARD: gettext_lazy(
        "For example: members who came and left, savings and loans, what went well, what did not,"
        " and what was done about it."
    ),
    Part.SUPERVISORS: gettext_lazy(
        "For example: what was looked at and when, what was found, what was put right, what the"
        " members should know."
    ),
    Part.PLAN: gettext_lazy("One thing on each line: what, who, and until when."),
}


class ReportForm(CommandForm):
    """One part, in words; each line is a paragraph."""

    text = forms.CharField(
        label=gettext_lazy("What do the members have to know?"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=TEXT_LETTERS_MAX,
        error_messages={"required": gettext_lazy("Write at least one sentence.")},
    )

    def __init__(self, *args: Any, part: Part, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = HELPS[part]


class BudgetForm(CommandForm):
    """A sum for each account; what is left empty is not planned."""

    def __init__(
        self, *args: Any, accounts: Mapping[str, tuple[str, bool]], came: Mapping[str, int],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        for code, (name, is_cost) in accounts.items():
            way = _("Cost: %(name)s") if is_cost else _("Income: %(name)s")
            field = RupiahField(label=way % {"name": name}, required=False)
            if came.get(code):
                field.help_text = _("Last year it was %(sum)s.") % {"sum": sum_told(came[code])}
            in_our_words(field)
            self.fields[f"sum_{code}"] = field

    @staticmethod
    def sums(**typed: Any) -> dict[str, int]:
        """Return what was typed, by code."""
        return {name.removeprefix("sum_"): amount for name, amount in typed.items() if amount}
