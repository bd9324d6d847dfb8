"""What changes an account as a whole: newer terms, and its end."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.cash.sums import said
from rembuk.cash.views import steps
from rembuk.savings import accounts, closing, moving
from rembuk.savings.forms.terms import CloseForm, MoveForm
from rembuk.savings.models import SavingsAccount, Version
from rembuk.savings.moving import Told
from rembuk.savings.views.places import account_of, account_url
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.views import Question, ask


@requires(Permission.RECORD_CASH)
def move(request: VillageRequest, account_id: int) -> HttpResponse:
    """Let newer terms hold from a month to come, once she was told."""
    account = account_of(request, account_id)
    account.product.village = request.village
    offered, back = moving.offered(account), account_url(request, account)
    if not offered and request.method != "POST":
        messages.info(request, _("There are no newer terms of this product."))
        return redirect(back)
    form = MoveForm(
        request.POST or None, product=account.product, offered=offered, today=request.today
    )

    def work(
        *, account: SavingsAccount, version: Version, told_on: date, how: str, **typed: Any
    ) -> None:
        moving.move(
            account=account, version=version, since=form.since(**typed), told=Told(told_on, how),
            by=actor_of(request), at=timezone.now(), today=request.today,
        )  # fmt: skip

    question = Question(
        kind="savings.move", title=_("Newer terms for %(name)s") % {"name": account.member.name},
        lead=_("They hold from a month to come. What was promised until then stays."),
        done=_("The newer terms are recorded."), back=back,
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"account": account})


@requires(Permission.RECORD_CASH)
def close(request: VillageRequest, account_id: int) -> HttpResponse:
    """Close an account; what it holds is paid out first, once a second person agreed."""
    account, book = account_of(request, account_id), steps.book_of(request)
    stands = accounts.stands(book, account, on=request.today)
    form = CloseForm(request.POST or None)

    def work(*, account: SavingsAccount, reason: str) -> None:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        closing.close(
            book=book, account=account, reason=reason, on=request.today, signed=signed,
            today=request.today,
        )  # fmt: skip

    name, sum_ = {"name": account.member.name}, {"sum": said(stands.own_rp)}
    paid = _("All of it, %(sum)s, is paid out to her. It waits for a second person.") % sum_
    later = _("Interest of the running month is booked later; she may take it out.")
    question = Question(
        kind="savings.close", title=_("Close the account of %(name)s?") % name,
        lead=f"{paid} {later}" if stands.own_rp else _("It is empty. It is closed at once."),
        done=_("It is written down. It is closed once it is empty."),
        back=account_url(request, account), save=_("Close the account"),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"account": account})
