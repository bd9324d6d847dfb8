"""Telling one invented village: who writes, what is written already, and the dice."""

from __future__ import annotations

from datetime import date, datetime, time
from random import Random

from rembuk.accounts.models import User
from rembuk.people.models import Household, Resident
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village
from rembuk.villages.permissions import Office

SEED = 2017


class Story:
    """Telling one village: who writes, what is written already, and the dice."""

    def __init__(self, village: Village) -> None:
        self.village = village
        self.rng = Random(SEED)
        self.people: dict[int, Resident] = {}
        self.homes: dict[int, Household] = {}
        self.users: dict[str, User] = {}

    def moment(self, day: date) -> datetime:
        """A working hour of a day, in village time."""
        hour = time(self.rng.randint(8, 15), self.rng.randint(0, 59))
        return datetime.combine(day, hour, tzinfo=self.village.zone)

    def writer(self, day: date) -> Actor:
        """The facilitator in office on a day."""
        who = "ningsih" if day >= date(2021, 2, 1) else "hadi"
        return Actor(user=self.users[who], office=Office.FACILITATOR)
