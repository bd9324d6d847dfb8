"""Money that other rooms expect: the list, and each one recorded, found or dropped."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.cash import expected, lines, purposes, shown
from rembuk.cash.forms import BookExpectedForm, DropForm, MatchForm
from rembuk.cash.models import ExpectedMoney
from rembuk.cash.purposes import Way
from rembuk.cash.views import steps
from rembuk.ledger import books, reading
from rembuk.ledger.reading import Entry, Line
from rembuk.lib import words
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status


@requires(Permission.RECORD_CASH)
@require_safe
def expected_page(request: VillageRequest) -> HttpResponse:
    """What the other officers say came or is to be paid."""
    group = group_of(request)
    context = {
        "group": group,
        "waiting": expected.waiting(request.village, [group.pk]),
        "book": books.book_of(group),
    }
    return render(request, "cash/expected.html", context)


@requires(Permission.RECORD_CASH)
def book_expected(request: VillageRequest, expected_id: int) -> HttpResponse:
    """Read it back, and record it; what is settled says how."""
    book, one = steps.book_of(request), _one(request, expected_id)
    form = BookExpectedForm(request.POST or None, book=book, one=one, today=request.today)

    def work(*, one: ExpectedMoney, on: date, again_rp: int | None) -> dict[str, Any]:
        assert again_rp in {None, one.amount_rp}, "the form compares them"
        signed = steps.signed(request, form.cleaned_data["request_id"])
        done = expected.book(one=one, book=book, on=on, signed=signed, today=request.today)
        return {"line": done.sequence} if isinstance(done, Entry) else {"asked": done.pk}

    if request.method == "POST":
        outcome = form.run(request, kind="cash.book_expected", work=work, about={"one": one})
        if outcome:
            page = "asked" if "asked" in outcome.facts else "saved"
            slug, group_id = request.village.slug, one.group_id
            return redirect(f"cash:{page}", slug, group_id, next(iter(outcome.facts.values())))
    told = expected.settled_one(one)
    context = _about(request, one) | {
        "form": form,
        "settled": told,
        "waits": told.state == expected.State.WAITS,
        "second": lines.needs_second(book, lines.Money(
            Way(one.way), one.party, one.purpose, one.amount_rp, one.on
        )),
        "alike": told.state == expected.State.WAITS and bool(expected.alike(one, book)),
    }  # fmt: skip
    return render(request, "cash/book_expected.html", context, status=status(form))


@requires(Permission.RECORD_CASH)
def match_expected(request: VillageRequest, expected_id: int) -> HttpResponse:
    """Find the line where it stands already."""
    book, one = steps.book_of(request), _one(request, expected_id)
    there = expected.alike(one, book)
    if one.entry and (found := reading.line_of(book, one.entry.sequence)):
        there.append(found)  # sent again, it is the same line once more
    rows = [(line, _told_line(line)) for line in there]
    form = MatchForm(request.POST or None, rows=rows)

    def work(*, one: ExpectedMoney, line_no: int) -> None:
        expected.match(one=one, book=book, line_no=line_no, by=actor_of(request), at=timezone.now())

    about = {"one": one}
    if request.method == "POST" and form.run(
        request, kind="cash.match_expected", work=work, about=about
    ):
        messages.success(request, _("It is that line. Nothing was recorded twice."))
        return redirect("cash:expected", request.village.slug, one.group_id)
    context = _about(request, one) | {"form": form, "rows": rows}
    return render(request, "cash/match_expected.html", context, status=status(form))


@requires(Permission.RECORD_CASH)
def drop_expected(request: VillageRequest, expected_id: int) -> HttpResponse:
    """Say why it is not so; who expected it reads the reason."""
    one = _one(request, expected_id)
    form = DropForm(request.POST or None)

    def work(*, one: ExpectedMoney, reason: str) -> None:
        expected.withdraw(one=one, why=reason, by=actor_of(request), at=timezone.now())

    about = {"one": one}
    if request.method == "POST" and form.run(
        request, kind="cash.drop_expected", work=work, about=about
    ):
        messages.success(request, _("It is no longer expected. Who expected it reads why."))
        return redirect("cash:expected", request.village.slug, one.group_id)
    context = _about(request, one) | {"form": form}
    return render(request, "cash/drop_expected.html", context, status=status(form))


def _one(request: VillageRequest, expected_id: int) -> ExpectedMoney:
    mine = ExpectedMoney.objects.of(request.village).filter(group=request.group)
    return get_object_or_404(
        mine.select_related("group", "maker", "dropped_by", "entry"), pk=expected_id
    )


def _about(request: VillageRequest, one: ExpectedMoney) -> dict[str, Any]:
    one.village = request.village
    return {
        "group": group_of(request),
        "one": one,
        "came": one.way == Way.IN,
        "purpose": purposes.by_code(one.purpose).label,
    }


def _told_line(line: Line) -> str:
    day = words.plain_day(line.on, language=get_language() or "id")
    number = _("line no. %(number)s") % {"number": line.number}
    return f"{day} · {shown.row(line).told} · {number}"
