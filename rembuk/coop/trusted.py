"""Whom a member named: her heir, and one contact who may read her book but moves no money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from rembuk.coop.models import Member, Trusted
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.people.models import Resident
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village


@dataclass(frozen=True)
class Named:
    """Somebody a member names; a resident gives her own name."""

    role: str
    relation: str
    name: str = ""
    phone: str = ""
    resident: Resident | None = None


@transaction.atomic
def name(*, member: Member, named: Named, by: Actor, at: datetime) -> Trusted:
    """Write down whom a member named; who was named before is so no longer, and stays visible.

    Errors: Refused without a name or a relation, for a contact who is not in the registry, for
    the member herself, and for the officer who writes it down.
    """
    member.take_turn()
    resident = named.resident
    called = resident.name if resident else clean_text(named.name)[0]
    relation = clean_text(named.relation)[0]
    if not called:
        raise Refused(_("Write the name."))
    if not relation:
        raise Refused(_("Write what she is to the member, for example: mother."))
    if resident is not None and resident.pk == member.resident_id:
        raise Refused(_("This is the member herself. Choose somebody else."))
    if resident is not None and by.user is not None and resident.user_id == by.user.pk:
        raise Refused(_("Nobody writes herself down here. Ask another officer to do it."))
    if named.role == Trusted.Role.CONTACT and resident is None:
        raise Refused(_("Choose somebody of the registry: only so can she sign in and read."))
    now(member).filter(role=named.role).update(ended_at=at, ended_by=by.user)
    made = Trusted.objects.create(
        village=member.village, member=member, role=Trusted.Role(named.role), name=called,
        relation=relation, phone=named.phone, resident=resident, named_at=at, named_by=by.user,
    )  # fmt: skip
    audit.record(
        village=member.village, verb="coop.trusted_named", subject=made, subject_name=member.name,
        resident_id=member.resident_id, by=by, at=at, changes=[("coop_role", None, made.role)],
    )  # fmt: skip
    return made


@transaction.atomic
def end(*, member: Member, role: str, by: Actor, at: datetime) -> None:
    """Let whom a member named in a role be so no longer. Errors: Refused where nobody is."""
    member.take_turn()
    one = now(member).filter(role=role).first()
    if one is None:
        raise Refused(_("Nobody is named here any more. Open her page again."))
    one.ended_at, one.ended_by = at, by.user
    one.save(update_fields=["ended_at", "ended_by"])
    audit.record(
        village=member.village, verb="coop.trusted_ended", subject=one, subject_name=member.name,
        resident_id=member.resident_id, by=by, at=at, changes=[("coop_role", one.role, None)],
    )  # fmt: skip


def with_reader(rows: QuerySet[Member], village: Village) -> QuerySet[Member]:
    """Annotate members with the name of their `reader`: who else may open the book, or None."""
    named = Trusted.objects.of(village).filter(
        member=OuterRef("pk"), role=Trusted.Role.CONTACT, ended_at__isnull=True
    )
    return rows.annotate(reader=Subquery(named.values("name")[:1]))


def now(member: Member) -> QuerySet[Trusted]:
    """Return whom a member names now."""
    rows = Trusted.objects.of(member.village).filter(member=member, ended_at__isnull=True)
    return rows.select_related("resident").order_by("role", "pk")
