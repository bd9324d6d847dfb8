"""Who is there: the sheet of the secretary, and the member's own word."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.forum import attending
from rembuk.forum.models import Attendance, Meeting
from rembuk.web.forms import CommandForm

HERE = [
    (Attendance.How.CODE.value, _("In the hall")),
    (Attendance.How.ONLINE.value, _("Online, or by telephone")),
]


class SheetForm(CommandForm):
    """Members who are not written down yet: tap who is there."""

    keys = forms.MultipleChoiceField(
        label=_("Who is there?"),
        help_text=_("Tap each name. Whoever comes later is added later."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Mark who is there.")},
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = self.fields["keys"]
        assert isinstance(keys, forms.MultipleChoiceField)
        # Every member is accepted, so that the same sheet sent twice is known; the absent shown.
        keys.choices = [(one.key, one.name) for one in attending.members_of(meeting)]
        self.absent = [(one.key, one.name) for one in attending.absent(meeting)]
        keys.widget.choices = self.absent


class ComeForm(CommandForm):
    """Where one is, with the code that hangs in the hall."""

    how = forms.ChoiceField(
        label=_("Where are you?"), choices=HERE, widget=forms.RadioSelect,
        initial=Attendance.How.CODE.value,
        error_messages={"required": _("Choose one of the answers.")},
    )  # fmt: skip
    code_of_hall = forms.CharField(
        label=_("Code in the hall"),
        help_text=_("Six signs. Who follows online leaves it empty."),
        max_length=12,
        required=False,
        widget=forms.TextInput(
            attrs={"autocapitalize": "characters", "autocomplete": "off", "class": "digits"}
        ),
    )
