"""Offices: who is appointed to what, by whom, and when it ends. The history stays.

Rules here speak in sentences; seats.py holds the same in the database for the moment when two
people appoint at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from rembuk.accounts.models import User
from rembuk.lib.errors import Refused
from rembuk.villages import audit, newcomers, tenancy
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Known, OfficeTerm, Region, Village
from rembuk.villages.newcomers import Newcomer
from rembuk.villages.permissions import INCOMPATIBLE, ONE_SEAT, SCOPE_OF, Office, Scope

EARLIEST = date(1990, 1, 1)

IN_THE_VILLAGE = tuple(
    office
    for office, scope in SCOPE_OF.items()
    if scope in {Scope.VILLAGE, Scope.GROUP} and office != Office.VILLAGE_HEAD
)
ABOVE = tuple(
    office
    for office, scope in SCOPE_OF.items()
    if scope in {Scope.REGION, Scope.NATION, Scope.SYSTEM} or office == Office.VILLAGE_HEAD
)
# Which offices an office appoints to.
APPOINTS: dict[str, tuple[Office, ...]] = {
    Office.VILLAGE_HEAD: IN_THE_VILLAGE,
    Office.GROUP_CHAIR: (Office.GROUP_MEMBER,),
    Office.OPERATOR: ABOVE,
}
# Who hands over a newcomer's first link: it opens the account, with all that is ever added to it.
GIVES_LINKS: frozenset[str] = frozenset({Office.VILLAGE_HEAD, Office.OPERATOR})
# What only some kinds of group have: a learning house lends nothing, and has no members' money.
# A cooperative's books show each member's own account: its members read their own passbook.
ONLY_IN: dict[Office, frozenset[str]] = {
    Office.LOAN_COMMITTEE: frozenset({Group.Kind.COOPERATIVE}),
    Office.BOARD: frozenset({Group.Kind.COOPERATIVE}),
    Office.SUPERVISORY_BOARD: frozenset({Group.Kind.COOPERATIVE, Group.Kind.BUSINESS}),
    Office.BOOKKEEPER: frozenset({Group.Kind.COOPERATIVE, Group.Kind.BUSINESS}),
    Office.GROUP_MEMBER: frozenset({Group.Kind.BUSINESS}),
}

Over = Village | Group | Region | None
KIND_OF: dict[Scope, type[Village] | type[Group] | type[Region] | type[None]] = {
    Scope.VILLAGE: Village,
    Scope.GROUP: Group,
    Scope.REGION: Region,
    Scope.NATION: type(None),
    Scope.SYSTEM: type(None),
}


@transaction.atomic
def appoint(  # noqa: PLR0913  # what an appointment says, each part named by the caller
    *,
    user: User | Newcomer,
    office: Office,
    over: Over = None,
    since: date,
    since_precision: str = Known.DAY,
    until: date | None = None,
    decree: str = "",
    by: Actor,
    at: datetime,
) -> OfficeTerm:
    """Give a person an office over a village, a group or a region for a period.

    A Newcomer gets an account first. `since` is the first day of what `since_precision` covers,
    or with KNOWN_BY a day on which she held the office already. `until` is the last day, None for
    no planned end; `decree` is the number of the letter. Errors: Refused when `by` may not appoint
    to this office or appoints himself, when a group of that kind has no such office, when the days
    are the wrong way round, when the person holds it already, when the seat is taken, when another
    office of hers must not meet this one; and as newcomers.make_account.
    """
    office = Office(office)
    assert isinstance(over, KIND_OF[SCOPE_OF[office]]), f"{office} is not held over {over!r}"
    person = newcomers.make_account(user) if isinstance(user, Newcomer) else user
    _may_appoint(by=by, user=person, office=office)
    _group_has(office, over=over)
    _days_fit(since=since, until=until, over=over)
    village = (
        over.village if isinstance(over, Group) else over if isinstance(over, Village) else None
    )
    _own_group(by, over=over, on=at.astimezone(village.zone).date() if village else None)
    _take_turns(person, village)
    term = OfficeTerm(
        user=person,
        office=office,
        village=village,
        group=over if isinstance(over, Group) else None,
        region=over if isinstance(over, Region) else None,
        since=since,
        since_precision=since_precision,
        until=until,
        decree=decree.strip(),
        appointed_by=by.user,
    )
    _refuse_beside(term)
    term.save(force_insert=True)
    _tell(term, verb="office.appointed", by=by, at=at, changes=_beginning(term))
    return term


def fits(office: Office, group: Group) -> bool:
    """Does a group of this kind have such an office?"""
    return group.kind in ONLY_IN.get(office, {group.kind})


def appoints_anybody(term: OfficeTerm) -> bool:
    """Is there an office to give for who holds this one? A group's kind decides for its chair."""
    posts = APPOINTS.get(term.office, ())
    return any(term.group is None or fits(office, term.group) for office in posts)


