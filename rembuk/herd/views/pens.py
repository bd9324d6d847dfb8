"""The pen of a group: who is in it on a day, and its book."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.herd import due, numbers, pen, stockbook
from rembuk.herd.forms.days import DayForm, StretchForm
from rembuk.herd.pen import AgeClass, Head
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status
from rembuk.web.parts import Tab
from rembuk.web.views import address

A_PAGE = 50


@requires(Permission.SEE_WORK)
@require_safe
def herds(request: VillageRequest) -> HttpResponse:
    """The pen of the group whose office one holds; without one, the groups."""
    if request.acting.group_id is None:
        return redirect("hall:groups", request.village.slug)
    return redirect("herd:animals", request.village.slug, request.acting.group_id)


@requires(Permission.SEE_WORK)
@require_safe
def animals_page(request: VillageRequest) -> HttpResponse:
    """The goats of a group by age class, today or on another day."""
    form = DayForm(request.GET or None, today=request.today)
    on = form.day()
    found = pen.heads(group_of(request), on=on)
    typed, chosen = str(request.GET.get("q", ""))[:40].strip(), str(request.GET.get("class", ""))
    shown = [head for head in found if chosen in ("", head.age_class) and is_wanted(head, typed)]
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "group": group_of(request),
        "on": on,
        "form": form,
        "tabs": _tabs(request, found, chosen=chosen, on=on),
        "page": page,
        "total": len(found),
        "marks": due.marks(group_of(request), numbers.of(request.village, on=on), on=on),
        "typed": typed,
        "query": _query(request, q=typed, **{"class": chosen}, on=on),
        "may_record": request.acting.may(Permission.RECORD_WORK) and on == request.today,
    }
    return render(request, "herd/animals.html", context, status=status(form))


def is_wanted(head: Head, typed: str) -> bool:
    """Say whether a goat has what was typed in its tag, its looks or its keeper's name."""
    sought = typed.casefold()
    return not sought or any(
        sought in name.casefold()
        for name in (head.animal.tag, head.animal.looks, head.keeper.name if head.keeper else "")
    )


def _tabs(request: VillageRequest, found: list[Head], *, chosen: str, on: date) -> list[Tab]:
    url = reverse("herd:animals", args=address(request))
    numbers: dict[str, int] = {"": len(found)} | {
        one.value: number for one, number in pen.counted(found).items()
    }
    labels: dict[str, Any] = {"": _("All"), **{one.value: one.label for one in AgeClass}}
    return [
        Tab(
            f"{labels[code]} {number}",
            f"{url}?{_query(request, **{'class': code}, on=on)}",
            current=code == chosen,
        )
        for code, number in numbers.items()
    ]  # fmt: skip


def _query(request: VillageRequest, *, on: date, **more: str) -> str:
    """What an address carries besides the page: nothing that says what is so anyway."""
    asked = {name: value for name, value in more.items() if value}
    if on != request.today:
        asked |= {"on_day": str(on.day), "on_month": str(on.month), "on_year": str(on.year)}
    return f"{urlencode(asked)}&" if asked else ""


@requires(Permission.SEE_WORK)
@require_safe
def book_page(request: VillageRequest) -> HttpResponse:
    """What there was, what came and went, and what there must be, by sex."""
    group = group_of(request)
    form = StretchForm(request.GET or None, today=request.today)
    since, until = form.stretch()
    context = {
        "group": group,
        "form": form,
        "book": stockbook.book(group, since=since, until=until),
        "since": since,
        "until": until,
    }
    return render(request, "herd/book.html", context, status=status(form))


@requires(Permission.SEE_WORK)
@require_safe
def watch(request: VillageRequest) -> HttpResponse:
    """What is to be looked after today: does close to kidding, kids to wean, withheld meat."""
    group = group_of(request)
    context = {"group": group, "duties": due.duties(group, on=request.today)}
    return render(request, "herd/watch.html", context)
