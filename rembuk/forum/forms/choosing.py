"""A field by which other rooms let people choose the decision that something rests on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rembuk.forum import resolutions
from rembuk.forum.models import Resolution
from rembuk.lib import words
from rembuk.villages.models import Group

SHOWN = 6  # of the newest decisions: a longer list is not read


class ResolutionField(forms.ModelChoiceField):
    """One of the newest decisions of a group. The form calls `about(group)` before use.

    Any decision is read, so that a form sent twice is known again; the rule calls `must_hold`.
    """

    default_error_messages = {"required": _("Choose the decision of the meeting.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Which decision of a meeting does it rest on?"))
        kwargs.setdefault("widget", forms.RadioSelect)
        super().__init__(queryset=Resolution.objects.none(), empty_label=None, **kwargs)

    def about(self, group: Group) -> None:
        """Offer what this group agreed last."""
        self.queryset = resolutions.every(group)
        newest = resolutions.of(group)[:SHOWN]
        self.widget.choices = [(str(one.pk), self.label_from_instance(one)) for one in newest]

    def label_from_instance(self, obj: Any) -> str:
        """Say the day of the meeting and the decision."""
        day = words.plain_day(obj.agreed_on, language=get_language() or "id")
        return f"{day}: {obj.text}"
