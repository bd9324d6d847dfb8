"""The month's interest and tax: worked out, looked through, booked, and proved line by line."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.cash.views import steps
from rembuk.coop.views.places import coop_of, shown
from rembuk.ledger import books
from rembuk.lib import words
from rembuk.lib.errors import Refused
from rembuk.savings import earning, proof, runs, slips
from rembuk.savings.forms.money import DropForm
from rembuk.savings.models import InterestLine, InterestRun
from rembuk.savings.monthly import State
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import key, press
from rembuk.web.views import Question, address, ask

A_PAGE = 50
AT_ONCE = 20  # batches that one press books


@requires(Permission.SEE_CASH)
@require_safe
def runs_page(request: VillageRequest) -> HttpResponse:
    """Every month's interest, and which is the next."""
    group = coop_of(request)
    found = runs.all_of(group)
    due = runs.next_due(group, found)
    waits = any(one.state in {State.WAITS, State.BOOKING} for one in found)
    context = shown(
        request, runs=found, due=due,
        is_over=due is not None and earning.last_day(due) < request.today,
        may_prepare=request.acting.may(Permission.RECORD_CASH) and not waits
        and books.book_of(group) is not None,
        key=key(),
    )  # fmt: skip
    return render(request, "savings/runs.html", context)


@requires(Permission.RECORD_CASH)
@require_POST
def prepare_run(request: VillageRequest) -> HttpResponse:
    """Work out the next month."""
    book, group = steps.book_of(request), coop_of(request)
    due = runs.next_due(group) or request.today.replace(day=1)

    def work(*, group: Group) -> dict[str, Any]:
        made = runs.prepare(
            book=book, month=due, key=uuid4(), by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip
        return {"run": made.pk, "group": group.pk}

    outcome = press(request, kind="savings.prepare_run", work=work, about={"group": group})
    if outcome is None:
        return redirect("savings:runs", *address(request))
    return redirect("savings:run", *address(request, outcome.facts["run"]))


@requires(Permission.SEE_CASH)
@require_safe
def run_page(request: VillageRequest, run_id: int) -> HttpResponse:
    """One month: the sums, how far it is, and each account's interest."""
    run = run_of(request, run_id)
    (stand,) = runs.standings([run])
    rows = InterestLine.objects.of(request.village).filter(run=run).order_by("pk")
    told = rows.select_related("member__resident", "account__product", "account__member")
    page = Paginator(told, A_PAGE).get_page(request.GET.get("page"))
    own = run.maker_id == request.user.pk
    context = shown(
        request, stand=stand, run=run, lines=page, page=page, key=key(), own=own,
        may_check=not own and request.acting.may(Permission.APPROVE_CASH),
        may_book=request.acting.may(Permission.RECORD_CASH),
        may_drop=request.acting.may(Permission.RECORD_CASH) and not stand.booked,
        last=earning.last_day(run.month),
    )  # fmt: skip
    return render(request, "savings/run.html", context)


@requires(Permission.APPROVE_CASH)
@require_POST
def check_run(request: VillageRequest, run_id: int) -> HttpResponse:
    """Agree to what was worked out; booking begins at once."""
    run, book = run_of(request, run_id), steps.book_of(request)

    def work(*, run: InterestRun) -> None:
        runs.check(book=book, run=run, by=actor_of(request), at=timezone.now())

    if press(request, kind="savings.check_run", work=work, about={"run": run}):
        _book_some(request, run)
    return redirect("savings:run", *address(request, run.pk))


@requires(Permission.RECORD_CASH)
@require_POST
def book_run(request: VillageRequest, run_id: int) -> HttpResponse:
    """Go on booking where it stopped; each batch is in the book once, however often one presses."""
    run = run_of(request, run_id)

    def work(*, run: InterestRun) -> None:
        runs.require_checked(run)

    if press(request, kind="savings.book_run", work=work, about={"run": run}):
        _book_some(request, run)
    return redirect("savings:run", *address(request, run.pk))


def _book_some(request: VillageRequest, run: InterestRun) -> None:
    """Book as much as one press may, each batch by itself, and say so at the end."""
    try:
        stand = runs.book_on(
            book=steps.book_of(request), run=run, at=timezone.now(), today=request.today,
            most=AT_ONCE,
        )  # fmt: skip
    except Refused as reason:  # a month that was closed meanwhile: what is booked stays
        messages.info(request, str(reason))
        return
    if stand.state == State.DONE:
        slips.issue_on(run, at=timezone.now(), most=AT_ONCE)
        messages.success(request, _("The interest of the month is booked."))


@requires(Permission.RECORD_CASH)
def drop_run(request: VillageRequest, run_id: int) -> HttpResponse:
    """Do not book what was worked out."""
    run = run_of(request, run_id)

    def work(*, run: InterestRun, why: str) -> None:
        runs.drop(run=run, why=why, by=actor_of(request), at=timezone.now())

    month = words.month_of_year(run.month, language=get_language() or "id")
    question = Question(
        kind="savings.drop_run",
        title=_("Do not book the interest of %(month)s") % {"month": month},
        lead=_("It can be worked out anew afterwards."), done=_("It is not booked."),
        back=reverse("savings:runs", args=address(request)), save=_("Do not book it"),
    )  # fmt: skip
    return ask(request, DropForm(request.POST or None), question, work=work, about={"run": run})


@requires(Permission.SEE_CASH)
@require_safe
def interest_page(request: VillageRequest, run_id: int, interest_line_id: int) -> HttpResponse:
    """One member's interest of a month, so that anybody can work it out again by hand."""
    run = run_of(request, run_id)
    found = proof.of_line(steps.book_of(request), run, line_id=interest_line_id)
    if found is None:
        raise Http404
    member = found.accounts[0].line.account.member
    return render(
        request, "savings/interest.html", shown(request, run=run, proof=found, member=member)
    )


def run_of(request: VillageRequest, run_id: int) -> InterestRun:
    """Return a month's run of the cooperative in the address, or 404."""
    group = coop_of(request)
    run = get_object_or_404(runs.of(group), pk=run_id)
    run.group, run.village = group, request.village
    return run
