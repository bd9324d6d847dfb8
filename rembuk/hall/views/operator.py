"""Keeping Rembuk running: villages that join, visits, and the offices above villages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rembuk.hall import forms, posts
from rembuk.hall.views import appointing
from rembuk.hall.views import offices as office_pages
from rembuk.hall.views.appointing import Scene
from rembuk.villages import offices, places, regions, visits, ways_in
from rembuk.villages.access import SignedInRequest, actor_of, requires_above
from rembuk.villages.models import OfficeTerm, OperatorVisit, Region, Village
from rembuk.villages.permissions import Office, Permission
from rembuk.web.forms import status

WIDE = (Region.Level.PROVINCE, Region.Level.REGENCY)
WHOLE_COUNTRY = "nation"


@requires_above(Permission.OPERATE)
@require_safe
def villages_page(request: SignedInRequest) -> HttpResponse:
    """All villages, and the visits that last now."""
    lasting = visits.lasting_visits(request.user, at=timezone.now())
    villages = Village.objects.select_related("region__parent__parent").order_by("name", "pk")
    context = {"villages": [(village, lasting.get(village.pk)) for village in villages]}
    return render(request, "hall/operator/villages.html", context)


@requires_above(Permission.OPERATE)
def found_page(request: SignedInRequest) -> HttpResponse:
    """Let a village join: find its code in the list of regions, or write it."""
    typed = request.GET.get("q", "")
    initial = {"code": regions.dotted(request.GET.get("code", ""))}
    form = forms.FoundForm(request.POST or None, initial=initial)

    def work(*, code: str, name: str, time_zone: str) -> dict[str, Any]:
        village = places.found_village(
            code=code, name=name, time_zone=time_zone or None,
            by=actor_of(request), at=timezone.now(),
        )  # fmt: skip
        return {"village": village.pk}

    if request.method == "POST":
        outcome = form.run(request, kind="village.found", work=work)
        if outcome:
            messages.success(request, _("The village is open. Appoint its village head now."))
            return redirect("operator:village", outcome.facts["village"])
    found = regions.search(typed, levels=[Region.Level.VILLAGE])
    context = {"form": form, "typed": typed, "found": [(r, regions.path_of(r)) for r in found]}
    return render(request, "hall/operator/found.html", context, status=status(form))


@requires_above(Permission.OPERATE)
def village_page(request: SignedInRequest, village_id: int) -> HttpResponse:
    """One village: its head, and a visit with its reason."""
    village = _village(village_id)
    form = forms.VisitForm(request.POST or None)

    def work(*, village: Village, reason: str, minutes: int) -> dict[str, Any]:
        visit = visits.start_visit(
            village=village, reason=reason, minutes=minutes, by=actor_of(request),
            at=timezone.now(),
        )  # fmt: skip
        return {"visit": visit.pk}

    about = {"village": village}
    if request.method == "POST" and form.run(request, kind="visit.start", work=work, about=about):
        messages.success(request, _("The visit has begun. The village reads your reason."))
        return redirect("web:today", village.slug)
    context = {
        "village_shown": village,
        "lies_in": regions.path_of(village.region),
        "heads": offices.terms_in(village).filter(office=Office.VILLAGE_HEAD),
        "visit": visits.lasting_visits(request.user, at=timezone.now()).get(village.pk),
        "form": form,
    }
    return render(request, "hall/operator/village.html", context, status=status(form))


@requires_above(Permission.OPERATE)
@require_POST
def end_visit(request: SignedInRequest, visit_id: int) -> HttpResponse:
    """End a visit of one's own. Sent twice, it ended once."""
    mine = OperatorVisit.objects.filter(user=request.user).select_related("village")
    visit = get_object_or_404(mine, pk=visit_id)
    visits.end_visit(visit=visit, by=actor_of(request), at=timezone.now())
    messages.success(request, _("The visit has ended."))
    return redirect("operator:village", visit.village_id)


@requires_above(Permission.OPERATE)
@require_safe
def offices_page(request: SignedInRequest) -> HttpResponse:
    """Offices above villages, and the region to appoint for."""
    typed = request.GET.get("q", "")
    terms = offices.terms_above()
    held = offices.open_terms(terms, on=request.today)
    shown = {term.pk for term in held}
    context = {
        "held": held,
        "past": [term for term in terms if term.pk not in shown],
        "typed": typed,
        "regions": [(r, regions.path_of(r)) for r in regions.search(typed, levels=WIDE)],
        "whole_country": WHOLE_COUNTRY,
    }
    return render(request, "hall/operator/offices.html", context)


