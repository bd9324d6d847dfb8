"""What people type when goats are sold."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.cash.forms.money import RupiahField
from rembuk.forum.forms.choosing import ResolutionField
from rembuk.herd import animals, offering, sales, standing
from rembuk.herd.sales import Selling
from rembuk.herd.templatetags.herd import head_of
from rembuk.villages.models import Group
from rembuk.web.days import DayField
from rembuk.web.forms import CommandForm


class SaleForm(CommandForm):
    """Which goats, to whom, for how much together, and by which decision."""

    goats = forms.MultipleChoiceField(
        label=_("Which goats?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the goats that are sold.")},
    )
    buyer = forms.CharField(
        label=_("Who bought them?"),
        max_length=100,
        error_messages={"required": _("Write who bought them.")},
    )
    total_rp = RupiahField(label=_("Price of all together"))
    resolution = ResolutionField()
    on = DayField(label=_("On which day?"))
    knows_withdrawal = forms.BooleanField(
        label=_("If one was treated: the buyer knows that its meat is withheld"), required=False
    )

    def __init__(
        self, *args: Any, group: Group, today: date, kids: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen = {*self.initial.get("goats", ()), *(self["goats"].data or ())}
        here = offering.heads(group, on=today, kids=kids, chosen=chosen)
        seen = standing.defects_in(group, on=today)
        # Any goat is read, so that the same form sent twice is known again; the rule refuses.
        self.there = {str(one.pk): one for one in animals.of(group)}
        goats, day, decision = (self.fields[name] for name in ("goats", "on", "resolution"))
        assert isinstance(goats, forms.MultipleChoiceField)
        assert isinstance(day, DayField)
        assert isinstance(decision, ResolutionField)
        goats.choices = [(pk, str(one)) for pk, one in self.there.items()]
        goats.widget.choices = [(str(head.animal.pk), head_of(head, seen)) for head in here]
        day.today = today
        decision.about(group)

    def selling(self, **typed: Any) -> Selling:
        """Return what was typed; the price is divided evenly."""
        chosen = [self.there[pk] for pk in typed["goats"]]
        return Selling(
            on=typed["on"], buyer=typed["buyer"], resolution=typed["resolution"],
            prices_rp=sales.shares(typed["total_rp"], chosen),
            knows_withdrawal=typed["knows_withdrawal"],
        )  # fmt: skip
