"""Money into accounts and out of them: the sum, the check page, saved or asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rembuk.cash.views import steps
from rembuk.coop.models import Member
from rembuk.coop.views.places import member_of, shown
from rembuk.savings import money, products, terms
from rembuk.savings.forms.money import PlaceForm, SumForm, WithdrawForm
from rembuk.savings.models import Product, SavingsAccount
from rembuk.savings.views.places import about, account_of, product_of
from rembuk.villages.access import VillageRequest, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status
from rembuk.web.views import address

Work = Callable[..., dict[str, Any]]


@requires(Permission.RECORD_CASH)
def deposit(request: VillageRequest, account_id: int) -> HttpResponse:
    """Take money into an account."""
    account, book = account_of(request, account_id), steps.book_of(request)
    form = SumForm(
        request.POST or None, book=book, today=request.today, checked=steps.is_checked(request)
    )

    def work(*, account: SavingsAccount, amount_rp: int, on: date, **_again: Any) -> dict[str, Any]:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        made = money.deposit(
            book=book, account=account, amount_rp=amount_rp, on=on, signed=signed,
            today=request.today,
        )  # fmt: skip
        return {"line": made.sequence}

    context = about(request, account, title=_("Take in savings"), is_in=True)
    return _asked(request, form, context, kind="savings.deposit", work=work,
                  subject={"account": account})  # fmt: skip


@requires(Permission.RECORD_CASH)
def withdraw(request: VillageRequest, account_id: int) -> HttpResponse:
    """Ask for money out of an account: it waits for a second person."""
    account, book = account_of(request, account_id), steps.book_of(request)
    context = about(request, account, title=_("Give out savings"), is_in=False)
    form = WithdrawForm(
        request.POST or None, book=book, today=request.today, free_rp=context["stands"].free_rp,
        checked=steps.is_checked(request),
    )  # fmt: skip

    def work(*, account: SavingsAccount, amount_rp: int, on: date, **_again: Any) -> dict[str, Any]:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        made = money.withdraw(
            book=book, account=account, amount_rp=amount_rp, on=on, signed=signed,
            today=request.today,
        )  # fmt: skip
        return {"asked": made.pk}

    return _asked(request, form, context, kind="savings.withdraw", work=work,
                  subject={"account": account})  # fmt: skip


@requires(Permission.RECORD_CASH)
def place(request: VillageRequest, member_id: int, product_id: int) -> HttpResponse:
    """Take in a sum for a term, in an account of its own."""
    member, product = member_of(request, member_id), product_of(request, product_id)
    book = steps.book_of(request)
    form = PlaceForm(
        request.POST or None, book=book, today=request.today, checked=steps.is_checked(request)
    )

    def work(
        *, member: Member, product: Product, amount_rp: int, on: date, renews: bool, **_again: Any
    ) -> dict[str, Any]:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        _made, entry = terms.place(
            book=book, member=member, product=product, placed=terms.Sum(amount_rp, on, renews),
            signed=signed, today=request.today,
        )  # fmt: skip
        return {"line": entry.sequence}

    subject = {"member": member, "product": product}
    version = products.version_on(products.versions_of(product), request.today)
    context = shown(
        request, title=_("Place a sum for a term"), is_in=True, version=version, **subject
    )
    return _asked(request, form, context, kind="savings.place", work=work, subject=subject)


def _asked(
    request: VillageRequest, form: SumForm, context: dict[str, Any], *, kind: str, work: Work,
    subject: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    """Show the sum, then the check page, then what was saved or asked for."""
    context |= {"form": form}
    if form.checked:
        outcome = form.run(request, kind=kind, work=work, about=subject)
        if outcome:
            if outcome.repeated:
                messages.info(request, _("This was recorded already. Nothing was written twice."))
            page, key = ("asked", "asked") if "asked" in outcome.facts else ("saved", "line")
            return redirect(f"cash:{page}", *address(request, outcome.facts[key]))
    if steps.shows_check_page(request, form):
        form.fields["again_rp"].required = True
        context |= {"carried": steps.carried(request, form), "total_rp": form.typed_rp}
        context |= {"on": form.cleaned_data["on"], "renews": form.cleaned_data.get("renews")}
        return render(request, "savings/check_sum.html", context, status=status(form))
    context |= {"back": reverse("savings:accounts", args=address(request))}
    return render(request, "savings/sum.html", context, status=status(form))
