"""Who may: the one module that decides, and the decorators every view carries.

A view without one of these fails tests/test_isolation.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.accounts.models import User
from rembuk.villages import audit, tenancy
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, OfficeTerm, OperatorVisit, Village
from rembuk.villages.permissions import SCOPE_OF, Office, Permission, Scope

ACTING_KEY = "office_term"
ID_MAX = 2**63 - 1
OWN_OFFICES = "the offices of the person herself, wherever they are held"
View = Callable[..., HttpResponse]

# What an operator may see during a visit. Never a change, never a national id.
VISITOR: frozenset[Permission] = frozenset(
    {
        Permission.SEE_TODAY,
        Permission.SEE_PEOPLE,
        Permission.SEE_PROGRAMME,
        Permission.SEE_AUDIT,
        Permission.SEE_OFFICES,
        Permission.SEE_GROUP,
    }
)


class SignedInRequest(HttpRequest):
    """What a view may rely on once the person is known."""

    user: User  # narrower than Django's: the decorator proved it
    today: date
    offices: list[OfficeTerm]
    acting: OfficeTerm | None
    visit: OperatorVisit | None  # while an operator looks into a village


class VillageRequest(SignedInRequest):
    """What a view may rely on once office and village are proved."""

    village: Village
    acting: OfficeTerm
    group: Group | None


@dataclass(frozen=True)
class Access:
    """The mark a decorator leaves on a view, for the crawl that tests isolation."""

    who: str  # "public" | "signed_in" | "village" | "region" | "system"
    permission: Permission | None = None


def _mark(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]  # read by tests/test_isolation.py
    return view


def access_of(view: View) -> Access | None:
    """Return the mark of a view, or None if it has no door."""
    return getattr(view, "access", None)


def public(view: View) -> View:
    """Anybody may open this page; with a `village` in its address, only that village's rows."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        slug = kwargs.pop("village", None)
        if slug is None:
            return view(request, *args, **kwargs)
        village = _village(slug)
        request.village = village  # type: ignore[attr-defined]  # VillageRequest declares it
        with timezone.override(village.zone), tenancy.inside(village):
            request.today = timezone.localdate()  # type: ignore[attr-defined]  # as above
            return view(request, *args, **kwargs)

    return _mark(opened, Access("public"))


