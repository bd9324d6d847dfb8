"""How well loans are paid back, what is set aside for them, and each month's run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.coop.views.places import coop_of, shown
from rembuk.lib import words
from rembuk.lib.dates import month_end
from rembuk.loans import classes, provisions, reserves
from rembuk.loans.forms.reserves import RatesForm, labels
from rembuk.loans.models import ProvisionRun, Rates
from rembuk.loans.reserves import Part
from rembuk.loans.views.lending import book_of
from rembuk.savings import monthly
from rembuk.savings.forms.money import DropForm
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import key, press
from rembuk.web.views import Question, address, ask

A_PAGE = 50


@dataclass(frozen=True)
class Told:
    """One of the two figures, for a page: each part with its label, and the sum in rupiah."""

    parts: Sequence[tuple[Promise | str, Part]]
    required_rp: int


def _told(kind: str, parts: Sequence[Part]) -> Told:
    rows = list(zip(labels(kind), parts, strict=True))
    return Told([row for row in rows if row[1].loans], reserves.total(parts))


@requires(Permission.SEE_LOANS)
@require_safe
def classes_page(request: VillageRequest) -> HttpResponse:
    """Every open loan with its class, and what PPAP and CKPN ask for it today."""
    book = book_of(request)
    day = classes.of_day(book, request.today)
    ppap, losses = reserves.rules_of(book.group, on=request.today)
    told = _told("PPAP", reserves.by_class(day.shorts, all_bp=ppap.all_bp))
    ckpn = _told("CKPN", reserves.by_age(day.shorts, all_bp=losses.all_bp)) if losses else None
    page = Paginator(classes.worst_first(day.loans), A_PAGE).get_page(request.GET.get("page"))
    context = shown(
        request, day=day, rule=ppap, losses=losses, ppap=told, ckpn=ckpn, loans=page, page=page,
        change_rp=told.required_rp - day.allowance_rp,
        may_run=request.acting.may(Permission.RUN_GROUP),
    )  # fmt: skip
    return render(request, "loans/classes.html", context)


@requires(Permission.RUN_GROUP)
def record_rates(request: VillageRequest, kind: str) -> HttpResponse:
    """Write down what part of a loan is set aside, and who says so."""
    group, kind = coop_of(request), kind.upper()
    if kind not in Rates.Kind:
        raise Http404
    ppap, losses = reserves.rules_of(group, on=request.today)
    holds = ppap if kind == Rates.Kind.PPAP else losses
    form = RatesForm(request.POST or None, kind=kind, holds=holds, today=request.today)

    def work(*, group: Group, kind: str, **typed: Any) -> None:
        reserves.record(
            group=group, rule=form.rule(kind, **typed), by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip

    question = Question(
        kind="loans.record_rates", title=str(Rates.Kind(kind).label),
        lead=_("Write the part of the principal that is set aside. Ask the Dinas or read the AD."),
        done=_("The rates are recorded."), keeps_typed=True,
        back=reverse("loans:classes", args=address(request)),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"group": group, "kind": kind})


@requires(Permission.SEE_LOANS)
@require_safe
def runs_page(request: VillageRequest) -> HttpResponse:
    """Every month's provision, and which is the next."""
    book = book_of(request)
    found = provisions.all_of(book.group)
    due = provisions.next_due(book, found)
    waits = any(one.state in monthly.UNDECIDED for one in found)
    context = shown(
        request,
        runs=found,
        due=due,
        is_over=due is not None and month_end(due) < request.today,
        may_prepare=request.acting.may(Permission.RECORD_CASH) and not waits,
        key=key(),
    )
    return render(request, "loans/provisions.html", context)


@requires(Permission.RECORD_CASH)
@require_POST
def prepare_run(request: VillageRequest) -> HttpResponse:
    """Work out the next month."""
    book = book_of(request)
    due = provisions.next_due(book) or request.today.replace(day=1)

    def work(*, group: Group) -> dict[str, Any]:
        made = provisions.prepare(
            book=book, month=due, key=uuid4(), by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip
        return {"run": made.pk, "group": group.pk}

    about = {"group": book.group}
    outcome = press(request, kind="loans.prepare_provision", work=work, about=about)
    if outcome is None:
        return redirect("loans:provisions", *address(request))
    return redirect("loans:provision", *address(request, outcome.facts["run"]))


@requires(Permission.SEE_LOANS)
@require_safe
def run_page(request: VillageRequest, provision_id: int) -> HttpResponse:
    """One month: what each class asked for, what the book had, the change, each loan."""
    run = _run(request, provision_id)
    (stand,) = provisions.standings([run])
    shorts = provisions.shorts_of(run)
    losses = run.losses
    ckpn = _told("CKPN", reserves.by_age(shorts, all_bp=losses.all_bp)) if losses else None
    page = Paginator(provisions.lines_of(run), A_PAGE).get_page(request.GET.get("page"))
    own, may_record = run.maker_id == request.user.pk, request.acting.may(Permission.RECORD_CASH)
    context = shown(
        request,
        stand=stand,
        run=run,
        lines=page,
        page=page,
        key=key(),
        own=own,
        ckpn=ckpn,
        ppap=_told("PPAP", reserves.by_class(shorts, all_bp=run.all_bp)),
        may_check=not own and request.acting.may(Permission.APPROVE_CASH),
        may_drop=may_record and stand.state == monthly.State.WAITS,
        last=month_end(run.month),
    )
    return render(request, "loans/provision.html", context)


@requires(Permission.APPROVE_CASH)
@require_POST
def check_run(request: VillageRequest, provision_id: int) -> HttpResponse:
    """Agree to what was worked out; its change is booked with it."""
    run, book = _run(request, provision_id), book_of(request)

    def work(*, run: ProvisionRun) -> None:
        provisions.check(
            book=book, run=run, by=actor_of(request), at=timezone.now(), today=request.today
        )

    if press(request, kind="loans.check_provision", work=work, about={"run": run}):
        messages.success(request, _("The provision of the month is booked."))
    return redirect("loans:provision", *address(request, run.pk))


@requires(Permission.RECORD_CASH)
def drop_run(request: VillageRequest, provision_id: int) -> HttpResponse:
    """Do not book what was worked out."""
    run = _run(request, provision_id)

    def work(*, run: ProvisionRun, why: str) -> None:
        provisions.drop(run=run, why=why, by=actor_of(request), at=timezone.now())

    month = words.month_of_year(run.month, language=get_language() or "id")
    question = Question(
        kind="loans.drop_provision",
        title=_("Do not book the provision of %(month)s") % {"month": month},
        lead=_("It can be worked out anew afterwards."), done=_("It is not booked."),
        back=reverse("loans:provisions", args=address(request)), save=_("Do not book it"),
    )  # fmt: skip
    return ask(request, DropForm(request.POST or None), question, work=work, about={"run": run})


def _run(request: VillageRequest, provision_id: int) -> ProvisionRun:
    group = coop_of(request)
    run = get_object_or_404(provisions.of(group), pk=provision_id)
    run.group, run.village = group, request.village
    return run
