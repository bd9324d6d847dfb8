"""What a treasurer types on the sheet of a meeting: who brought how much, for what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.cash import lines
from rembuk.cash.forms.money import PARTY_LETTERS_MAX, RupiahField, TwiceForm, about_day
from rembuk.cash.lines import Money
from rembuk.cash.purposes import Purpose, Way
from rembuk.cash.sheets import Member
from rembuk.ledger.reading import Book
from rembuk.web.days import DayField

OTHERS = 3  # rows for people who are on no list, each with a name to write


@dataclass(frozen=True)
class SheetRow:
    """One row: whose it is, or the field for the name, and a field for each kind of money."""

    key: str
    member: Member | None
    name: forms.BoundField | None
    sums: Sequence[forms.BoundField]

    @property
    def fields(self) -> list[forms.BoundField]:
        """Everything that is typed in it."""
        return [*([self.name] if self.name else []), *self.sums]


class SheetForm(TwiceForm):
    """Money that many brought to a meeting; a field left empty is no money."""

    on = DayField(label=gettext_lazy("On which day?"))
    memo = forms.CharField(
        label=gettext_lazy("Which meeting?"),
        help_text=gettext_lazy("It stands on every receipt of the sheet."),
        required=False,
        max_length=200,
    )
    again_rp = RupiahField(
        label=gettext_lazy("All of it together is much. Write the total once more"),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        book: Book,
        people: Sequence[Member],
        kinds: Sequence[Purpose],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.book, self.kinds = book, kinds
        self.members: dict[str, Member | None] = {one.key: one for one in people}
        self.members |= {f"x{number}": None for number in range(1, OTHERS + 1)}
        about_day(self, "on", today=today)
        for key, member in self.members.items():
            if member is None:
                self.fields[f"name_{key}"] = forms.CharField(
                    label=_("Name of somebody else"), required=False, max_length=PARTY_LETTERS_MAX
                )
            for kind in kinds:
                self.fields[f"sum_{key}_{kind.code}"] = RupiahField(
                    label=kind.label, required=False, least=0
                )

    @property
    def rows(self) -> Iterator[SheetRow]:
        """Everybody's row, members first."""
        for key, member in self.members.items():
            name = None if member else self[f"name_{key}"]
            yield SheetRow(key, member, name, [self[f"sum_{key}_{k.code}"] for k in self.kinds])

    def moneys(self) -> list[Money]:
        """Return what was typed, line by line, as money that came in."""
        typed, found = self.cleaned_data, []
        for key, member in self.members.items():
            party = member.name if member else typed.get(f"name_{key}", "")
            for kind in self.kinds:
                amount_rp = typed.get(f"sum_{key}_{kind.code}")
                if amount_rp:
                    found.append(
                        Money(
                            Way.IN, party, kind.code, amount_rp, typed["on"],
                            memo=typed.get("memo", ""),
                            resident_id=member.resident_id if member else None,
                        )
                    )  # fmt: skip
        return found

    @property
    def unusual(self) -> bool:
        """Whether the total is typed once more."""
        return bool(self.cleaned_data.get("on")) and lines.any_unusual(self.book, self.moneys())

    def clean(self) -> dict[str, Any]:
        """Somebody brought something; whoever is on no list has a name; the total agrees."""
        told = super().clean() or {}
        for key, member in self.members.items():
            sums = [told.get(f"sum_{key}_{kind.code}") for kind in self.kinds]
            if member is None and any(sums) and not told.get(f"name_{key}"):
                self.add_error(f"name_{key}", _("Write who it is."))
        if not self.errors and not self.typed_rp:
            self.add_error(None, _("Write at least one sum. Leave the others empty."))
        return told

    @property
    def typed_rp(self) -> int:
        """All of it, in whole rupiah."""
        sums = (value for name, value in self.cleaned_data.items() if name.startswith("sum_"))
        return sum(value or 0 for value in sums)