@requires_above(Permission.OPERATE)
@require_safe
def term_page(request: SignedInRequest, term_id: int) -> HttpResponse:
    """One office that an operator appoints to."""
    term = _term(term_id)
    over = office_pages.is_over(term, on=request.today)
    context = {
        "term": term,
        "over": over,
        "may_end": not over,
        "link": ways_in.offered(term, by=actor_of(request), today=request.today),
        "back": _back(term),
        "end_url": reverse("operator:end_term", args=[term.pk]),
        "link_url": reverse("operator:first_link", args=[term.pk]),
    }
    return render(request, "hall/term.html", context)


@requires_above(Permission.OPERATE)
def end_term(request: SignedInRequest, term_id: int) -> HttpResponse:
    """End an office that an operator appoints to."""
    term = _term(term_id)
    back = reverse("operator:term", args=[term.pk])
    return office_pages.end(request, term, today=request.today, back=back)


@requires_above(Permission.OPERATE)
@require_POST
@never_cache
def first_link(request: SignedInRequest, term_id: int) -> HttpResponse:
    """A slip with the link that signs somebody in, for the first time or again."""
    term = _term(term_id)
    return office_pages.slip(request, term, back=reverse("operator:term", args=[term.pk]))


@requires_above(Permission.OPERATE)
def appoint_head(request: SignedInRequest, village_id: int) -> HttpResponse:
    """Who is to head the village?"""
    return appointing.ask_who(request, _head_scene(request, village_id))


@requires_above(Permission.OPERATE)
def appoint_head_known(request: SignedInRequest, village_id: int, person: str) -> HttpResponse:
    """Since when does this person head the village?"""
    scene = _head_scene(request, village_id)
    return appointing.appoint_known(request, scene, person, today=request.today)


@requires_above(Permission.OPERATE)
def appoint_head_newcomer(request: SignedInRequest, village_id: int) -> HttpResponse:
    """Who is the new village head, and since when?"""
    scene = _head_scene(request, village_id)
    return appointing.appoint_newcomer(request, scene, today=request.today)


@requires_above(Permission.OPERATE)
def appoint_above(request: SignedInRequest, region: str) -> HttpResponse:
    """Who is to be appointed above the villages?"""
    return appointing.ask_who(request, _scene_above(request, region))


@requires_above(Permission.OPERATE)
def appoint_above_known(request: SignedInRequest, region: str, person: str) -> HttpResponse:
    """To which office, since when?"""
    scene = _scene_above(request, region)
    return appointing.appoint_known(request, scene, person, today=request.today)


@requires_above(Permission.OPERATE)
def appoint_above_newcomer(request: SignedInRequest, region: str) -> HttpResponse:
    """Who is the newcomer, and to which office?"""
    scene = _scene_above(request, region)
    return appointing.appoint_newcomer(request, scene, today=request.today)


def _village(village_id: int) -> Village:
    villages = Village.objects.select_related("region__parent__parent__parent")
    return get_object_or_404(villages, pk=village_id)


def _term(term_id: int) -> OfficeTerm:
    """An office that operators appoint to, and no other: the rest is the villages' own."""
    mine = OfficeTerm.objects.filter(office__in=offices.ABOVE)
    return get_object_or_404(mine.select_related("user", "village", "region"), pk=term_id)


def _back(term: OfficeTerm) -> str:
    if term.village_id is not None:
        return reverse("operator:village", args=[term.village_id])
    return reverse("operator:offices")


def _term_url(term_id: int) -> str:
    return reverse("operator:term", args=[term_id])


def _head_scene(request: SignedInRequest, village_id: int) -> Scene:
    village = _village(village_id)
    return Scene(
        title=_("Village head of %(village)s") % {"village": village.name},
        choices=posts.head_of(village),
        known=offices.known_in(village).exclude(pk=request.user.pk),
        url_name="operator:appoint_head",
        args=(village.pk,),
        back=reverse("operator:village", args=[village.pk]),
        done=_term_url,
    )


def _scene_above(request: SignedInRequest, code: str) -> Scene:
    region = Region.objects.filter(pk=code, level__in=WIDE).first()
    if region is None and code != WHOLE_COUNTRY:
        raise Http404
    return Scene(
        title=_("Appoint for %(region)s") % {"region": region or _("the whole country")},
        choices=posts.posts_above(region),
        known=(),
        url_name="operator:appoint_above",
        args=(code,),
        back=reverse("operator:offices"),
        done=_term_url,
    )
