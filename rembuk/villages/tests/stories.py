"""The five people every test tells about, and the two villages they live in.

Siti works abroad, Wati is her mother, Rina is treasurer of the tailoring group, Pak Budi is the
village head, and Dewi is the facilitator of another village. Adi is the facilitator here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from rembuk.accounts.models import User
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, OfficeTerm, Region, Village
from rembuk.villages.permissions import SCOPE_OF, Office, Scope

PASSWORD = "sawah-hijau-99"
SINCE = date(2020, 1, 1)
TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # ten in the morning in Jakarta


@dataclass
class World:
    """Two neighbouring villages and who holds office in them."""

    here: Village
    there: Village
    tailors: Group
    weavers_there: Group
    adi: User
    rina: User
    budi: User
    dewi: User

    @property
    def by_adi(self) -> Actor:
        """Adi, acting as facilitator."""
        return Actor(user=self.adi, office=Office.FACILITATOR)


def village(*, code: str, name: str, slug: str) -> Village:
    """Make a village with the regions above it; province 99 does not exist."""
    levels = Region.Level
    cuts = ((2, levels.PROVINCE), (4, levels.REGENCY), (6, levels.DISTRICT), (10, levels.VILLAGE))
    parent: Region | None = None
    for cut, level in cuts:
        label = name if level == levels.VILLAGE else f"{level.label} {code[:cut]}"
        parent, _made = Region.objects.get_or_create(
            code=code[:cut], defaults={"level": level, "name": label, "parent": parent}
        )
    assert parent is not None
    return Village.objects.create(region=parent, name=name, slug=slug)


def user(username: str, name: str) -> User:
    """Make a person who can sign in with PASSWORD."""
    return User.objects.create_user(username, PASSWORD, name=name)


def appoint(
    who: User,
    office: Office,
    *,
    village: Village | None = None,
    group: Group | None = None,
    region: Region | None = None,
) -> OfficeTerm:
    """Give somebody an office since 2020, without the rules: for stories, not for the product."""
    if SCOPE_OF[office] == Scope.GROUP:
        assert group is not None
        village = group.village
    return OfficeTerm.objects.create(
        user=who, office=office, village=village, group=group, region=region, since=SINCE
    )


def world() -> World:
    """Make both villages with their people."""
    here = village(code="9901012001", name="Sumber Rejo", slug="tepi-kali/sumber-rejo")
    there = village(code="9901012002", name="Karang Indah", slug="tepi-kali/karang-indah")
    tailors = Group.objects.create(village=here, kind=Group.Kind.BUSINESS, name="Jahit Melati")
    weavers = Group.objects.create(village=there, kind=Group.Kind.BUSINESS, name="Tenun Mawar")
    adi, rina = user("adi", "Adi Saputra"), user("rina", "Rina Lestari")
    budi, dewi = user("budi", "Budi Hartono"), user("dewi", "Dewi Kartika")
    appoint(adi, Office.FACILITATOR, village=here)
    appoint(rina, Office.TREASURER, group=tailors)
    appoint(budi, Office.VILLAGE_HEAD, village=here)
    appoint(dewi, Office.FACILITATOR, village=there)
    return World(here, there, tailors, weavers, adi, rina, budi, dewi)
