"""A new schedule for a loan: proposed with a look at it first, answered by the board, undone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.cash.views import steps
from rembuk.coop.views.places import shown
from rembuk.ledger.reading import Book
from rembuk.lib.errors import Refused
from rembuk.loans import addenda, instalments, rescheduling, standing
from rembuk.loans.forms.applying import DecisionForm
from rembuk.loans.forms.rescheduling import ReschedulingForm, TakeScheduleBackForm
from rembuk.loans.models import Loan, Rescheduling
from rembuk.loans.progress import Progress
from rembuk.loans.rescheduling import Proposed
from rembuk.loans.standing import Standing
from rembuk.loans.views.lending import hers_of
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status
from rembuk.web.views import Question, address, as_paper, ask


@requires(Permission.RECORD_CASH)
def reschedule(request: VillageRequest, application_id: int) -> HttpResponse:
    """Propose a new schedule: the form, a look at what it comes to, then the board."""
    book, stands, loan = _running(request, application_id)
    found = instalments.of_standing(book, stands, on=request.today)
    checked = steps.is_checked(request)
    form = ReschedulingForm(request.POST or None, found=found, checked=checked)

    def work(*, loan: Loan, **typed: Any) -> None:
        rescheduling.propose(
            book=book, loan=loan, offer=form.offer(**typed), by=actor_of(request),
            at=timezone.now(), today=request.today,
        )  # fmt: skip

    if checked and form.run(request, kind="loans.reschedule", work=work, about={"loan": loan}):
        messages.success(request, _("The new schedule waits for the board."))
        return redirect("loans:application", *address(request, application_id))
    begins = rescheduling.sums(found)
    context = shown(request, form=form, one=stands, progress=found, begins=begins)
    if steps.shows_check_page(request, form):
        told = _offered(form, loan, found)
        if told is not None:
            context |= {"carried": steps.carried(request, form), "told": told}
            context["worked"] = rescheduling.laid_out(told, begins, on=request.today)
            context["fine_rp"] = begins.kept_fine_rp(told)
            return render(request, "loans/check_schedule.html", context, status=status(form))
    return render(request, "loans/reschedule.html", context, status=status(form))


def _offered(form: ReschedulingForm, loan: Loan, found: Progress) -> Rescheduling | None:
    """Return what is proposed; None where a sentence stands on the form instead."""
    typed = {name: value for name, value in form.cleaned_data.items() if name != "request_id"}
    try:
        return rescheduling.offered(loan, form.offer(**typed), found=found)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


@requires(Permission.DECIDE_LOANS)
def decide_schedule(request: VillageRequest, application_id: int) -> HttpResponse:
    """Say yes or no to a new schedule, which stands on the loan's page."""
    book, stands, loan = _running(request, application_id)
    newest = _newest(book, loan)
    form = DecisionForm(request.POST or None)

    def work(*, loan: Loan, outcome: str, note: str) -> None:
        rescheduling.answer(
            book=book, loan=loan, outcome=outcome, note=note, by=actor_of(request),
            at=timezone.now(), today=request.today,
        )  # fmt: skip

    question = Question(
        kind="loans.decide_schedule",
        title=_("New schedule for the loan of %(name)s") % {"name": stands.application.member.name},
        lead=newest.told.why, done=_("Your answer is recorded."),
        back=reverse("loans:application", args=address(request, application_id)),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"loan": loan})


@requires(Permission.APPROVE_CASH)
def take_back_schedule(request: VillageRequest, application_id: int) -> HttpResponse:
    """Undo a new schedule on which nothing was paid yet, with a reason."""
    book, stands, loan = _running(request, application_id)
    _newest(book, loan)
    form = TakeScheduleBackForm(request.POST or None)

    def work(*, loan: Loan, reason: str) -> None:
        rescheduling.take_back(
            book=book, loan=loan, reason=reason, by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip

    question = Question(
        kind="loans.take_back_schedule", save=_("Take it back"),
        title=_("Take back the new schedule of %(name)s")
        % {"name": stands.application.member.name},
        lead=_("The schedule before it counts again. What was proposed stays to be read."),
        done=_("The schedule before it counts again."),
        back=reverse("loans:application", args=address(request, application_id)),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"loan": loan})


@requires(Permission.SEE_LOANS)
@require_safe
def addendum(request: VillageRequest, application_id: int) -> HttpResponse:
    """The new schedule on paper, for her to sign; a draft while it waits."""
    book, stands, _loan = _running(request, application_id)
    return addendum_paper(book, stands, today=request.today)


def addendum_paper(book: Book, stands: Standing, *, today: date) -> HttpResponse:
    """Return the newest new schedule of a loan on paper; 404 where none waits or counts."""
    loan = stands.loan
    if loan is None or stands.state != standing.State.RUNNING:
        raise Http404
    told = next(iter(rescheduling.of_loan(book.village, loan)), None)
    found = instalments.of_standing(book, stands, on=today)
    made = addenda.written(book.group, told, found=found, at=timezone.now()) if told else None
    if made is None:
        raise Http404
    return as_paper(made, name=f"jadwal-baru-{loan.number}")


def _running(request: VillageRequest, application_id: int) -> tuple[Book, Standing, Loan]:
    """Return a loan that is being paid back, or 404."""
    book, _hers, stands = hers_of(request, application_id)
    if stands.loan is None or stands.state != standing.State.RUNNING:
        raise Http404
    return book, stands, stands.loan


def _newest(book: Book, loan: Loan) -> Proposed:
    """Return the newest proposal, answered or not; 404 where there never was one."""
    found = next(iter(rescheduling.of_loan(book.village, loan)), None)
    if found is None:
        raise Http404
    return found
