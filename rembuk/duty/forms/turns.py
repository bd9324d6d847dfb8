"""A new roster, what became of a turn, and whom to swap with, as people type it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rembuk.duty import shown
from rembuk.duty.forms.agreed import MemberField
from rembuk.duty.models import HALVES, Turn
from rembuk.enterprise.models import Membership
from rembuk.lib import words
from rembuk.web.days import PartsField
from rembuk.web.forms import CommandForm

WEEKS = (
    ("2", _("two weeks")), ("4", _("four weeks")), ("8", _("eight weeks")),
    ("13", _("thirteen weeks")),
)  # fmt: skip


class RosterForm(CommandForm):
    """From when, and for how long."""

    first_on = PartsField(label=_("First day"))
    weeks = forms.ChoiceField(
        label=_("For how long?"), choices=WEEKS, initial="4", widget=forms.RadioSelect
    )


class EndForm(CommandForm):
    """Until when a roster still holds, and why it ends early."""

    last_on = PartsField(
        label=_("Last day that holds"),
        error_messages={"required": _("Fill in day, month and year.")},
    )
    why = forms.CharField(
        label=_("Why does it end early?"), max_length=200,
        error_messages={"required": _("Write the reason in a few words.")},
    )  # fmt: skip


class CoverForm(CommandForm):
    """Who did a turn instead of its holder."""

    doer = MemberField(label=_("Who did it?"))
    note = forms.CharField(label=_("Note"), required=False, max_length=200)

    def __init__(self, *args: Any, people: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["doer"]
        assert isinstance(field, MemberField)
        field.offer(people)
        if len(people) == 1:
            field.initial = people[0].pk


class MissedForm(CommandForm):
    """Why nobody did a turn."""

    note = forms.CharField(
        label=_("In a few words"),
        help_text=_("Every member reads it. Write nothing that shames anybody."),
        required=False,
        max_length=200,
    )


class SwapForm(CommandForm):
    """Whose turn is asked for."""

    other = forms.TypedChoiceField(
        label=_("Swap with whom?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the turns."),
            "invalid_choice": _("Choose one of the turns."),
        },
    )

    def __init__(self, *args: Any, offered: list[Turn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "id"
        field = self.fields["other"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (
                str(turn.pk),
                " · ".join(
                    (words.long_day(turn.on, language=language), turn.holder.name, *_counts(turn))
                ),
            )
            for turn in offered
        ]


def _counts(turn: Turn) -> tuple[str, ...]:
    """What a turn counts, where that is more than one."""
    return () if turn.weight_halves == HALVES else (shown.counted(turn.weight_halves),)
