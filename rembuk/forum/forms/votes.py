"""What is put to the vote, one's own vote, and the votes of the hall."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.forum import voting
from rembuk.forum.models import Motion
from rembuk.forum.voting import Proposal
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import CountInput

RULE, PEOPLE = "RULE", "PEOPLE"
ABOUT = [
    (RULE, _("A proposal: yes, no or abstain. Everybody sees who chose what.")),
    (PEOPLE, _("People for an office. Secret: nobody sees who chose whom.")),
]
LASTS = [
    ("10", _("10 minutes, for the hall")),
    ("60", _("1 hour")),
    ("180", _("3 hours")),
    ("1440", _("Until this time tomorrow, for those abroad")),
]
CARRIED = [one for one in Motion.Carried.choices if one[0] != Motion.Carried.MOST]


class MotionForm(CommandForm):
    """Question, kind, people, majority, and how long those abroad have."""

    text = forms.CharField(
        label=_("What is voted on?"),
        help_text=_("As it is read aloud, with its sum and its day."),
        max_length=300,
        error_messages={"required": _("Write what is voted on.")},
    )
    about = forms.ChoiceField(
        label=_("What kind of vote?"), choices=ABOUT, widget=forms.RadioSelect, initial=RULE
    )
    carried_by = forms.ChoiceField(
        label=_("When is a proposal carried?"),
        help_text=_("As your rules (AD/ART) say. For a change of the rules: check AD/Dinas."),
        choices=CARRIED,
        required=False,
    )
    people = forms.CharField(
        label=_("Who stands for the office?"),
        help_text=_("One name on each line; only for a vote on people."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1500,
        required=False,
    )
    lasts = forms.ChoiceField(
        label=_("How long may people vote?"),
        help_text=_("Members abroad vote on their phones in this time."),
        choices=LASTS,
        initial="60",
    )

    def clean(self) -> dict[str, Any]:
        """A vote on people names them."""
        told = super().clean() or {}
        if told.get("about") == PEOPLE and not told.get("people", "").strip():
            self.add_error("people", _("Write each person to choose from once, at most 12 names."))
        return told

    def proposal(
        self, *, text: str, about: str, carried_by: str, people: str, lasts: str
    ) -> Proposal:
        """Return what was typed."""
        minutes = timedelta(minutes=int(lasts))
        if about == PEOPLE:
            return Proposal(text, minutes, Motion.Carried.MOST, people.splitlines())
        return Proposal(text, minutes, carried_by or Motion.Carried.SIMPLE)


class VoteForm(CommandForm):
    """One's own vote. The field's name keeps it out of everything that is kept of a form."""

    secret_choice = forms.ChoiceField(
        label=_("Your vote"),
        widget=forms.RadioSelect(attrs={"data-private": True}),
        error_messages={"required": _("Choose one; who does not want to choose takes abstain.")},
    )

    def __init__(self, *args: Any, motion: Motion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options = {str(one.pk): one for one in motion.options.order_by("number", "pk")}
        choice = self.fields["secret_choice"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(key, str(one)) for key, one in self.options.items()]


class HallForm(CommandForm):
    """Votes of the hall: whose, and what they chose; of a secret vote, how many papers say what."""

    def __init__(self, *args: Any, motion: Motion, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.motion = motion
        self.options = list(motion.options.order_by("number", "pk"))
        self.waiting = voting.waiting(motion, today=today)
        every = voting.who_may(motion, today=today)
        keys = forms.MultipleChoiceField(
            label=_("Whose paper is in the box?") if motion.secret else _("Who raised the hand?"),
            choices=[(one.key, one.name) for one in every],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Mark who voted.")},
        )
        keys.widget.choices = [(one.key, one.name) for one in self.waiting]
        if motion.secret:
            self.fields["keys"] = keys
            for one in self.options:
                self.fields[f"papers_{one.pk}"] = forms.IntegerField(
                    label=_("Papers for %(name)s") % {"name": one}, min_value=0, initial=0,
                    widget=CountInput,
                    error_messages=dict.fromkeys(
                        ("required", "invalid", "min_value"), _("Write how many papers, or 0.")
                    ),
                )  # fmt: skip
        else:
            self.fields["option"] = forms.ChoiceField(
                label=_("For what?"), widget=forms.RadioSelect,
                choices=[(str(one.pk), str(one)) for one in self.options],
                error_messages={"required": _("Choose one of the answers.")},
            )  # fmt: skip
            self.fields["keys"] = keys

    def counts(self, keys: list[str], typed: dict[str, Any]) -> dict[int, int]:
        """Return how many chose which option."""
        if not self.motion.secret:
            return {int(typed["option"]): len(set(keys))}
        found = {one.pk: int(typed[f"papers_{one.pk}"]) for one in self.options}
        return {pk: n for pk, n in found.items() if n}
