"""Who holds which office in the village; appointing and ending."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rembuk.hall import forms, posts
from rembuk.hall.views import appointing
from rembuk.hall.views.appointing import Scene
from rembuk.lib.errors import Refused
from rembuk.villages import groups, offices, ways_in
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.models import OfficeTerm
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status

PAST_SHOWN = 50


@requires(Permission.SEE_OFFICES)
@require_safe
def offices_page(request: VillageRequest) -> HttpResponse:
    """Who holds which office now, who will, and who did."""
    terms = offices.seen_by(request.acting, request.village)
    open_terms = offices.open_terms(terms, on=request.today)
    shown = {term.pk for term in open_terms}
    past = [term for term in terms[: PAST_SHOWN + len(shown)] if term.pk not in shown]
    context = {
        "held": sorted(open_terms, key=_by_place),
        "past": past[:PAST_SHOWN],
        "may_appoint": request.acting.may(Permission.APPOINT_OFFICES)
        and offices.appoints_anybody(request.acting),
    }
    return render(request, "hall/offices.html", context)


@requires(Permission.SEE_OFFICES)
@require_safe
def term_page(request: VillageRequest, term_id: int) -> HttpResponse:
    """One office of one person: since when, until when, by which letter."""
    term = _term(request, term_id)
    may_appoint = request.acting.may(Permission.APPOINT_OFFICES)
    mine = term.office in offices.APPOINTS.get(request.acting.office, ())
    context = {
        "term": term,
        "over": is_over(term, on=request.today),
        "may_end": may_appoint and mine and not is_over(term, on=request.today),
        "link": ways_in.offered(term, by=actor_of(request), today=request.today),
        "back": reverse("hall:offices", args=[request.village.slug]),
        "end_url": reverse("hall:end_term", args=[request.village.slug, term.pk]),
        "link_url": reverse("hall:first_link", args=[request.village.slug, term.pk]),
    }
    return render(request, "hall/term.html", context)


@requires(Permission.APPOINT_OFFICES)
def appoint_page(request: VillageRequest) -> HttpResponse:
    """Who is to be appointed?"""
    return appointing.ask_who(request, _scene(request))


@requires(Permission.APPOINT_OFFICES)
def appoint_known(request: VillageRequest, person: str) -> HttpResponse:
    """To which office, from when?"""
    return appointing.appoint_known(request, _scene(request), person, today=request.today)


@requires(Permission.APPOINT_OFFICES)
def appoint_newcomer(request: VillageRequest) -> HttpResponse:
    """Who is the newcomer, and to which office?"""
    return appointing.appoint_newcomer(request, _scene(request), today=request.today)


@requires(Permission.APPOINT_OFFICES)
def end_term(request: VillageRequest, term_id: int) -> HttpResponse:
    """End an office."""
    term = _term(request, term_id)
    back = reverse("hall:term", args=[request.village.slug, term.pk])
    return end(request, term, today=request.today, back=back)


@requires(Permission.APPOINT_OFFICES)
@require_POST
@never_cache
def first_link(request: VillageRequest, term_id: int) -> HttpResponse:
    """A slip with the link that signs somebody in, for the first time or again."""
    term = _term(request, term_id)
    back = reverse("hall:term", args=[request.village.slug, term.pk])
    return slip(request, term, back=back)


def end(request: Any, term: OfficeTerm, *, today: date, back: str) -> HttpResponse:
    """Ask for the last day and the reason, and end the office; also above villages."""
    form = forms.EndTermForm(request.POST or None, today=today)

    def work(*, term_id: int, until: date, reason: str) -> dict[str, Any]:
        offices.end_term(
            term=term, until=until, reason=reason, by=actor_of(request),
            at=timezone.now(), today=today,
        )  # fmt: skip
        return {"term": term_id}

    about = {"term_id": term.pk}
    if request.method == "POST" and form.run(request, kind="office.end", work=work, about=about):
        messages.success(request, _("The end of the office is recorded."))
        return redirect(back)
    context = {"form": form, "term": term, "back": back}
    return render(request, "hall/end_term.html", context, status=status(form))


def slip(request: Any, term: OfficeTerm, *, back: str) -> HttpResponse:
    """Make a link and show it once. Each asking makes another; the next sign-in ends them all."""
    try:
        token, kind = ways_in.give(
            term=term, by=actor_of(request), at=timezone.now(), today=request.today
        )
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect(back)
    url = request.build_absolute_uri(reverse("accounts:follow_link", args=[token]))
    context = {
        "term": term,
        "url": url,
        "days": ways_in.LINK_DAYS,
        "back": back,
        "anew": kind == ways_in.Kind.NEW,
    }
    return render(request, "hall/slip.html", context)


def is_over(term: OfficeTerm, *, on: date) -> bool:
    """Has the office ended, by hand or by its planned last day?"""
    return term.ended_at is not None or (term.until is not None and term.until < on)


def _scene(request: VillageRequest) -> Scene:
    slug = request.village.slug
    running = list(groups.running(request.village, on=request.today))
    choices = posts.posts_of(request.acting, village=request.village, groups=running)
    if not choices:
        raise PermissionDenied(_("In your group the village head appoints. Ask there."))
    return Scene(
        title=_("Appoint somebody"),
        choices=choices,
        known=offices.known_to(request.acting, request.village).exclude(pk=request.user.pk),
        url_name="hall:appoint",
        args=(slug,),
        back=reverse("hall:offices", args=[slug]),
        done=lambda term_id: reverse("hall:term", args=[slug, term_id]),
    )


def _term(request: VillageRequest, term_id: int) -> OfficeTerm:
    return get_object_or_404(offices.seen_by(request.acting, request.village), pk=term_id)


def _by_place(term: OfficeTerm) -> tuple[bool, str, str, str]:
    return (
        term.group is not None,
        term.group.name if term.group else "",
        term.title,
        term.user.name,
    )
