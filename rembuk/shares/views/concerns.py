"""A private word: told, answered, closed. Who was not chosen finds nothing, not even a number."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rembuk.shares import concerns, seeing
from rembuk.shares.forms.concerns import AnswerForm, TellForm
from rembuk.shares.models import Concern
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import key, press, status
from rembuk.web.views import address


@requires(Permission.SEE_WORK)
@require_safe
@never_cache
def concerns_page(request: VillageRequest) -> HttpResponse:
    """What one told oneself, and what one was told; nothing else, and no count of it."""
    group = group_of(request)
    rows = list(_readable(request).filter(group=group))
    context = {
        "group": group,
        "own": [one for one in rows if one.told_by_id == request.user.pk],
        "told": [one for one in rows if one.told_by_id != request.user.pk],
        "may_tell": seeing.is_of_group(request.acting),
    }
    return render(request, "shares/concerns.html", context)


@requires(Permission.SEE_WORK)
@never_cache
def tell_concern(request: VillageRequest) -> HttpResponse:
    """Tell something in private; for people of the group."""
    if not seeing.is_of_group(request.acting):
        raise PermissionDenied(_("This page is for people of the group."))
    form = TellForm(request.POST or None)

    def work(*, group: Group, **typed: Any) -> None:
        concerns.tell(group=group, told=form.told(**typed), by=actor_of(request), at=timezone.now())

    about = {"group": group_of(request)}
    if request.method == "POST" and form.run(
        request, kind="shares.tell_concern", work=work, about=about
    ):
        messages.success(request, _("It is told to whom you chose, and to nobody else."))
        return redirect("shares:concerns", *address(request))
    context = {"group": group_of(request), "form": form}
    return render(request, "shares/tell_concern.html", context, status=status(form))


@requires(Permission.SEE_WORK)
@never_cache
def concern_page(request: VillageRequest, concern_id: int) -> HttpResponse:
    """One private word with its answers; the answer is written on the same page."""
    concern = _concern(request, concern_id)
    is_own = concern.told_by_id == request.user.pk
    form = AnswerForm(request.POST or None, is_own=is_own)

    def work(*, concern: Concern, text: str) -> None:
        concerns.answer(concern=concern, text=text, by=actor_of(request), at=timezone.now())

    if request.method == "POST" and form.run(
        request, kind="shares.answer_concern", work=work, about={"concern": concern}
    ):
        messages.success(request, _("It is added.") if is_own else _("The answer is saved."))
        return redirect("shares:concern", *address(request, concern.pk))
    context = {
        "group": concern.group,
        "concern": concern,
        "notes": concern.notes.select_related("by").order_by("at", "pk"),
        "is_own": is_own,
        "form": form,
        "key": key(),
    }
    return render(request, "shares/concern.html", context, status=status(form))


@requires(Permission.SEE_WORK)
@require_POST
def close_concern(request: VillageRequest, concern_id: int) -> HttpResponse:
    """Close one's own private word."""
    concern = _concern(request, concern_id)
    if concern.told_by_id != request.user.pk:
        raise Http404

    def work(*, concern: Concern) -> None:
        concerns.close(concern=concern, by=actor_of(request), at=timezone.now())

    told = _("It is closed.")
    about = {"concern": concern}
    press(request, kind="shares.close_concern", work=work, about=about, done=told)
    return redirect("shares:concerns", *address(request))


def _readable(request: VillageRequest) -> Any:
    return concerns.readable(request.village, term=request.acting, user=request.user)


def _concern(request: VillageRequest, pk: int) -> Concern:
    mine = _readable(request).filter(group=group_of(request))
    found: Concern = get_object_or_404(mine, pk=pk)
    return found
