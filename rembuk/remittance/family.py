"""Who of her family hears of a worker's transfers: she says so herself, and takes it back herself.

Consent is a dated row (UU 27/2022 art. 20 and 22); the newest holds. What her family sees is the
sum and, if she wishes, her goals: no other savings. It begins with transfers booked after she said
so, and what a message told before she took it back stays on that phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from rembuk.coop import trusted
from rembuk.coop.models import Member, Trusted
from rembuk.coop.passbook import Beside
from rembuk.lib.errors import Refused
from rembuk.people import audiences, merging
from rembuk.people.models import Resident
from rembuk.remittance.models import FamilyConsent
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village

Shows = FamilyConsent.Shows


@dataclass(frozen=True)
class Shared:
    """A member whose transfers somebody hears of: since when, and how much of them."""

    member: Member
    since: datetime
    with_goals: bool


def may_hear(member: Member, *, on: date) -> list[Resident]:
    """Return whom she may choose: grown-ups of her household, and the contact she named before."""
    hers = merging.ids_of(member.resident)
    contacts = trusted.now(member).filter(role=Trusted.Role.CONTACT).values("resident")
    near = Q(pk__in=contacts)
    if member.resident.household_id is not None:
        near |= Q(household=member.resident.household_id)
    return list(audiences.grown_ups(member.village, on).filter(near).exclude(pk__in=hers))


@transaction.atomic
def let_hear(
    *, member: Member, resident: Resident, shows: str, by: Actor, at: datetime, today: date
) -> FamilyConsent:
    """Let one of her family hear of her transfers from now on; whoever heard before does not.

    Errors: Refused for somebody else than the member herself, for who is not of her family, and
    where it holds so already.
    """
    member.take_turn()
    _check_own(member, by)
    if resident not in may_hear(member, on=today):
        raise Refused(_("Choose a grown-up of your household, or the contact you named."))
    before = now(member)
    if before and (before.resident_id, before.shows) == (resident.pk, shows):
        raise Refused(_("It is so already. Nothing more is needed."))
    return _write(member, resident=resident, shows=shows, by=by, at=at)


@transaction.atomic
def take_back(*, member: Member, by: Actor, at: datetime) -> FamilyConsent:
    """Let nobody hear of her transfers any more.

    Errors: Refused for somebody else than the member herself, and where nobody hears of them.
    """
    member.take_turn()
    _check_own(member, by)
    if now(member) is None:
        raise Refused(_("Nobody hears of your transfers. Nothing more is needed."))
    return _write(member, resident=None, shows="", by=by, at=at)


def end(*, member: Member, about: Sequence[int], at: datetime) -> None:
    """Let it end where she or who hears of it is one of the residents `about`: one was erased."""
    before = now(member)
    if before and {member.resident_id, before.resident_id} & set(about):
        FamilyConsent.objects.create(village=member.village, member=member, at=at)


def _check_own(member: Member, by: Actor) -> None:
    if by.user is None or by.user.pk != member.resident.user_id:
        raise Refused(_("Only she herself says who hears of her transfers."))


def _write(
    member: Member, *, resident: Resident | None, shows: str, by: Actor, at: datetime
) -> FamilyConsent:
    made = FamilyConsent.objects.create(
        village=member.village, member=member, resident=resident, shows=shows, by=by.user, at=at
    )
    audit.record(
        village=member.village,
        verb="remittance.family_hears" if resident else "remittance.family_hears_no_more",
        subject=made,
        subject_name=member.name,
        resident_id=member.resident_id,
        by=by,
        at=at,
        changes=[],
    )  # fmt: skip -- not who: whom she trusts is hers to tell
    return made


def now(member: Member) -> FamilyConsent | None:
    """Return the consent that holds now; None where nobody hears of her transfers."""
    newest = _rows(member.village).filter(member=member).first()
    return newest if newest and newest.resident_id else None


def of(member: Member) -> list[FamilyConsent]:
    """Return all she said of it, the newest first."""
    return list(_rows(member.village).filter(member=member))


def _rows(village: Village) -> QuerySet[FamilyConsent]:
    return FamilyConsent.objects.of(village).select_related("resident").order_by("-at", "-pk")


def shared_with(who: Resident) -> list[Shared]:
    """Return whose transfers somebody hears of now: two queries.

    `since` is when it began without a break: more or less of it shown later is no new beginning.
    """
    rows = FamilyConsent.objects.of(who.village)
    newest = rows.filter(member=OuterRef("member")).order_by("-at", "-pk").values("pk")[:1]
    holding = rows.annotate(newest=Subquery(newest)).filter(
        pk=F("newest"), resident__in=merging.records_of(who)
    )
    found = list(holding.select_related("member__resident", "member__group").order_by("member"))
    told: dict[int, list[FamilyConsent]] = {one.member_id: [] for one in found}
    for row in rows.filter(member__in=list(told)).order_by("-at", "-pk"):
        told[row.member_id].append(row)
    return [
        Shared(one.member, _since(one, told[one.member_id]), one.shows == Shows.GOALS)
        for one in found
    ]


def _since(holds: FamilyConsent, told: Sequence[FamilyConsent]) -> datetime:
    since = holds.at
    for one in told:
        if one.resident_id != holds.resident_id:
            break
        since = one.at
    return since


def beside(who: Resident) -> list[Beside]:
    """Say, beside the books somebody may read, whose transfers she hears of."""
    return [
        Beside(
            title=_("Transfers of %(name)s") % {"name": one.member.name},
            hint=one.member.group.name,
            url=reverse("transfers:heard", args=[one.member.pk]),
        )
        for one in shared_with(who)
    ]
