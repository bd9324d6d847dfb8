"""The feed of today."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rembuk.herd import papers, rations
from rembuk.herd.forms.feed import CarriersForm
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status


@requires(Permission.SEE_WORK)
@require_safe
def feed_page(request: VillageRequest) -> HttpResponse:
    """What the goats need today, and what each who fetches it brings."""
    group = group_of(request)
    form = CarriersForm(request.GET or None)
    asked = form.cleaned_data["carriers"] if form.is_bound and form.is_valid() else None
    ration = rations.of(group, on=request.today, carriers=asked)
    text = papers.feed_message(group, ration, on=request.today)
    context = {
        "group": group,
        "on": request.today,
        "ration": ration,
        "form": form,
        "share_url": papers.ANYBODY + quote(text, safe=""),
    }
    return render(request, "herd/feed.html", context, status=status(form))
