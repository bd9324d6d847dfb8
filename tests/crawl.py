"""Every address of Rembuk with somebody who may open it, in an empty village and in a filled one.

The crawls (bad input, translations, every page in the browser) ask here what there is. A new route
that needs something nobody has made yet stops them with its name: add it to `_ids`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from django.utils import timezone

from rembuk.accounts.models import User
from rembuk.hall import posts
from rembuk.villages.actors import Actor
from rembuk.villages.models import OfficeTerm, Region
from rembuk.villages.permissions import PERMISSIONS_OF, Office, Permission
from rembuk.villages.tests import stories
from rembuk.villages.tests.cast import Cast
from rembuk.villages.tests.stories import World
from tests import business_scene, cooperative_scene

SITIS_NIK = "9901015501900001"
# Pages about oneself.
OWN = (
    "mine:", "post:", "books:", "goals:", "transfers:", "borrowing:", "meets:", "myshu:", "ours:",
)  # fmt: skip
# Pages that are the middle of something: tests/browser/test_sign_in.py and accounts walk them.
MIDDLE = {
    "account_inactive": "only after an account was closed",
    "account_confirm_login_code": "only after a code was asked for",
    "mfa_authenticate": "only between the two steps of a sign-in",
    "mfa_reauthenticate": "only with a second step set up",
    "mfa_reauthenticate_webauthn": "only with a passkey",
    "mfa_view_recovery_codes": "only with a second step set up",
    "mfa_generate_recovery_codes": "only with a second step set up",
    "mfa_download_recovery_codes": "only with a second step set up",
    "mfa_deactivate_totp": "only with an app set up",
    "mfa_edit_webauthn": "only with a passkey",
    "mfa_remove_webauthn": "only with a passkey",
    "mfa_login_webauthn": "answers the browser's own key dialogue",
    "accounts:follow_link": "opens once",
    "accounts:end_device": "needs a second device",
    "accounts:unlock": "only when the phone is locked",
}
# What a page needs behind its address to show more than nothing.
QUERIES = {
    "messaging:announce": "?for=all",
    "people:new_step": "?kind=HOMECOMING",
    "people:people_then": "?on=2026-06-01&status=migrant_worker",
    "people:people_moved": "?since=2020-01-01&until=2026-11-20&kind=DEPARTURE&before=-"
    "&after=migrant_worker",
    "people:people_crossed": "?since=2020-01-01&until=2026-11-20&status=migrant_worker&way=came",
}


# Who was signed in: the key and the facts of her first session.
_sessions: dict[int, tuple[str, dict[str, Any]]] = {}


@dataclass(frozen=True)
class Route:
    """One address: its name, what stands in it, and the mark of its door."""

    name: str
    keys: tuple[str, ...]
    who: str
    permission: Permission | None


@dataclass
class Scene:
    """A village and everybody who may open something; `ids` is what addresses may name."""

    world: World
    siti: User
    officer: User
    minister: User
    operator: User
    chair: User
    ids: dict[str, Any] = field(default_factory=dict)
    coop_officers: dict[Office, User] = field(default_factory=dict)

    def address(self, route: Route) -> str | None:
        """The address with its query; None where this scene has nothing of the kind."""
        values = {key: self._value(route, key) for key in route.keys}
        if None in values.values():
            return None
        return reverse(route.name, kwargs=values) + QUERIES.get(route.name, "")

    def _value(self, route: Route, key: str) -> Any:
        if key == "village":
            return self.world.here.slug
        of_room = f"{route.name.partition(':')[0]}:/{key}"
        keys = (f"{route.name}/{key}", of_room, key)
        return next((self.ids[one] for one in keys if one in self.ids), None)

    def opener(self, route: Route) -> User | None:
        """Somebody who may; None for a page that needs nobody."""
        if route.who == "public":
            return None
        if route.name.startswith(OWN):
            return self.siti
        if route.name == "shares:tell_concern":  # for people of the group itself
            return self.chair
        if route.permission is None:
            return self.world.adi
        if route.name.partition(":")[0] in cooperative_scene.ROOMS:
            may = (
                u for o, u in self.coop_officers.items() if route.permission in PERMISSIONS_OF[o]
            )
            return next(may, self.world.adi)
        for user, office in self._offices():
            if route.permission in PERMISSIONS_OF[office]:
                return user
        raise AssertionError(f"nobody in the scene may {route.permission}")

    def _offices(self) -> Iterator[tuple[User, Office]]:
        yield self.world.adi, Office.FACILITATOR
        yield self.world.budi, Office.VILLAGE_HEAD
        yield self.world.rina, Office.TREASURER
        yield self.chair, Office.GROUP_CHAIR
        yield self.officer, Office.DISTRICT_OFFICER
        yield self.minister, Office.MINISTRY_OFFICER
        yield self.operator, Office.OPERATOR


@cache
def routes() -> tuple[Route, ...]:
    """Every route with a door, in the order of the addresses."""
    return tuple(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: Any, space: str) -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner)
        elif access := getattr(getattr(pattern, "callback", None), "access", None):
            name = f"{space}{pattern.name}"
            keys = {*_outer_keys(name), *pattern.pattern.converters}
            yield Route(name, tuple(sorted(keys)), access.who, access.permission)


def _outer_keys(name: str) -> set[str]:
    """What the rooms' own prefix asks for: the village, or nothing."""
    inside = {"people", "hall", "programme", "messaging", "cash", "window"}
    inside |= {*business_scene.ROOMS, *cooperative_scene.ROOMS}
    in_village = name.partition(":")[0] in inside or name in {"web:today", "web:record"}
    return {"village"} if in_village else set()


