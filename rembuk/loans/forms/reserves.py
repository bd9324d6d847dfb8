"""The rates of what is set aside, as the Dinas, the rules or the years before say."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rembuk.loans.models import Class, Rates
from rembuk.loans.reserves import Rule
from rembuk.savings.forms.fields import RateField
from rembuk.web.days import PartsField
from rembuk.web.forms import CommandForm

LATE: tuple[Promise, ...] = (
    _("Not late"), _("Late 1 to 30 days"), _("Late 31 to 90 days"), _("Late 91 to 180 days"),
    _("Late more than 180 days"),
)  # fmt: skip


def labels(kind: str) -> tuple[Promise | str, ...]:
    """Return what each rate of a kind is for, in their order."""
    return LATE if kind == Rates.Kind.CKPN else tuple(one.label for one in Class)


class RatesForm(CommandForm):
    """One rate for each class or age, the day, and who says so."""

    since = PartsField(label=_("From which day on?"))
    source = forms.CharField(
        label=_("Who says so?"),
        help_text=_("For example: cooperative office of the regency, asked on 3 March 2026."),
        max_length=200,
        error_messages={
            "required": _("Write who says so: the office, the regulation, the day you asked.")
        },
    )

    def __init__(
        self, *args: Any, kind: str, holds: Rule | None, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        names = [f"rate_{place}_bp" for place in range(1, len(labels(kind)) + 1)]
        for name, label in zip(names, labels(kind), strict=True):
            self.fields[name] = RateField(label=label)
        self.order_fields([*names, "since", "source"])
        held = zip(names, holds.all_bp, strict=True) if holds else ()
        self.initial = {"since": today, **dict(held), **self.initial}

    def rule(self, kind: str, **typed: Any) -> Rule:
        """Return what was typed."""
        rates = tuple(typed[name] for name in self.fields if name.endswith("_bp"))
        return Rule(kind, rates, typed["source"], typed["since"])
