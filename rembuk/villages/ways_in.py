"""Links that an office hands over: the first way in, and a new one for whoever cannot come in.

A link opens all that its account opens. So nobody gives one who does not appoint to the office,
none opens more than the giver's village, and the trail of the village tells of each.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import Enum

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.accounts import links
from rembuk.accounts.models import User
from rembuk.lib.errors import Refused
from rembuk.villages import audit, newcomers, offices, tenancy
from rembuk.villages.actors import Actor
from rembuk.villages.models import OfficeTerm, Village
from rembuk.villages.permissions import Office

LINK_DAYS = 3
LINK_MINUTES = LINK_DAYS * 24 * 60

Ask = Callable[[User, Village], bool]
_elsewhere: list[Ask] = []


class Kind(Enum):
    """The first link of a newcomer, or a new one for somebody who has been in."""

    FIRST = "first"
    NEW = "new"


def known_elsewhere_with(ask: Ask) -> None:
    """Register a question of a room above: is this person kept in another village too?"""
    _elsewhere.append(ask)


def is_tied_elsewhere(user: User, village: Village) -> bool:
    """Would a link open anything outside this village: an office, now or once, or a record?"""
    terms = OfficeTerm.objects.filter(user=user).exclude(village=village)
    return terms.exists() or any(ask(user, village) for ask in _elsewhere)


def offered(term: OfficeTerm, *, by: Actor, today: date) -> Kind | None:
    """Which link may this office hand over to the holder of a term? None for none."""
    if by.user is None or by.office not in offices.GIVES_LINKS or by.user.pk == term.user_id:
        return None
    if term.office not in offices.APPOINTS[by.office]:
        return None
    if newcomers.may_get_first_link(term.user, village=term.village):
        return Kind.FIRST
    return Kind.NEW if _may_renew(term, by=by, today=today) else None


@transaction.atomic
def give(*, term: OfficeTerm, by: Actor, at: datetime, today: date) -> tuple[str, Kind]:
    """Make the link and return its token and kind; what was handed out before ends with a new one.

    Errors: Refused where `offered` offers none, and for a closed account.
    """
    kind = offered(term, by=by, today=today)
    if kind is None:
        raise Refused(
            _(
                "No link is made here for this person: the account is not yours to open, or"
                " reaches further than this village. A code to her own phone lets her in."
            )
        )
    if kind == Kind.NEW:
        links.end_open(user=term.user, at=at)
    if term.village is not None:
        verb = "office.link_made" if kind == Kind.FIRST else "office.link_renewed"
        with tenancy.inside(term.village):
            audit.record(
                village=term.village, verb=verb, subject=term, subject_name=term.user.name,
                by=by, at=at,
            )  # fmt: skip
    return links.issue(user=term.user, minutes=LINK_MINUTES, by=by.user, at=at), kind


def _may_renew(term: OfficeTerm, *, by: Actor, today: date) -> bool:
    """The village head for the people of the village; for the head himself an operator."""
    if (
        term.village is None
        or not term.user.is_active
        or is_tied_elsewhere(term.user, term.village)
    ):
        return False
    mine = offices.terms_in(term.village).filter(user=term.user)
    heads = {term.office for term in offices.open_terms(mine, on=today)} & {Office.VILLAGE_HEAD}
    return bool(heads) == (by.office == Office.OPERATOR)
