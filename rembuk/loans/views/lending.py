"""Loans for those who decide and keep the money: asked for, decided, paid out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.cash.views import steps
from rembuk.coop.models import Member
from rembuk.coop.views.places import coop_of, shown
from rembuk.ledger.reading import Book
from rembuk.loans import (
    applying,
    classes,
    close,
    contracts,
    deals,
    deciding,
    instalments,
    lending,
    products,
    standing,
)
from rembuk.loans.forms.applying import DecisionForm, ForMemberForm, PayOutForm
from rembuk.loans.models import Application
from rembuk.loans.standing import Standing, State
from rembuk.loans.views import claims as off_books
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status
from rembuk.web.views import Question, address, as_paper, ask


@requires(Permission.SEE_LOANS)
@require_safe
def loans_page(request: VillageRequest) -> HttpResponse:
    """What waits for a decision, what waits to be paid out, and what runs."""
    book = book_of(request)
    found = standing.of_group(book)
    context = shown(
        request,
        waiting=[one for one in found if one.state == State.ASKED],
        to_pay=[one for one in found if one.state in (State.AGREED, State.PAYING)],
        running=[one for one in found if one.state == State.RUNNING],
        off_books=[one for one in found if one.state == State.WRITTEN_OFF],
        over=[one for one in found if one.state in (State.SETTLED, State.REFUSED)][:20],
        left_rp=sum(one.left_rp for one in found),
        has_products=bool(products.of(book.group)),
        may_record=request.acting.may(Permission.RECORD_MEMBERS),
        may_decide=request.acting.may(Permission.RUN_GROUP),
    )
    return render(request, "loans/loans.html", context)


@requires(Permission.SEE_LOANS)
@require_safe
def application_page(request: VillageRequest, application_id: int) -> HttpResponse:
    """One application: what she says, what it takes from her, who decided, what comes next."""
    book, hers, stands = hers_of(request, application_id)
    application, loan, on = stands.application, stands.loan, request.today
    worked = deals.worked_out(deals.of_loan(loan) if loan else deals.asked_for(application, on=on))
    runs = loan is not None and standing.is_booked(loan)
    progress = instalments.of_standing(book, stands, on=on) if runs else None
    own = application.member.resident.user_id == request.user.pk
    decided = stands.state not in (State.ASKED, State.AGREED)
    judged = classes.judge(progress) if progress and progress.left_rp else None
    context = shown(
        request,
        one=stands,
        worked=worked,
        real=contracts.percent(worked.yearly * 100),
        capacity=applying.capacity(worked, application),
        related=not decided and close.is_related(book.group, application.member, on=on),
        before=[one for one in hers if one is not stands],
        may_decide=stands.state == State.ASKED
        and request.acting.may(Permission.DECIDE_LOANS) and not own
        and request.user.pk not in {one.by_id for one in stands.decisions},
        progress=progress,
        judged=judged,
        may_take_in=stands.state == State.RUNNING and request.acting.may(Permission.RECORD_CASH),
        may_pay=stands.state == State.AGREED and request.acting.may(Permission.RECORD_CASH),
        **off_books.told(request, stands, judged),
        **off_books.scheduled(request, stands, progress),
    )  # fmt: skip
    return render(request, "loans/application.html", context)


@requires(Permission.DECIDE_LOANS)
def decide(request: VillageRequest, application_id: int) -> HttpResponse:
    """Say yes or no to a loan."""
    book, application = book_of(request), application_of(request, application_id)
    form = DecisionForm(request.POST or None)

    def work(*, application: Application, **typed: Any) -> None:
        deciding.decide(
            book=book, application=application, by=actor_of(request), at=timezone.now(),
            today=request.today, **typed,
        )  # fmt: skip

    question = Question(
        kind="loans.decide", title=_("Loan of %(name)s") % {"name": application.member.name},
        lead=_("Two people agree who are not of her family. She reads what you write."),
        done=_("Your answer is recorded."),
        back=reverse("loans:application", args=address(request, application.pk)),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"application": application})


@requires(Permission.SEE_LOANS)
@require_safe
def contract(request: VillageRequest, application_id: int) -> HttpResponse:
    """The contract as a file; a draft until the loan is paid out."""
    book, application = book_of(request), application_of(request, application_id)
    return paper(book, application, today=request.today)


def paper(book: Book, application: Application, *, today: date) -> HttpResponse:
    """Return the contract of an application that the committee did not refuse."""
    stands = standing.of_application(book, application)
    if stands.state == State.REFUSED:
        raise Http404
    made = contracts.written(book.group, application, loan=stands.loan, on=today, at=timezone.now())
    name = stands.loan.number if stands.loan else "rancangan"
    return as_paper(made, name=f"perjanjian-pinjaman-{name}")


@requires(Permission.RECORD_CASH)
def pay_out(request: VillageRequest, application_id: int) -> HttpResponse:
    """Ask for a loan to be paid out; a second person agrees."""
    book, application = book_of(request), application_of(request, application_id)
    form = PayOutForm(request.POST or None, today=request.today)

    def work(*, application: Application, on: date) -> dict[str, Any]:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        made = lending.pay_out(
            book=book, application=application, on=on, signed=signed, today=request.today
        )
        return {"asked": made.asked_id}

    if request.method == "POST":
        about = {"application": application}
        outcome = form.run(request, kind="loans.pay_out", work=work, about=about)
        if outcome:
            messages.success(request, _("The loan waits for the second person."))
            return redirect("cash:asked", *address(request, outcome.facts["asked"]))
    worked = deals.worked_out(deals.asked_for(application, on=request.today))
    context = shown(
        request, form=form, application=application, worked=worked,
        stands=standing.of_application(book, application),
        real=contracts.percent(worked.yearly * 100),
    )  # fmt: skip
    return render(request, "loans/pay_out.html", context, status=status(form))


@requires(Permission.RECORD_MEMBERS)
def apply_for(request: VillageRequest) -> HttpResponse:
    """Write down the application of a member who came to the table."""
    book = book_of(request)
    group = book.group
    checked = steps.is_checked(request)
    offered = products.offered(products.of(group), on=request.today)
    form = ForMemberForm(request.POST or None, group=group, offered=offered, checked=checked)

    def work(*, group: Any, number: str, **typed: Any) -> dict[str, Any]:
        member = _member(group, number)
        made = applying.apply(
            book=book, member=member, wish=form.wish(**typed), on=request.today,
            by=actor_of(request), at=timezone.now(),
        )  # fmt: skip
        return {"application": made.pk}

    if checked:
        outcome = form.run(request, kind="loans.apply_for", work=work, about={"group": group})
        if outcome:
            messages.success(request, _("The application is recorded. Two people decide."))
            if request.acting.may(Permission.SEE_LOANS):
                return redirect(
                    "loans:application", *address(request, outcome.facts["application"])
                )
            return redirect("coop:members", *address(request))
    context = shown(request, form=form, offered=offered)
    context |= {"back": reverse("hall:group", args=address(request))}
    return applying_page(request, form, context, today=request.today)


def applying_page(request: Any, form: Any, context: Any, *, today: date) -> HttpResponse:
    """Show the form, or what the loan would come to before it is sent."""
    if steps.shows_check_page(request, form):
        typed = form.cleaned_data
        deal = deals.Deal(typed["product"], typed["principal_rp"], typed["periods"], today)
        told = {
            name: value for name, value in typed.items() if name not in {"request_id", "number"}
        }
        worked = deals.worked_out(deal)
        context |= {
            "worked": worked, "carried": steps.carried(request, form),
            "capacity": applying.capacity(worked, form.wish(**told)),
            "real": contracts.percent(worked.yearly * 100), "deal": deal,
        }  # fmt: skip
        return render(request, "loans/check_application.html", context)
    return render(request, "loans/apply.html", context, status=status(form))


def _member(group: Any, number: str) -> Member:
    mine = Member.objects.of(group.village).filter(group=group, number=number)
    member = mine.select_related("resident").get()
    member.group, member.village = group, group.village
    return member


def book_of(request: VillageRequest) -> Book:
    """Return the books of the cooperative in the address, or 404."""
    coop_of(request)
    return steps.book_of(request)


def hers_of(request: VillageRequest, application_id: int) -> tuple[Book, list[Standing], Standing]:
    """Return all that a member asked for, and the one in the address, or 404."""
    book = book_of(request)
    hers = standing.beside(book, application_id)
    stands = next((one for one in hers if one.application.pk == application_id), None)
    if stands is None:
        raise Http404
    for one in hers:
        member = one.application.member
        member.group, one.application.village = book.group, request.village
        member.village = member.resident.village = request.village
    if stands.loan is not None:
        stands.loan.application = stands.application
    return book, hers, stands


def application_of(request: VillageRequest, application_id: int) -> Application:
    """Return an application of the cooperative in the address, or 404."""
    rows = standing.rows(request.village, coop_of(request).pk)
    found = get_object_or_404(rows, pk=application_id)
    found.member.group, found.member.village = coop_of(request), request.village
    found.village = request.village
    return found
