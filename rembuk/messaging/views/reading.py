"""What the addressee opens: a message behind its code, and codes for signing in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.lib.errors import Refused
from rembuk.messaging import deliveries, secrets
from rembuk.messaging.models import Delivery, State
from rembuk.villages import commands
from rembuk.villages.access import SignedInRequest, public, signed_in
from rembuk.villages.actors import REMBUK
from rembuk.web.forms import CommandForm, status


@public
@require_http_methods(["GET", "HEAD", "POST"])
def read_page(request: HttpRequest, code: str) -> HttpResponse:
    """The whole message, without signing in, and the button 'Sudah baca'.

    Nothing here says who the addressee is: phones are shared.
    """
    village = request.village  # type: ignore[attr-defined]  # VillageRequest declares it
    found = Delivery.objects.of(village).select_related("message", "village")
    delivery = get_object_or_404(found, code=code.upper())
    form = CommandForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.run(
            request_id=form.cleaned_data["request_id"],
            kind="messaging.confirm",
            payload={"delivery": delivery},
            by=REMBUK,
            village=village,
            work=lambda: deliveries.confirm(delivery=delivery, at=timezone.now()),
        )
        return redirect("messaging:read", village.slug, delivery.code)
    message = delivery.message
    context: dict[str, Any] = {
        "form": form,
        "message": message,
        "text": message.full_text,
        "read": delivery.state == State.CONFIRMED,
        "code": delivery.code,
    }
    return render(request, "messaging/read.html", context, status=status(form))


@signed_in
@require_safe
@never_cache
def inbox(request: SignedInRequest) -> HttpResponse:
    """Codes and links that wait for the person who is signed in; what they say stays closed."""
    secrets.empty_expired()
    waiting = secrets.waiting_for(request.user)
    return render(request, "messaging/inbox.html", {"waiting": waiting})


@signed_in
@require_http_methods(["POST"])
@never_cache
def open_secret(request: SignedInRequest, secret_id: int) -> HttpResponse:
    """Show one of them, to its own account only."""
    try:
        text = secrets.read(secret_id=secret_id, user=request.user)
    except Refused as reason:
        return render(request, "messaging/inbox.html", {"reason": str(reason)}, status=422)
    return render(request, "messaging/secret.html", {"text": text})
