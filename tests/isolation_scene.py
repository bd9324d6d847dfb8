"""Two villages with one of everything in each, and somebody in every office.

`ids_of` gives, for each name in an address, the value of a thing that is really there: only then
does "not found" mean that it is kept from the asker. A room that brings a new name into its
addresses adds it here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils import timezone

from rembuk.accounts.models import KeptForm, User
from rembuk.cash import counting, days, limits, lines, months, purse, receipts, sheets
from rembuk.cash.purposes import Way
from rembuk.hall import posts
from rembuk.ledger.posting import Signed
from rembuk.ledger.reading import Book
from rembuk.lib.sealed import seal
from rembuk.messaging.models import Delivery, Message, Secret
from rembuk.people import consents, merging, storing
from rembuk.people.models import (
    Consent,
    CorrectionRequest,
    DifferentPersons,
    Erasure,
    Household,
    HouseholdDuty,
    JourneyStep,
    Resident,
)
from rembuk.programme.models import Evidence, Pillar, VillageProgramme
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, OfficeTerm, OperatorVisit, Region, Village
from rembuk.villages.permissions import SCOPE_OF, Office, Scope
from rembuk.villages.tests import stories
from rembuk.villages.tests.cast import Cast
from tests import business_scene, cooperative_scene

DAY = date(2026, 3, 1)
OWN_WORDS = "hanya untuk pemiliknya"
# Names in an address that belong to no village: a value that fits any.
EVERYWHERE: dict[str, Any] = {
    "digest": "0123456789ab",
    "slug": "kas",
    "key": "residents",
    "status": 404,
    "size": "a6",
    "milestone": "RUNNING",
    "lesson_code": "photo",
    "token": "not-a-link",
    "purpose": "REGISTRY",
    "part": "name",
    "report": "cash-book",
    "kind": "xlsx",
    "region": "nation",
    "on": DAY,
    "first": DAY,
    "year": DAY.year,
    "ending": "found",
}
YEAR = "?since=2026-01-01&until=2026-03-01"
# What an address asks for behind the question mark before it shows anything.
QUERIES: dict[str, str] = {
    "people:people_then": "?on=2026-03-01&status=migrant_worker",
    "people:people_moved": f"{YEAR}&kind=DEPARTURE&before=-&after=migrant_worker",
    "people:people_crossed": f"{YEAR}&status=migrant_worker&way=in",
}
# The same name means different things in these: (address, name) -> the name in ids_of.
MEANT: dict[tuple[str, str], str] = {
    ("reporting:profile", "code"): "region_code",
    ("people:erasure", "resident_id"): "erased_id",  # only somebody erased has this page
    ("messaging:read", "code"): "delivery_code",
    ("cash:confirmed", "code"): "receipt_code",
    ("cash:take_back_large", "line_no"): "large_line_no",
    ("cash:sheet", "line_no"): "sheet_no",
    ("cash:take_back_sheet", "line_no"): "sheet_no",
    ("cash:take_back_large_sheet", "line_no"): "large_sheet_no",
}


def meant(address: str, name: str, ids: Mapping[str, Any]) -> str:
    """Under what key the ids hold what an address means by a name."""
    own, of_room = f"{address}/{name}", f"{address.partition(':')[0]}:/{name}"
    return next((one for one in (own, of_room) if one in ids), MEANT.get((address, name), name))


@dataclass
class Place:
    """One village of the scene, a group of it, one of everything, and its officers."""

    village: Village
    group: Group
    ids: dict[str, Any]
    officers: dict[Office, User] = field(default_factory=dict)
    # Those of its cooperative; who has an office over the whole village is in both.
    coop_officers: dict[Office, User] = field(default_factory=dict)


@dataclass
class Scene:
    """Two villages, a second group in the first one, and the offices above."""

    here: Place
    there: Place
    other_group: dict[Office, User]
    district: User
    ministry: User
    operator: User
    owner: User
    own: Mapping[str, Any]


def build() -> Scene:
    """Make the scene."""
    world = stories.world()
    here = _place(world.here, world.tailors, "here")
    there = _place(world.there, world.weavers_there, "there")
    goats = Group.objects.create(village=world.here, kind=Group.Kind.BUSINESS, name="Kambing")
    district, ministry, operator = (stories.user(n, n.title()) for n in ("kab", "kem", "tari"))
    stories.appoint(district, Office.DISTRICT_OFFICER, region=Region.objects.get(pk="9901"))
    stories.appoint(ministry, Office.MINISTRY_OFFICER)
    stories.appoint(operator, Office.OPERATOR)
    _visits(here, operator)
    owner = here.officers[Office.FACILITATOR]
    return Scene(
        here=here,
        there=there,
        other_group=_officers(world.here, goats, "goats", {Scope.GROUP}),
        district=district,
        ministry=ministry,
        operator=operator,
        owner=owner,
        own=_own(owner),
    )


def _place(village: Village, group: Group, tag: str) -> Place:
    heads = OfficeTerm.objects.filter(village=village, office=Office.VILLAGE_HEAD)
    heads.update(since=date(2010, 1, 1), until=date(2019, 12, 31))  # makes room for ours
    officers = _officers(village, group, tag, {Scope.VILLAGE, Scope.GROUP})
    by = officers[Office.FACILITATOR]
    ids: dict[str, Any] = {
        "village": village.slug,
        "village_id": village.pk,
        "region_code": village.region_id,
        "group_id": group.pk,
        "person": posts.sign(by),
        "term_id": OfficeTerm.objects.get(user=officers[Office.TREASURER]).pk,
        "head_id": OfficeTerm.objects.get(user=officers[Office.VILLAGE_HEAD]).pk,
    }
    of_coop = cooperative_scene.officers_of(village, tag=tag)
    found = (
        ids
        | _people(village, by)
        | _work(village, by)
        | _cash(group, officers, before=9 if tag == "there" else 0)
        | _business(group, officers)
        | cooperative_scene.fill(of_coop, facilitator=Actor(user=by, office=Office.FACILITATOR))
    )
    return Place(village, group, found, officers, officers | of_coop)


def _cash(group: Group, officers: dict[Office, User], *, before: int) -> dict[str, Any]:
    """A purse with a counted and closed day, a difference, a month that waits for the chair, a
    small line, large money out, and more of it that waits.

    Lines are numbered in each purse; `before` more lines let the neighbour's numbers be others.
    """
    now, today = timezone.now(), timezone.localdate()
    chair = Actor(user=officers[Office.GROUP_CHAIR], office=Office.GROUP_CHAIR)
    treasurer = Actor(user=officers[Office.TREASURER], office=Office.TREASURER)
    book = purse.open_purse(
        group=group, beginning=purse.Beginning(DAY, 900_000, 500_000),
        signed=Signed(by=chair, at=now, request_id=uuid4()), today=today,
    )  # fmt: skip

    def money(way: Way, purpose: str, amount_rp: int) -> dict[str, Any]:
        told = lines.Money(way, "Toko Maju", purpose, amount_rp, today)
        signed = Signed(by=treasurer, at=now, request_id=uuid4())
        return {"book": book, "money": told, "signed": signed, "today": today}

    counted = counting.Counted(DAY, {5_000: 179})
    count = counting.record(
        book=book, counted=counted, seen_rp=900_000, reason="Belum tahu", today=today,
        signed=Signed(by=treasurer, at=now, request_id=uuid4()),
    )  # fmt: skip
    days.close(count=count, signed=Signed(by=treasurer, at=now, request_id=uuid4()), today=today)
    months.propose(book=book, first=DAY, by=treasurer, at=now, today=today)
    for _each in range(before):
        lines.record(**money(Way.IN, "sale", 50_000))
    sale = lines.record(**money(Way.IN, "sale", 50_000))
    lines.record(**money(Way.IN, "sale", 600_000))
    paid = money(Way.OUT, "wages", 500_000)
    paid["signed"] = replace(paid["signed"], checker=chair)
    large = lines.record(**paid)
    asked = lines.ask(**money(Way.OUT, "wages", 500_000))
    sheet = _sheet(book, treasurer, on=today)
    change = limits.propose(book=book, limit_rp=750_000, reason="Rapat", by=chair, at=now)
    return {
        "line_no": sale.sequence, "large_line_no": large.sequence, "asked_id": asked.pk,
        **sheet,
        "count_id": count.pk, "change_id": change.pk,
        "receipt_no": sale.receipt_no, "receipt_code": receipts.code_of(sale.head),
    }  # fmt: skip


def _business(group: Group, officers: dict[Office, User]) -> dict[str, Any]:
    """What a group keeps of its business."""
    actors = {office: Actor(user=user, office=office) for office, user in officers.items()}
    cast = Cast(
        group=group, facilitator=actors[Office.FACILITATOR], chair=actors[Office.GROUP_CHAIR],
        treasurer=actors[Office.TREASURER], at=timezone.now(), today=timezone.localdate(),
    )  # fmt: skip
    return business_scene.fill(cast)


def _sheet(book: Book, by: Actor, *, on: date) -> dict[str, int]:
    """Two sheets of a meeting: a small one, and one that reaches the limit."""

    def written(amount_rp: int) -> int:
        moneys = [lines.Money(Way.IN, name, "contribution", amount_rp, on) for name in "AB"]
        signed = Signed(by=by, at=timezone.now(), request_id=uuid4())
        return sheets.record(book=book, moneys=moneys, signed=signed, today=on)[0].sequence

    return {"sheet_no": written(10_000), "large_sheet_no": written(250_000)}


def _officers(village: Village, group: Group, tag: str, scopes: set[Scope]) -> dict[Office, User]:
    """Somebody in every office of these scopes."""
    found = {}
    for office, scope in SCOPE_OF.items():
        if scope in scopes:
            found[office] = stories.user(f"{office.lower()}.{tag}", f"{office.label} {tag}")
            over = {"group": group} if scope == Scope.GROUP else {"village": village}
            stories.appoint(found[office], office, **over)  # type: ignore[arg-type]  # one of both
    return found


def _people(village: Village, by: User) -> dict[str, Any]:
    now = timezone.now()
    made: dict[str, Any] = {"village": village}
    home = Household.objects.create(**made, created_at=now)
    one, other, merged, erased, apart = (
        Resident.objects.create(**made, name=name, created_at=now, household=home)
        for name in ("Siti Aminah", "Siti Aminah B", "Siti Lama", "Wati", "Siti Lain")
    )
    step = JourneyStep.objects.create(
        **made, resident=one, kind="DEPARTURE", on=DAY, country="HK", recorded_at=now
    )
    duty = HouseholdDuty.objects.create(
        **made, household=home, resident=other, duty="RECEIVES_MONEY", since=DAY
    )
    joined = merging.merge(kept=other, merged=merged, choices={}, by=Actor(user=by), at=now)
    pair = DifferentPersons.objects.create(**made, one=other, other=apart, at=now)
    consent = Consent.objects.create(
        **made, resident=one, purpose="CONTACT", channel="PAPER",
        text_version=consents.versions("CONTACT")[-1],
        given_on=DAY, recorded_at=now,
    )  # fmt: skip
    asked = CorrectionRequest.objects.create(**made, resident=one, said="RT saya 005", asked_at=now)
    corrected = audit.record(
        **made, verb="people.corrected", subject=one, by=Actor(user=by), at=now,
        resident_id=one.pk, changes=[("nickname", "", "Siti")],
    )  # fmt: skip
    workbook = b"Nama;NIK\nSiti Aminah;990101\n"
    batch = storing.stage(**made, data=workbook, file_name="warga.csv", by=Actor(user=by), at=now)
    Erasure.objects.create(**made, resident=erased, asked_on=DAY, at=now)
    return {
        "resident_id": one.pk,
        "one_id": one.pk,
        "other_id": other.pk,
        "erased_id": erased.pk,
        "household_id": home.pk,
        "step_id": step.pk,
        "duty_id": duty.pk,
        "merge_id": joined.pk,
        "apart_id": pair.pk,
        "consent_id": consent.pk,
        "request_id": asked.pk,
        "batch_id": batch.pk,
        "entry_id": corrected.pk,
    }


def _work(village: Village, by: User) -> dict[str, Any]:
    now = timezone.now()
    resident = Resident.objects.of(village).order_by("pk").first()
    message = Message.objects.create(
        village=village, template="announcement", template_version=1, circle="everybody",
        circle_label="Semua", queued_at=now, queued_by=by, title="Rapat",
        values={"title": "Rapat", "body": "Besok.", "sender": by.name, "village": village.name},
    )  # fmt: skip
    delivery = Delivery.objects.create(
        village=village, message=message, resident=resident, name="Siti Aminah",
        phone="+6281200000001", way="WHATSAPP", code=uuid4().hex[:10],
    )  # fmt: skip
    pillar = Pillar.objects.order_by("template__order", "order").first()
    assert pillar is not None
    run = VillageProgramme.objects.create(
        village=village, template=pillar.template, since=DAY, started_at=now
    )
    evidence = Evidence.objects.create(
        village=village, pillar=pillar, shows=3, kind="RECORD", statement="Buku tamu terisi",
        seen_on=DAY, source="Buku tamu", recorded_at=now, recorded_by=by,
    )  # fmt: skip
    return {
        "message_id": message.pk,
        "delivery_id": delivery.pk,
        "delivery_code": delivery.code,
        "pillar_id": pillar.pk,
        "run_id": run.pk,
        "evidence_id": evidence.pk,
    }


def _visits(place: Place, operator: User) -> None:
    """A visit that is over: it opens nothing, and the village reads about it."""
    began = timezone.now() - timedelta(hours=3)
    visit = OperatorVisit.objects.create(
        village=place.village, user=operator, reason="Memeriksa laporan", started_at=began,
        ends_at=began + timedelta(minutes=30),
    )  # fmt: skip
    place.ids["visit_id"] = visit.pk


def _own(owner: User) -> dict[str, Any]:
    """What belongs to one person alone, wherever she lives."""
    now = timezone.now()
    session = UserSession.objects.create(
        user=owner, ip="127.0.0.1", session_key="k", user_agent="x"
    )
    sealed = seal(OWN_WORDS, keys=settings.FIELD_KEYS)
    kept = KeptForm.objects.create(owner=owner, path="/home/", sealed=sealed, kept_at=now)
    secret = Secret.objects.create(
        user=owner, template="sign_in_code", template_version=1, sealed=sealed,
        expires_at=now + timedelta(hours=1),
    )  # fmt: skip
    passkey = Authenticator.objects.create(
        user=owner, type=Authenticator.Type.WEBAUTHN, data={"name": "HP", "credential": {}}
    )
    term = OfficeTerm.objects.filter(user=owner).first()
    assert term is not None
    return {
        "session_id": session.pk,
        "form_id": kept.pk,
        "secret_id": secret.pk,
        "pk": passkey.pk,
        "term_id": term.pk,
    }