def sign_in(client: Client, user: User | None) -> Client:
    """Sign somebody in as if she had just typed her password.

    The second time in a test, her first session is made what it was then, which is quicker; after
    she signed out, or where that session was taken back, there is none, and she signs in anew.
    """
    if user is None:
        return client
    if user.pk not in _sessions:
        client.force_login(user)
        _sessions[user.pk] = str(client.session.session_key), dict(client.session.items())
    key, facts = _sessions[user.pk]
    typed = {"method": "password", "at": time.time(), "reauthenticated": True}
    session = SessionStore(key)
    session._session_cache = facts | {"account_authentication_methods": [typed]}  # type: ignore[attr-defined]  # instead of reading it
    try:
        session.save()
    except UpdateError:
        del _sessions[user.pk]
        return sign_in(client, user)
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    return client


def pages(scene: Scene) -> list[tuple[Route, User | None, str]]:
    """Every address of the scene that somebody may open, with who opens it."""
    found = []
    for route in routes():
        if route.name in MIDDLE:
            continue
        address = scene.address(route)
        if address is not None:
            found.append((route, scene.opener(route), address))
    return found


def empty() -> Scene:
    """Two villages with their offices, and nothing recorded yet."""
    world = stories.world()
    officer, minister, operator = (
        stories.user(name, title)
        for name, title in (("lintang", "Lintang"), ("menik", "Menik"), ("opik", "Opik"))
    )
    regency = Region.objects.get(pk=world.here.region.pk[:4])
    stories.appoint(officer, Office.DISTRICT_OFFICER, region=regency)
    stories.appoint(minister, Office.MINISTRY_OFFICER)
    stories.appoint(operator, Office.OPERATOR)
    chair = stories.user("lastri", "Lastri Handayani")
    stories.appoint(chair, Office.GROUP_CHAIR, group=world.tailors)
    siti = stories.user("siti", "Siti Aminah")
    scene = Scene(world, siti, officer, minister, operator, chair)
    scene.coop_officers = cooperative_scene.officers_of(world.here, tag="coop")
    coop = OfficeTerm.objects.get(user=scene.coop_officers[Office.GROUP_CHAIR]).group_id
    scene.ids |= {
        "status": 404, "digest": "0" * 12, "slug": "kas", "village_id": world.here.pk,
        "region": regency.pk,
        "person": posts.sign(world.rina), "part": "name", "purpose": "REMITTANCE",
        "code": world.here.region.pk, "key": "quiet_days", "group_id": world.tailors.pk,
        "report": "cash-book", "kind": "xlsx", "milestone": "RUNNING",
        "lesson_code": "photo",
        **{f"{room}:/group_id": coop for room in cooperative_scene.ROOMS},
    }  # fmt: skip
    return scene


