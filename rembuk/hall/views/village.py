"""The hall itself, the village's settings, and its public page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.hall import forms, noticeboard
from rembuk.lib import words
from rembuk.villages import places, regions
from rembuk.villages.access import VillageRequest, actor_of, may_see, public, requires
from rembuk.villages.models import Village
from rembuk.villages.permissions import Permission
from rembuk.web import publiclinks
from rembuk.web.forms import CorrectionForm, status
from rembuk.web.parts import Line


@public
@require_safe
def village_page(request: VillageRequest) -> HttpResponse:
    """What everybody may read about a village, signed in or not."""
    notices = noticeboard.notices_for(request.village, on=request.today)
    context = {
        "notices": notices,
        "lies_in": regions.lies_in(request.village.region_id),
        "links": publiclinks.links_for(request.village),
    }
    return render(request, "hall/village.html", context)


@requires(Permission.SEE_TODAY)
@require_safe
def hall_page(request: VillageRequest) -> HttpResponse:
    """The ways through the hall that are open to the office one acts in."""
    see = Permission
    ways_in = (
        (see.SEE_GROUP, "hall:groups", "business", _("Groups"), _("Who leads which group")),
        (see.SEE_OFFICES, "hall:offices", "person", _("Offices"), _("Who holds which office")),
        (see.SEE_PEOPLE, "hall:settings", "settings", _("Settings"), _("Name, clock, help, data")),
        (see.SEE_AUDIT, "people:history", "history", _("History"), _("Who did what, and when")),
        (see.SEE_AUDIT, "hall:visits", "eye", _("Operator's visits"), _("Who looked in, and why")),
        (see.SEE_TODAY, "hall:village", "home", _("Public page"), _("What everybody may read")),
    )
    ways = [
        {
            "title": title,
            "hint": hint,
            "url": reverse(url, args=[request.village.slug]),
            "icon": icon,
        }
        for permission, url, icon, title, hint in ways_in
        if may_see(request, permission)
    ]
    return render(request, "hall/hall.html", {"ways": ways})


@requires(Permission.SEE_PEOPLE)
@require_safe
def settings_page(request: VillageRequest) -> HttpResponse:
    """The settings as they are, and where to change them."""
    may_change = request.acting.may(Permission.CHANGE_VILLAGE)
    context = {
        "lines": _lines(request.village, "hall:change_settings" if may_change else ""),
        "privacy": _privacy(request.village, "hall:change_privacy" if may_change else ""),
    }
    return render(request, "hall/settings.html", context)


@requires(Permission.CHANGE_VILLAGE)
def change_settings(request: VillageRequest) -> HttpResponse:
    """Change name, clock and whom to ask."""
    return _change(request, forms.SettingsForm, title=_("Change the settings"))


@requires(Permission.CHANGE_VILLAGE)
def change_privacy(request: VillageRequest) -> HttpResponse:
    """Change who answers for personal data."""
    return _change(request, forms.PrivacyForm, title=_("Who answers for personal data"))


def _change(request: VillageRequest, kind: type[CorrectionForm], *, title: str) -> HttpResponse:
    now = places.settings_of(request.village)
    initial = {name: getattr(now, name) for name in kind.base_fields if hasattr(now, name)}
    initial["help_phone"] = words.phone_number(now.help_phone)
    form = kind(request.POST or None, initial=initial, read=initial)

    def work(**typed: Any) -> None:
        places.change_settings(
            village=request.village,
            settings=replace(now, **typed),
            by=actor_of(request),
            at=timezone.now(),
        )

    if request.method == "POST" and form.run(request, kind="village.settings", work=work):
        messages.success(request, _("The settings are changed."))
        return redirect("hall:settings", request.village.slug)
    context = {"form": form, "title": title}
    return render(request, "hall/change_settings.html", context, status=status(form))


def _lines(village: Village, url_name: str) -> list[Line]:
    url = reverse(url_name, args=[village.slug]) if url_name else ""
    phone = words.phone_number(village.help_phone)
    return [
        Line(_("Name of the village"), village.name, url),
        Line(_("Clock"), str(Village.TimeZone(village.time_zone).label), url),
        Line(_("Whom to ask for help"), _told(f"{village.help_name}\n{phone}"), url),
        Line(_("Code"), village.region.dotted_code),
        Line(_("Lies in"), regions.lies_in(village.region_id)),
    ]


def _privacy(village: Village, url_name: str) -> list[Line]:
    url = reverse(url_name, args=[village.slug]) if url_name else ""
    watcher = _told(f"{village.dpo_name}\n{village.dpo_contact}")
    return [
        Line(_("Answers for personal data"), _told(village.controller_name), url),
        Line(_("To be asked about personal data"), watcher, url),
        Line(_("Keeps the server"), _told(village.hosting_name), url),
    ]


def _told(text: str) -> str:
    """What is filled in, or who fills it in."""
    return text.strip() or _("Not filled in yet. The village head fills it in.")
