"""Residents' own businesses: the list for who records people, a new one, and the end of one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.enterprise import businesses
from rembuk.enterprise.forms.people import BusinessForm, EndBusinessForm
from rembuk.enterprise.models import Membership, OwnBusiness
from rembuk.enterprise.views.places import told
from rembuk.villages.access import VillageRequest, requires
from rembuk.villages.permissions import Permission
from rembuk.web.views import Question, ask


@requires(Permission.RECORD_PEOPLE)
@require_safe
def businesses_page(request: VillageRequest) -> HttpResponse:
    """What residents run by themselves."""
    context = {"standing": businesses.standing(request.village)}
    return render(request, "enterprise/businesses.html", context)


@requires(Permission.RECORD_PEOPLE)
def add_business(request: VillageRequest) -> HttpResponse:
    """Record a resident's own business."""
    return _record(request, None)


@requires(Permission.RECORD_PEOPLE)
def add_business_of(request: VillageRequest, membership_id: int) -> HttpResponse:
    """Record the business for which a member left a group."""
    mine = Membership.objects.of(request.village).filter(resident__isnull=False)
    membership = get_object_or_404(mine.select_related("resident", "group"), pk=membership_id)
    return _record(request, membership)


def _record(request: VillageRequest, membership: Membership | None) -> HttpResponse:
    form = BusinessForm(
        request.POST or None, village=request.village, today=request.today,
        resident=membership.resident if membership else None,
        known=request.GET.get("known", ""),
    )  # fmt: skip

    def work(*, membership: Membership | None = None, **typed: Any) -> None:
        businesses.record(
            village=request.village, membership=membership, **form.told(**typed), **told(request)
        )

    title = (
        _("The business of %(name)s") % {"name": membership.name}
        if membership
        else _("A resident's own business")
    )
    question = _question(request, kind="add_business", title=title)
    about = {"membership": membership} if membership else {}
    return ask(request, form, question, work=work, about=about)


@requires(Permission.RECORD_PEOPLE)
def end_business(request: VillageRequest, business_id: int) -> HttpResponse:
    """Record that a business ended, or is told no longer."""
    business = get_object_or_404(OwnBusiness.objects.of(request.village), pk=business_id)
    form = EndBusinessForm(request.POST or None, today=request.today)

    def work(*, business: OwnBusiness, on: date, why: str) -> None:
        businesses.end(business=business, on=on, why=why, **told(request))

    title = _("“%(name)s” ends") % {"name": business.name}
    question = _question(request, kind="end_business", title=title)
    return ask(request, form, question, work=work, about={"business": business})


def _question(request: VillageRequest, *, kind: str, title: str) -> Question:
    return Question(
        kind=f"enterprise.{kind}",
        title=title,
        done=_("It is recorded."),
        back=reverse("enterprise:businesses", args=[request.village.slug]),
    )
