"""A loan off the books: proposed, decided by two organs, what comes back, put back again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.cash.sums import said
from rembuk.cash.views import steps
from rembuk.coop.views.places import shown
from rembuk.ledger.reading import Book
from rembuk.loans import classes, instalments, recovering, standing, writing_off
from rembuk.loans.claims import Claim
from rembuk.loans.forms.applying import DecisionForm
from rembuk.loans.forms.instalments import InstalmentForm
from rembuk.loans.forms.written import TakeBackForm, WriteOffForm
from rembuk.loans.models import Class, Loan
from rembuk.loans.standing import Standing
from rembuk.loans.views.instalments import recorded
from rembuk.loans.views.lending import hers_of
from rembuk.loans.writing_off import Sums
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status
from rembuk.web.views import Question, address, ask


@requires(Permission.RECORD_CASH)
def write_off(request: VillageRequest, application_id: int) -> HttpResponse:
    """Propose to take a loan off the books."""
    book, stands, loan = _lent(request, application_id)
    found = instalments.of_standing(book, stands, on=request.today)
    form = WriteOffForm(request.POST or None)

    def work(*, loan: Loan, why: str, source: str) -> None:
        writing_off.propose(
            book=book, loan=loan, why=why, source=source, key=form.cleaned_data["request_id"],
            by=actor_of(request), at=timezone.now(), today=request.today,
        )  # fmt: skip

    if not found.left_rp:
        raise Http404
    about = {"loan": loan}
    if request.method == "POST" and form.run(
        request, kind="loans.write_off", work=work, about=about
    ):
        messages.success(request, _("The proposal waits for the board and the supervisory board."))
        return redirect("loans:application", *address(request, application_id))
    moved, judged = writing_off.sums(book, found), classes.judge(found)
    context = shown(
        request, form=form, one=stands, sums=moved, lead=lead(moved), judged=judged,
        is_bad=judged.klass == Class.BAD,
    )  # fmt: skip
    return render(request, "loans/write_off.html", context, status=status(form))


@requires(Permission.DECIDE_LOANS)
def decide_write_off(request: VillageRequest, application_id: int) -> HttpResponse:
    """Say yes or no for one's organ; the second yes books it."""
    book, stands, loan = _lent(request, application_id)
    claim = _claim(stands)
    form = DecisionForm(request.POST or None)

    def work(*, loan: Loan, outcome: str, note: str) -> None:
        writing_off.vote(
            book=book, loan=loan, outcome=outcome, note=note, by=actor_of(request),
            at=timezone.now(), today=request.today,
        )  # fmt: skip

    question = Question(
        kind="loans.decide_write_off",
        title=_("Take the loan of %(name)s off the books")
        % {"name": stands.application.member.name},
        lead=lead(writing_off.sums_of(book, claim.write_off)), done=_("Your answer is recorded."),
        back=reverse("loans:application", args=address(request, application_id)),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"loan": loan})


def lead(moved: Sums) -> str:
    """Say what happens to the books, and that she still owes it."""
    told = _(
        "%(principal)s goes off the books against the allowance. She still owes %(claim)s, and"
        " goes on paying as she can."
    ) % {"principal": said(moved.principal_rp), "claim": said(moved.claim_rp)}
    if not moved.lacking_rp:
        return told
    lacks = _("The allowance lacks %(sum)s; that is charged as a cost first.") % {
        "sum": said(moved.lacking_rp)
    }
    return f"{told} {lacks}"


@requires(Permission.APPROVE_CASH)
def take_back_write_off(request: VillageRequest, application_id: int) -> HttpResponse:
    """Put a loan back on the books, with a reason."""
    book, stands, loan = _lent(request, application_id)
    form = TakeBackForm(request.POST or None)

    def work(*, loan: Loan, reason: str) -> None:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        writing_off.take_back(
            book=book, loan=loan, reason=reason, signed=signed, today=request.today
        )

    question = Question(
        kind="loans.take_back_write_off", save=_("Put it back"),
        title=_("Put the loan of %(name)s back on the books")
        % {"name": stands.application.member.name},
        lead=_("The opposite entry is written. What was proposed and agreed stays to be read."),
        done=_("The loan is on the books again."),
        back=reverse("loans:application", args=address(request, application_id)),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"loan": loan})


@requires(Permission.RECORD_CASH)
def recover(request: VillageRequest, application_id: int) -> HttpResponse:
    """Take in what she brings for a loan that is off the books: the check page, the receipt."""
    book, stands, loan = _lent(request, application_id)
    claim, checked = _claim(stands), steps.is_checked(request)
    form = InstalmentForm(
        request.POST or None, book=book, asked_rp=0, today=request.today, checked=checked
    )

    def work(*, loan: Loan, on: date, amount_rp: int, **_typed: Any) -> dict[str, Any]:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        made = recovering.take_in(
            book=book, loan=loan, amount_rp=amount_rp, on=on, signed=signed, today=request.today
        )
        return {"line": made.entry.sequence}

    if checked:
        outcome = form.run(request, kind="loans.recover", work=work, about={"loan": loan})
        if outcome:
            return recorded(request, outcome)
    context = shown(request, form=form, one=stands, claim=claim)
    if steps.shows_check_page(request, form):
        form.fields["again_rp"].required = True
        context |= {
            "carried": steps.carried(request, form), "amount_rp": form.typed_rp,
            "on": form.cleaned_data.get("on", request.today),
            "after_rp": max(claim.left_rp - form.typed_rp, 0),
        }  # fmt: skip
        return render(request, "loans/check_recovery.html", context, status=status(form))
    return render(request, "loans/recover.html", context, status=status(form))


def _lent(request: VillageRequest, application_id: int) -> tuple[Book, Standing, Loan]:
    """Return a loan that was paid out, or 404."""
    book, _hers, stands = hers_of(request, application_id)
    if stands.loan is None or not standing.is_booked(stands.loan):
        raise Http404
    return book, stands, stands.loan


def _claim(stands: Standing) -> Claim:
    """Return what was proposed about a loan, or 404."""
    if stands.claim is None:
        raise Http404
    return stands.claim
