"""The tax of a month: withheld, each member's slip, paid to the state, and its number."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.cash.sums import said
from rembuk.cash.views import steps
from rembuk.coop.views.places import coop_of
from rembuk.lib import words
from rembuk.savings import runs, slips, statetax
from rembuk.savings.forms.taxes import NumberForm, PayTaxForm
from rembuk.savings.models import InterestRun
from rembuk.savings.monthly import State
from rembuk.savings.statetax import State as TaxState
from rembuk.savings.views.runs import run_of
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import key, press
from rembuk.web.views import Question, address, as_paper, ask

A_PAGE = 50
AT_ONCE = 20  # batches of slips that one press issues


@requires(Permission.SEE_CASH)
@require_safe
def tax_page(request: VillageRequest, run_id: int) -> HttpResponse:
    """One month's tax: what was withheld, how many slips there are, whether it is paid."""
    run = run_of(request, run_id)
    (stand,) = runs.standings([run])
    due = next(iter(statetax.of_runs([stand])), None)
    page = Paginator(slips.of_run(run), A_PAGE).get_page(request.GET.get("page"))
    members = slips.members_of(run)
    may_record = request.acting.may(Permission.RECORD_CASH) and stand.state == State.DONE
    context = {
        "group": run.group, "run": run, "stand": stand, "due": due, "slips": page, "page": page,
        "members": members, "key": key(), "issued": page.paginator.count,
        "may_record": may_record, "may_issue": may_record and page.paginator.count < members,
        "is_late": due is not None and due.is_late(request.today),
    }  # fmt: skip
    return render(request, "savings/tax.html", context)


@requires(Permission.RECORD_CASH)
@require_POST
def issue_slips(request: VillageRequest, run_id: int) -> HttpResponse:
    """Issue the slips of a month, or go on where it stopped."""
    run = run_of(request, run_id)

    def work(*, run: InterestRun) -> None:
        slips.require_booked(run)

    if press(request, kind="savings.issue_slips", work=work, about={"run": run}):
        left = slips.issue_on(run, at=timezone.now(), most=AT_ONCE)
        if not left:
            messages.success(request, _("Every member of the month has her slip."))
    return redirect("savings:tax", *address(request, run.pk))


@requires(Permission.RECORD_CASH)
def pay_tax(request: VillageRequest, run_id: int) -> HttpResponse:
    """Record that the month's tax was paid to the state."""
    run, book = run_of(request, run_id), steps.book_of(request)
    due = statetax.of_run(run)
    if request.method != "POST" and (due is None or due.state != TaxState.OWED):
        return redirect("savings:tax", *address(request, run.pk))
    form = PayTaxForm(request.POST or None, today=request.today)

    def work(*, run: InterestRun, on: date, ntpn: str) -> dict[str, Any]:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        paid = statetax.pay(book=book, run=run, on=on, signed=signed, today=request.today)
        if ntpn and paid.entry:
            statetax.prove(run=run, ntpn=ntpn, by=actor_of(request), at=timezone.now())
        return {"payment": paid.pk}

    question = Question(
        kind="savings.pay_tax",
        title=_("Pay the tax of %(month)s") % {"month": _month(run)},
        lead=_("%(sum)s goes out of the cash box to the state. Bring home its receipt.")
        % {"sum": said(due.tax_rp if due else 0)},
        done=_("It is recorded."), back=reverse("savings:tax", args=address(request, run.pk)),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"run": run})


@requires(Permission.RECORD_CASH)
def prove_tax(request: VillageRequest, run_id: int) -> HttpResponse:
    """Write down the state's number of a payment."""
    run = run_of(request, run_id)
    due = statetax.of_run(run)
    if request.method != "POST" and (due is None or due.state != TaxState.PAID):
        return redirect("savings:tax", *address(request, run.pk))

    def work(*, run: InterestRun, ntpn: str) -> None:
        statetax.prove(run=run, ntpn=ntpn, by=actor_of(request), at=timezone.now())

    question = Question(
        kind="savings.prove_tax",
        title=_("The state's number for the tax of %(month)s") % {"month": _month(run)},
        done=_("The number is recorded."),
        back=reverse("savings:tax", args=address(request, run.pk)),
    )  # fmt: skip
    form = NumberForm(request.POST or None)
    return ask(request, form, question, work=work, about={"run": run})


@requires(Permission.SEE_CASH)
@require_safe
def slip_file(request: VillageRequest, slip_id: int) -> HttpResponse:
    """One member's slip as a file."""
    group = coop_of(request)
    slip = get_object_or_404(slips.of(group), pk=slip_id)
    slip.village = slip.member.village = group.village = request.village
    slip.member.group = group
    return as_paper(slips.on_paper(slip, member=slip.member), name=slip.number.lower())


def _month(run: InterestRun) -> str:
    return words.month_of_year(run.month, language=get_language() or "id")
