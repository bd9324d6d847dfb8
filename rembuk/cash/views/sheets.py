"""The sheet of a meeting: what many brought, checked and saved in one go, taken back in one go."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.cash import purposes, sheets, shown
from rembuk.cash.forms import SheetForm, TakeBackForm
from rembuk.cash.purposes import Purpose, Way
from rembuk.cash.views import steps
from rembuk.ledger.reading import Book, Line
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status

USUAL_KIND = "contribution"


@requires(Permission.RECORD_CASH)
def record_sheet(request: VillageRequest) -> HttpResponse:
    """Record what many members brought: typed in rows, read back, saved all or nothing."""
    group, book = group_of(request), steps.book_of(request)
    members, kinds = sheets.members_of(group, on=request.today), _kinds(request, book)
    checked = steps.is_checked(request)
    form = SheetForm(
        request.POST or None, book=book, people=members.people, kinds=kinds, today=request.today,
        checked=checked,
    )  # fmt: skip

    def work(**_typed: Any) -> dict[str, Any]:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        made = sheets.record(book=book, moneys=form.moneys(), signed=signed, today=request.today)
        return {"line": made[0].sequence, "lines": len(made)}

    outcome = None
    if checked:
        about = {"group": group, "kinds": [kind.code for kind in kinds]}
        outcome = form.run(request, kind="cash.sheet", work=work, about=about)
    if outcome:
        if outcome.repeated:
            messages.info(request, _("This was recorded already. Nothing was written twice."))
        page = "sheet" if outcome.facts["lines"] > 1 else "saved"
        return redirect(f"cash:{page}", request.village.slug, group.pk, outcome.facts["line"])
    context: dict[str, Any] = {"form": form, "group": group, "members": members}
    context |= {"kinds": kinds, "offered": _offered(book)}
    if (page := sheets.members_page(group)) and request.acting.may(Permission.SEE_GROUP):
        context["members_url"] = reverse(page, args=[request.village.slug, group.pk])
    if steps.shows_check_page(request, form):
        context |= _checking(form) | {"carried": steps.carried(request, form)}
        return render(request, "cash/check_sheet.html", context, status=status(form))
    return render(request, "cash/record_sheet.html", context, status=status(form))


@requires(Permission.SEE_CASH)
@require_safe
def sheet_page(request: VillageRequest, line_no: int) -> HttpResponse:
    """A sheet that was saved: its lines with their receipts, and all of it together."""
    group, book = group_of(request), steps.book_of(request)
    sheet = _sheet(book, line_no)
    left, large = sheets.left_of(sheet), sheets.is_large(book, sheet)
    may = request.acting.may
    context = {
        "group": group,
        "rows": shown.rows(sheet),
        "first": sheet[0],
        "left": len(left),
        "total_rp": sum(line.amount_rp for line in left),
        "may_record": may(Permission.RECORD_CASH),
        "take_back": bool(left) and not large and may(Permission.RECORD_CASH),
        "take_back_large": bool(left) and large and may(Permission.APPROVE_CASH),
        "only_chair": bool(left) and large and may(Permission.RECORD_CASH),
    }
    return render(request, "cash/sheet.html", context)


@requires(Permission.RECORD_CASH)
def take_back_sheet(request: VillageRequest, line_no: int) -> HttpResponse:
    """Take back all of a sheet in one go."""
    return _take_back(request, line_no, large=False)


@requires(Permission.APPROVE_CASH)
def take_back_large_sheet(request: VillageRequest, line_no: int) -> HttpResponse:
    """Take back a sheet whose sum reaches the group's limit: by who runs the group."""
    return _take_back(request, line_no, large=True)


def _take_back(request: VillageRequest, line_no: int, *, large: bool) -> HttpResponse:
    group, book = group_of(request), steps.book_of(request)
    sheet = _sheet(book, line_no)
    left = sheets.left_of(sheet)
    form = TakeBackForm(request.POST or None)
    if request.method != "POST" and not left:
        raise Http404
    if left and sheets.is_large(book, sheet) != large:
        raise Http404

    def work(*, reason: str, **_about: Any) -> dict[str, Any]:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        back = sheets.take_back(
            book=book, number=line_no, reason=reason, signed=signed, today=request.today
        )
        return {"lines": len(back)}

    about = {"group": group, "line": line_no}
    if request.method == "POST" and form.run(
        request, kind="cash.take_back_sheet", work=work, about=about
    ):
        messages.success(request, _("The sheet is taken back. All its lines stay visible."))
        return redirect("cash:sheet", request.village.slug, group.pk, line_no)
    context = {"form": form, "group": group, "first": sheet[0], "left": len(left)}
    context["total_rp"] = sum(line.amount_rp for line in left)
    return render(request, "cash/take_back_sheet.html", context, status=status(form))


def _sheet(book: Book, line_no: int) -> list[Line]:
    sheet = sheets.sheet_of(book, line_no)
    if not sheet:
        raise Http404
    return sheet


def _offered(book: Book) -> list[Purpose]:
    return purposes.offered(Way.IN, chart_code=book.chart)


def _kinds(request: VillageRequest, book: Book) -> list[Purpose]:
    """Return the columns: the kinds that were chosen, members' contributions otherwise."""
    offered, asked = _offered(book), request.POST if request.method == "POST" else request.GET
    chosen = [kind for kind in offered if kind.code in asked.getlist("for")]
    return chosen or [kind for kind in offered if kind.code == USUAL_KIND] or offered[:1]


def _checking(form: SheetForm) -> dict[str, Any]:
    """What the check page reads back: every sum, each kind's, and all of it together."""
    moneys = form.moneys()
    form.fields["again_rp"].required = True
    parties: dict[str, list[tuple[Any, int]]] = {}
    for money in moneys:
        label = purposes.by_code(money.purpose).label
        parties.setdefault(money.party, []).append((label, money.amount_rp))
    sums = [
        (kind.label, sum(m.amount_rp for m in moneys if m.purpose == kind.code))
        for kind in form.kinds
    ]
    return {
        "parties": list(parties.items()),
        "sums": sums,
        "lines": len(moneys),
        "total_rp": form.typed_rp,
        "on": form.cleaned_data["on"],
        "memo": form.cleaned_data["memo"],
    }
