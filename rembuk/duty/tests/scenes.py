"""A goat group with four members: what rules and pages of this room are tried on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from rembuk.duty import agreeing, marking, records, rosters, swapping
from rembuk.duty.agreeing import Terms
from rembuk.duty.models import Roster, Rule, Turn
from rembuk.enterprise import members
from rembuk.enterprise.members import Joining
from rembuk.enterprise.models import Membership
from rembuk.forum import meetings, resolutions
from rembuk.forum.meetings import Facts, Somebody
from rembuk.forum.models import Resolution
from rembuk.people import residents
from rembuk.people.residents import ResidentFacts
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.stories import World

TODAY = date(2026, 11, 23)  # a Monday
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
NAMES = ("Joko", "Karto", "Slamet", "Wiryo")


@dataclass
class Herd:
    """The group, its people, and short ways to act as them at one moment."""

    world: World
    group: Group
    people: dict[str, Membership]
    chair: Actor
    today: date = TODAY
    at: datetime = NOW
    users: dict[str, Any] = field(default_factory=dict)

    def told(self, by: Actor | None = None) -> dict[str, Any]:
        """Who does it and when."""
        return {"by": by or self.chair, "at": self.at}

    def dated(self, by: Actor | None = None) -> dict[str, Any]:
        """Who does it, when, and which day it is."""
        return {**self.told(by), "today": self.today}

    def agree(self, **terms: Any) -> Rule:
        """Record an agreement from today on."""
        since = terms.pop("since", self.today)
        return agreeing.agree(group=self.group, since=since, terms=Terms(**terms), **self.told())

    def decision(self) -> Resolution:
        """A meeting of the group, and what it agreed."""
        facts = Facts(self.today, "Giliran pakan", present=[Somebody("Joko")])
        held = meetings.record(group=self.group, facts=facts, **self.dated())
        return resolutions.agree(meeting=held, text="Denda disepakati", **self.told())

    def ask(self, days: int = 8, first_on: date | None = None) -> Roster:
        """Ask for a roster and work it out at once."""
        first = first_on or rosters.next_first_on(self.group, today=self.today)
        last = first + timedelta(days=days - 1)
        asked = rosters.ask(group=self.group, first_on=first, last_on=last, **self.dated())
        plan = rosters.plan_of(asked)
        return rosters.keep(asked=asked, plan=plan, outcome=rosters.work_out(plan))

    def roster(self, days: int = 8, first_on: date | None = None) -> Roster:
        """The same, and put it in force."""
        draft = self.ask(days, first_on)
        rosters.put_in_force(draft=draft, **self.dated())
        return draft

    def turns(self, name: str) -> list[Turn]:
        """The turns somebody has now."""
        return list(records.turns_of(self.group).filter(holder=self.people[name]))

    def done(self, turn: Turn, by: Actor | None = None, doer: str = "") -> Any:
        """Mark a turn as done, on its own day."""
        who = self.people[doer] if doer else None
        return marking.done(turn=turn, doer=who, by=by or self.chair, at=self.at, today=turn.on)

    def missed(self, turn: Turn) -> Any:
        """Mark a turn as not done, on its own day."""
        return marking.missed(turn=turn, note="", by=self.chair, at=self.at, today=turn.on)

    def swap(self, turn: Turn, other: Turn, by: Actor | None = None) -> Any:
        """Ask to swap two turns."""
        return swapping.ask(turn=turn, other=other, **self.dated(by))

    def member(self, name: str) -> Actor:
        """One of them, signed in as a member."""
        return Actor(user=self.users[name], office=Office.GROUP_MEMBER)


def herd() -> Herd:
    """Make the group; every member is a resident with an account."""
    world = stories.world()
    group = Group.objects.create(
        village=world.here, kind=Group.Kind.BUSINESS, trade=Group.Trade.GOATS, name="Kambing Jaya"
    )
    chair = stories.user("karto-chair", "Pak Ketua")
    stories.appoint(chair, Office.GROUP_CHAIR, group=group)
    by_adi: dict[str, Any] = {"by": world.by_adi, "at": NOW}
    people, users = {}, {}
    for name in NAMES:
        resident = residents.register(village=world.here, facts=ResidentFacts(name=name), **by_adi)
        users[name] = resident.user = stories.user(name.lower(), name)
        resident.save(update_fields=["user"])
        stories.appoint(users[name], Office.GROUP_MEMBER, group=group)
        joining = Joining(date(2026, 1, 5), resident=resident)
        people[name] = members.join(group=group, joining=joining, today=TODAY, **by_adi)
    return Herd(world, group, people, Actor(chair, Office.GROUP_CHAIR), users=users)
