"""How people, places and steps are written on the pages of this room."""

from __future__ import annotations

from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rembuk.lib import words
from rembuk.lib.countries import country_label
from rembuk.people import search
from rembuk.people.models import JourneyStep, Resident, Status

register = template.Library()
ICONS = {
    Status.PROSPECTIVE: "clock",
    Status.WORKER: "journey",
    Status.ON_LEAVE: "leave",
    Status.RETURNED: "home",
}


@register.filter
def status_icon(status: str) -> str:
    """Return the icon that stands beside the word of a status, or ''."""
    return ICONS.get(Status(status), "")


@register.filter
def status_word(status: str) -> str:
    """Return the word of a status; nothing for a resident without one."""
    return str(Status(status).label) if status else ""


@register.filter
def status_name(status: str | None) -> str:
    """Return the word of a status, also for a resident without one."""
    return str(Status(status).label) if status is not None else ""


@register.filter
def country(code: str) -> str:
    """Return the name of a country, or ''."""
    return country_label(code) if code else ""


@register.filter
def place(who: Resident) -> str:
    """Return where somebody lives: Dusun Satu, RT 003/RW 001."""
    unit = words.neighbourhood(who.neighborhood_unit, who.community_unit).replace(" ", "\xa0")
    return ", ".join(part for part in (who.hamlet, unit) if part)


@register.filter
def through_home(who: Resident, text: str) -> str:
    """Return whose household a search found somebody by, or '' (search.through_home)."""
    return search.through_home(who, text)


@register.filter
def step_word(kind: str) -> str:
    """Return what a kind of step is called."""
    return str(JourneyStep.Kind(kind).label)


@register.simple_tag
def request_key() -> SafeString:
    """Write the key of a form that is one button: sent twice, it is done once."""
    return format_html('<input type="hidden" name="request_id" value="{}">', uuid4())
