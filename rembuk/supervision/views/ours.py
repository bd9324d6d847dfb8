"""Buku saya: where the cooperative's money is and how it is watched, for every member anywhere."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rembuk.coop.views.own import as_member
from rembuk.people.models import Resident
from rembuk.people.views.own import about_me
from rembuk.supervision import findings, health, nights
from rembuk.supervision.views.desk import told
from rembuk.supervision.views.findings import SHOWN
from rembuk.supervision.views.health import newest
from rembuk.villages.access import SignedInRequest


@about_me
@require_safe
def our_money(request: SignedInRequest, who: Resident, member_id: int) -> HttpResponse:
    """Where it is today, and what covers withdrawals."""
    member, book = as_member(who, member_id)
    context = told(book, on=timezone.localdate()) | {"member": member, "home": member.village}
    return render(request, "supervision/our_money.html", context)


@about_me
@require_safe
def our_oversight(request: SignedInRequest, who: Resident, member_id: int) -> HttpResponse:
    """What the night's check said, how sound each year was, and how far each finding is."""
    member, book = as_member(who, member_id)
    home = member.village
    last = nights.rows(home, book.group_id).first()
    context = {
        "group": book.group, "member": member, "home": home, "last": last,
        "ran_at": timezone.localtime(last.at, home.zone) if last else None,
        "late": nights.is_late(last, at=timezone.now()),
        "kept": newest(list(health.rows(home, book.group_id))),
        # What was said and by whom is for who keeps or oversees the money.
        "findings": findings.of(home, book.group_id).prefetch_related(None)[:SHOWN],
    }  # fmt: skip
    return render(request, "supervision/our_oversight.html", context)
