"""Who came for her part of a surplus: ticked in a list, and paid in one go."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rembuk.cash.forms.money import RupiahField, TwiceForm, about_day
from rembuk.ledger.reading import Book
from rembuk.lib import words
from rembuk.surplus.models import MemberShare
from rembuk.web.days import DayField


class RoundForm(TwiceForm):
    """The members who are paid; what each gets stands on the page and cannot be typed."""

    shares = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who has her money in her hand?"), coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Tick who is paid."),
            "invalid_choice": gettext_lazy("Open the list again: somebody in it is not of it."),
        },
    )  # fmt: skip
    on = DayField(label=gettext_lazy("On which day?"))
    again_rp = RupiahField(
        label=gettext_lazy("All of it together is much. Write the total once more"),
        required=False,
    )

    def __init__(
        self, *args: Any, book: Book, parts: Sequence[MemberShare],
        payable: Collection[MemberShare], today: date, **kwargs: Any,
    ) -> None:  # fmt: skip
        """Offer the `payable` of all parts; what was ticked is read though it was paid meanwhile.

        So a form that is sent twice says twice the same.
        """
        super().__init__(*args, **kwargs)
        self.book, self.parts = book, {one.pk: one for one in parts}
        typed = set(self["shares"].data or [])
        shown = [one for one in parts if one in payable or str(one.pk) in typed]
        told: Any = self.fields["shares"]
        told.choices = [(one.pk, _told(one)) for one in shown]
        self.is_empty = not shown
        about_day(self, "on", today=today)

    def ticked(self) -> list[MemberShare]:
        """Return the parts that were ticked."""
        return [self.parts[pk] for pk in self.cleaned_data.get("shares") or []]

    @property
    def typed_rp(self) -> int:
        """All of it, in whole rupiah."""
        return sum(one.total_rp for one in self.ticked())


def _told(share: MemberShare) -> str:
    return _("%(number)s %(name)s, %(sum)s") % {
        "number": share.member.number, "name": share.member.name,
        "sum": words.rupiah(share.total_rp, language=get_language() or "id"),
    }  # fmt: skip