@transaction.atomic
def end_term(
    *, term: OfficeTerm, until: date, reason: str, by: Actor, at: datetime, today: date
) -> OfficeTerm:
    """End an office on a day. A day to come is planned; today or earlier takes effect at once.

    `today` is the village's day. Errors: Refused without a reason, for a day before the term
    began, for a day after its end, for a term that is over, and for somebody who may not appoint
    to the office.
    """
    term = OfficeTerm.objects.select_for_update(of=("self",)).get(pk=term.pk)
    if by.user is not None and Office(term.office) not in APPOINTS.get(by.office, ()):
        raise Refused(_("Only who may appoint to an office ends it. Ask that person."))
    _own_group(by, over=term.group, on=today)
    if term.ended_at is not None or (term.until is not None and term.until < today):
        raise Refused(_("This term is over already. Nothing is left to end."))
    if not reason.strip():
        raise Refused(_("Write why the term ends."))
    if until < term.since:
        raise Refused(_("The term began later than this day. Choose a later last day."))
    if term.until is not None and until > term.until:
        raise Refused(_("The term ends earlier than this day. Appoint again for longer."))
    planned = term.until
    _close(term, until=until, reason=reason, at=at, today=today)
    _tell(
        term,
        verb="office.ended",
        by=by,
        at=at,
        changes=[("until", planned, until), ("reason", None, reason.strip())],
    )
    return term


def end_all_of(
    group: Group, *, until: date, reason: str, by: Actor, at: datetime, today: date
) -> None:
    """End every office over a group that ends itself."""
    for term in open_terms(OfficeTerm.objects.filter(group=group), on=today):
        last = max(until, term.since)
        _close(term, until=last, reason=reason, at=at, today=max(today, last))
        ending = [("until", None, last), ("reason", None, reason)]
        _tell(term, verb="office.ended", by=by, at=at, changes=ending)


def terms_in(village: Village) -> QuerySet[OfficeTerm]:
    """Every term over the village or a group of it, with person and group, latest first."""
    terms = OfficeTerm.objects.filter(village=village).select_related("user", "group", "village")
    return terms.order_by("-since", "-pk")


def terms_above() -> QuerySet[OfficeTerm]:
    """Every term above villages, with person and region, latest first."""
    terms = OfficeTerm.objects.filter(village__isnull=True).select_related("user", "region")
    return terms.order_by("-since", "-pk")


def open_terms(terms: QuerySet[OfficeTerm], *, on: date) -> list[OfficeTerm]:
    """Those of the terms that are held on a day or begin later."""
    later = Q(since__gt=on)
    held = Q(pk__in=OfficeTerm.objects.on(on).values("pk"))
    return list(terms.filter(later | held))


def seen_by(term: OfficeTerm, village: Village) -> QuerySet[OfficeTerm]:
    """The terms an office may read: those of its own group for a group office, else all."""
    terms = terms_in(village)
    return terms if term.group_id is None else terms.filter(group=term.group_id)


def known_in(village: Village) -> QuerySet[User]:
    """People who hold or held an office in the village: who may be appointed without typing."""
    return _holders_of(terms_in(village))


def known_to(term: OfficeTerm, village: Village) -> QuerySet[User]:
    """People of the terms an office may read: whom it appoints without typing."""
    return _holders_of(seen_by(term, village))


def _holders_of(terms: QuerySet[OfficeTerm]) -> QuerySet[User]:
    holders = User.objects.filter(is_active=True, pk__in=terms.order_by().values("user"))
    return holders.order_by("name", "pk")


def _may_appoint(*, by: Actor, user: User, office: Office) -> None:
    if by.user is None:
        return
    if office not in APPOINTS.get(by.office, ()):
        raise Refused(
            _("%(mine)s does not appoint to the office %(office)s. Ask the one who does.")
            % {"mine": _title(by.office), "office": office.label}
        )
    if by.user.pk == user.pk:
        raise Refused(_("Nobody appoints himself. Ask somebody else who may appoint."))
    if not user.is_active:
        raise Refused(
            _("The account of %(name)s is closed. Choose somebody else.") % {"name": user.name}
        )