def filled() -> Scene:
    """The same, with at least one of everything."""
    return fill(empty())


def fill(scene: Scene) -> Scene:
    """Record at least one of everything, through the rooms' own functions."""
    _people(scene)
    _rights(scene)
    _offices(scene)
    _programme(scene)
    _messages(scene)
    _cash(scene)
    _business(scene)
    return scene


def _people(scene: Scene) -> None:
    from rembuk.people import households, journeys, residents
    from rembuk.people.models import ImportBatch
    from rembuk.villages.models import AuditEntry

    world, at = scene.world, timezone.now()
    by: dict[str, Any] = {"by": world.by_adi, "at": at}
    today = timezone.localdate()

    def record(name: str, **facts: Any) -> Any:
        told = residents.ResidentFacts(name=name, neighborhood_unit="003", **facts)
        return residents.register(village=world.here, facts=told, **by)

    siti = record(
        "Siti Aminah", nickname="Yuni", sex="P", phone="+85251234567", hamlet="Dusun Satu",
        national_id=SITIS_NIK, birth_date=today.replace(year=1990, month=1, day=15),
    )  # fmt: skip
    siti.user = scene.siti
    siti.save(update_fields=["user"])
    wati, twin = record("Wati", sex="P"), record("Siti Aminah", hamlet="Dusun Satu")
    wrong = None
    for kind, days, country in (
        ("DEPARTURE", 700, "HK"),
        ("EXTENSION", 100, ""),
        ("LEAVE", 30, ""),
    ):
        wrong = journeys.add_step(
            resident=siti, kind=kind, on=today - timedelta(days=days), country=country,
            contract_months=24 if kind == "DEPARTURE" else None, today=today, **by,
        )  # fmt: skip
    assert wrong is not None
    journeys.withdraw_step(step=wrong, reason="Salah orang.", **by)
    step = journeys.timeline(siti)[1]
    home = households.open_household(
        village=world.here, facts=households.HouseholdFacts(head=wati), **by
    )
    households.join(resident=siti, household=home, **by)
    corrected = residents.ResidentFacts(**{**vars(residents.facts_of(twin)), "hamlet": "Dusun Dua"})
    residents.correct(resident=twin, facts=corrected, **by)
    duty = households.give_duty(
        household=home, resident=wati, duty="KEEPS_CHILDREN", since=today, **by
    )
    scene.ids |= {
        "resident_id": siti.pk, "household_id": home.pk, "duty_id": duty.pk, "step_id": step.pk,
        "people:restore_step/step_id": wrong.pk, "one_id": siti.pk, "other_id": twin.pk,
        "people:undo_resident/resident_id": twin.pk,
        "batch_id": _batch(scene).pk,
        "people:undo_correction/resident_id": twin.pk,
        "people:undo_correction/entry_id": AuditEntry.objects.get(verb="people.corrected").pk,
    }  # fmt: skip
    assert ImportBatch.objects.exists()


def _batch(scene: Scene) -> Any:
    """A workbook with one good row and one that waits for correction, read and not stored."""
    from rembuk.people import storing
    from rembuk.people.tests.made_workbooks import HEAD, person, xlsx

    data = xlsx([HEAD, person(7, "Rina Lestari"), person(8, "")])
    batch = storing.stage(
        village=scene.world.here, data=data, file_name="daftar.xlsx", by=scene.world.by_adi,
        at=timezone.now(),
    )  # fmt: skip
    storing.check(batch=batch, today=timezone.localdate(), choices={})
    return batch


