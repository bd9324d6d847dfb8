"""Opening and closing the shop window of a group."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rembuk.shop import windows
from rembuk.shop.forms.listings import WindowForm
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import press, status
from rembuk.web.views import address


@requires(Permission.RUN_GROUP)
def open_window(request: VillageRequest) -> HttpResponse:
    """Open the window, or change how buyers reach the group."""
    group = group_of(request)
    window = windows.window_of(group)
    initial = {"whatsapp": window.whatsapp, "about": window.about} if window else {}
    form = WindowForm(request.POST or None, initial=initial)

    def work(*, group: Group, whatsapp: str, about: str) -> None:
        windows.open_window(
            group=group, told=windows.Told(whatsapp, about), by=actor_of(request),
            at=timezone.now(), today=request.today,
        )  # fmt: skip

    if request.method == "POST" and form.run(
        request, kind="shop.open_window", work=work, about={"group": group}
    ):
        messages.success(request, _("The shop is open to everybody."))
        return redirect("shop:window", *address(request))
    context = {"group": group, "window": window, "form": form}
    return render(request, "shop/open_window.html", context, status=status(form))


@requires(Permission.RUN_GROUP)
@require_POST
def close_window(request: VillageRequest) -> HttpResponse:
    """Show the goods to nobody any more."""

    def work(*, group: Group) -> None:
        windows.close_window(group=group, by=actor_of(request), at=timezone.now())

    told = _("The shop is closed. What is recorded stays.")
    press(
        request, kind="shop.close_window", work=work, about={"group": group_of(request)}, done=told
    )
    return redirect("shop:window", *address(request))
