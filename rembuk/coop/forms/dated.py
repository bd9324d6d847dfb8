"""A form about something that happened on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from rembuk.web.days import DayField
from rembuk.web.forms import CommandForm


class DatedForm(CommandForm):
    """On which day it was; it comes last among what is asked."""

    on = DayField(label=_("On which day?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on = self.fields["on"]
        assert isinstance(on, DayField)
        on.today = today
