"""Tables of this room."""

from rembuk.shares.models.capital import Contribution
from rembuk.shares.models.concerns import Concern, ConcernNote
from rembuk.shares.models.rules import Agreeing, Belonging, Leftover, Rule, ShownTo, Weighing
from rembuk.shares.models.sharings import Share, Sharing, Step, Weight

__all__ = [
    "Agreeing", "Belonging", "Concern", "ConcernNote", "Contribution", "Leftover", "Rule", "Share",
    "Sharing", "ShownTo", "Step", "Weighing", "Weight",
]  # fmt: skip
