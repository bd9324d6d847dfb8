"""People close to a loan: nobody decides about her own, her family's, or pays it out.

Family is who lives in the same household, and whom either of the two named as heir or contact.
Related parties: officers and their family (K06; UU 25/1992 art. 34; Permenkop UKM 8/2023
art. 42-44; family is our stricter reading: check it with the Dinas).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from rembuk.accounts.models import User
from rembuk.cash.sums import said
from rembuk.coop.models import Member, Trusted
from rembuk.ledger import reading
from rembuk.ledger.reading import Book
from rembuk.lib.errors import Refused
from rembuk.loans import ceilings
from rembuk.people.models import Resident
from rembuk.villages.models import Group, OfficeTerm
from rembuk.villages.permissions import Office

LOANS, HELD = "1301", "2104"  # lent to members; kept for their next instalments
PART = Fraction(1, 10)  # of the cooperative's own capital
# Pokok, wajib, gifts and reserves (UU 25/1992 art. 41).
MEMBERS_CAPITAL, OTHER_CAPITAL = ("3101", "3102"), ("3104", "3201", "3202")


def family_of(members: Iterable[Member]) -> dict[int, set[int]]:
    """Return the residents close to each member, herself among them: by her id, two queries."""
    people = {one.pk: one.resident for one in members}
    if not people:
        return {}
    village = next(iter(people.values())).village
    found = {pk: {one.pk} for pk, one in people.items()}
    homes = [one.household_id for one in people.values() if one.household_id]
    rows = Resident.objects.of(village).filter(household__in=homes)
    for lives_there, household in rows.values_list("pk", "household"):
        for member_id, resident in people.items():
            if resident.household_id == household:
                found[member_id].add(lives_there)
    own = {one.pk: member_id for member_id, one in people.items()}
    named = Trusted.objects.of(village).filter(
        Q(member__in=people) | Q(resident__in=own), resident__isnull=False
    )
    for pk, owner, trusted in named.values_list("member", "member__resident", "resident"):
        if pk in found:
            found[pk].add(trusted)
        if trusted in own:
            found[own[trusted]].add(owner)
    return found


def require_stranger(user: User | None, member: Member) -> None:
    """Refuse the borrower herself and her family. Errors: Refused."""
    assert user is not None, "a person decides"
    if member.resident.user_id == user.pk:
        raise Refused(_("This is your own loan. Two others decide about it and pay it out."))
    mine = Resident.objects.of(member.village).filter(user=user).values_list("pk", flat=True)
    if family_of([member])[member.pk] & set(mine):
        raise Refused(
            _("%(name)s is of your family. Somebody else decides about her loan and pays it out.")
            % {"name": member.name}
        )


def is_related(group: Group, member: Member, *, on: date) -> bool:
    """Whether a member is an officer of the cooperative, or of the family of one."""
    return member.pk in related(group, [member], on=on)


def related(group: Group, members: Iterable[Member], *, on: date) -> set[int]:
    """Return which of these members are officers or of their family, by their ids."""
    held = OfficeTerm.objects.on(on).filter(group=group).exclude(office=Office.GROUP_MEMBER)
    rows = Resident.objects.of(group.village).filter(user__in=held.values("user"))
    officers = set(rows.values_list("pk", flat=True))
    return {pk for pk, family in family_of(members).items() if family & officers}


def lent(book: Book, *, on: date) -> list[tuple[Member, int]]:
    """Return the principal that is out to who is close on a day, in rupiah: five queries."""
    borrowers = reading.holding(book.village, book.group_id, control=LOANS)
    left = {
        code.partition("-")[2]: left_rp
        for code, left_rp in borrowers.values_list("code", "balance__own_rp").order_by("code")
    }
    rows = Member.objects.of(book.village).filter(group=book.group, number__in=left)
    people = list(rows.select_related("resident__village").order_by("number", "pk"))
    near = related(book.group, people, on=on)
    return [(one, left[one.number]) for one in people if one.pk in near]


def require_room(book: Book, member: Member, *, new_rp: int, on: date) -> None:
    """Refuse a loan that brings those to related parties above a tenth of own capital.

    Errors: Refused, with what there is room for.
    """
    outstanding = [left_rp for _member, left_rp in lent(book, on=on)]
    capital = _own_capital(book)
    found = ceilings.close_people(
        Fraction(capital), map(Fraction, outstanding), new=Fraction(new_rp), part=PART
    )
    if not found.allowed:
        room_rp = max(found.limit - int(found.after) + new_rp, 0)
        raise Refused(
            _(
                "%(name)s is close to the cooperative. Loans to officers and their family are at"
                " most a tenth of its own capital (Permenkop UKM 8/2023): there is room for"
                " %(room)s."
            )
            % {"name": member.name, "room": said(room_rp)}
        )


def _own_capital(book: Book) -> int:
    """Add up what is the cooperative's own: members' capital, gifts and reserves."""
    of_members = (
        reading.holding(book.village, book.group_id, control=control).aggregate(
            held=Sum("balance__own_rp")
        )["held"]
        for control in MEMBERS_CAPITAL
    )
    return sum(one or 0 for one in of_members) + sum(reading.held_now(book, OTHER_CAPITAL).values())
