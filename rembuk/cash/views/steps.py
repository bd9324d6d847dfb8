"""Question, check page, saved: what every page that writes a sum has in common."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from rembuk.cash.forms import CheckedForm
from rembuk.cash.monthend import Step
from rembuk.ledger import books, reading
from rembuk.ledger.posting import Signed
from rembuk.ledger.reading import Book
from rembuk.villages.access import VillageRequest, actor_of, group_of

CHECKED, CHANGE, CLAIMED = "checked", "change", "claimed_at"
NOT_CARRIED = frozenset({"csrfmiddlewaretoken", CHECKED, CHANGE, CLAIMED})
# What a browser writes of its own clock: 2026-11-20T03:00:00.000Z.
CLOCK = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)


def book_of(request: VillageRequest) -> Book:
    """Return the books of the group in the address; 404 while it keeps none."""
    group = group_of(request)
    book = books.book_of(group)
    if book is None:
        raise Http404
    book.group = group
    return book


def day_of(request: VillageRequest, book: Book, on: date) -> date:
    """Return the day in the address; 404 before the purse was opened, and for one to come."""
    if not book.begins_on <= on <= request.today:
        raise Http404
    return on


def month_of(request: VillageRequest, book: Book, first: date) -> date:
    """Return the month in the address; 404 before the purse was opened, and for one to come."""
    if not book.begins_on.replace(day=1) <= first <= request.today:
        raise Http404
    return first


@dataclass(frozen=True)
class Shown:
    """One step of a month's or a year's end; without `url` where it is not this person's to do."""

    step: Step
    url: str


def shown(request: VillageRequest, told: Iterable[Step]) -> list[Shown]:
    """Return the steps with the addresses that this person may open."""
    return [Shown(one, _url_of(request, one)) for one in told]


def _url_of(request: VillageRequest, step: Step) -> str:
    if not step.url_name or not request.acting.may(step.permission):
        return ""
    url = reverse(step.url_name, args=[request.village.slug, group_of(request).pk, *step.more])
    return f"{url}?{step.query}" if step.query else url


def begin(request: VillageRequest, url_name: str) -> HttpResponse:
    """Go from '+ Catat' to a page of the office's own purse; to the purse where there is none."""
    slug, group_id = request.village.slug, request.acting.group_id
    kept = group_id and reading.purses_of(request.village, [group_id])
    return redirect(url_name if kept else "cash:purse", slug, group_id)


def is_checked(request: HttpRequest) -> bool:
    """Say whether the sending comes from the check page's own button."""
    return CHECKED in request.POST and CHANGE not in request.POST


def shows_check_page(request: HttpRequest, form: CheckedForm) -> bool:
    """Say whether the check page comes next: all is well, or only its own fields are not."""
    if request.method != "POST" or CHANGE in request.POST:
        return False
    return form.only_check_page_is_wrong if is_checked(request) else form.is_valid()


def carried(request: HttpRequest, form: CheckedForm) -> list[tuple[str, Any]]:
    """Return what the check page hands on unseen: all that was typed but its own fields."""
    own = NOT_CARRIED | set(form.on_check_page)
    lists = request.POST.lists()
    return [(name, value) for name, values in lists if name not in own for value in values]


def claimed_at(request: HttpRequest) -> datetime | None:
    """Return what the device's clock said when the button was pressed: for information only.

    It is no part of what makes two sendings the same, and no rule looks at it. None for anything
    that is no moment of this century.
    """
    typed = request.POST.get(CLAIMED, "")
    try:
        return datetime.fromisoformat(typed) if CLOCK.fullmatch(typed) else None
    except ValueError:  # 2026-02-30
        return None


def signed(request: VillageRequest, request_id: UUID) -> Signed:
    """Return who writes, when, and under which key of the form."""
    return Signed(by=actor_of(request), at=timezone.now(), request_id=request_id)