def _rights(scene: Scene) -> None:
    from rembuk.people import consents, duplicates, merging, residents, rights
    from rembuk.people.models import Resident

    world, at, today = scene.world, timezone.now(), timezone.localdate()
    by: dict[str, Any] = {"by": world.by_adi, "at": at}

    def record(name: str) -> Any:
        facts = residents.ResidentFacts(name=name)
        return residents.register(village=world.here, facts=facts, **by)

    siti = Resident.objects.get(pk=scene.ids["resident_id"])
    given = [
        consents.give(
            resident=siti, purpose=purpose, channel="SPOKEN", witness="Ketua RT", given_on=today,
            **by,
        )
        for purpose in ("REGISTRY", "CONTACT", "STORY")
    ]  # fmt: skip
    consents.withdraw(consent=given[2], withdrawn_on=today, **by)
    apart = duplicates.tell_apart(one=record("Tumini"), other=record("Tumini"), **by)
    kept, merged, gone = record("Partini"), record("Partini"), record("Karsinah")
    merge = merging.merge(kept=kept, merged=merged, choices={}, **by)
    rights.erase(resident=gone, typed_name=gone.name, asked_on=today, **by)
    asked = rights.ask_correction(resident=siti, said="RT saya 005.", **by)
    scene.ids |= {
        "consent_id": given[0].pk, "people:consent_undo/consent_id": given[2].pk,
        "apart_id": apart.pk, "merge_id": merge.pk, "people:erasure/resident_id": gone.pk,
        "request_id": asked.pk,
    }  # fmt: skip


def _offices(scene: Scene) -> None:
    from rembuk.accounts import kept
    from rembuk.villages import visits
    from rembuk.villages.actors import Actor
    from rembuk.villages.models import OfficeTerm

    by = Actor(user=scene.operator, office=Office.OPERATOR)
    here, there = (
        visits.start_visit(
            village=village, reason="Adi meminta bantuan membaca daftar.", minutes=30, by=by,
            at=timezone.now(),
        )
        for village in (scene.world.here, scene.world.there)
    )  # fmt: skip
    visits.end_visit(visit=here, by=by, at=timezone.now())
    above = OfficeTerm.objects.get(user=scene.officer)
    form = kept.keep(
        owner=scene.world.adi, path="/help/", fields=[("name", "Siti Aminah")], files=[],
        at=timezone.now(),
    )  # fmt: skip
    scene.ids |= {
        "visit_id": here.pk, "operator:end_visit/visit_id": there.pk,
        "term_id": OfficeTerm.objects.get(user=scene.world.rina).pk,
        "operator:term/term_id": above.pk, "operator:end_term/term_id": above.pk,
        "operator:first_link/term_id": above.pk, "form_id": form.pk,
        "web:act_as/term_id": OfficeTerm.objects.get(user=scene.world.adi).pk,
    }  # fmt: skip


def _programme(scene: Scene) -> None:
    from rembuk.programme import evidence, pillars

    world, at, today = scene.world, timezone.now(), timezone.localdate()
    by: dict[str, Any] = {"by": world.by_adi, "at": at}
    template = pillars.may_start(world.here)[0]
    since = today - timedelta(days=400)
    run = pillars.start(village=world.here, template=template, since=since, **by)
    pillar = pillars.pillars_of([run])[0]
    seen = evidence.Seen(
        shows=3, kind="RECORD", statement="Rumah belajar buka tiap hari Sabtu.",
        seen_on=today - timedelta(days=20), source="Buku tamu",
    )  # fmt: skip
    rows = [
        evidence.record_evidence(village=world.here, pillar=pillar, seen=seen, **by)
        for _time in range(2)
    ]
    evidence.withdraw(row=rows[1], reason="Tercatat dua kali.", **by)
    scene.ids |= {
        "run_id": run.pk, "pillar_id": pillar.pk, "evidence_id": rows[0].pk,
        "programme:undo_evidence/evidence_id": rows[1].pk,
    }  # fmt: skip