def _own_group(by: Actor, *, over: Over, on: date | None) -> None:
    """Who appoints by an office over a group appoints in that group, and in no other."""
    if by.user is None or SCOPE_OF[Office(by.office)] != Scope.GROUP:
        return
    assert on is not None
    mine = OfficeTerm.objects.on(on).filter(user=by.user, office=by.office, group__isnull=False)
    if not isinstance(over, Group) or not mine.filter(group=over).exists():
        raise Refused(_("You appoint in your own group only. Ask the chair of that group."))


def _group_has(office: Office, *, over: Over) -> None:
    if isinstance(over, Group) and not fits(office, over):
        raise Refused(
            _("A group of the kind '%(kind)s' has no office %(office)s. Choose another office.")
            % {"kind": over.get_kind_display(), "office": office.label}
        )


def _take_turns(user: User, village: Village | None) -> None:
    """Make two people who appoint at once wait for each other, so that the second is told."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if village is not None:
        Village.objects.select_for_update(no_key=True).get(pk=village.pk)


def _days_fit(*, since: date, until: date | None, over: Over) -> None:
    if since < EARLIEST:
        raise Refused(_("Check the first day: it lies before 1990."))
    if until is not None and until < since:
        raise Refused(_("The last day comes before the first. Change one of them."))
    if isinstance(over, Group) and over.ended_on is not None:
        raise Refused(_("%(group)s has ended. Choose another group.") % {"group": over.name})


def _refuse_beside(term: OfficeTerm) -> None:
    """Say which other term stands in the way, whose it is, and what to do."""
    at_one_time = _at_one_time(term)
    over = Q(village=term.village, group=term.group, region=term.region)
    same = at_one_time.filter(over, office=term.office)
    if same.filter(user=term.user).exists():
        raise Refused(
            _("%(name)s holds the office %(office)s at that time already. Change the period.")
            % {"name": term.user.name, "office": term.title}
        )
    if term.office in ONE_SEAT and (holder := same.first()):
        raise Refused(
            _(
                "%(name)s is %(office)s at that time. End that term first,"
                " or let the new one begin later."
            )
            % {"name": holder.user.name, "office": term.label}
        )
    if term.group is None:
        return
    mine = at_one_time.filter(user=term.user, group=term.group)
    for other in mine.order_by("since", "pk"):
        if frozenset({Office(other.office), Office(term.office)}) in INCOMPATIBLE:
            raise Refused(
                _(
                    "%(name)s is %(held)s of %(group)s at that time. %(held)s and %(office)s must"
                    " be two people. Choose somebody else, or end the first office."
                )
                % {
                    "name": term.user.name,
                    "held": other.title,
                    "office": term.title,
                    "group": term.group.name,
                }
            )


def _at_one_time(term: OfficeTerm) -> QuerySet[OfficeTerm]:
    """Terms that share a day with this one; one ended by hand leaves its last day free."""
    over_before = Q(until__lt=term.since) | Q(until=term.since, ended_at__isnull=False)
    never_held = Q(until=F("since"), ended_at__isnull=False)
    others = OfficeTerm.objects.exclude(pk=term.pk).exclude(over_before).exclude(never_held)
    others = others.select_related("user")
    return others if term.until is None else others.filter(since__lte=term.until)


def _close(term: OfficeTerm, *, until: date, reason: str, at: datetime, today: date) -> None:
    term.until = until
    if until <= today:
        term.ended_at, term.ended_reason = at, reason.strip()
    term.save(update_fields=["until", "ended_at", "ended_reason"])


def _tell(
    term: OfficeTerm, *, verb: str, by: Actor, at: datetime, changes: Iterable[audit.Change]
) -> None:
    """Write the trail of the village. Offices above villages have none: their row is the trail."""
    if term.village is None:
        return
    over = term.group.name if term.group else term.village.name
    with tenancy.inside(term.village):
        audit.record(
            village=term.village,
            verb=verb,
            subject=term,
            subject_name=term.user.name,
            by=by,
            at=at,
            changes=[("office", None, term.office), ("over", None, over), *changes],
        )


def _beginning(term: OfficeTerm) -> list[audit.Change]:
    """The first day for the trail, no more exactly than it is known."""
    day = term.since.isoformat()
    known = {Known.MONTH: day[:7], Known.YEAR: day[:4], Known.KNOWN_BY: ""}
    told = known.get(Known(term.since_precision), day)
    return [("since", None, told)] if told else []


def _title(office: str) -> str:
    return str(Office(office).label) if office else _("Rembuk")
