"""Buku saya: where the cooperative's money is, for every member, here and abroad, in totals."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rembuk.coop.views.own import as_member
from rembuk.people.models import Resident
from rembuk.people.views.own import about_me
from rembuk.supervision.views.desk import told
from rembuk.villages.access import SignedInRequest


@about_me
@require_safe
def our_money(request: SignedInRequest, who: Resident, member_id: int) -> HttpResponse:
    """Where it is today, and what covers withdrawals."""
    member, book = as_member(who, member_id)
    context = told(book, on=timezone.localdate()) | {"member": member, "home": member.village}
    return render(request, "supervision/our_money.html", context)
