"""What people type about dues: the rule, one member's money, and a whole round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.cash.forms.money import RupiahField, TwiceForm, about_day
from rembuk.coop import bylaws, dues, paying
from rembuk.coop.dues import Due, Standing, Terms
from rembuk.coop.models import Member
from rembuk.coop.models.dues import EXIT_MOST
from rembuk.coop.paying import Payment
from rembuk.forum import resolutions
from rembuk.forum.forms.choosing import ResolutionField
from rembuk.ledger.reading import Book
from rembuk.villages.models import Group
from rembuk.web.beginnings import YearField
from rembuk.web.days import DayField
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import CountInput

YEARS_BACK = 20
AGREED = r"^[0-9]{1,10}-[0-9]{1,10}\Z"  # pokok and wajib that stood on the page


class RuleForm(CommandForm):
    """How much pokok and wajib are, from which month on, and where it stands."""

    pokok_rp = RupiahField(
        label=gettext_lazy("Pokok, once and the same for all"),
        help_text=gettext_lazy("For example 50.000. It is given back only to who leaves."),
    )
    wajib_rp = RupiahField(
        label=gettext_lazy("Wajib, each month"), least=0,
        help_text=gettext_lazy("For example 10.000; 0 where there is none."),
    )  # fmt: skip
    month = forms.TypedChoiceField(
        label=gettext_lazy("From which month on?"), choices=list(MONTHS.items()), coerce=int
    )
    year = YearField(label=gettext_lazy("Year"))
    exit_days = forms.IntegerField(
        label=gettext_lazy("Within how many days is who leaves paid?"),
        help_text=gettext_lazy("As the rules say, for example 90. Leave it empty until you know."),
        required=False, min_value=1, max_value=EXIT_MOST, widget=CountInput,
    )  # fmt: skip
    resolution = ResolutionField(required=False)
    source = forms.CharField(
        label=gettext_lazy("Or the article of the rules"),
        help_text=gettext_lazy("For example: rules of the cooperative, article 12."),
        required=False,
        max_length=120,
    )

    def __init__(self, *args: Any, group: Group, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year, chosen = self.fields["year"], self.fields["resolution"]
        assert isinstance(year, YearField)
        assert isinstance(chosen, ResolutionField)
        year.first, year.last = today.year - YEARS_BACK, today.year + 1
        promised = {} if dues.rules_of(group) else bylaws.promised_dues(group)
        self.initial = {"month": today.month, "year": today.year, **promised, **self.initial}
        if promised:
            self.fields["pokok_rp"].help_text = _(
                "From your answers to AD/ART. It is given back only to who leaves."
            )
            self.initial.setdefault("source", _("The rules of the cooperative (AD/ART)"))
        chosen.about(group)
        if not resolutions.of(group).exists():
            del self.fields["resolution"]
            self.fields["source"].label = _("Which article of the rules says so?")

    def clean(self) -> dict[str, Any]:
        """Ask where it stands."""
        told = super().clean() or self.cleaned_data
        if not told.get("resolution") and not told.get("source", "").strip():
            self.add_error("source", _("Choose the decision, or write the article it stands in."))
        return told

    def terms(self, **typed: Any) -> Terms:
        """Return the rule that was typed."""
        return Terms(
            date(typed["year"], typed["month"], 1), typed["pokok_rp"], typed["wajib_rp"],
            typed.get("resolution"), typed["source"], typed["exit_days"],
        )  # fmt: skip


class DepositForm(TwiceForm):
    """What one member brings: the sum that is due stands there already."""

    amount_rp = RupiahField(label=gettext_lazy("How much?"))
    on = DayField(label=gettext_lazy("On which day?"))

    def __init__(
        self, *args: Any, book: Book, standing: Standing, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.book, self.standing = book, standing
        if standing.due_rp:
            self.initial["amount_rp"] = standing.due_rp
        about_day(self, "on", today=today)

    def payments(self) -> list[Payment]:
        """Return the sum, pokok first."""
        return paying.split(self.standing, self.typed_rp)


@dataclass(frozen=True)
class RoundRow:
    """One member of a round: what is due, the box for 'that is right', a sum that differs.

    The box carries the sums that stand on the page: what is pressed is what was read.
    """

    standing: Standing
    agrees: forms.BoundField
    other: forms.BoundField

    @property
    def value(self) -> str:
        """What the box says: pokok and wajib, in rupiah."""
        return f"{self.standing.pokok_due_rp}-{self.standing.wajib_due_rp}"

    @property
    def is_pressed(self) -> bool:
        """Whether the box was ticked on this page."""
        return bool(self.agrees.value())


class RoundForm(TwiceForm):
    """What many members bring: who brings what is due has her box ticked, others write a sum.

    Nothing in it depends on what is recorded meanwhile, so that sent twice it is the same.
    """

    on = DayField(label=gettext_lazy("On which day?"))
    again_rp = RupiahField(
        label=gettext_lazy("All of it together is much. Write the total once more"),
        required=False,
    )

    def __init__(
        self, *args: Any, book: Book, standings: Sequence[Standing], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.book, self.standings = book, standings
        about_day(self, "on", today=today)
        for one in standings:
            self.fields[f"agrees_{one.member.pk}"] = forms.RegexField(
                AGREED, label=_("That is right"), required=False
            )
            self.fields[f"other_{one.member.pk}"] = RupiahField(
                label=_("Another sum"), required=False
            )

    @property
    def rows(self) -> Iterator[RoundRow]:
        """Everybody's row, in the order of the list."""
        for one in self.standings:
            key = one.member.pk
            yield RoundRow(one, self[f"agrees_{key}"], self[f"other_{key}"])

    def payments(self) -> list[Payment]:
        """Return what was ticked and typed."""
        found: list[Payment] = []
        for one in self.standings:
            key = one.member.pk
            if agreed := self.cleaned_data.get(f"agrees_{key}"):
                sums = zip(Due, map(int, agreed.split("-")), strict=True)
                found += [Payment(one.member, due, rp, is_due=True) for due, rp in sums if rp]
            else:
                found += paying.split(one, self.cleaned_data.get(f"other_{key}") or 0)
        return found

    def brought(self) -> list[tuple[Member, list[Payment], int]]:
        """Return who brings what, and how much together, in the order of the list."""
        found: dict[int, list[Payment]] = {}
        for one in self.payments():
            found.setdefault(one.member.pk, []).append(one)
        return [
            (parts[0].member, parts, sum(one.amount_rp for one in parts))
            for parts in found.values()
        ]

    @property
    def typed_rp(self) -> int:
        """All of it, in whole rupiah."""
        return sum(payment.amount_rp for payment in self.payments())

    def clean(self) -> dict[str, Any]:
        """Somebody brought something; a box and a sum together say two things."""
        told = super().clean() or {}
        for one in self.standings:
            key = one.member.pk
            if told.get(f"agrees_{key}") and told.get(f"other_{key}"):
                self.add_error(f"other_{key}", _("Choose one: that is right, or another sum."))
        if not self.errors and not self.typed_rp:
            self.add_error(None, _("Press 'That is right' at who paid, or write another sum."))
        return {name: value for name, value in told.items() if value not in {"", None}}
