"""Following a signed link.

Looking at a link must not use it up: WhatsApp and others fetch every address to show a preview. So
the address only puts the token into the session and moves on to a page with a button; that keeps
the token out of logs, histories and referrers too.
"""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rembuk.accounts import delivery, links, returning, signing_in
from rembuk.accounts.forms import FollowLinkForm
from rembuk.accounts.returning import Came
from rembuk.lib.errors import Refused

LINK = "sign_in_link"


def follow_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address."""
    request.session[LINK] = token
    return redirect("accounts:use_link")


def use_link(request: HttpRequest) -> HttpResponse:
    """Show whom the link signs in; the button does it."""
    now = timezone.now()
    link = links.find(request.session.get(LINK, ""), at=now)
    if link is None:
        return render(request, "accounts/link_gone.html", {"reason": links.gone()}, status=410)
    form = FollowLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        came = Came.ANEW if links.renews(link) else Came.BY_LINK
        try:
            person = links.use(link, at=now)
        except Refused as reason:
            return render(request, "accounts/link_gone.html", {"reason": reason}, status=410)
        if request.user.is_authenticated:
            request.session.flush()  # another person's session ends here, with all it holds
        request.session.pop(LINK, None)
        delivery.used(user=person, kind=delivery.Kind.LINK)
        signing_in.choose_shared(request.session, shared=form.cleaned_data["shared"])
        returning.note_link(request.session, came=came)
        response: HttpResponse = perform_login(request, person)
        return response
    return render(request, "accounts/use_link.html", {"form": form, "person": link.user})
