"""No address of Rembuk opens another village, another group, or somebody else's things.

Every address of the project is walked, with ids of things that are really there (isolation_scene),
as everybody who should not get in, by GET and by POST. A new address is crawled from its first
day; a new name in an address fails here until isolation_scene knows what it stands for.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from rembuk.villages.access import Access, access_of
from rembuk.villages.permissions import PERMISSIONS_OF, Office, Permission
from tests import cooperative_scene

PACKAGE = Path(__file__).resolve().parent.parent / "rembuk"
# Not you, not here, or not by this verb.
CLOSED = {403, 404, 405}
SIGN_IN = "/account/sign-in/"
# Names that belong to no village, or to the person who was chosen: they open nothing.
NEUTRAL = frozenset(
    {
        "village",
        "purpose",
        "part",
        "pillar_id",
        "person",
        "on",
        "first",
        "year",
        "ending",
        "size",
        "milestone",
        "measure_code",
        "round_no",
        "feast_code",
        "trusted_role",
        "lesson_code",
        "path_step",
        "bylaw_question",
        "founding_paper",
        "minimum_key",
        "booked_no",
        "task_code",
    }
    | {"report", "kind", "channel", "category"}
)

# Who may look into several villages at once, and why. Whoever joins is read by somebody first.
SEES_EVERY_VILLAGE = {
    "rembuk/villages/access.py": "the offices of the person herself, wherever they are held",
    "rembuk/reporting/rollup.py": "counts without names, for offices above villages",
    "rembuk/people/views/own.py": "a person's own record, wherever it is kept",
    "rembuk/people/own_access.py": "whether a link would open a record of another village",
    "rembuk/people/management/commands/undo_import.py": "finding a batch by its number",
    "rembuk/shop/windows.py": "which villages have a shop that is open to everybody",
    "rembuk/demo/loading.py": "the demo fills two villages",
    "rembuk/project/backup.py": "the operator's copy of everything, which nobody reads on a page",
}


@dataclass(frozen=True)
class Address:
    """One address of the project: its name, what stands in it, and its view."""

    name: str
    params: tuple[str, ...]
    view: Any

    @property
    def access(self) -> Access:
        """The mark of its door."""
        found = access_of(self.view)
        assert found is not None
        return found

    def url(self, ids: dict[str, Any]) -> str:
        """The address with these ids."""
        from tests.isolation_scene import EVERYWHERE, QUERIES, meant

        known = EVERYWHERE | ids
        values = {name: known[meant(self.name, name, known)] for name in self.params}
        return reverse(self.name, kwargs=values) + QUERIES.get(self.name, "")


@cache
def addresses() -> tuple[Address, ...]:
    """Every address of the project."""
    return tuple(_walk(get_resolver(), (), ()))


def _walk(
    resolver: URLResolver, spaces: tuple[str, ...], params: tuple[str, ...]
) -> Iterator[Address]:
    for found in resolver.url_patterns:
        within = (*params, *found.pattern.converters)
        if isinstance(found, URLResolver):
            space = (found.namespace,) if found.namespace else ()
            yield from _walk(found, (*spaces, *space), within)
        else:
            assert isinstance(found, URLPattern)
            assert found.name, (
                f"{found.pattern} has no name: give it one, so that it can be crawled"
            )
            yield Address(":".join([*spaces, found.name]), within, found.callback)


def behind(who: str) -> list[Address]:
    """Every address behind doors of one kind."""
    return [address for address in addresses() if address.access.who == who]


@pytest.fixture
def scene(db):
    """One of everything in two villages."""
    from tests import isolation_scene

    return isolation_scene.build()


def browser_of(user: Any) -> Client:
    """A browser in which somebody is signed in; a crash is an answer too: status 500."""
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


def answers(client: Client, url: str) -> Iterator[tuple[str, Any]]:
    """What GET and POST get; what they changed is taken back, so that the next asker finds it."""
    for verb, ask in (("GET", client.get), ("POST", client.post)):
        with transaction.atomic():
            yield verb, ask(url, {"request_id": str(uuid4())} if verb == "POST" else None)
            transaction.set_rollback(True)


def open_doors(client: Client, urls: dict[str, str]) -> list[str]:
    """Every address that answered with anything but CLOSED."""
    return [
        f"{verb} {name}: {response.status_code}"
        for name, url in urls.items()
        for verb, response in answers(client, url)
        if response.status_code not in CLOSED
    ]


def urls_of(found: list[Address], ids: dict[str, Any]) -> dict[str, str]:
    return {address.name: address.url(ids) for address in found}


# --- every address ----------------------------------------------------------------------------


def test_every_address_has_a_door():
    open_to_all = [a.name for a in addresses() if access_of(a.view) is None]
    assert not open_to_all, (
        "mark these with a decorator of villages/access.py (or accounts/doors.py)"
    )


def test_no_two_addresses_share_a_name():
    twice = [name for name, times in Counter(a.name for a in addresses()).items() if times > 1]
    assert not twice


def test_every_name_in_an_address_is_known_to_the_scene(scene):
    known = scene.here.ids | scene.own
    for address in addresses():
        try:
            address.url(known)
        except KeyError as unknown:
            pytest.fail(f"{address.name}: tell tests/isolation_scene.py what {unknown} stands for")


def test_every_permission_opens_something():
    asked = {address.access.permission for address in addresses()} - {None}
    assert asked == set(Permission)


# --- the crawl itself can fail ----------------------------------------------------------------


def test_somebody_of_the_village_gets_into_every_address_of_it(scene):
    """Else 'not found' below would only mean that nothing is there."""
    here = scene.here
    of_group, of_coop = (
        {office: browser_of(user) for office, user in people.items()}
        for people in (here.officers, here.coop_officers)
    )
    shut = []
    for address in behind("village"):
        officers = (
            of_coop if address.name.partition(":")[0] in cooperative_scene.ROOMS else of_group
        )
        assert address.access.permission is not None
        seen: set[int] = set()
        for office, client in officers.items():
            if address.access.permission in PERMISSIONS_OF[office] and not seen - CLOSED:
                seen |= {r.status_code for _verb, r in answers(client, address.url(scene.here.ids))}
        if not seen - CLOSED or 500 in seen:
            shut.append(f"{address.name}: {sorted(seen)}")
    assert not shut, "\n".join(["nobody gets in, or it breaks:", *shut])


def test_offices_above_get_into_every_address_above(scene):
    right = {
        Permission.SEE_REGION: scene.district,
        Permission.SEE_NATION: scene.ministry,
        Permission.OPERATE: scene.operator,
    }
    ids = scene.here.ids | {"term_id": scene.here.ids["head_id"]}
    for address in behind("region"):
        assert address.access.permission is not None
        client = browser_of(right[address.access.permission])
        seen = {response.status_code for _verb, response in answers(client, address.url(ids))}
        assert seen - CLOSED, address.name
        assert 500 not in seen, address.name


# --- another village --------------------------------------------------------------------------


def test_nobody_gets_anywhere_without_signing_in(scene):
    client = browser_of(None)
    ids = scene.here.ids | scene.own
    for who in ("village", "region", "signed_in"):
        for name, url in urls_of(behind(who), ids).items():
            for verb, response in answers(client, url):
                sent_away = response.status_code == 302 and response.url.startswith(SIGN_IN)
                assert sent_away or response.status_code in CLOSED, f"{verb} {name}"


# One of each scope; they try every address. On PostgreSQL, where two belts stand, they alone.
TRY_ALL = (Office.FACILITATOR, Office.GROUP_CHAIR, Office.DISTRICT_OFFICER)
TRY_SOME = [one for one in Office if one not in (*TRY_ALL, Office.OPERATOR)]
EVERY = 3  # so many-th address is tried by each of the others


@pytest.mark.slow
def test_no_office_opens_another_village(scene):
    """The neighbour's address with the neighbour's ids."""
    for office in TRY_ALL:
        assert not open_doors(stranger(scene, office), urls_of(behind("village"), scene.here.ids))


@pytest.mark.slow
@pytest.mark.looks
def test_nor_does_any_of_the_other_offices(scene):
    """Who is let into a village is decided before the address is looked at (access.py).

    So each office tries a third of the addresses, and several of them each address.
    """
    urls = urls_of(behind("village"), scene.here.ids)
    for number, office in enumerate(TRY_SOME):
        mine = dict(list(urls.items())[number % EVERY :: EVERY])
        assert not open_doors(stranger(scene, office), mine)


def stranger(scene, office) -> Client:
    """The browser of somebody with this office anywhere but in the village of the address."""
    above = {Office.DISTRICT_OFFICER: scene.district, Office.MINISTRY_OFFICER: scene.ministry}
    return browser_of(above.get(office) or scene.there.officers[office])


def test_an_operator_without_a_visit_opens_no_village(scene):
    """The visit of the scene is over."""
    assert not open_doors(browser_of(scene.operator), urls_of(behind("village"), scene.here.ids))


@pytest.mark.parametrize(
    "office", [Office.FACILITATOR, Office.VILLAGE_HEAD, Office.VILLAGE_STAFF], ids=str
)
def test_no_thing_of_another_village_opens_under_ones_own_address(scene, office):
    """One's own village in the address, the neighbour's ids behind it."""
    ids = scene.here.ids | {"village": scene.there.village.slug}
    about_things = [a for a in behind("village") if set(a.params) - NEUTRAL]
    assert len(about_things) > 20
    user = scene.there.officers[office]
    assert not open_doors(browser_of(user), urls_of(about_things, ids))


def test_two_things_in_one_address_must_both_be_the_villages_own(scene):
    """A resident of one's own village beside one of the neighbour's."""
    from tests.isolation_scene import meant

    client = browser_of(scene.here.officers[Office.FACILITATOR])
    several = [a for a in behind("village") if len(set(a.params) - NEUTRAL) > 1]
    assert several
    for address in several:
        for foreign in set(address.params) - NEUTRAL:
            key = meant(address.name, foreign, scene.here.ids)
            mixed = scene.here.ids | {key: scene.there.ids[key]}
            assert not open_doors(client, {address.name: address.url(mixed)}), foreign


# --- another group, and above -----------------------------------------------------------------


def test_no_office_of_another_group_opens_a_group(scene):
    with_group = [a for a in behind("village") if "group_id" in a.params]
    assert with_group
    for user in scene.other_group.values():
        assert not open_doors(browser_of(user), urls_of(with_group, scene.here.ids))


def test_offices_of_a_village_open_nothing_above(scene):
    for user in scene.here.officers.values():
        assert not open_doors(browser_of(user), urls_of(behind("region"), scene.here.ids))


@pytest.mark.parametrize("who", ["district", "ministry", "operator"])
def test_an_office_above_opens_only_what_is_its_own(scene, who):
    mine = {
        "district": {Permission.SEE_REGION},
        "ministry": {Permission.SEE_REGION, Permission.SEE_NATION},
        "operator": {Permission.OPERATE},
    }[who]
    others = [a for a in behind("region") if a.access.permission not in mine]
    assert others
    assert not open_doors(browser_of(getattr(scene, who)), urls_of(others, scene.here.ids))


def test_an_operator_reaches_no_office_that_villages_appoint_to(scene):
    with_term = [a for a in behind("region") if "term_id" in a.params]
    assert with_term
    assert not open_doors(browser_of(scene.operator), urls_of(with_term, scene.here.ids))


# --- somebody else's own things ---------------------------------------------------------------


def test_what_is_somebodys_own_opens_to_nobody_else(scene):
    """Sessions, kept forms, codes and offices of a person: not even her neighbour in office."""
    from tests.isolation_scene import OWN_WORDS

    own = [
        a
        for a in behind("signed_in")
        if set(a.params) & {"session_id", "form_id", "secret_id", "term_id"}
    ]
    assert len(own) >= 5
    for user in (scene.here.officers[Office.VILLAGE_HEAD], scene.operator, scene.ministry):
        for name, url in urls_of(own, dict(scene.own)).items():
            for verb, response in answers(browser_of(user), url):
                # 422: refused in a sentence.
                assert response.status_code in CLOSED | {422}, f"{verb} {name}"
                assert OWN_WORDS not in response.content.decode(), f"{verb} {name}"


def test_a_passkey_is_changed_by_its_owner_only(scene):
    from allauth.mfa.models import Authenticator

    passkeys = [a for a in behind("signed_in") if "pk" in a.params]
    assert passkeys
    before = list(Authenticator.objects.values())
    for name, url in urls_of(passkeys, dict(scene.own)).items():
        for verb, response in answers(browser_of(scene.here.officers[Office.VILLAGE_HEAD]), url):
            assert response.status_code in {302, 403, 404, 405}, f"{verb} {name}"
    assert list(Authenticator.objects.values()) == before


def test_public_addresses_never_break(scene):
    client = browser_of(None)
    for name, url in urls_of(behind("public"), scene.here.ids).items():
        if name != "web:gallery_problem":
            for verb, response in answers(client, url):
                assert response.status_code < 500, f"{verb} {name}"


# --- the second belt --------------------------------------------------------------------------


def callers(names: set[str]) -> dict[str, set[str]]:
    """Which files outside tests call one of these functions of tenancy.py."""
    found: dict[str, set[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if "tests" in path.parts or path.name == "tenancy.py":
            continue
        text = path.read_text()
        named = any(name in text for name in names)
        for node in ast.walk(ast.parse(text)) if named else ():
            called = node.func if isinstance(node, ast.Call) else None
            name = getattr(called, "attr", getattr(called, "id", ""))
            if name in names:
                found.setdefault(path.relative_to(PACKAGE.parent).as_posix(), set()).add(name)
    return found


def test_only_listed_files_look_into_several_villages_at_once():
    assert set(callers({"every_village"})) == set(SEES_EVERY_VILLAGE)


def test_only_migrations_lift_the_second_belt():
    lifting = {"show_every_village_to_this_connection", "lift_append_only", "narrow_to"}
    assert callers(lifting) == {
        "rembuk/villages/guards.py": {"show_every_village_to_this_connection"},
        "rembuk/villages/access.py": {"narrow_to"},
    }
