"""What people type about what weighs on their mind, and the answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.shares.concerns import Told
from rembuk.shares.models import Concern
from rembuk.web.forms import CommandForm

LETTERS_MAX = 2000
# What somebody tells in private is not kept on a shared phone.
PRIVATE = {"rows": 5, "data-private": True}


class TellForm(CommandForm):
    """A private word: about what, what, and who may read it."""

    about = forms.ChoiceField(
        label=_("What is it about?"),
        choices=Concern.About.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )
    text = forms.CharField(
        label=_("What weighs on your mind?"),
        max_length=LETTERS_MAX,
        widget=forms.Textarea(attrs=PRIVATE),
        error_messages={"required": _("Write what weighs on your mind.")},
    )
    readers = forms.MultipleChoiceField(
        label=_("Who may read it?"),
        help_text=_("Nobody else sees it, or that there is something."),
        choices=[
            ("to_chair", _("The chair of the group")),
            ("to_facilitator", _("The facilitator")),
            ("to_village_head", _("The village head")),
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who may read it.")},
    )

    @staticmethod
    def told(*, about: str, text: str, readers: list[str]) -> Told:
        """Return what was typed."""
        chosen: dict[str, Any] = dict.fromkeys(readers, True)
        return Told(about, text, **chosen)


class AnswerForm(CommandForm):
    """An answer, or a note of a talk; who told it adds to it."""

    text = forms.CharField(
        label=_("Your answer, or what was talked about"),
        max_length=LETTERS_MAX,
        widget=forms.Textarea(attrs=PRIVATE),
        error_messages={"required": _("Write the answer.")},
    )

    def __init__(self, *args: Any, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_own:
            text = self.fields["text"]
            text.label = _("What do you want to add?")
            text.error_messages["required"] = _("Write what you want to add.")
