"""Members' savings accounts: the list, one account with its lines, and opening one."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rembuk.cash.views import steps
from rembuk.coop import members, passbook, standing
from rembuk.coop.models import Member
from rembuk.coop.views.places import coop_of, member_of, shown
from rembuk.ledger import books
from rembuk.savings import accounts, blocks, goals, products
from rembuk.savings.forms.money import OpenForm, OpenGoalForm
from rembuk.savings.models import Product, SavingsAccount
from rembuk.savings.models.products import Control
from rembuk.savings.views.places import about, account_of, product_of
from rembuk.villages import groups
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status
from rembuk.web.views import address

A_PAGE = 50


@requires(Permission.RECORD_CASH)
@require_safe
def begin_deposit(request: VillageRequest) -> HttpResponse:
    """Go from '+ Catat' to the accounts of the treasurer's own cooperative, to choose one."""
    group = next(
        (one for one in groups.seen_by(request.acting, request.village)
         if one.kind == Group.Kind.COOPERATIVE), None,
    )  # fmt: skip
    if group is None:
        raise Http404
    here = reverse("savings:accounts", args=[request.village.slug, group.pk])
    return redirect(f"{here}?for=deposit")


@requires(Permission.SEE_CASH)
@require_safe
def accounts_page(request: VillageRequest) -> HttpResponse:
    """Every account with what it holds; `for=deposit` leads each row to taking money in."""
    group, asked = coop_of(request), request.GET
    book = books.book_of(group)
    text = asked.get("q", "").strip()[:100]
    found = accounts.of(group)
    if text:
        people = members.find(Member.objects.of(request.village).filter(group=group), text)
        found = found.filter(member__in=people.values("pk"))
    deposits = asked.get("for") == "deposit" and request.acting.may(Permission.RECORD_CASH)
    if deposits:
        found = accounts.not_closed(found).exclude(product__control=Control.TERM)
    page = Paginator(found, A_PAGE).get_page(asked.get("page"))
    rows = list(page)
    carried = {"q": text} if text else {}
    carried |= {"for": "deposit"} if deposits else {}
    context = shown(
        request, page=page, text=text, deposits=deposits, book=book,
        rows=accounts.stand(book, rows, on=request.today) if book and rows else [],
        query=f"{urlencode(carried)}&" if carried else "",
        may_record=request.acting.may(Permission.RECORD_CASH),
    )  # fmt: skip
    return render(request, "savings/accounts.html", context)


@requires(Permission.SEE_CASH)
@require_safe
def account_page(request: VillageRequest, account_id: int) -> HttpResponse:
    """One account: what it holds and what is free, its promise, its lines."""
    account = account_of(request, account_id)
    every = list(blocks.of(account))
    held_rp = sum(one.amount_rp for one in every if one.holds_on(request.today))
    context = about(request, account, blocked_rp=held_rp)
    stands: accounts.Stands = context["stands"]
    lines = passbook.lines(context["book"], code=account.code, on=request.today)
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    goal = goals.of_account(account) if account.product.control == Control.GOAL else []
    placed = accounts.placed(request.village, [account]) if stands.is_term else {}
    placement = placed.get(account.pk)
    context |= {
        "lines": [(one, passbook.called(one)) for one in page],
        "page": page,
        "blocks": every,
        "to_come": accounts.to_come(account, request.today),
        "progress": next(
            iter(goals.progress(goal, held={account.pk: stands.own_rp}, on=request.today)),
            None,
        ),
        "placement": placement,
        "is_due": placement is not None and placement.due_on <= request.today,
        "may_record": request.acting.may(Permission.RECORD_CASH),
        "may_block": request.acting.may(Permission.RUN_GROUP),
    }
    return render(request, "savings/account.html", context)


@requires(Permission.RECORD_CASH)
@require_safe
def pick_member(request: VillageRequest) -> HttpResponse:
    """Choose whose account is opened."""
    group, text = coop_of(request), request.GET.get("q", "").strip()[:100]
    found = members.in_states(members.of(group, on=request.today), sorted(standing.MEMBERS))
    found = members.find(found, text) if text else found
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    query = f"{urlencode({'q': text})}&" if text else ""
    return render(
        request, "savings/pick_member.html", shown(request, page=page, text=text, query=query)
    )


@requires(Permission.RECORD_CASH)
@require_safe
def pick_product(request: VillageRequest, member_id: int) -> HttpResponse:
    """Choose under which product."""
    member = member_of(request, member_id)
    offered = [
        (one, now)
        for one in products.of(coop_of(request))
        if (now := products.version_on(one.told, request.today))  # type: ignore[attr-defined]  # Prefetch
    ]
    context = shown(request, member=member, offered=offered, term=Control.TERM)
    return render(request, "savings/pick_product.html", context)


@requires(Permission.RECORD_CASH)
def open_account(request: VillageRequest, member_id: int, product_id: int) -> HttpResponse:
    """Open an account; for a goal, with what it is for. Money is taken in on the next page."""
    member, product = member_of(request, member_id), product_of(request, product_id)
    if product.control == Control.TERM:
        return redirect("savings:place", *address(request, member.pk, product.pk))
    is_goal = product.control == Control.GOAL
    form = (OpenGoalForm if is_goal else OpenForm)(request.POST or None, today=request.today)

    def work(*, member: Member, product: Product, on: date, **typed: Any) -> dict[str, Any]:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        made = accounts.open_account(
            book=steps.book_of(request), member=member, product=product, on=on, signed=signed,
            today=request.today,
        )  # fmt: skip
        if is_goal:
            _set_goal(request, made, OpenGoalForm.wanted(**typed))
        return {"account": made.pk}

    told = {"member": member, "product": product}
    if request.method == "POST":
        outcome = form.run(request, kind="savings.open_account", work=work, about=told)
        if outcome:
            return redirect("savings:deposit", *address(request, outcome.facts["account"]))
    context = shown(
        request, form=form, version=products.version_on(products.versions_of(product),
                                                        request.today), **told,
    )  # fmt: skip
    return render(request, "savings/open_account.html", context, status=status(form))


def _set_goal(request: VillageRequest, account: SavingsAccount, wanted: goals.Wanted) -> None:
    goals.set_goal(
        member=account.member, wanted=wanted, by=actor_of(request), at=timezone.now(),
        today=request.today, account=account,
    )  # fmt: skip
