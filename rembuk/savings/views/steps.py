"""What else happens to an account: a block, another aim, the end of a term."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from rembuk.cash.sums import said
from rembuk.cash.views import steps
from rembuk.coop.views.places import coop_of, shown
from rembuk.savings import blocks, goals, terms
from rembuk.savings.forms.money import BlockForm, GoalForm, LiftForm
from rembuk.savings.models import Block, Goal, Placement, SavingsAccount
from rembuk.savings.views.places import account_of, account_url
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import CommandForm, key, press
from rembuk.web.views import Question, address, ask


@requires(Permission.RUN_GROUP)
def block(request: VillageRequest, account_id: int) -> HttpResponse:
    """Block money of an account, with a reason and an end."""
    account = account_of(request, account_id)

    def work(*, account: SavingsAccount, **typed: Any) -> None:
        blocks.block(
            book=steps.book_of(request), account=account, wanted=blocks.Wanted(**typed),
            by=actor_of(request), at=timezone.now(), today=request.today,
        )  # fmt: skip

    question = Question(
        kind="savings.block", title=_("Block money of %(name)s") % {"name": account.member.name},
        lead=_("It stays hers. It may not be taken out until the day is over."),
        done=_("The money is blocked."), back=account_url(request, account),
    )  # fmt: skip
    form = BlockForm(request.POST or None)
    return ask(request, form, question, work=work, about={"account": account})


@requires(Permission.RUN_GROUP)
def lift(request: VillageRequest, account_id: int, block_id: int) -> HttpResponse:
    """Free blocked money before its day."""
    account = account_of(request, account_id)
    mine = Block.objects.of(request.village).filter(account=account)
    blocked = get_object_or_404(mine, pk=block_id)
    blocked.account = account

    def work(*, blocked: Block, reason: str) -> None:
        blocks.lift(
            blocked=blocked, reason=reason, by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip

    question = Question(
        kind="savings.lift", title=_("Free %(sum)s again") % {"sum": said(blocked.amount_rp)},
        done=_("The money is free again."), back=account_url(request, account),
    )  # fmt: skip
    return ask(
        request, LiftForm(request.POST or None), question, work=work, about={"blocked": blocked}
    )


@requires(Permission.RECORD_CASH)
def aim(request: VillageRequest, account_id: int) -> HttpResponse:
    """Write down what a goal is from now on."""
    account = account_of(request, account_id)
    goal = next(iter(goals.of_account(account)), None)
    if goal is None:
        raise Http404
    goal.member = account.member
    now = goals.progress([goal], on=request.today)[0].aim
    told = {"name": now.name, "target_rp": now.target_rp, "wanted_on": now.wanted_on}
    form = GoalForm(request.POST or None, initial=told)

    def work(*, goal: Goal, **typed: Any) -> None:
        goals.aim(
            goal=goal, wanted=form.wanted(**typed), by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip

    question = Question(
        kind="savings.aim", title=_("Another aim of %(name)s") % {"name": account.member.name},
        done=_("The aim is recorded."), back=account_url(request, account),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"goal": goal})


@requires(Permission.RECORD_CASH)
def break_early(request: VillageRequest, account_id: int) -> HttpResponse:
    """End a placed sum before its day, by the rule it was promised under."""
    account = account_of(request, account_id)
    placement = _placement(request, account)
    costs_rp = terms.penalty_rp(placement)

    def work(*, placement: Placement) -> None:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        terms.break_early(
            book=steps.book_of(request), placement=placement, signed=signed, today=request.today
        )

    told = {"cost": said(costs_rp), "left": said(placement.principal_rp - costs_rp)}
    question = Question(
        kind="savings.break_early",
        title=_("Break the term of %(name)s early?") % {"name": account.member.name},
        lead=_("It costs %(cost)s. %(left)s goes to her sukarela account; the running month"
               " earns nothing.") % told,
        done=_("The term is broken. What is left stands in her sukarela account."),
        back=account_url(request, account), save=_("Break it early"),
    )  # fmt: skip
    form = CommandForm(request.POST or None)
    return ask(request, form, question, work=work, about={"placement": placement})


@requires(Permission.SEE_CASH)
@require_safe
def terms_page(request: VillageRequest) -> HttpResponse:
    """Every placed sum with its promised day, the earliest first."""
    lasting = list(terms.lasting(coop_of(request)))
    due = [one for one in lasting if one.due_on <= request.today]
    context = shown(
        request, due=due, later=[one for one in lasting if one.due_on > request.today],
        may_record=request.acting.may(Permission.RECORD_CASH), key=key(),
    )  # fmt: skip
    return render(request, "savings/terms.html", context)


@requires(Permission.RECORD_CASH)
@require_POST
def end_terms(request: VillageRequest) -> HttpResponse:
    """Do what was promised for every sum whose day has come."""

    def work(**_group: Any) -> dict[str, Any]:
        signed = steps.signed(request, UUID(request.POST["request_id"]))
        made = terms.end_all(book=steps.book_of(request), signed=signed, today=request.today)
        return {"count": len(made)}

    about = {"group": coop_of(request)}
    outcome = press(request, kind="savings.end_terms", work=work, about=about)
    if outcome:
        count = outcome.facts["count"]
        told = ngettext("%(n)s sum is done.", "%(n)s sums are done.", count) % {"n": count}
        messages.success(request, told)
    return redirect("savings:terms", *address(request))


def _placement(request: VillageRequest, account: SavingsAccount) -> Placement:
    """Return what is placed in an account; also what ended, to know a second sending again."""
    placement = terms.last_in(account)
    if placement is None or (hasattr(placement, "end") and request.method != "POST"):
        raise Http404
    placement.account = account
    return placement
