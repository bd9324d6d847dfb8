"""Money out that waits: read, approved, refused, or asked for no longer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.cash import approving, asking, purposes, shown
from rembuk.cash.forms import ApproveForm, RefuseForm
from rembuk.cash.purposes import Way
from rembuk.cash.views import steps
from rembuk.ledger import pending, reading
from rembuk.ledger.reading import Pending
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status


@requires(Permission.SEE_CASH)
@require_safe
def asked_page(request: VillageRequest, asked_id: int) -> HttpResponse:
    """What is asked for, word by word, and what became of it."""
    asked = _asked(request, asked_id)
    if asked.maker_id == request.user.pk:
        approving.read(asked, at=timezone.now())
    form = ApproveForm(initial={"asked_hash": asked.asked_hash})
    return _page(request, asked, form)


@requires(Permission.APPROVE_CASH)
@require_POST
def approve(request: VillageRequest, asked_id: int) -> HttpResponse:
    """Approve what was read: it is booked, signed by both."""
    asked = _asked(request, asked_id)
    form = ApproveForm(request.POST)

    def work(*, asked_hash: str, asked: Pending) -> dict[str, Any]:
        entry = approving.approve(
            asked=asked, asked_hash=asked_hash, by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip
        return {"line": entry.sequence}

    outcome = form.run(request, kind="cash.approve", work=work, about={"asked": asked})
    if outcome:
        group = group_of(request)
        if asked.kind != Way.OUT:
            return redirect("cash:asked", request.village.slug, group.pk, asked.pk)
        return redirect("cash:saved", request.village.slug, group.pk, outcome.facts["line"])
    return _page(request, asked, form)


@requires(Permission.APPROVE_CASH)
def refuse(request: VillageRequest, asked_id: int) -> HttpResponse:
    """Refuse it with a reason: the money is free again."""
    free, nothing = _("Refused. The money is free again."), _("Refused. Nothing is booked.")
    is_out = approving.is_out(_asked(request, asked_id))
    return _refuse(request, asked_id, told=free if is_out else nothing, withdrawn=False)


@requires(Permission.RECORD_CASH)
def withdraw(request: VillageRequest, asked_id: int) -> HttpResponse:
    """Ask for it no longer: by the one who asked."""
    if _asked(request, asked_id).maker_id != request.user.pk:
        raise Http404
    return _refuse(request, asked_id, told=_("Withdrawn. Nothing is booked."), withdrawn=True)


def _refuse(request: VillageRequest, asked_id: int, *, told: str, withdrawn: bool) -> HttpResponse:
    asked = _asked(request, asked_id)
    form = RefuseForm(request.POST or None)

    def work(*, reason: str, asked: Pending) -> None:
        approving.refuse(asked=asked, reason=reason, by=actor_of(request), at=timezone.now())

    about = {"asked": asked}
    if request.method == "POST" and form.run(request, kind="cash.refuse", work=work, about=about):
        messages.success(request, told)
        return redirect("cash:purse", request.village.slug, group_of(request).pk)
    context = {"form": form, "group": group_of(request), "withdrawn": withdrawn}
    context |= _told(asked)
    return render(request, "cash/refuse.html", context, status=status(form))


def _page(request: VillageRequest, asked: Pending, form: ApproveForm) -> HttpResponse:
    resolution = getattr(asked, "resolution", None)
    own = asked.maker_id == request.user.pk
    waits = resolution is None and request.today <= asked.expires_on
    group = asked.book.group = group_of(request)
    here = reverse("cash:asked", args=[request.village.slug, group.pk, asked.pk])
    link = request.build_absolute_uri(here)
    context = {
        "form": form,
        "group": group,
        "to_tell": asking.to_tell(asked, link=link, on=request.today) if waits and own else (),
        "resolution": resolution,
        "late": resolution is None and not waits,
        "may_decide": waits and not own and request.acting.may(Permission.APPROVE_CASH),
        "may_withdraw": resolution is None and own and request.acting.may(Permission.RECORD_CASH),
        **_told(asked),
    }
    return render(request, "cash/asked.html", context, status=status(form))


def _told(asked: Pending) -> dict[str, Any]:
    plan = pending.plan_of(asked)
    told = shown.what_waits(asked)
    if asked.kind == Way.OUT:
        told = purposes.told(came=False, account=plan.moves[0].debit, name=plan.moves[0].debit)
    return {
        "asked": asked,
        "on": plan.on,
        "purpose": told,
        "is_out": approving.is_out(asked),
        "takes_back": plan.reverses,
        "amount_rp": approving.amount_of(asked),
    }


def _asked(request: VillageRequest, asked_id: int) -> Pending:
    asked = reading.pending_of(steps.book_of(request), asked_id)
    if asked is None:
        raise Http404
    return asked
