"""Opening 'Data saya' to a person: an account of her own, tied to her record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.accounts import links
from rembuk.accounts.models import User
from rembuk.lib.dates import years_between
from rembuk.lib.errors import Refused
from rembuk.people.audiences import ADULT_YEARS
from rembuk.people.models import Resident
from rembuk.villages import audit, newcomers, tenancy
from rembuk.villages.actors import Actor
from rembuk.villages.models import OfficeTerm, Village

LINK_DAYS = 7


@transaction.atomic
def open_account(*, resident: Resident, username: str, by: Actor, at: datetime) -> User:
    """Make an account for a resident, without a password; she comes in by a link.

    Errors: Refused for a child (PP 17/2025: accounts are for adults), for somebody who has an
    account, and for a user name that cannot be one or is taken.
    """
    if resident.user is not None:
        raise Refused(_("%(name)s has an account already.") % {"name": resident.name})
    today = at.astimezone(resident.village.zone).date()
    born = resident.birth_date
    if born and years_between(born, today) < ADULT_YEARS:
        raise Refused(_("Accounts are for adults. A parent can see a child's data at the office."))
    # A phone that another account has is shared in the family: it signs in the other one.
    taken = not resident.phone or User.objects.filter(phone=resident.phone).exists()
    made = newcomers.Newcomer(
        name=resident.name, username=username, phone="" if taken else resident.phone
    )
    user = newcomers.make_account(made)
    resident.user = user
    resident.save(update_fields=["user"])
    audit.record(
        village=resident.village, verb="people.account_opened", subject=resident, by=by, at=at,
        resident_id=resident.pk,
    )  # fmt: skip
    return user


def may_get_link(resident: Resident) -> bool:
    """May the village hand over a sign-in link? Only before the first sign-in.

    Never for somebody who holds or held an office: the link would open what the giver may not.
    """
    user = resident.user
    if user is None or OfficeTerm.objects.filter(user=user).exists():
        return False
    return newcomers.may_get_first_link(user, village=resident.village)


def may_renew_link(resident: Resident, *, by: Actor) -> bool:
    """May the village hand over a new link to somebody who has been in and cannot come back?

    Never to oneself, and never for whoever holds or held an office: the village head gives those.
    """
    user = resident.user
    if user is None or by.user is None or by.user.pk == user.pk or may_get_link(resident):
        return False
    return user.is_active and not OfficeTerm.objects.filter(user=user).exists()


@transaction.atomic
def new_link(*, resident: Resident, by: Actor, at: datetime) -> str:
    """Make a link for somebody who forgot her password; older ones end. Returns its token.

    Errors: Refused where may_renew_link says no, and for a closed account.
    """
    if not may_renew_link(resident, by=by):
        raise Refused(
            _(
                "No link is made here for this person: the account opens an office too, or it is"
                " closed or your own. The village head makes links for officers."
            )
        )
    assert resident.user is not None
    audit.record(
        village=resident.village, verb="people.link_renewed", subject=resident, by=by, at=at,
        resident_id=resident.pk,
    )  # fmt: skip
    links.end_open(user=resident.user, at=at)
    return links.issue(user=resident.user, minutes=LINK_DAYS * 24 * 60, by=by.user, at=at)


def is_kept_elsewhere(user: User, village: Village) -> bool:
    """Does the account open a record that another village keeps?"""
    with tenancy.every_village("whether an account opens a record of another village"):
        return Resident.objects.filter(user=user).exclude(village=village).exists()


def first_link(*, resident: Resident, by: Actor, at: datetime) -> str:
    """Make the link of the first sign-in and return its token; an earlier one still works.

    Errors: Refused if she has signed in before.
    """
    if not may_get_link(resident):
        raise Refused(_("This person has signed in before. A new code goes to her own phone."))
    assert resident.user is not None
    audit.record(
        village=resident.village, verb="people.link_made", subject=resident, by=by, at=at,
        resident_id=resident.pk,
    )  # fmt: skip
    return links.issue(user=resident.user, minutes=LINK_DAYS * 24 * 60, by=by.user, at=at)
