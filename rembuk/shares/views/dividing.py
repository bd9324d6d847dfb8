"""Computing a sharing, correcting what it counts, proposing, agreeing, paying, taking back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.enterprise.models import Membership
from rembuk.forum import resolutions
from rembuk.ledger.posting import Signed
from rembuk.lib import words
from rembuk.shares import dividing, paying, results, rules
from rembuk.shares.forms.dividing import DivideForm, WeightForm
from rembuk.shares.forms.rules import DecisionForm, WhyForm
from rembuk.shares.models import Sharing, Weighing
from rembuk.shares.views.places import sharing_of
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import CommandForm, press, status
from rembuk.web.views import address


@requires(Permission.RUN_GROUP)
@require_safe
def begin(request: VillageRequest) -> HttpResponse:
    """Go from '+ Catat' to dividing in one's own group."""
    return redirect("shares:divide", request.village.slug, request.acting.group_id)


@requires(Permission.RUN_GROUP)
def divide(request: VillageRequest) -> HttpResponse:
    """Compute the shares of some days; nobody is asked for anything yet."""
    group = group_of(request)
    since, until = results.next_period(group, today=request.today)
    until_told = words.month_of_year(until, language=get_language() or "id")
    initial = {
        "since": since,
        "until": until,
        "title": _("Until %(month)s") % {"month": until_told},
    }
    form = DivideForm(request.POST or None, initial=initial)

    def work(*, group: Group, **typed: Any) -> dict[str, Any]:
        made = dividing.begin(
            group=group, told=form.told(**typed), by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip
        return {"sharing": made.pk}

    if request.method == "POST":
        outcome = form.run(request, kind="shares.divide", work=work, about={"group": group})
        if outcome:
            return redirect("shares:sharing", *address(request, outcome.facts["sharing"]))
    context = {
        "group": group,
        "form": form,
        "rule": rules.in_force(group, on=until),
        "result": results.of(group, since=since, until=until),
        "days": (since, until),
    }
    return render(request, "shares/divide.html", context, status=status(form))


@requires(Permission.RUN_GROUP)
def correct(request: VillageRequest, sharing_id: int, sharer_id: int, kind: str) -> HttpResponse:
    """Write another number for what a member's work, duty or capital counts."""
    sharing = sharing_of(request, sharing_id)
    weighing = next((one for one in dividing.typed_kinds(sharing) if one.value == kind), None)
    mine = Membership.objects.of(request.village).filter(group=sharing.group)
    membership = get_object_or_404(mine, pk=sharer_id if weighing else None)
    assert weighing is not None, "no membership is found without one"
    now = dividing.weights(sharing).get(weighing, {}).get(membership.pk)
    initial = {"hundredths": int(now * 100)} if now is not None else {}
    form = WeightForm(request.POST or None, initial=initial)

    def work(*, sharing: Sharing, membership: Membership, kind: str, **typed: Any) -> None:
        dividing.correct(
            sharing=sharing, membership=membership, kind=Weighing(kind), by=actor_of(request),
            at=timezone.now(), **typed,
        )  # fmt: skip

    about = {"sharing": sharing, "membership": membership, "kind": weighing.value}
    if request.method == "POST" and form.run(
        request, kind="shares.correct", work=work, about=about
    ):
        messages.success(request, _("The number is corrected. The one before stays readable."))
        return redirect("shares:sharing", *address(request, sharing.pk))
    context = {"group": sharing.group, "sharing": sharing, "form": form, **about}
    context["weighing"] = weighing
    return render(request, "shares/correct.html", context, status=status(form))


@requires(Permission.RUN_GROUP)
@require_POST
def propose(request: VillageRequest, sharing_id: int) -> HttpResponse:
    """Propose it: from now on the sums stand."""
    sharing = sharing_of(request, sharing_id)

    def work(*, sharing: Sharing) -> None:
        dividing.propose(sharing=sharing, by=actor_of(request), at=timezone.now())

    told = _("It is proposed. Now somebody else agrees.")
    press(request, kind="shares.propose", work=work, about={"sharing": sharing}, done=told)
    return redirect("shares:sharing", *address(request, sharing.pk))


@requires(Permission.RECORD_CASH)
@require_POST
def agree(request: VillageRequest, sharing_id: int) -> HttpResponse:
    """Agree as the treasurer: the sums wait to be paid."""
    sharing = sharing_of(request, sharing_id)

    def work(*, sharing: Sharing) -> None:
        dividing.agree(
            sharing=sharing, by=actor_of(request), at=timezone.now(), today=request.today
        )

    told = _("It is agreed. Now each sum can be paid.")
    press(request, kind="shares.agree", work=work, about={"sharing": sharing}, done=told)
    return redirect("shares:sharing", *address(request, sharing.pk))


@requires(Permission.RUN_GROUP)
def agree_by_meeting(request: VillageRequest, sharing_id: int) -> HttpResponse:
    """Say in which decision the members agreed."""
    sharing = sharing_of(request, sharing_id)
    rows = list(resolutions.every(sharing.group))
    form = DecisionForm(request.POST or None, rows=rows, language=get_language() or "id")

    def work(*, sharing: Sharing, resolution_id: int) -> None:
        chosen = next(one for one in rows if one.pk == resolution_id)
        dividing.agree(
            sharing=sharing, by=actor_of(request), at=timezone.now(), today=request.today,
            resolution=chosen,
        )  # fmt: skip

    about = {"sharing": sharing}
    if request.method == "POST" and form.run(
        request, kind="shares.agree_by_meeting", work=work, about=about
    ):
        messages.success(request, _("It is agreed. Now each sum can be paid."))
        return redirect("shares:sharing", *address(request, sharing.pk))
    context = {
        "group": sharing.group,
        "sharing": sharing,
        "form": form,
        "decided": any(one.is_in_force for one in rows),
    }
    return render(request, "shares/agree.html", context, status=status(form))


@requires(Permission.RECORD_CASH)
@require_POST
def pay_all(request: VillageRequest, sharing_id: int) -> HttpResponse:
    """Record every sum that still waits, each with its receipt."""
    sharing = sharing_of(request, sharing_id)
    sent = CommandForm(request.POST)

    def work(*, sharing: Sharing) -> dict[str, int]:
        assert sent.is_valid(), "press looked at the same form before"
        key = sent.cleaned_data["request_id"]
        signed = Signed(by=actor_of(request), at=timezone.now(), request_id=key)
        done, asked = paying.pay_all(sharing, signed=signed, today=request.today)
        return {"done": done, "asked": asked}

    outcome = press(request, kind="shares.pay_all", work=work, about={"sharing": sharing})
    if outcome:
        messages.success(request, _paid_told(**outcome.facts))
    return redirect("shares:sharing", *address(request, sharing.pk))


def _paid_told(*, done: int, asked: int) -> str:
    told = ngettext(
        "%(count)s payment is recorded now.", "%(count)s payments are recorded now.", done
    ) % {"count": done}
    if not asked:
        return told
    waits = ngettext(
        "%(count)s waits for the second person.", "%(count)s wait for the second person.", asked
    ) % {"count": asked}
    return f"{told} {waits}"


@requires(Permission.RUN_GROUP)
def take_back(request: VillageRequest, sharing_id: int) -> HttpResponse:
    """Take a sharing back, as who runs the group."""
    return _end(request, sharing_of(request, sharing_id))


@requires(Permission.RECORD_CASH)
def send_back(request: VillageRequest, sharing_id: int) -> HttpResponse:
    """Do not agree, as the treasurer: it goes back with the reason."""
    return _end(request, sharing_of(request, sharing_id))


def _end(request: VillageRequest, sharing: Sharing) -> HttpResponse:
    form = WhyForm(request.POST or None)

    def work(*, sharing: Sharing, why: str) -> None:
        dividing.end(sharing=sharing, why=why, by=actor_of(request), at=timezone.now())

    if request.method == "POST" and form.run(
        request, kind="shares.end", work=work, about={"sharing": sharing}
    ):
        messages.success(request, _("It is taken back. It stays in the list with the reason."))
        return redirect("shares:shares", *address(request))
    context = {"group": sharing.group, "sharing": sharing, "form": form}
    return render(request, "shares/end.html", context, status=status(form))