def _messages(scene: Scene) -> None:
    from rembuk.accounts import delivery
    from rembuk.messaging import announcements, secrets
    from rembuk.messaging.models import Delivery, Secret

    at = timezone.now()
    message = announcements.announce(
        village=scene.world.here, audience="all", title="rapat warga hari Sabtu",
        text="Kita berkumpul di balai desa pukul 09.00.", by=scene.world.by_adi, at=at,
    )  # fmt: skip
    one = Delivery.objects.filter(message=message).order_by("pk")[0]
    secrets.deliver(
        delivery.Delivery(
            user=scene.siti,
            phone="+85251234567",
            kind=delivery.Kind.CODE,
            secret="123456",
            expires_at=at + timedelta(minutes=15),
        )
    )
    scene.ids |= {
        "message_id": message.pk, "delivery_id": one.pk, "messaging:read/code": one.code,
        "secret_id": Secret.objects.get(user=scene.siti).pk,
    }  # fmt: skip


def _cash(scene: Scene) -> None:
    """A purse with closed days, a month that waits, a difference, and money out that waits."""
    from rembuk.cash import limits, months, receipts
    from rembuk.cash.tests import scenes

    world, purse = scene.world, scenes.opened(scene.world)
    today, yesterday = scenes.today(), scenes.today() - timedelta(days=1)
    first = scenes.begins().replace(day=1)
    scenes.closed(world, purse, on=yesterday)
    by = scenes.treasurer(world)
    months.propose(book=purse, first=first, by=by, at=timezone.now(), today=today)
    count = scenes.counted(world, purse, 995_000, reason="Mungkin salah kembalian")
    sale = scenes.came(world, purse, 50_000)
    scenes.came(world, purse, scenes.LIMIT_RP)
    large = scenes.paid(world, purse, scenes.LIMIT_RP)
    small, big = (scenes.sheet(world, purse, each_rp=rp) for rp in (10_000, 300_000))
    change = limits.propose(
        book=purse, limit_rp=750_000, reason="Rapat", by=scenes.chair(world), at=timezone.now()
    )
    scene.ids |= {
        "change_id": change.pk,
        "line_no": sale.sequence, "cash:take_back_large/line_no": large.sequence,
        "cash:sheet/line_no": small, "cash:take_back_sheet/line_no": small,
        "cash:take_back_large_sheet/line_no": big,
        "asked_id": scenes.asked(world, purse).pk, "count_id": count.pk, "on": today,
        "cash:open_day_again/on": yesterday, "first": first, "year": first.year,
        "ending": "found",
        "receipt_no": sale.receipt_no, "cash:confirmed/code": receipts.code_of(sale.head),
        "size": "a6",
    }  # fmt: skip


def _business(scene: Scene) -> None:
    """What the tailors keep of their business."""
    world = scene.world
    cast = Cast(
        group=world.tailors, facilitator=world.by_adi,
        chair=Actor(user=scene.chair, office=Office.GROUP_CHAIR),
        treasurer=Actor(user=world.rina, office=Office.TREASURER),
        at=timezone.now(), today=timezone.localdate(),
    )  # fmt: skip
    scene.ids |= business_scene.fill(cast)
    scene.ids |= cooperative_scene.fill(scene.coop_officers, facilitator=world.by_adi)


def missing(scene: Scene) -> list[str]:
    """Routes that the filled scene cannot address: what `_ids` still lacks."""
    lacking = []
    for route in routes():
        try:
            address = scene.address(route)
        except NoReverseMatch as problem:
            lacking.append(f"{route.name}: {problem}")
        else:
            if address is None and route.name not in MIDDLE:
                lacking.append(f"{route.name} {route.keys}")
    return lacking
