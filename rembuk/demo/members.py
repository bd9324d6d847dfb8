"""Who belongs to the groups of the two villages: the case's twenty tailors, and invented ones.

The articles say that the case's tailors were twenty at the end of 2017 and ten on the day of the
last interview, and that those who left run businesses of their own (facts 44 to 46). Their names
are nobody's. How many keep the case's goats is not said: ten are invented with what they shared
(shares.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from random import Random

from django.db.models import F

from rembuk.demo.story import Story
from rembuk.enterprise import members
from rembuk.enterprise.members import Joining
from rembuk.enterprise.models import Leaving, Membership
from rembuk.lib.words import phone_number
from rembuk.people import consents, residents
from rembuk.people.models import Consent, Resident
from rembuk.people.residents import ResidentFacts
from rembuk.villages.actors import REMBUK
from rembuk.villages.models import Group, Known, Village

SEED = 2707
CASE_TAILORS, CASE_STAYED = 20, 10
CASE_BEGAN = date(2017, 12, 1)  # facts 44 and 45: the month, no day
# Sukamaju: how many join when, and who leaves; the order of the first residents that fit.
TAILORS, HERD = "Konveksi Melati", "Kambing Makmur"
JOINED = {
    TAILORS: ((date(2018, 1, 10), 9), (date(2020, 2, 3), 4), (date(2023, 7, 17), 3)),
    HERD: ((date(2018, 3, 5), 7),),
}  # fmt: skip
HERD_BEGAN, TAILORS_BEGAN = date(2018, 3, 5), date(2018, 1, 10)
HERDSMEN = (("karto", date(1971, 4, 2)), ("darto", date(1979, 9, 17)))
SEWERS = (("lastri", date(1978, 6, 21)),)
# Her place among those who began: those who leave are told by their place.
LASTRIS_PLACE = 3
LEFT = (
    (1, date(2019, 8, 1), Leaving.OWN_BUSINESS, "Buka jahitan di rumah"),
    (4, date(2021, 3, 15), Leaving.ABROAD, ""),
    (6, date(2022, 11, 7), Leaving.OWN_BUSINESS, "Menjahit seragam pesanan sendiri"),
    (10, date(2024, 5, 20), Leaving.FAMILY, ""),
    (2, date(2025, 9, 1), Leaving.OWN_BUSINESS, ""),
)


def tell_case(village: Village, *, group_name: str, seen_on: date, at: datetime) -> None:
    """Tell the case: twenty began, ten were left when somebody looked; the days are not known."""
    group = Group.objects.of(village).get(name=group_name)
    for number in range(1, CASE_TAILORS + 1):
        joining = Joining(CASE_BEGAN, Known.MONTH, name=f"Penjahit {number:02d}")
        membership = members.join(
            group=group, joining=joining, by=REMBUK, at=at, today=seen_on, synthetic=True
        )
        if number > CASE_STAYED:
            members.leave(
                membership=membership, left_on=seen_on, left_precision=Known.KNOWN_BY,
                why=Leaving.OWN_BUSINESS, by=REMBUK, at=at, today=seen_on,
            )  # fmt: skip


def tell(story: Story) -> None:
    """Let invented residents join the groups of the example, and some of them leave."""
    chance = Random(SEED)
    women = _grown(story, sex="P")
    men = _grown(story, sex="L")
    chance.shuffle(men)
    women[LASTRIS_PLACE:LASTRIS_PLACE] = _with_accounts(story, SEWERS, sex="P", on=TAILORS_BEGAN)
    tailors = _join(story, TAILORS, women)
    _join(story, HERD, [*_with_accounts(story, HERDSMEN, sex="L", on=HERD_BEGAN), *men])
    for place, on, why, note in LEFT:
        members.leave(
            membership=tailors[place], left_on=on, why=why, note=note, by=story.writer(on),
            at=story.moment(on), today=on,
        )  # fmt: skip


def _with_accounts(
    story: Story, people: Sequence[tuple[str, date]], *, sex: str, on: date
) -> list[Resident]:
    """Record officers who can sign in among the residents: they work in their group as well."""
    at = datetime.combine(on, time(9), tzinfo=story.village.zone)
    by = story.writer(on)
    found = []
    for username, born in people:
        user = story.users[username]
        facts = ResidentFacts(
            name=user.name, sex=sex, birth_date=born, phone=user.phone or "",
            phone_typed=phone_number(user.phone or ""), hamlet="Dusun Satu",
            neighborhood_unit="003",
        )  # fmt: skip
        resident = residents.register(village=story.village, facts=facts, by=by, at=at)
        resident.user = user
        resident.save(update_fields=["user"])
        for purpose in (Consent.Purpose.REGISTRY, Consent.Purpose.CONTACT):
            consents.give(
                resident=resident, purpose=purpose, channel=Consent.Channel.PAPER,
                given_on=on, by=by, at=at,
            )  # fmt: skip
        found.append(resident)
    return found


def _grown(story: Story, *, sex: str) -> list[Resident]:
    """Return grown-up residents at home, who can be in a group, in the order they were recorded."""
    at_home = Resident.objects.of(story.village).filter(
        status="", sex=sex, merged_into__isnull=True, birth_date__range=("1960-01-01", "1995-12-31")
    )
    return list(at_home.order_by(F("user_id").asc(nulls_last=True), "pk"))


def _join(story: Story, group_name: str, people: list[Resident]) -> list[Membership]:
    group = Group.objects.of(story.village).get(name=group_name)
    coming = iter(people)
    return [
        members.join(
            group=group, joining=Joining(on, resident=next(coming)), by=story.writer(on),
            at=story.moment(on), today=on,
        )
        for on, count in JOINED[group_name]
        for _each in range(count)
    ]  # fmt: skip
