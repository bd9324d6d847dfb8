"""The account, member or product that an address names, in the cooperative of the address."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from rembuk.cash.views import steps
from rembuk.coop.views.places import coop_of, shown
from rembuk.ledger.reading import Book
from rembuk.savings import accounts
from rembuk.savings.models import Product, SavingsAccount
from rembuk.villages.access import VillageRequest
from rembuk.web.views import address


def account_of(request: VillageRequest, account_id: int) -> SavingsAccount:
    """Return an account of the cooperative in the address, or 404."""
    group = coop_of(request)
    account = accounts.in_group(group, account_id)
    if account is None:
        raise Http404
    account.village = account.member.village = request.village
    account.member.group = group
    return account


def product_of(request: VillageRequest, product_id: int) -> Product:
    """Return a product of the cooperative in the address, or 404."""
    group = coop_of(request)
    product = get_object_or_404(
        Product.objects.of(request.village).filter(group=group), pk=product_id
    )
    product.village, product.group = request.village, group
    return product


def about(
    request: VillageRequest, account: SavingsAccount, *, blocked_rp: int | None = None, **more: Any
) -> dict[str, Any]:
    """Return what every page of an account shows: the cooperative, the account, where it stands."""
    book: Book = steps.book_of(request)
    stands = accounts.stands(book, account, on=request.today, blocked_rp=blocked_rp)
    told = {"account": account, "member": account.member, "book": book, "stands": stands}
    return shown(request, **told, **more)


def account_url(request: VillageRequest, account: SavingsAccount) -> str:
    """Return the address of an account's page."""
    return reverse("savings:account", args=address(request, account.pk))
