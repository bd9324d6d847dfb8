"""One question of AD/ART, asked as its answer wants to be typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.cash.forms.money import RupiahField
from rembuk.coop.models.bylaws import LETTERS_MAX
from rembuk.coop.questions import SHU_PARTS, Kind, Question
from rembuk.web.days import PartsField
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import CountInput

NEEDED = gettext_lazy("Write the answer.")


class BylawForm(CommandForm):
    """Its fields follow from the kind of the question; `value` is the answer as it is kept."""

    def __init__(self, *args: Any, question: Question, now: str, **kwargs: Any) -> None:
        self.question = question
        super().__init__(*args, **kwargs)
        first = now or question.offered
        if question.kind == Kind.PERCENTS:
            parts = first.split("-")
            for place, label in enumerate(SHU_PARTS):
                self.fields[f"part_{place}"] = forms.IntegerField(
                    label=str(label), min_value=0, max_value=100, widget=CountInput,
                    initial=parts[place], error_messages={"required": _("Write the number.")},
                )  # fmt: skip
            return
        self.fields["typed"] = _field(question, first)

    def value(self, **typed: Any) -> str:
        """Return the answer as it is kept."""
        if self.question.kind == Kind.PERCENTS:
            return "-".join(str(typed[f"part_{place}"]) for place in range(len(SHU_PARTS)))
        return str(typed["typed"])


def _field(question: Question, first: str) -> forms.Field:
    told: dict[str, Any] = {
        "label": str(question.asks), "help_text": question.hint, "initial": first,
        "error_messages": {"required": NEEDED},
    }  # fmt: skip
    match question.kind:
        case Kind.CHOICE:
            choices = list(question.choices.items())
            told["error_messages"] = {"required": _("Choose one.")}
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **told)
        case Kind.SUM:
            told["initial"] = int(first) if first else None
            return RupiahField(**told)
        case Kind.COUNT:
            return forms.IntegerField(
                min_value=question.least, max_value=question.most, widget=CountInput, **told
            )
        case Kind.DAY:
            return PartsField(label=str(question.asks), initial=first or None)
        case _:
            return forms.CharField(max_length=LETTERS_MAX, **told)
