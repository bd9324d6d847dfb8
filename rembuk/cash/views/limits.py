"""Two people from which sum on: what holds, what was asked for, agreed and declined."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.cash import limits
from rembuk.cash.forms import LimitForm, RefuseForm
from rembuk.cash.models import LimitChange
from rembuk.cash.views import steps
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import CommandForm, status


@requires(Permission.SEE_CASH)
@require_safe
def limit_page(request: VillageRequest) -> HttpResponse:
    """The limit that holds, the one that waits, and all there were."""
    return _page(request, CommandForm())


@requires(Permission.APPROVE_CASH)
def change_limit(request: VillageRequest) -> HttpResponse:
    """Ask for another limit: by who runs the group; the treasurer agrees to it."""
    group, book = group_of(request), steps.book_of(request)
    checked = steps.is_checked(request)
    form = LimitForm(request.POST or None, limit_rp=book.limit_rp, checked=checked)

    def work(*, limit_rp: int, reason: str, **_about: Any) -> dict[str, Any]:
        change = limits.propose(
            book=book, limit_rp=limit_rp, reason=reason, by=actor_of(request), at=timezone.now()
        )
        return {"change": change.pk}

    if checked and form.run(request, kind="cash.limit", work=work, about={"group": group}):
        messages.success(request, _("Asked for. It holds once the treasurer agrees."))
        return redirect("cash:limit", request.village.slug, group.pk)
    context: dict[str, Any] = {"form": form, "group": group, "book": book}
    if steps.shows_check_page(request, form):
        context["carried"] = steps.carried(request, form)
        return render(request, "cash/check_limit.html", context, status=status(form))
    return render(request, "cash/change_limit.html", context, status=status(form))


@requires(Permission.RECORD_CASH)
@require_POST
def agree_limit(request: VillageRequest, change_id: int) -> HttpResponse:
    """Agree to what was read."""
    change, form = _change(request, change_id), CommandForm(request.POST)

    def work(*, change: LimitChange) -> None:
        limits.agree(change=change, by=actor_of(request), at=timezone.now())

    if form.run(request, kind="cash.agree_limit", work=work, about={"change": change}):
        messages.success(request, _("Agreed. The new limit holds from now on."))
        return redirect("cash:limit", request.village.slug, group_of(request).pk)
    return _page(request, form)


@requires(Permission.RECORD_CASH)
def decline_limit(request: VillageRequest, change_id: int) -> HttpResponse:
    """Do not agree, with a reason."""
    group, change = group_of(request), _change(request, change_id)
    form = RefuseForm(request.POST or None)

    def work(*, reason: str, change: LimitChange) -> None:
        limits.decline(change=change, reason=reason, by=actor_of(request), at=timezone.now())

    about = {"change": change}
    if request.method == "POST" and form.run(
        request, kind="cash.decline_limit", work=work, about=about
    ):
        messages.success(request, _("Declined. The limit stays as it is."))
        return redirect("cash:limit", request.village.slug, group.pk)
    context = {"form": form, "group": group, "change": change}
    return render(request, "cash/decline_limit.html", context, status=status(form))


def _page(request: VillageRequest, form: CommandForm) -> HttpResponse:
    group, book = group_of(request), steps.book_of(request)
    changes = limits.changes_of(book)
    waits = changes[0] if changes and not hasattr(changes[0], "decision") else None
    records = request.acting.may(Permission.RECORD_CASH)
    context = {
        "group": group,
        "form": form,
        "book": book,
        "changes": [one for one in changes if one is not waits],
        "waits": waits,
        "may_ask": request.acting.may(Permission.APPROVE_CASH),
        "may_decide": waits and records and waits.maker_id != request.user.pk,
    }
    return render(request, "cash/limit.html", context, status=status(form))


def _change(request: VillageRequest, change_id: int) -> LimitChange:
    change = limits.change_of(steps.book_of(request), change_id)
    if change is None:
        raise Http404
    return change
