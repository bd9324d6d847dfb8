"""Desa Sukamaju (contoh): an invented village, told to Rembuk day by day from 2017 to 2026.

Everything about people goes through the functions the pages use, so what stands here could have
been typed. Same seed, same ids, same exports, byte for byte.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from rembuk.accounts.models import User
from rembuk.demo import (
    arisan,
    coop,
    duty,
    enterprise,
    goods,
    happenings,
    herd,
    lives,
    loans,
    meetings,
    members,
    offices,
    online,
    purses,
    shares,
    supervision,
    surplus,
    trouble,
    workshop,
)
from rembuk.demo.lives import Event, Home, Life
from rembuk.demo.story import SEED, Story
from rembuk.people import consents, households, journeys, residents
from rembuk.people.households import HouseholdFacts
from rembuk.people.models import Consent, Household, HouseholdDuty, Resident
from rembuk.people.residents import ResidentFacts
from rembuk.villages import places
from rembuk.villages.actors import REMBUK
from rembuk.villages.models import Group, Village

CODE = "9902012001"
NAME = "Sukamaju (contoh)"
NOTE = "Desa rekaan untuk mencoba Rembuk; semua orang di sini tidak ada."
ABOVE = {"99": "Provinsi Contoh", "9902": "Kabupaten Contoh", "990201": "Kecamatan Makmur"}
GROUPS = (
    ("Konveksi Melati", Group.Kind.BUSINESS, "SEWING", "Menjahit", date(2018, 1, 10)),
    ("Kambing Makmur", Group.Kind.BUSINESS, "GOATS", "Beternak kambing", date(2018, 3, 5)),
    ("Rumah Belajar Cerah", Group.Kind.LEARNING_HOUSE, "", "Membaca dan bermain", date(2022, 7, 1)),
)


def build(village: Village) -> None:
    """Fill the village."""
    places.change_settings(
        village=village, settings=_settings(village), by=REMBUK, at=village.created_at
    )
    story = Story(village)
    for name, kind, trade, activity, started_on in GROUPS:
        Group.objects.create(
            village=village,
            name=name,
            kind=kind,
            trade=trade,
            activity=activity,
            started_on=started_on,
        )
    for holder in offices.SUKAMAJU:
        story.users[holder.username] = offices.seat(holder, village=village)
    for told_on, home, life, event in lives.told_in_order(lives.village(SEED)):
        if event is None:
            _register(story, told_on, home, life)
        else:
            _tell(story, told_on, life, event)
    _correct_some(story)
    _seat_as_residents(story)
    happenings.tell(story)
    members.tell(story)
    meetings.tell(story)
    purses.tell_tailors(story)
    book = purses.tell_herd(story)
    enterprise.tell(story)
    online.tell_sukamaju(story)
    herd.tell(story, book=book)
    duty.tell(story)
    workshop.tell(story)
    shares.tell(story)
    goods.tell_sukamaju(story)
    book = coop.tell(story)
    surplus.tell(story, book)
    loans.tell(story, book)
    trouble.tell(story, book)
    arisan.tell(story)
    supervision.tell(story, book)


def _settings(village: Village) -> places.VillageSettings:
    """Whom to ask for help, and who answers for personal data; all invented."""
    return replace(
        places.settings_of(village),
        help_name="Ningsih Rahayu",
        help_phone="+628990000001",
        controller_name="Pemerintah Desa Sukamaju (contoh)",
        dpo_name="Hadi Prabowo",
        dpo_contact="Kantor desa, Senin sampai Jumat",
        hosting_name="Komputer di kantor desa",
    )


def _register(story: Story, told_on: date, home: Home, life: Life) -> None:
    by, at = story.writer(told_on), story.moment(told_on)
    household = story.homes.get(id(home))
    facts = ResidentFacts(
        name=life.name,
        nickname=life.nickname,
        sex="P" if life.woman else "L",
        birth_date=life.born,
        birth_place="Sukamaju",
        hamlet=home.hamlet,
        neighborhood_unit=home.neighborhood_unit,
        community_unit=home.community_unit,
        phone="+62" + life.phone.replace("-", "")[1:] if life.phone else "",
        phone_typed=life.phone,
        national_id=life.national_id or None,
    )
    resident = residents.register(
        village=story.village, facts=facts, by=by, at=at, household=household
    )
    story.people[id(life)] = resident
    if household is None:
        story.homes[id(home)] = households.open_household(
            village=story.village,
            facts=HouseholdFacts(head=resident, number=home.number),
            by=by,
            at=at,
        )
    if life.role != "family" or story.rng.random() < 0.35:
        _consent(story, resident, told_on)
    if life.role == "family" and household and told_on.year - life.born.year >= 25:
        _give_duty(story, household, resident, told_on)


def _consent(story: Story, resident: Resident, on: date) -> None:
    by, at = story.writer(on), story.moment(on)
    spoken = story.rng.random() < 0.6
    for purpose in (Consent.Purpose.REGISTRY, Consent.Purpose.CONTACT):
        consent = consents.give(
            resident=resident,
            purpose=purpose,
            channel=Consent.Channel.SPOKEN if spoken else Consent.Channel.PAPER,
            witness="Ketua RT" if spoken else "",
            given_on=on,
            by=by,
            at=at,
        )
    if story.rng.random() < 0.03:
        later = min(on + timedelta(days=400), lives.LAST_DAY)
        consents.withdraw(
            consent=consent, withdrawn_on=later, by=story.writer(later), at=story.moment(later)
        )


def _give_duty(story: Story, household: Household, resident: Resident, since: date) -> None:
    duty = story.rng.choice(HouseholdDuty.Duty.values)
    if not household.duties.filter(duty=duty, until__isnull=True).exists():
        households.give_duty(
            household=household,
            resident=resident,
            duty=duty,
            since=since,
            by=story.writer(since),
            at=story.moment(since),
        )


def _tell(story: Story, told_on: date, life: Life, event: Event) -> None:
    journeys.add_step(
        resident=story.people[id(life)],
        kind=event.kind,
        on=event.on,
        precision=event.precision,
        country=event.country,
        contract_months=event.months,
        by=story.writer(told_on),
        at=story.moment(told_on),
        today=told_on,
    )


def _correct_some(story: Story) -> None:
    """A few facts were wrong and a few steps were mistaken; both stay visible."""
    chosen = story.rng.sample(list(story.people), 24)
    day = date(2026, 3, 2)
    for place, key in enumerate(chosen):
        resident = Resident.objects.of(story.village).get(pk=story.people[key].pk)
        by, at = story.writer(day), story.moment(day)
        unit = f"{place % 8 + 1:03d}"
        before = residents.facts_of(resident)
        facts = ResidentFacts(**{**vars(before), "neighborhood_unit": unit})
        residents.correct(resident=resident, facts=facts, by=by, at=at)
        if resident.status == "migrant_worker" and place % 3 == 0:
            step = journeys.add_step(
                resident=resident, kind="HOMECOMING", on=day, by=by, at=at, today=day
            )
            later = day + timedelta(days=3)
            journeys.withdraw_step(
                step=step,
                reason="Salah orang: yang pulang tetangganya.",
                by=story.writer(later),
                at=story.moment(later),
            )
        day += timedelta(days=6)


def _seat_as_residents(story: Story) -> None:
    """One worker abroad and one mother can sign in themselves; the mother sews with the tailors."""
    for username, status in (("siti", "migrant_worker"), ("wati", "")):
        resident = (
            Resident.objects.of(story.village)
            .filter(status=status, sex="P", user__isnull=True, birth_date__lt=date(1996, 1, 1))
            .order_by("pk")[0]
        )
        resident.user = offices.account(username, name=resident.name)
        resident.save(update_fields=["user"])
    name, _kind, _trade, _activity, since = GROUPS[0]
    offices.join(User.objects.get(username="wati"), story.village, group_name=name, since=since)
