"""What an office means in a cooperative: whether it is one of it, and whose sums it sees."""

from __future__ import annotations

from rembuk.villages.models import Group, OfficeTerm
from rembuk.villages.permissions import READS_MEMBERS_SUMS


def is_of_cooperative(term: OfficeTerm) -> bool:
    """Whether an office is held in a cooperative."""
    return term.group is not None and term.group.kind == Group.Kind.COOPERATIVE


def sees_sums(term: OfficeTerm) -> bool:
    """Whether an office keeps or oversees the members' money."""
    return is_of_cooperative(term) and term.office in READS_MEMBERS_SUMS
