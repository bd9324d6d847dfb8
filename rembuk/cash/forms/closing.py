"""What people type when they count, explain a difference, move money, or open something again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.cash import counting
from rembuk.cash.counting import PIECES_MAX, Counted
from rembuk.cash.differences import Ending, Explained
from rembuk.cash.forms.money import (
    REASON_LETTERS_MAX,
    CheckedForm,
    RupiahField,
    TwiceForm,
    about_day,
)
from rembuk.cash.models import FACES
from rembuk.cash.moving import Direction, Moving
from rembuk.cash.purposes import Purpose
from rembuk.cash.sums import said
from rembuk.ledger.reading import Book
from rembuk.web.days import DayField
from rembuk.web.forms import CommandForm

# The largest sum written down beside the notes: small coins, and notes no longer made.
OTHER_RP_MAX = 10_000_000


class PiecesField(forms.IntegerField):
    """How many there are of one note or coin; left empty it is none."""

    default_error_messages = {
        "invalid": gettext_lazy("Write how many there are, as a whole number."),
        "min_value": gettext_lazy("Write 0 or more."),
        "max_value": gettext_lazy("Check the number: there are hardly that many."),
    }

    def __init__(self, *, face: int, **kwargs: Any) -> None:
        attrs = {
            "inputmode": "numeric",
            "autocomplete": "off",
            "class": "pieces",
            "data-face": face,
        }
        super().__init__(
            min_value=0, max_value=PIECES_MAX, required=False,
            widget=forms.TextInput(attrs=attrs), **kwargs,
        )  # fmt: skip


class CountForm(CheckedForm):
    """How many of each note and coin lie in the box; the check page compares with the book."""

    other_rp = RupiahField(
        label=gettext_lazy("Anything else, as a sum"),
        help_text=gettext_lazy("Smaller coins and old notes."),
        least=0,
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("What happened, as far as you know?"),
        help_text=gettext_lazy("For example: not known yet, we look for it."),
        max_length=REASON_LETTERS_MAX,
        required=False,
    )
    seen_rp = forms.IntegerField(widget=forms.HiddenInput, required=False)
    on_check_page = ("reason", "seen_rp")
    field_order = ["request_id", *(f"pieces_{face}" for face in FACES), "other_rp"]

    def __init__(self, *args: Any, book: Book, on: date, **kwargs: Any) -> None:
        self.book, self.on = book, on
        super().__init__(*args, **kwargs)
        for face in FACES:
            self.fields[f"pieces_{face}"] = PiecesField(face=face, label=said(face))
        self.order_fields(self.field_order)
        self.expected_rp = counting.expected(book, on) if self.is_bound else 0

    @property
    def notes(self) -> list[forms.BoundField]:
        """The pad: one row for each note or coin, the largest first."""
        return [self[f"pieces_{face}"] for face in FACES]

    @property
    def counted(self) -> Counted:
        """What was typed, as a count."""
        typed = self.cleaned_data
        pieces = {face: typed.get(f"pieces_{face}") or 0 for face in FACES}
        return Counted(self.on, pieces, typed.get("other_rp") or 0)

    @property
    def difference_rp(self) -> int:
        """What was counted less what the book says."""
        return self.counted.total_rp - self.expected_rp

    def clean(self) -> dict[str, Any]:
        """Something was written, if only one 0; and a difference has a reason."""
        told = super().clean() or {}
        if self.errors:
            return told
        written = [name for name in told if name.startswith("pieces_")] + ["other_rp"]
        if all(told.get(name) is None for name in written):
            self.add_error(None, _("Write how many there are. An empty box is counted with one 0."))
        elif (told.get("other_rp") or 0) > OTHER_RP_MAX:
            self.add_error("other_rp", _("Write larger sums as notes above."))
        elif self.checked and self.difference_rp and not told.get("reason"):
            self.add_error("reason", _("Write what you think happened, or that you do not know."))
        return told


class ExplainForm(CheckedForm):
    """How a difference ends: how much of it, what a forgotten line was for, and how one knows."""

    amount_rp = RupiahField(label=gettext_lazy("How much of it?"))
    purpose = forms.ChoiceField(
        label=gettext_lazy("What was it for?"), widget=forms.RadioSelect, required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("How do you know?"),
        max_length=160,
        error_messages={"required": gettext_lazy("Write how you know.")},
    )

    def __init__(
        self, *args: Any, ending: Ending, open_rp: int, offered: list[Purpose], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ending, self.offered = ending, offered
        self.fields["amount_rp"].initial = abs(open_rp)
        if ending.account:
            del self.fields["purpose"]
            return
        purpose = self.fields["purpose"]
        assert isinstance(purpose, forms.ChoiceField)
        purpose.required = True
        purpose.choices = [(one.code, one.label) for one in offered]
        purpose.error_messages["required"] = _("Choose what it was for.")

    def explained(self, *, on: date) -> Explained:
        """Return what was typed as the end of a difference."""
        typed = self.cleaned_data
        purpose = next((one for one in self.offered if one.code == typed.get("purpose")), None)
        return Explained(self.ending, typed["amount_rp"], typed["reason"], on, purpose)


class MoveForm(TwiceForm):
    """Money between the cash box and the bank."""

    direction = forms.ChoiceField(
        label=gettext_lazy("From where to where?"),
        widget=forms.RadioSelect,
        choices=Direction.choices,
        error_messages={"required": gettext_lazy("Choose from where to where.")},
    )
    amount_rp = RupiahField(
        label=gettext_lazy("How much money?"), help_text=gettext_lazy("For example 50.000 or 50rb.")
    )
    on = DayField(label=gettext_lazy("On which day?"))
    memo = forms.CharField(label=gettext_lazy("More about it"), required=False, max_length=200)

    def __init__(self, *args: Any, book: Book, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.book = book
        about_day(self, "on", today=today)

    def moving(self) -> Moving:
        """Return what was typed as money that changes its place."""
        typed = self.cleaned_data
        return Moving(Direction(typed["direction"]), typed["amount_rp"], typed["on"], typed["memo"])


class ReasonForm(CommandForm):
    """Why something closed is opened again."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Every officer and member of the group reads it."),
        max_length=REASON_LETTERS_MAX,
        error_messages={"required": gettext_lazy("Write why, so that the others know.")},
    )
