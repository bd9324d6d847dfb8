"""What the group goes by: days, months and limits that are its choice, with where they come from.

Days after mating: a national review of 2009 gives 142 to 156 for Peranakan Etawah, and plans with
150. Sexes part at five months, because does were found to be mated at seven and a half (Sukendar
2005). From which kinship on a mating is warned of is a number with a source that a village may
change (numbers.py).
"""

from __future__ import annotations

from dataclasses import dataclass

DUE_DAYS = 150
DUE_FROM_DAYS, DUE_UNTIL_DAYS = 142, 156
KID_MONTHS = 5
WEANING_DAYS = 90
CHECKED_DAYS = 7  # after kidding


@dataclass(frozen=True)
class KinLimits:
    """From which expected inbreeding on a mating is warned of, and advised against."""

    warns: float
    forbids: float