def signed_in(view: View) -> View:
    """Any signed-in person, whatever her office: pages about herself."""

    @wraps(view)
    def opened(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        _refuse_what_no_page_sends(request, kwargs)
        with tenancy.every_village(OWN_OFFICES):
            _know(request)
        return view(request, *args, **kwargs)

    return _mark(opened, Access("signed_in"))


def anybody(view: View) -> View:
    """Anybody may open this page; who is signed in stays where she works: her village, her bars."""

    @wraps(view)
    def opened(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            with tenancy.every_village(OWN_OFFICES):
                _know(request)
        return view(request, *args, **kwargs)

    return _mark(opened, Access("public"))


def requires(permission: Permission) -> Callable[[View], View]:
    """Only an office that carries the permission, over the village in the address.

    Without an office there: 404, as if the village did not exist. With an office that may not:
    403, saying which of the person's offices may. A `group_id` in the address becomes
    `request.group`; for an office of another group it does not exist either.
    """

    def door(view: View) -> View:
        @wraps(view)
        def opened(request: VillageRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            _refuse_what_no_page_sends(request, kwargs)
            request.village = _village(kwargs.pop("village"))
            request.visit = None
            group_id = kwargs.pop("group_id", None)
            # The village's clock decides what today is, also for which offices are held.
            with timezone.override(request.village.zone), tenancy.every_village(OWN_OFFICES):
                _know(request)
                tenancy.narrow_to(request.village)
                _act(request, permission, group_id)
                request.group = _group(request.village, group_id)
                _keep_members_sums(request, permission)
                return view(request, *args, **kwargs)

        return _mark(opened, Access("village", permission))

    return door


def requires_above(permission: Permission) -> Callable[[View], View]:
    """Only district, ministry and operator offices: pages above the village, without names."""

    def door(view: View) -> View:
        @wraps(view)
        def opened(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            _refuse_what_no_page_sends(request, kwargs)
            with tenancy.every_village(OWN_OFFICES):
                _know(request)
            fitting = [term for term in request.offices if term.may(permission)]
            if not fitting:
                raise Http404
            request.acting = _chosen(request, fitting)
            return view(request, *args, **kwargs)

        return _mark(opened, Access("region", permission))

    return door


def actor_of(request: SignedInRequest) -> Actor:
    """The person and the office she acts in, for rules and the audit trail."""
    return Actor(user=request.user, office=request.acting.office if request.acting else "")


def may_see(request: VillageRequest, permission: Permission) -> bool:
    """Whether a page may lead to what needs the permission: by office, or by a visit."""
    return permission in VISITOR if request.visit else request.acting.may(permission)


def offices_of(user: User, *, on: date) -> list[OfficeTerm]:
    """The offices a person holds on a day, with what they are held over: one query."""
    terms = OfficeTerm.objects.on(on).filter(user=user)
    return list(terms.select_related("village", "group", "region").order_by("since", "pk"))


def _know(request: SignedInRequest) -> None:
    request.today = timezone.localdate()
    request.offices = offices_of(request.user, on=request.today)
    request.acting = _chosen(request, request.offices) if request.offices else None
    request.visit = None


def _chosen(request: SignedInRequest, terms: list[OfficeTerm]) -> OfficeTerm:
    chosen = request.session.get(ACTING_KEY)
    return next((term for term in terms if term.pk == chosen), terms[0])


def _refuse_what_no_page_sends(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """An address may hold any digits and the sign NUL; databases stop at 63 bits and before NUL."""
    too_large = any(isinstance(value, int) and value > ID_MAX for value in kwargs.values())
    if too_large or "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        raise Http404


def _village(slug: str) -> Village:
    village = Village.objects.select_related("region").filter(slug=slug).first()
    if village is None:
        raise Http404
    return village


def _act(request: VillageRequest, permission: Permission, group_id: int | None) -> None:
    here = [term for term in request.offices if term.village_id == request.village.pk]
    if not here:
        _visit(request, permission)
        return
    request.acting = _chosen(request, here)
    if request.acting.group is not None:
        request.acting.group.village = request.village  # known already: it need not be asked for
    if request.acting.may(permission) and _reaches(request.acting, group_id):
        return
    others = [term for term in here if term.may(permission) and _reaches(term, group_id)]
    if others:
        raise PermissionDenied(
            _("This page is for: %(offices)s. Change it under 'You act as'.")
            % {"offices": ", ".join(term.label if group_id else term.title for term in others)}
        )
    if request.acting.may(permission):
        raise Http404
    raise PermissionDenied


def _reaches(term: OfficeTerm, group_id: int | None) -> bool:
    """An office over a group reaches that group; an office over the village, all its groups."""
    over_group = SCOPE_OF[Office(term.office)] == Scope.GROUP
    return group_id is None or not over_group or term.group_id == group_id


def _visit(request: VillageRequest, permission: Permission) -> None:
    """Let an operator in while a visit lasts, and note each page where the village sees it."""
    now = timezone.now()
    operators = [term for term in request.offices if term.office == Office.OPERATOR]
    visits = OperatorVisit.objects.filter(village=request.village, user=request.user)
    request.visit = visits.lasting(now).first() if operators else None
    if request.visit is None:
        raise Http404
    if permission not in VISITOR or request.method not in {"GET", "HEAD"}:
        raise PermissionDenied(
            _("A visit is for looking only. Ask somebody of the village to do this.")
        )
    request.acting = operators[0]
    audit.record_page(village=request.village, by=actor_of(request), at=now, page=request.path)


def _keep_members_sums(request: VillageRequest, permission: Permission) -> None:
    """Let an office over the whole village, or a visit, not into the cash of a cooperative."""
    if permission != Permission.SEE_CASH or request.group is None:
        return
    if not request.acting.reads_cash_of(request.group):
        raise PermissionDenied(
            _(
                "In a cooperative each line of the cash is a member's own savings. Who keeps or"
                " oversees the money reads it; every member reads her own book."
            )
        )


def group_of(request: VillageRequest) -> Group:
    """Return the group in the address; the door has opened it."""
    assert request.group is not None, "the address names a group"
    return request.group


def _group(village: Village, group_id: int | None) -> Group | None:
    if group_id is None:
        return None
    group = Group.objects.of(village).filter(pk=group_id).first()
    if group is None:
        raise Http404
    group.village = village
    return group
