"""Receipts: printed for who may see the purse, confirmed for whoever holds the paper."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_info, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.accounts import limits
from rembuk.cash import receipts, shown
from rembuk.cash.forms.receipts import CheckReceiptForm
from rembuk.cash.receipts import Receipt, Size
from rembuk.cash.views import steps
from rembuk.ledger import reading
from rembuk.villages.access import VillageRequest, group_of, public, requires
from rembuk.villages.models import Village
from rembuk.villages.permissions import Permission
from rembuk.web import paper
from rembuk.web.forms import status

TRIES = "check_receipt"  # settings.ACCOUNT_RATE_LIMITS


@requires(Permission.SEE_CASH)
@require_safe
def receipt_page(request: VillageRequest, line_no: int) -> HttpResponse:
    """The receipt on the screen: to print as it is, as PDF on three papers, or to share.

    It speaks the language of the village's papers, whoever prints it, or the one that was chosen.
    """
    language = _paper_language(request)
    with translation.override(language):
        receipt = _receipt(request, line_no)
        address = public_address(request, receipt)
        shared = shown.share_url(receipt.row, group=receipt.book.group.name, link=address)
    context = {
        "group": receipt.book.group,
        "receipt": receipt,
        "row": receipt.row,
        "address": address,
        "share_url": shared,
        "sizes": Size,
        "paper_language": language,
        "languages": [(code, get_language_info(code)["name_local"]) for code in _languages()],
        "check_address": _check_address(request),
    }
    return render(request, "cash/receipt.html", context)


@requires(Permission.SEE_CASH)
@require_safe
def receipt_pdf(request: VillageRequest, line_no: int, size: str) -> HttpResponse:
    """The receipt as a file to print."""
    if size not in Size:
        raise Http404
    with translation.override(_paper_language(request)):
        receipt = _receipt(request, line_no)
        made = receipts.printed(
            receipt,
            size=Size(size),
            address=public_address(request, receipt),
            check_address=_check_address(request),
        )
    name = f"kuitansi-{receipt.number}-{size}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(made, content_type=paper.PDF, headers=headers)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def check_page(request: HttpRequest) -> HttpResponse:
    """Type what stands on a receipt: number, sum, day, code. All four have to be right."""
    village = _village(request)
    form = CheckReceiptForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        number, code = typed["receipt_no"], typed["code"]
        found, wait = _tried(village, number, code=code)
        if found and not found.as_sealed:
            return _changed_in_the_book(request, context)
        if found and receipts.says(found, amount_rp=typed["amount_rp"], on=typed["on"]):
            return redirect("cash:confirmed", village.slug, number, found.code)
        if found:  # the code is right, sum or day are not: that counts as a wrong try too
            wait = limits.spend(TRIES, key=_key(village, number))
        context["later"] = not receipts.is_given(village, number)
        return _no_match(request, context, wait=wait)
    return render(request, "cash/check_receipt.html", context, status=status(form))


@public
@require_safe
def confirmed_page(request: HttpRequest, receipt_no: int, code: str) -> HttpResponse:
    """What stands on a receipt, for who has it: its number and its code are in the QR."""
    village = _village(request)
    found, wait = _tried(village, receipt_no, code=code)
    if found is None:
        later = not receipts.is_given(village, receipt_no)
        context = {"form": CheckReceiptForm(), "later": later}
        return _no_match(request, context, wait=wait, otherwise=404)
    if not found.as_sealed:
        return _changed_in_the_book(request, {"form": CheckReceiptForm()})
    context = {"receipt": found, "row": found.row, "group": found.book.group}
    return render(request, "cash/confirmed.html", context)


def public_address(request: VillageRequest, receipt: Receipt) -> str:
    """Return where anybody who holds a receipt can confirm it."""
    values = [request.village.slug, receipt.number, receipt.code]
    return request.build_absolute_uri(reverse("cash:confirmed", args=values))


def _paper_language(request: VillageRequest) -> str:
    """Return what a receipt is written in: what was chosen on its page, else the village's own."""
    chosen = request.GET.get("paper", "")
    return chosen if chosen in _languages() else settings.LANGUAGE_CODE


def _languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def _check_address(request: VillageRequest) -> str:
    """Return where what stands on a paper is typed by hand."""
    return request.build_absolute_uri(reverse("cash:check_receipt", args=[request.village.slug]))


def _receipt(request: VillageRequest, line_no: int) -> Receipt:
    book = steps.book_of(request)
    line = reading.line_of(book, line_no)
    receipt = receipts.of_row(book, shown.row(line)) if line else None
    if receipt is None:
        raise Http404
    receipt.book.group = group_of(request)
    return receipt


def _tried(village: Village, number: int, *, code: str) -> tuple[Receipt | None, int]:
    """Look for a receipt; a wrong try counts against its number. Returns the seconds to wait too.

    A right code is right while its number waits, too: with 57 bits nobody finds one by trying, and
    nobody keeps the holder of a paper from confirming it by trying wrong ones.
    """
    found = receipts.find(village, receipt_no=number, code=code)
    if found:
        return found, 0
    key = _key(village, number)
    wait = limits.wait_seconds(TRIES, key=key)
    if not wait:
        limits.spend(TRIES, key=key)
    return None, wait


def _key(village: Village, number: int) -> str:
    return f"{village.pk}-{number}"


def _no_match(
    request: HttpRequest, context: dict[str, Any], *, wait: int, otherwise: int = 422
) -> HttpResponse:
    minutes = -(-wait // 60)
    context["wait"] = minutes and ngettext(
        "This number was tried too often. Wait %(count)s minute, then try again.",
        "This number was tried too often. Wait %(count)s minutes, then try again.",
        minutes,
    ) % {"count": minutes}
    context["differs"] = True
    return render(request, "cash/check_receipt.html", context, status=429 if wait else otherwise)


def _changed_in_the_book(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Somebody changed the book itself: what stands in it now is not shown as if it were so."""
    context["changed"] = True
    return render(request, "cash/check_receipt.html", context, status=409)


def _village(request: HttpRequest) -> Village:
    village: Village = request.village  # type: ignore[attr-defined]  # VillageRequest declares it
    return village
