"""The supervisor's desk, loans to who is close to the cooperative, and where the money is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.cash.reports import What
from rembuk.coop.views.places import coop_of, sees_sums
from rembuk.ledger import books, statements
from rembuk.ledger.reading import Book
from rembuk.supervision import desk, floors, nights, related, whereabouts
from rembuk.supervision.forms.findings import FloorForm
from rembuk.supervision.whereabouts import Part
from rembuk.surplus.views.places import book_of
from rembuk.surplus.yearly import Line
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.views import Question, address, ask


@requires(Permission.OVERSEE_GROUP)
@require_safe
def console(request: VillageRequest) -> HttpResponse:
    """Last night's check first, then what waits for a supervisor."""
    book = _book_or_none(request)
    if book is None:
        return render(request, "surplus/no_book.html", {"group": coop_of(request)})
    last = nights.rows(request.village, book.group_id).first()
    signs = desk.look(book, today=request.today)
    context = {
        "group": book.group, "last": last, "late": nights.is_late(last, at=timezone.now()),
        "ran_at": last.at.astimezone(request.village.zone) if last else None,
        "signs": [(one, reverse(one.page, args=address(request)) if one.page else "")
                  for one in signs],
    }  # fmt: skip
    return render(request, "supervision/console.html", context)


@requires(Permission.OVERSEE_GROUP)
@require_safe
def close_loans(request: VillageRequest) -> HttpResponse:
    """Loans to officers and their family, beside what they may be together."""
    book = book_of(request)
    context = {"group": book.group, "found": related.look(book, on=request.today)}
    return render(request, "supervision/close_loans.html", context)


@requires(Permission.SEE_GROUP)
@require_safe
def money(request: VillageRequest) -> HttpResponse:
    """Where our money is: for every member, in totals."""
    book = _book_or_none(request)
    if book is None:
        return render(request, "surplus/no_book.html", {"group": coop_of(request)})
    context = told(book, on=request.today)
    found = context["found"]
    tops = statements.tops_of(book) if sees_sums(request) else {}
    controls = {code: top.is_control for code, top in tops.items()}
    context |= {
        "places": [_shown(request, book, one, controls) for one in found.places],
        "owners": [_shown(request, book, one, controls) for one in found.owners],
        "may_change": request.acting.may(Permission.RUN_GROUP),
    }  # fmt: skip
    return render(request, "supervision/money.html", context)


def told(book: Book, *, on: date) -> dict[str, Any]:
    """Return where the money is on a day, in totals, with nothing to open: two queries."""
    found = whereabouts.look(book, on=on)
    floor = floors.on(book.group.village, book.group_id, day=on)
    return {
        "group": book.group, "found": found, "floor": floor, "today": on, "cover": found.cover,
        "above": found.cover.is_above(floor.percent) if floor else None,
        "places": [(one, []) for one in found.places],
        "owners": [(one, []) for one in found.owners],
    }  # fmt: skip


@requires(Permission.RUN_GROUP)
def agree_floor(request: VillageRequest) -> HttpResponse:
    """Write down how much has to lie ready."""
    group = coop_of(request)

    def work(**typed: Any) -> None:
        floors.agree(
            by=actor_of(request), at=timezone.now(), group=group, today=request.today, **typed
        )

    question = Question(
        kind="supervision.agree_floor", title=_("How much has to lie ready?"),
        lead=_("So that who asks for her savings gets them. Write what your rules say."),
        done=_("Written down. The page of our money shows it."),
        back=reverse("supervision:money", args=address(request)),
    )  # fmt: skip
    form = FloorForm(request.POST or None, today=request.today)
    return ask(request, form, question, work=work, about={})


def _book_or_none(request: VillageRequest) -> Book | None:
    group = coop_of(request)
    book = books.book_of(group)
    if book:
        book.group = group
    return book


def _shown(
    request: VillageRequest, book: Book, part: Part, controls: Mapping[str, bool]
) -> tuple[Part, list[tuple[Line, str]]]:
    """Return a part with the address of each account's lines, for who may read them."""
    lines = [
        (line, _lines(request, book, line.code, is_control=controls[line.code]))
        if line.code in controls else (line, "")
        for line in part.accounts
    ]  # fmt: skip
    return part, lines


def _lines(request: VillageRequest, book: Book, code: str, *, is_control: bool) -> str:
    """Return where a sum comes from: the lines of its account, or the members' accounts below."""
    report = What.TRIAL_BALANCE if is_control else What.CARD
    asked = {"from": book.begins_on, "until": request.today, "account": code}
    return reverse("cash:report", args=address(request, str(report))) + f"?{urlencode(asked)}"
