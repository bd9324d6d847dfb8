"""What a word means on every page: until when a goat is a kid, and how long one is ill lately.

Sexes part at five months, because does were found to be mated at seven and a half (Sukendar 2005).
Days and limits that a village may change have a day and a source (numbers.py).
"""

from __future__ import annotations

from dataclasses import dataclass

KID_MONTHS = 5
# Below these a slip of the pen is likelier than the truth; both are our guess, no source found.
WEANED_LEAST_DAYS, MATED_LEAST_MONTHS = 14, 3
ILL_DAYS = 7  # without a treatment; then it is well, or nobody wrote down how it went on


@dataclass(frozen=True)
class KinLimits:
    """From which expected inbreeding on a mating is warned of, and advised against."""

    warns: float
    forbids: float
