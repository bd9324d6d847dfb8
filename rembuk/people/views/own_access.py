"""Opening 'Data saya' to a person: her account, and the link of her first sign-in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rembuk.lib.errors import Refused
from rembuk.people import own_access
from rembuk.people.forms.rights import AccountForm
from rembuk.people.models import Resident
from rembuk.people.views.lookup import resident_of
from rembuk.villages import newcomers
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status


@requires(Permission.HANDLE_DATA_RIGHTS)
def access_page(request: VillageRequest, resident_id: int) -> HttpResponse:
    """Has she an account? If not, make one; if she never signed in, make a link."""
    who = resident_of(request, resident_id)
    initial = {"username": newcomers.free_username(who.name)}
    form = AccountForm(request.POST or None, initial=initial)

    def work(*, resident: Resident, username: str) -> dict[str, Any]:
        own_access.open_account(
            resident=resident, username=username, by=actor_of(request), at=timezone.now()
        )
        return {"resident": resident.pk}

    if form.run(request, kind="people.open_account", work=work, about={"resident": who}):
        messages.success(request, _("The account is there. Now make the link."))
        return redirect("people:resident_access", request.village.slug, who.pk)
    context = {
        "who": who,
        "form": form,
        "may_link": own_access.may_get_link(who),
        "may_renew": own_access.may_renew_link(who, by=actor_of(request)),
    }
    return render(request, "people/rights/access.html", context, status=status(form))


@requires(Permission.HANDLE_DATA_RIGHTS)
@require_POST
@never_cache
def access_slip(request: VillageRequest, resident_id: int) -> HttpResponse:
    """A slip with the link, shown once, to be handed over."""
    who = resident_of(request, resident_id)
    by = actor_of(request)
    anew = own_access.may_renew_link(who, by=by)
    make = own_access.new_link if anew else own_access.first_link
    try:
        token = make(resident=who, by=by, at=timezone.now())
    except Refused as reason:
        messages.info(request, str(reason))
        return redirect("people:resident_access", request.village.slug, who.pk)
    url = request.build_absolute_uri(reverse("accounts:follow_link", args=[token]))
    context = {"who": who, "url": url, "days": own_access.LINK_DAYS, "anew": anew}
    return render(request, "people/rights/access_slip.html", context)
