"""Who sees whose sum: everybody of the group sees all, or her own, as the rule says.

Outside the group nobody sees a person's sum: offices of the village read the rule and the totals.
"""

from __future__ import annotations

from collections.abc import Collection

from rembuk.accounts.models import User
from rembuk.enterprise.models import Membership
from rembuk.shares.models import Rule, ShownTo
from rembuk.villages.models import Group, OfficeTerm
from rembuk.villages.permissions import SCOPE_OF, Office, Scope

# Who sees every member's income over the years, besides herself.
KEEPS_INCOME = frozenset({Office.GROUP_CHAIR, Office.TREASURER})


def own_ids(user: User, group: Group) -> frozenset[int]:
    """Return the memberships of a person in a group: she may have left and come back."""
    mine = Membership.objects.of(group.village).filter(group=group, resident__user=user)
    return frozenset(mine.values_list("pk", flat=True))


def is_of_group(term: OfficeTerm) -> bool:
    """Say whether an office is held over the group itself."""
    return SCOPE_OF[Office(term.office)] == Scope.GROUP


def sees_all(term: OfficeTerm, rule: Rule) -> bool:
    """Say whether an office sees every member's sum of what was divided by a rule."""
    if not is_of_group(term):
        return False
    return rule.shown_to == ShownTo.GROUP or term.office != Office.GROUP_MEMBER


def sees_one(term: OfficeTerm, rule: Rule, *, membership_id: int, own: Collection[int]) -> bool:
    """Say whether somebody sees one member's sum: her own, or all of them."""
    return membership_id in own or sees_all(term, rule)


def sees_income(term: OfficeTerm, *, membership_id: int, own: Collection[int]) -> bool:
    """Say whether somebody sees what a member got over the years."""
    return membership_id in own or term.office in KEEPS_INCOME
