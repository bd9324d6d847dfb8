"""What people type about messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.messaging.announcements import TEXT_LENGTH_MAX, TITLE_LENGTH_MAX
from rembuk.villages.circles import Circle
from rembuk.web.forms import CommandForm

TOO_LONG = _("Shorten this to %(limit_value)s letters.")


class AnnounceForm(CommandForm):
    """For whom, about what, and what there is to say."""

    audience = forms.ChoiceField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Choose whom you tell."),
            "invalid_choice": _("Nobody is in this circle now. Choose another one."),
        },
    )
    title = forms.CharField(
        label=_("What is it about?"),
        help_text=_("A few words without a full stop, such as: village meeting on Saturday."),
        max_length=TITLE_LENGTH_MAX,
        error_messages={
            "required": _("Write in a few words what it is about."),
            "max_length": TOO_LONG,
        },
    )
    text = forms.CharField(
        label=_("What do you want to say?"),
        help_text=_("The most important first. What does not fit stands behind the link."),
        max_length=TEXT_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Write what there is to say in one or more sentences."),
            "max_length": TOO_LONG,
        },
    )

    def __init__(self, *args: Any, circles: Sequence[Circle], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["audience"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(circle.key, circle.label) for circle in circles]


class CheckedAnnounceForm(AnnounceForm):
    """The same once more, seen and not typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "text"):
            self.fields[name].widget = forms.HiddenInput()
