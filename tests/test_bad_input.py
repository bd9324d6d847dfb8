"""Whatever is typed, nothing breaks, nothing is lost, and the answer is a sentence.

The crawl finds every form by opening every page as somebody who may, and sends each with things
that break programs. A form added tomorrow is found tomorrow.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from rembuk.accounts.tests.stories import sign_in as by_password
from rembuk.people import residents
from rembuk.villages.tests.stories import PASSWORD
from tests import crawl
from tests.crawl import Scene
from tests.reading import Field, Form, Page

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SCRIPT = "<script>alert('x7')</script>"
LONG = "a" * 5000
SPACES = " \t\n\u3000 "
# What is typed into every field of a form at once.
EVERYWHERE = {
    "html": f"{SCRIPT}<img src=x onerror=alert(1)>",
    "long": LONG,
    "nul": "Siti\x00Aminah",
    "only spaces": SPACES,
    "a number too large": "9" * 40,
    "a number below zero": "-1",
    "Arabic digits": "٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨",
}
# What is typed where words, days or phone numbers are asked, with good answers in the other fields.
WORDS, DAYS, PHONES, NUMBERS = "words", "days", "phones", "numbers"
BY_KIND = {
    "html, all else good": {WORDS: f"{SCRIPT}<img src=x onerror=alert(1)>"},
    "what programs read as orders": {
        WORDS: "=1+1 x'; DROP TABLE people_resident; -- "
        "{{ 7919|add:7919 }}{% now 'Y' %}${7919+7919}%(who)s {0}"
    },
    "other ways of writing, with what a browser sends for half a letter": {
        WORDS: "Siti \u202eimanA\u202c \u200f\u2066 👩‍👩‍👧‍👦🇮🇩 S" + "\u0301" * 60 + "iti \ufffd"
    },
    "a formula": {WORDS: '=HYPERLINK("http://x";"y")', PHONES: "=1+1"},
    "long before": {DAYS: "1899-12-31", PHONES: "+4915112345678"},
    "far future": {DAYS: "9999-12-31", PHONES: "0000000000000000000000"},
    "no such day": {DAYS: "2020-02-31"},
}
BANNED = re.compile(
    r"\b(invalid|tidak valid|error|errors|wajib diisi|maaf|ups|mohon|gagal)\b", re.IGNORECASE
)
# A sentence of Django's own, or English, means a field without its own words.
NOT_OURS = re.compile(r"\b(Ensure|Enter a|Select a|This field|Pastikan|Masukkan|nilai yang)\b")
INTERNALS = re.compile(
    r"Traceback|Django|django|File \"|rembuk[./]|\.py\b|SELECT |Exception|IntegrityError|DEBUG"
)
GOOD = {
    "name": "Siti Aminah", "nickname": "Yuni", "neighborhood_unit": "003", "title": "Rapat desa",
    "text": "Kita berkumpul hari Sabtu.", "statement": "Rumah belajar buka tiap Sabtu.",
    "source": "Buku tamu", "reason": "Tercatat dua kali oleh petugas.", "witness": "Ketua RT",
    "said": "RT saya 005, bukan 003.", "hamlet": "Dusun Satu", "activity": "Menjahit",
    "head_name": "Wati", "birth_place": "Sukamaju", "phone": "081234567890",
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """A form of a page, who found it, and the route it is sent to."""

    user: Any
    page: str
    form: Form
    route: str

    def address(self) -> str:
        return self.form.action or self.page

    def filled(
        self, text: str | None = None, kinds: dict[str, str] | None = None, **more: str
    ) -> dict[str, str]:
        """What a browser would send with `text` in every field a person writes in.

        With `kinds` only fields of these kinds are filled so; the others get something good.
        """
        sent = {}
        for name, field in self.form.fields.items():
            if field.kind in {"radio", "select"}:
                chosen = [choice for choice in field.choices if choice]
                sent[name] = field.value or (chosen[0] if chosen else "")
            elif field.kind == "checkbox":
                sent[name] = field.choices[0]
            elif field in self.form.typed and text is not None:
                sent[name] = text
            elif field in self.form.typed and field_kind(field) in (kinds or {}):
                sent[name] = _part_of_day(name, (kinds or {})[field_kind(field)])
            elif field in self.form.typed:
                sent[name] = field.value or GOOD.get(name, "1" if kinds else "")
            elif field.kind not in {"file", "submit", "button"}:
                sent[name] = field.value
        if "request_id" in sent:
            sent["request_id"] = str(uuid4())
        return sent | more


def field_kind(field: Field) -> str:
    """What a field asks for, as far as its phone keys and its name tell."""
    if field.kind == "tel":
        return PHONES
    if field.kind == "date" or field.name.rpartition("_")[2] in {"day", "month", "year"}:
        return DAYS
    if field.kind == "number" or field.keys in {"numeric", "decimal"}:
        return NUMBERS
    return WORDS


def _part_of_day(name: str, text: str) -> str:
    """The year, month or day of a date where a form asks for them one by one, else all of it."""
    parts = dict(zip(("year", "month", "day"), text.split("-"), strict=False))
    return parts.get(name.rpartition("_")[2], text)


def bad(found: Found) -> dict[str, dict[str, str]]:
    """Everything bad that is worth sending with a form, by what it is."""
    asked = {field_kind(field) for field in found.form.typed}
    told = {what: found.filled(text) for what, text in EVERYWHERE.items()}
    return told | {
        what: found.filled(kinds=kinds) for what, kinds in BY_KIND.items() if asked & kinds.keys()
    }


@pytest.fixture
def scene(db: None) -> Scene:
    return crawl.filled()


def forms(scene: Scene) -> list[Found]:
    """Every form of every page, each kind once; signing out and the lock are walked elsewhere."""
    found: dict[tuple[str, ...], Found] = {}
    for _route, user, address in crawl.pages(scene):
        response = crawl.sign_in(Client(), user).get(address)
        if response.status_code != 200 or "text/html" not in response["Content-Type"]:
            continue
        for form in Page(response.content.decode()).forms:
            to = _route_of(form.action or address)
            if form.method == "post" and to not in {"account_logout", "accounts:lock"}:
                key = (to, *sorted(form.fields), _step_of(form))
                found.setdefault(key, Found(user, address, form, to))
    return list(found.values())


def _route_of(address: str) -> str:
    try:
        return resolve(address.partition("?")[0]).view_name
    except Resolver404:
        return ""


def _step_of(form: Form) -> str:
    return form.fields["kind"].value if "kind" in form.fields else ""


def post(found: Found, data: dict[str, str], *, client: Client | None = None) -> Any:
    """Send a form as its finder, coming from its page."""
    sender = client or crawl.sign_in(Client(), found.user)
    return sender.post(found.address(), data, headers={"referer": f"http://testserver{found.page}"})


def last_step(found: Found, response: Any) -> tuple[Found, dict[str, str]] | None:
    """The page that shows everything once more before it is saved, and what its button sends."""
    if response.status_code != 200:
        return None
    for form in Page(response.content.decode()).forms:
        button = form.fields.get("step")
        if button and button.kind == "button" and "request_id" in form.fields:
            if "check" in button.choices:
                return None  # the first step again
            last = Found(found.user, found.page, form, found.route)
            kept = {"request_id": form.fields["request_id"].value, "step": button.choices[0]}
            return last, last.filled(**kept)
    return None


class Undone:
    """What happens inside is taken back, so that each sending meets the same village."""

    def __enter__(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()

    def __exit__(self, *problem: Any) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(*problem)


def complaints(found: Found, what: str, data: dict[str, str], response: Any) -> Iterator[str]:
    """What is wrong with the answer to a bad sending."""
    where = f"{found.route} ({what})"
    if response.status_code not in {200, 302, 303, 409, 422}:
        yield f"{where}: answered {response.status_code}"
    if "text/html" not in response.get("Content-Type", "") or not response.content:
        return
    html = response.content.decode()
    page = Page(html)
    words = "\n".join(page.words)
    if SCRIPT in html or "15838" in words:
        yield f"{where}: what was typed is not shown as text"
    if INTERNALS.search(words):
        yield f"{where}: tells how Rembuk is made: {INTERNALS.search(words)}"
    if page.language != "id":
        yield f"{where}: no language"
    if response.status_code == 422:
        yield from _about_errors(where, found, data, page, html)


def _about_errors(
    where: str, found: Found, data: dict[str, str], page: Page, html: str
) -> Iterator[str]:
    told = re.findall(
        r'class="(?:errors|field-error|alert)\b[^"]*"[^>]*>(.*?)</(?:ul|div|p)>', html, re.S
    )
    words = re.sub(r"<[^>]+>", " ", " ".join(told))
    if not words.strip():
        yield f"{where}: sent back without a word"
    if BANNED.search(words) or NOT_OURS.search(words):
        yield f"{where}: says {' '.join(words.split())[:200]!r}"
    again = next(
        (f for f in page.forms if f.fields.keys() >= set(found.form.fields) - {"kept"}), None
    )
    for field in found.form.typed:
        sent = data[field.name]
        back = again.fields.get(field.name) if again else None
        if field.kind == "password" or back is None:
            continue
        if _as_kept(back.value) != _as_kept(sent):
            typed = f"{field.name} was typed as {sent[:30]!r}"
            yield f"{where}: {typed}, comes back as {back.value[:30]!r}"


def _as_kept(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


@pytest.mark.parametrize("half", [0, 1])
def test_no_form_breaks_or_loses_what_was_typed(scene: Scene, half: int) -> None:
    wrong: list[Any] = []
    written = [found for found in forms(scene) if found.form.typed]
    sendings = ((found, *one) for found in written for one in bad(found).items())
    for found, what, data in itertools.islice(sendings, half, None, 2):
        with Undone():
            response = post(found, data)
            wrong += complaints(found, what, data, response)
            if step := last_step(found, response):
                response = post(*step)
                wrong += complaints(step[0], f"{what}, saved", step[1], response)
            if response.status_code in {302, 303} and response.url.startswith("/"):
                shown = crawl.sign_in(Client(), found.user).get(response.url)
                wrong += complaints(found, f"{what}, stored", data, shown)
    assert not wrong, "\n".join(wrong)


JUNK_NAMES = (
    "q", "page", "status", "hamlet", "need", "on", "since", "until", "kind", "before", "after",
    "stretch", "name", "office", "next", "for", "way", "all", "code", "level", "since_day",
    "since_month", "since_year", "until_day", "until_month", "until_year", "on_day", "on_month",
    "on_year", "template", "pillar", "format", "phone", "indicator", "region",
)  # fmt: skip


@pytest.mark.parametrize("text", ["Siti\x00Aminah", "9" * 40, "1899-12-31"])
def test_no_address_breaks_whatever_stands_behind_it(scene: Scene, text: str) -> None:
    wrong: list[Any] = []
    for _route, user, address in crawl.pages(scene):
        path = address.partition("?")[0]
        found = Found(user, path, Form(path, "get"), resolve(path).view_name)
        client = crawl.sign_in(Client(), user)
        with Undone():
            response = client.get(path, dict.fromkeys(JUNK_NAMES, text))
            if response.status_code not in {404, 405, 410, 422}:
                wrong += complaints(found, text, {}, response)
    assert not wrong, "\n".join(wrong)


def test_a_number_that_no_row_has_is_not_found(scene: Scene) -> None:
    wrong: list[Any] = []
    for number in (2**63, 10**40):
        strange = {key: number for key, value in scene.ids.items() if isinstance(value, int)}
        lost = Scene(**{**vars(scene), "ids": scene.ids | strange})
        for route, user, address in crawl.pages(lost):
            if any(isinstance(scene.ids.get(key), int) for key in route.keys):
                client = crawl.sign_in(Client(), user)
                with Undone():
                    statuses = {client.get(address).status_code, client.post(address).status_code}
                if statuses - {404, 405} and route.name not in {"web:gallery_problem"}:
                    wrong.append(f"{route.name} {number}: {statuses}")
    assert not wrong, "\n".join(wrong)


def _rows() -> dict[str, int]:
    """How many rows each table has; looking at a page may note that it was opened."""
    noted = {"accessentry", "session", "usersession", "command"}
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.model_name not in noted
    }


def test_a_form_sent_twice_is_done_once_and_another_content_is_refused(scene: Scene) -> None:
    done: set[str] = set()
    refused: set[str] = set()  # with 409; a page that knows better what is wrong may say so first
    wrong: list[Any] = []
    for first_step in forms(scene):
        found = first_step
        if "request_id" not in found.form.fields:
            continue
        data = found.filled(**_days(found))
        with Undone():
            first = post(found, data)
            if step := last_step(found, first):
                found, data = step
                first = post(found, data)
            if first.status_code != 302:
                continue
            after, again = _rows(), post(found, data)
            if again.status_code != 302 or _rows() != after:
                wrong.append(f"{found.route}: sent again answers {again.status_code}")
            done.add(found.route)
            for field in found.form.typed:
                if field.name in GOOD and field.kind != "tel":
                    other = post(found, data | {field.name: f"{GOOD[field.name]} lagi"})
                    if other.status_code not in {404, 409, 422} or _rows() != after:
                        wrong.append(f"{found.route}: other content answers {other.status_code}")
                    refused |= {found.route} if other.status_code == 409 else set()
                    break
    assert not wrong, "\n".join(wrong)
    assert done >= {
        "people:new_resident", "people:new_step", "people:new_household", "people:consent_give",
        "messaging:announce", "programme:new_evidence", "hall:start_group",
    }, done  # fmt: skip
    assert len(refused) >= 6, refused


def _days(found: Found) -> dict[str, str]:
    """Today, in whatever way the form asks for a day."""
    today = timezone.localdate()
    parts = {"day": today.day, "month": today.month, "year": today.year}
    return {
        name: str(parts[name.rpartition("_")[2]])
        for name in found.form.fields
        if name.rpartition("_")[2] in parts
    }


@pytest.mark.parametrize(
    ("who", "route", "name"),
    [
        ("adi", "people:new_resident", "name"),
        ("adi", "programme:new_evidence", "statement"),
        ("adi", "messaging:announce", "text"),
        ("budi", "hall:start_group", "name"),
    ],
)
def test_an_ended_session_keeps_what_was_typed(
    scene: Scene, who: str, route: str, name: str
) -> None:
    typed = f"Tumini {SCRIPT} menulis ini"
    client = Client(enforce_csrf_checks=True)
    by_password(client, who, PASSWORD)
    address = reverse(route, args=[scene.world.here.slug]) + crawl.QUERIES.get(route, "")
    page = Page(client.get(address).content.decode())
    form = next(form for form in page.forms if name in form.fields)
    found = Found(getattr(scene.world, who), address, form, route)
    client.session.flush()
    turned_away = post(found, found.filled(**{name: typed}), client=client)
    assert turned_away.status_code == 302
    assert turned_away.url.startswith(reverse("account_login"))
    by_password(client, who, PASSWORD)
    kept = client.get(reverse("accounts:kept")).content.decode()
    assert typed in "\n".join([*Page(kept).words, *_values(kept)])
    assert SCRIPT not in kept


def _values(html: str) -> list[str]:
    return [field.value for form in Page(html).forms for field in form.fields.values()]


@pytest.mark.looks  # what is written stands in a file, whatever database it came from
def test_no_export_can_be_taken_for_a_formula(scene: Scene) -> None:
    for text in ('=HYPERLINK("http://x")', "+62811", "-1+1", "@SUM(A1)", "\t=1"):
        facts = residents.ResidentFacts(name=text, nickname=text, hamlet=text, birth_place=text)
        residents.register(
            village=scene.world.here, facts=facts, by=scene.world.by_adi, at=timezone.now()
        )
    files = 0
    for _route, user, address in crawl.pages(scene):
        response = crawl.sign_in(Client(), user).get(address)
        if response.status_code != 200:
            continue
        kind = response.get("Content-Type", "")
        content = b"".join(response) if response.streaming else response.content
        if "text/csv" in kind:
            files += 1
            for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
                assert not [cell for cell in row if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]
        elif "spreadsheetml" in kind:
            files += 1
            book = openpyxl.load_workbook(io.BytesIO(content))
            cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
            assert not [cell for cell in cells if cell.data_type == "f"]
    assert files >= 4


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_page_for_trouble_tells_nothing_of_how_rembuk_is_made(
    scene: Scene, language: str
) -> None:
    client = crawl.sign_in(Client(raise_request_exception=False), scene.world.adi)
    client.cookies["django_language"] = language
    here = scene.world.here.slug
    answers = {
        404: client.get("/no-such-page/"),
        403: client.get(reverse("hall:change_settings", args=[here])),
        405: client.get(reverse("people:found", args=[here])),
    }
    for status, response in answers.items():
        assert response.status_code == status
        words = "\n".join(Page(response.content.decode()).words)
        assert not INTERNALS.search(words)
        assert not BANNED.search(words)


@pytest.mark.looks
def test_the_crawl_finds_the_forms_there_are(scene: Scene) -> None:
    there = {found.route for found in forms(scene)}
    assert crawl.missing(scene) == []
    assert there >= {
        "people:new_resident", "people:edit_resident", "people:new_step", "people:new_household",
        "people:merge", "people:resident_erase", "people:consent_give", "messaging:announce",
        "programme:new_evidence", "programme:start", "hall:start_group", "hall:appoint_new",
        "hall:change_settings", "operator:village", "mine:correction", "account_login",
    }  # fmt: skip
    assert len(there) > 40
