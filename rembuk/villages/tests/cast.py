"""Who does things in a scene of one group, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Village


@dataclass(frozen=True)
class Cast:
    """A group with its officers, acting at one moment."""

    group: Group
    facilitator: Actor
    chair: Actor
    treasurer: Actor
    at: datetime
    today: date

    @property
    def village(self) -> Village:
        """The village of the group."""
        return self.group.village
