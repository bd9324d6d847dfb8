"""A participant's own page: when did I give, when do I get. Nobody else's sums stand on it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rembuk.arisan import telling
from rembuk.people import merging
from rembuk.people.models import Resident
from rembuk.people.views.own import about_me
from rembuk.villages.access import SignedInRequest


@about_me
@require_safe
def my_arisan(request: SignedInRequest, who: Resident) -> HttpResponse:
    """Each share she has: rounds given for, what is open, when she had or has her turn."""
    ids = merging.ids_of(who)
    mine = telling.shares_of(who.village, ids, on=timezone.localdate())
    return render(request, "arisan/my_arisan.html", {"who": who, "mine": mine})
