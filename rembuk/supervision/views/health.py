"""How sound the cooperative was in a year: for supervisors and board, in plain words for all."""

from __future__ import annotations

from dataclasses import dataclass
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
from rembuk.ledger import books, chart
from rembuk.ledger.reading import Book
from rembuk.supervision import cuts, health, healthpaper
from rembuk.supervision.forms.health import CutForm, HealthForm
from rembuk.supervision.health import Row
from rembuk.supervision.models import HealthSheet
from rembuk.supervision.sums import Sum
from rembuk.surplus import papers
from rembuk.surplus.views.places import book_of, year_of
from rembuk.surplus.yearly import Year
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.parts import Tab
from rembuk.web.views import Question, address, as_paper, ask


@dataclass(frozen=True)
class Shown:
    """One ratio as the page shows it, with where both of its sums come from."""

    row: Row
    percent: str
    gives: str
    limits: str
    sides: list[tuple[Sum, str, list[tuple[str, str, int]]]]


@requires(Permission.SEE_GROUP)
@require_safe
def health_page(request: VillageRequest) -> HttpResponse:
    """Both rule sets of a year; each ratio opens into its sums."""
    group = coop_of(request)
    book = books.book_of(group)
    if book is None:
        return render(request, "surplus/no_book.html", {"group": group})
    book.group = group
    year = year_of(request, book)
    signed = list(health.rows(request.village, group.pk))
    found = health.look(book, year, signed=signed)
    context = {
        "group": group, "year": year, "state": papers.state_told(year), "found": found,
        "sets": healthpaper.sets(found), "kept": newest(signed),
        "rows": [[_shown(request, book, year, row) for row in told.rows]
                 for told in (found.form, found.juknis)],
        "years": [Tab(str(one), _here(request, one), current=one == year.year)
                  for one in range(max(book.begins_on.year, year.year - 1),
                                   min(request.today.year, year.year + 1) + 1)],
        "may_sign": request.acting.may(Permission.OVERSEE_GROUP),
        "paper": reverse("supervision:health_paper", args=address(request)) + _asked(year),
        "sign": reverse("supervision:sign_health", args=address(request)) + _asked(year),
    }  # fmt: skip
    return render(request, "supervision/health.html", context)


@requires(Permission.SEE_GROUP)
@require_safe
def health_paper(request: VillageRequest) -> HttpResponse:
    """The same on paper."""
    book = book_of(request)
    year = year_of(request, book)
    book.group.village = request.village
    signed = list(health.rows(request.village, book.group_id))
    found = health.look(book, year, signed=signed)
    made = healthpaper.printed(book.group, found, year=year, at=timezone.now())
    return as_paper(made, name=f"kesehatan-{year.year}")


@requires(Permission.OVERSEE_GROUP)
def sign_health(request: VillageRequest) -> HttpResponse:
    """Write down what only people know, and sign."""
    book = book_of(request)
    year = year_of(request, book)
    book.group.village = request.village

    def work(*, answers: dict[str, Any], source: str, **_about: Any) -> None:
        health.sign(
            book=book, told=year, answers=answers, source=source, by=actor_of(request),
            at=timezone.now(),
        )  # fmt: skip

    question = Question(
        kind="supervision.sign_health",
        title=_("What only people know about %(year)s") % {"year": year.year},
        lead=_("Write sums and counts only; Rembuk divides. What you do not know stays empty."),
        done=_("Signed. Members read the result now."), back=_here(request, year.year),
        save=_("Sign"),
    )  # fmt: skip
    last = health.rows(request.village, book.group_id).filter(year=year.year).first()
    form = HealthForm(request.POST or None, initial=vars(last) if last else {})
    return ask(request, form, question, work=work, about={"year": year.year})


@requires(Permission.OVERSEE_GROUP)
def agree_cuts(request: VillageRequest) -> HttpResponse:
    """Write down which limits the Dinas uses."""
    group = coop_of(request)

    def work(**typed: Any) -> None:
        cuts.agree(group=group, by=actor_of(request), at=timezone.now(), **typed)

    question = Question(
        kind="supervision.agree_cuts", title=_("Which limits does the Dinas use?"),
        lead=_("For ratios whose limits we know from papers only. A year keeps those of its time."),
        done=_("Written down. Years from then on are scored by it."),
        back=reverse("supervision:health", args=address(request)),
    )  # fmt: skip
    return ask(request, CutForm(request.POST or None), question, work=work, about={})


def newest(signed: list[HealthSheet]) -> list[tuple[HealthSheet, str, str]]:
    """Return the newest signature of each year, with both totals as they were signed."""
    found: dict[int, HealthSheet] = {}
    for one in signed:
        found.setdefault(one.year, one)
    return [(one, *healthpaper.kept(one)) for one in found.values()]


def _shown(request: VillageRequest, book: Book, year: Year, row: Row) -> Shown:
    sides = [
        (one, healthpaper.amount(one), _accounts(request, book, year, one))
        for one in (row.top, row.bottom)
    ]
    return Shown(
        row, healthpaper.percent(row), healthpaper.gives(row), healthpaper.limits(row), sides
    )


def _accounts(
    request: VillageRequest, book: Book, year: Year, one: Sum
) -> list[tuple[str, str, int]]:
    """Return each account of a sum with the address of its lines, for who may read them."""
    found = []
    controls = {line.code for line in chart.charts()[book.chart] if line.is_control}
    for line in one.accounts:
        url = ""
        if sees_sums(request):
            report = What.TRIAL_BALANCE if line.code in controls else What.CARD
            since = year.since if line.code[0] in "45" else book.begins_on
            asked = {"from": max(since, book.begins_on), "until": year.until, "account": line.code}
            url = (
                reverse("cash:report", args=address(request, str(report))) + f"?{urlencode(asked)}"
            )
        found.append((f"{line.code} {line.name}", url, line.amount_rp))
    return found


def _here(request: VillageRequest, year: int) -> str:
    return reverse("supervision:health", args=address(request)) + f"?year={year}"


def _asked(year: Year) -> str:
    return f"?year={year.year}"
