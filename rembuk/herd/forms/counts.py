"""What two people write after they counted the pen."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rembuk.enterprise import members
from rembuk.herd.counts import CALLED, Counted
from rembuk.herd.models import PARTS
from rembuk.villages.models import Group
from rembuk.web.days import DayField
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import CountInput

WRONG = ("required", "invalid", "min_value", "max_value")
GOATS_MAX = 9999


class CountForm(CommandForm):
    """How many of each kind, and who counted."""

    on = DayField(label=_("On which day?"))
    one = forms.ChoiceField(label=_("Who counted?"), error_messages={"required": _("Choose who.")})
    other = forms.ChoiceField(
        label=_("And who else?"), error_messages={"required": _("Choose who.")}
    )
    reason = forms.CharField(
        label=_("Why does it differ from the book?"), required=False, max_length=200,
        help_text=_("Only if it differs and nothing is missing in the book."),
    )  # fmt: skip

    def __init__(self, *args: Any, group: Group, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in PARTS:
            whole = gettext("%(what)s: write a whole number, such as 14.") % {"what": CALLED[part]}
            self.fields[part] = forms.IntegerField(
                label=str(CALLED[part]), min_value=0, max_value=GOATS_MAX, widget=CountInput,
                initial=0 if part == "kids_unknown" else None,
                error_messages=dict.fromkeys(WRONG, whole),
            )  # fmt: skip
        self.order_fields([*PARTS, "one", "other", "on", "reason"])
        day = self.fields["on"]
        assert isinstance(day, DayField)
        day.today = today
        self.people = {str(one.pk): one for one in members.standing(group, on=today).now}
        for name in ("one", "other"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "—"), *((pk, one.name) for pk, one in self.people.items())]

    def counted(self, **typed: Any) -> Counted:
        """Return what was typed."""
        return Counted(
            on=typed["on"], one=self.people[typed["one"]], other=self.people[typed["other"]],
            numbers={part: typed[part] for part in PARTS}, reason=typed["reason"],
        )  # fmt: skip
