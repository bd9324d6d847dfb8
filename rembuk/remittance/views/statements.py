"""Bank statements: chosen, looked at row by row, booked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.cash.views import steps
from rembuk.coop.views.places import coop_of, shown
from rembuk.remittance import identifying, statements
from rembuk.remittance.forms import StatementForm
from rembuk.remittance.models import Statement
from rembuk.remittance.statements import State
from rembuk.villages import groups
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import key, press, status
from rembuk.web.uploads import was_too_large
from rembuk.web.views import address

A_PAGE = 20
# The order in which a treasurer needs them: what will be booked, what she looks at, the rest.
SHOWN = (
    State.NEW, State.BOOKED, State.CHANGED, State.EARLY, State.UNREADABLE, State.KNOWN,
    State.OTHER, State.ABOVE,
)  # fmt: skip
ONLY_NUMBERS = frozenset({State.OTHER, State.ABOVE})


@requires(Permission.RECORD_CASH)
@require_safe
def begin(request: VillageRequest) -> HttpResponse:
    """Go from '+ Catat' to the statements of the treasurer's own cooperative."""
    seen = groups.seen_by(request.acting, request.village)
    group = next((one for one in seen if one.kind == Group.Kind.COOPERATIVE), None)
    if group is None:
        raise Http404
    return redirect("remittance:statements", request.village.slug, group.pk)


@requires(Permission.SEE_CASH)
def statements_page(request: VillageRequest) -> HttpResponse:
    """Every statement, what nobody is known for, and for the treasurer a file to choose."""
    group = coop_of(request)
    book = steps.book_of(request)
    may_record = request.acting.may(Permission.RECORD_CASH)
    sent = request.method == "POST" and may_record
    form = StatementForm(
        request.POST if sent else None, request.FILES if sent else None,
        too_large=was_too_large(request),
    )  # fmt: skip

    def work(*, file: UploadedFile, group: Group) -> dict[str, Any]:
        now = timezone.now()
        made = statements.take_in(
            group=group, name=file.name or "", data=file.read(), by=actor_of(request), at=now,
            today=request.today,
        )  # fmt: skip
        return {"statement": made.pk, "was_here": made.at != now}

    if sent:
        done = form.run(request, kind="remittance.take_in", work=work, about={"group": group})
        if done:
            if done.facts["was_here"] or done.repeated:
                messages.info(request, _("This file is here already. Nothing was taken in twice."))
            return redirect("remittance:statement", *address(request, done.facts["statement"]))
    unknown = identifying.waiting(group, today=request.today)
    context = shown(
        request, form=form, book=book, may_record=may_record,
        unknown_rp=sum(one.amount_rp for one in unknown), unknown=unknown,
        page=Paginator(statements.of(group), A_PAGE).get_page(request.GET.get("page")),
    )  # fmt: skip
    return render(request, "remittance/statements.html", context, status=status(form))


@requires(Permission.SEE_CASH)
@require_safe
def statement_page(request: VillageRequest, statement_id: int) -> HttpResponse:
    """Every row of a statement: what it is, what becomes of it, what to do."""
    statement, book = statement_of(request, statement_id), steps.book_of(request)
    judged = statements.judge(book, statement, on=request.today)
    context = shown(
        request, statement=statement, judged=judged, book=book, key=key(),
        parts=[(state, found) for state in SHOWN if (found := judged.of(state))],
        is_booked=hasattr(statement, "booked"), only_numbers=ONLY_NUMBERS,
        may_record=request.acting.may(Permission.RECORD_CASH),
    )  # fmt: skip
    return render(request, "remittance/statement.html", context)


@requires(Permission.RECORD_CASH)
@require_POST
def book_statement(request: VillageRequest, statement_id: int) -> HttpResponse:
    """Book what is new of a statement."""
    statement, book = statement_of(request, statement_id), steps.book_of(request)

    def work(*, statement: Statement) -> None:
        signed = steps.signed(request, UUID(request.POST["request_id"]))
        statements.book(book=book, statement=statement, signed=signed, today=request.today)

    done = press(
        request, kind="remittance.book", work=work, about={"statement": statement},
        done=_("Booked. Each member finds her transfer in Buku saya."),
    )  # fmt: skip
    if done and done.repeated:
        messages.info(request, _("This was recorded already. Nothing was written twice."))
    return redirect("remittance:statement", *address(request, statement.pk))


def statement_of(request: VillageRequest, statement_id: int) -> Statement:
    """Return a statement of the cooperative in the address, or 404."""
    group = coop_of(request)
    found = get_object_or_404(statements.of(group), pk=statement_id)
    found.village, found.group = request.village, group
    return found
