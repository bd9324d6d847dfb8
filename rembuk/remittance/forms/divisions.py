"""What a member types about how her transfers are divided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.cash.forms.money import RupiahField
from rembuk.remittance.dividing import Part, Place, Wish
from rembuk.savings.forms.fields import RateField
from rembuk.web.forms import CommandForm, Form


class ShareField(RateField):
    """A part of a whole as people type it: 20, or 12,5."""

    default_error_messages = {
        "unreadable": gettext_lazy("Write a number from 0 to 100, for example 20."),
    }


class DivideForm(CommandForm):
    """For each account of hers a percentage, and the most it takes of one transfer."""

    def __init__(
        self, *args: Any, places: Sequence[Place], now: Sequence[Part] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        parts = {one.code: one for one in now}
        for number, one in enumerate(places):
            part = parts.get(one.code)
            self.fields[f"share_{number}"] = ShareField(
                label=_("%(account)s: percent") % {"account": one.label}, required=False,
                initial=part.share_bp if part else None,
            )  # fmt: skip
            self.fields[f"most_{number}"] = RupiahField(
                label=_("%(account)s: at most, of one transfer") % {"account": one.label},
                required=False, initial=part.most_rp if part else None,
                help_text=_("Leave it empty if there is no limit."),
            )  # fmt: skip

    def wishes(self, typed: Mapping[str, Any]) -> list[Wish]:
        """Return what was typed; an account without a percentage takes no part."""
        return [
            Wish(one, typed[f"share_{number}"], typed[f"most_{number}"])
            for number, one in enumerate(self.places)
            if typed[f"share_{number}"]
        ]


class DivideForHerForm(DivideForm):
    """The same by an officer: how she told it comes last."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["told"] = forms.CharField(
            label=_("How did she tell you?"), max_length=120,
            help_text=_("For example: by phone on 3 November. She reads it in her book."),
        )  # fmt: skip


class NextForm(Form):
    """A sum to look at what would happen with it; nothing is written."""

    sum = RupiahField(label=gettext_lazy("A transfer of"), required=False)
