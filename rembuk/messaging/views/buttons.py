"""A button that changes something by itself: one press, one change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _

from rembuk.villages.access import VillageRequest
from rembuk.villages.commands import Outcome
from rembuk.web.forms import CommandForm


def press(
    request: VillageRequest,
    *,
    kind: str,
    work: Callable[..., Mapping[str, Any] | None],
    about: Mapping[str, Any],
) -> Outcome | None:
    """Do what a button says, once; a refusal is told on the next page."""
    form = CommandForm(request.POST)
    outcome = form.run(request, kind=kind, work=work, about=about)
    if outcome is None:
        told = [str(reason) for reason in form.non_field_errors()]
        messages.info(request, " ".join(told) or _("Open the page again and press once more."))
    return outcome


def key() -> CommandForm:
    """The key of one button's form, for the template."""
    return CommandForm(auto_id=False)
