"""A cooperative and its people, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rembuk.accounts.models import User
from rembuk.coop import members
from rembuk.coop.members import Facts
from rembuk.coop.models import Member
from rembuk.people import residents
from rembuk.people.models import Resident
from rembuk.people.residents import ResidentFacts
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.stories import NOW, TODAY, World

JOINED = date(2026, 1, 5)


@dataclass
class Coop:
    """A cooperative with officers; everybody acts on the stories' day."""

    world: World
    group: Group
    chair: User
    board: User
    treasurer: User
    supervisor: User

    def by(self, user: User, office: Office) -> Actor:
        """Somebody acting in an office."""
        return Actor(user=user, office=office)

    @property
    def by_chair(self) -> Actor:
        """The chair, acting."""
        return Actor(user=self.chair, office=Office.GROUP_CHAIR)

    @property
    def by_treasurer(self) -> Actor:
        """The treasurer, acting."""
        return Actor(user=self.treasurer, office=Office.TREASURER)

    @property
    def by_supervisor(self) -> Actor:
        """The supervisor, acting."""
        return Actor(user=self.supervisor, office=Office.SUPERVISORY_BOARD)

    def resident(self, name: str) -> Resident:
        """Somebody of the village."""
        facts = ResidentFacts(name=name)
        return residents.register(
            village=self.group.village, facts=facts, by=self.world.by_adi, at=NOW
        )

    def applicant(self, name: str, on: date = JOINED) -> Member:
        """Somebody who applied."""
        return members.apply(
            group=self.group, resident=self.resident(name), on=on, by=self.by_chair, at=NOW,
            today=TODAY,
        )  # fmt: skip

    def step(self, member: Member, kind: str, on: date = JOINED, reason: str = "") -> Member:
        """Let something happen to a member."""
        members.step(
            member=member, facts=Facts(kind, on, reason), by=self.by_chair, at=NOW, today=TODAY
        )
        return member

    def member(self, name: str, on: date = JOINED) -> Member:
        """Somebody who was admitted on the day she applied."""
        return self.step(self.applicant(name, on=on), "ADMITTED", on=on)


def coop(world: World) -> Coop:
    """Open it."""
    group = Group.objects.create(
        village=world.here, kind=Group.Kind.COOPERATIVE, name="Koperasi Sumber Rejo"
    )
    chair, board = stories.user("hadi", "Hadi Santoso"), stories.user("tini", "Tini Wulandari")
    treasurer = stories.user("yanti", "Yanti Susilo")
    supervisor = stories.user("marno", "Sumarno")
    for user, office in (
        (chair, Office.GROUP_CHAIR), (board, Office.BOARD), (treasurer, Office.TREASURER),
        (supervisor, Office.SUPERVISORY_BOARD),
    ):  # fmt: skip
        stories.appoint(user, office, group=group)
    return Coop(world, group, chair, board, treasurer, supervisor)


def founders(coop: Coop, number: int) -> list[Resident]:
    """Return so many grown-up residents who applied on the first day of 2019."""
    found = [coop.applicant(f"Pendiri {no:02}", on=date(2019, 1, 1)).resident
             for no in range(1, number + 1)]  # fmt: skip
    for one in found:
        one.birth_date = date(1985, 6, 1)
        one.save(update_fields=["birth_date"])
    return found
