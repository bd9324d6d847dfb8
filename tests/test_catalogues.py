"""The words people read: all translated, none doubtful, and only the words of the glossary.

That code and catalogues say the same is a gate of its own (scripts/gates.py).
"""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Iterator

import polib
import pytest
from django.apps import apps

from rembuk.project import catalogues

# What an Indonesian sentence of ours never says, and what to write instead.
BANNED = {
    r"kwitansi": "kuitansi",
    r"TKI": "PMI",
    r"submit": "kirim",
    r"dashboard": "Hari ini",
    r"log ?in": "masuk",
    r"user(?:name)?": "pengguna, nama pengguna",
    r"approve": "setujui",
    r"invalid|tidak valid": "what to do",
    r"error": "what happened, and what to do",
    r"wajib diisi": "Isi ...",
    r"maaf|ups|mohon": "what to do",
    r"anda yakin": "do it, and offer Urungkan",
    r"berhasil disimpan": "what was stored",
}
GAGAL_ALONE = re.compile(r"\bgagal\s*(?:[.!:]|$)", re.I)
# Messages in which a banned word is part of a name or a law, and which.
NAMES: dict[str, str] = {}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{\w*\}")

Translated = tuple[str, polib.POEntry]


def entries() -> Iterator[Translated]:
    for room, file in catalogues.catalogues().items():
        for entry in polib.pofile(str(file)):
            if not entry.obsolete:
                yield room, entry


def texts_of(entry: polib.POEntry) -> list[str]:
    return [entry.msgstr, *entry.msgstr_plural.values()]


def test_every_message_is_translated_and_none_is_doubtful():
    unsure = [
        f"{room}: {entry.msgid!r}"
        for room, entry in entries()
        if entry.fuzzy or not entry.translated()
    ]
    assert not unsure, "translate these"


def test_placeholders_survive_translation():
    lost = [
        f"{room}: {entry.msgid!r} -> {text!r}"
        for room, entry in entries()
        for text in texts_of(entry)
        if text
        and set(PLACEHOLDER.findall(text))
        - set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    ]
    assert not lost
    forgotten = [
        f"{room}: {entry.msgid!r} -> {entry.msgstr!r}"
        for room, entry in entries()
        if entry.msgstr
        and set(PLACEHOLDER.findall(entry.msgid)) - set(PLACEHOLDER.findall(entry.msgstr))
    ]
    assert not forgotten


def test_punctuation_at_the_end_survives_translation():
    changed = [
        f"{room}: {entry.msgid!r} -> {entry.msgstr!r}"
        for room, entry in entries()
        if entry.msgstr and (entry.msgid[-1:] in ".?:") != (entry.msgstr[-1:] in ".?:")
    ]
    assert not changed


def banned_in(text: str) -> str | None:
    """Return what to write instead, if the text says a banned word."""
    text = PLACEHOLDER.sub("", re.sub(r"<[^>]*>", "", text))
    if GAGAL_ALONE.search(text):
        return "what happened, and what to do"
    for pattern, instead in BANNED.items():
        if re.search(rf"\b(?:{pattern})\b", text, re.I):
            return instead
    return None


def test_only_words_of_the_glossary_reach_a_page():
    wrong = [
        f"{room}: {text!r}: write {instead}"
        for room, entry in entries()
        for text in texts_of(entry)
        if entry.msgid not in NAMES and (instead := banned_in(text))
    ]
    assert not wrong


def test_one_message_has_one_translation():
    said = defaultdict(set)
    for _room, entry in entries():
        said[entry.msgctxt, entry.msgid].add(entry.msgstr)
    assert not {key: ways for key, ways in said.items() if len(ways) > 1}


def test_every_catalogue_is_in_a_room_that_django_reads():
    installed = {app.label for app in apps.get_app_configs() if app.name.startswith("rembuk.")}
    assert set(catalogues.catalogues()) <= installed


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("Simpanan wajib", False),
        ("Nama wajib diisi", True),
        ("Pengiriman gagal.", True),
        ("Pengiriman gagal karena nomornya belum ada", False),
        ("Kuitansi nomor 12", False),
        ("Kwitansi", True),
        ("Pekerja Migran Indonesia (PMI)", False),
        ("TKI", True),
        ("Terkirim", False),
        ('Nama pengguna <b class="user">%(username)s</b>', False),
        ("Mohon tunggu", True),
        ("Permohonan paspor", False),
    ],
)
def test_the_word_list_catches_what_it_should(text, refused):
    assert bool(banned_in(text)) == refused


# --- the tool itself, on a small package -----------------------------------------------------


@pytest.fixture
def package(tmp_path):
    """A package with one room: one page, one sentence, and an older catalogue."""
    room = tmp_path / "house" / "kitchen"
    (room / "templates").mkdir(parents=True)
    (room / "rules.py").write_text('from x import gettext as _\n\nA = _("Cook %(dish)s")\n')
    (room / "templates" / "page.html").write_text("{% load i18n %}{% translate 'Kitchen' %}")
    known = polib.POFile()
    known.append(polib.POEntry(msgid="Kitchen", msgstr="Dapur"))
    known.append(polib.POEntry(msgid="Cellar", msgstr="Ruang bawah"))
    catalogue = room / catalogues.CATALOGUE
    catalogue.parent.mkdir(parents=True)
    known.save(str(catalogue))
    return tmp_path / "house"


needs_gettext = pytest.mark.skipif(
    not shutil.which("xgettext"), reason="GNU gettext is not installed"
)


@needs_gettext
def test_check_names_what_is_missing_and_what_is_left_over(package):
    assert catalogues.complaints(package) == [
        "kitchen: not in the catalogue: 'Cook %(dish)s'",
        "kitchen: no longer in the code: 'Cellar'",
    ]


@needs_gettext
def test_extract_keeps_translations_and_asks_for_the_new(package):
    catalogues.extract(package)
    assert catalogues.complaints(package) == ["kitchen: not translated: 'Cook %(dish)s'"]
    written = (package / "kitchen" / catalogues.CATALOGUE).read_text()
    assert 'msgstr "Dapur"' in written
    assert "#:" not in written, "no line numbers: a diff shows words only"
    catalogues.extract(package)
    assert (package / "kitchen" / catalogues.CATALOGUE).read_text() == written


def test_compile_makes_only_what_is_missing_or_old(package):
    assert catalogues.compile_all(package) == 1
    assert catalogues.compile_all(package) == 0
    made = (package / "kitchen" / catalogues.CATALOGUE).with_suffix(".mo")
    assert polib.mofile(str(made)).find("Kitchen").msgstr == "Dapur"
