"""The words of messages keep their rules: length, variables, and what a locked phone shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.messaging import announcements, privacy, templates
from rembuk.messaging.queue import LONGEST_LINK

EVERY = [
    pytest.param(one, language, id=f"{one.key}-{one.version}-{language}")
    for one in templates.every()
    for language in templates.LANGUAGES
]
BANNED = ["invalid", "error", "maaf", "mohon", "gagal", "wajib diisi"]


@pytest.mark.parametrize(("template", "language"), EVERY)
def test_every_template_keeps_the_rules(template, language):
    assert templates.breaches(template.text(language)) == []
    assert not [word for word in BANNED if word in template.text(language).lower()]


@pytest.mark.parametrize(("template", "language"), EVERY)
def test_every_language_says_the_same_things(template, language):
    assert set(templates.VARIABLE.findall(template.text(language))) == template.variables
    assert template.own <= template.variables


@pytest.mark.parametrize(("template", "language"), EVERY)
def test_a_filled_message_fits_and_its_first_paragraph_is_an_sms(template, language):
    values = dict.fromkeys(template.variables, "Wiji Lestari Rahayu"[:19])
    text = templates.fill(template, {**values, "link": LONGEST_LINK}, language=language)
    assert len(text) <= templates.LENGTH_MAX
    assert len(templates.first_paragraph(text)) <= templates.SHORT_LENGTH_MAX


@pytest.mark.parametrize("key", ["sign_in_code", "sign_in_link"])
def test_a_secret_does_not_show_on_a_locked_phone(key):
    template = templates.newest(key)
    for language in templates.LANGUAGES:
        text = template.text(language)
        first = min(text.index("{{code}}" if key == "sign_in_code" else "{{link}}"), len(text))
        assert first >= privacy.SHOWN


# Words as a template, and what is wrong with them.
WRONG = [
    ("{{name}}, datang ya.", "begins or ends"),
    ("Salam dari {{name}}", "begins or ends"),
    ("Salam dari {{name}}.", "begins or ends"),
    ("Halo {{name}} {{title}}, datang ya.", "side by side"),
    ("Tunggakan Anda sudah dicatat.", "locked phone"),
    ("x" * 551, "at most"),
    ("Kita bertemu di balai desa. " * 8, "first paragraph"),
]


@pytest.mark.parametrize(("text", "expected"), WRONG)
def test_the_rules_see_what_is_wrong(text, expected):
    assert any(expected in breach for breach in templates.breaches(text))


# What stands at the beginning of a message, and the word that must not.
EARLY = [
    ("Ada kabar dari Desa Sukamaju tentang rapat warga.", ""),
    ("Ada kabar tentang utang koperasi.", "utang"),
    ("Angsuran bulan ini.", "Angsuran"),
    ("Pinjaman Anda disetujui.", "Pinjaman"),
    ("Kegiatan anak hari Minggu.", "anak"),
    ("Anakmu sudah besar.", "Anakmu"),
    ("Halo, Putri. Besok kita berkumpul.", ""),
    ("Kabar untuk Nanak dan Anaya.", ""),
    ("NIK Anda belum lengkap.", "NIK"),
    ("Nomor 9901 0155 0190 0001 belum benar.", "NIK"),
    ("x" * 58 + " utang", "utang"),
    ("x" * 61 + " utang", ""),
    ("x" * 61 + " 9901015501900001", "NIK"),
]


@pytest.mark.parametrize(("text", "word"), EARLY)
def test_what_a_locked_phone_must_not_show_is_seen(text, word):
    assert privacy.shown_too_early(text) == word


def test_a_value_that_looks_like_a_variable_stays_as_it_is():
    template = templates.newest("announcement")
    values = dict.fromkeys(template.variables, "x") | {"title": "{{sender}}", "sender": "Adi"}
    assert "{{sender}}" in templates.fill(template, values, language="id")


# --- an announcement's short form ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "room", "short"),
    [
        ("Besok rapat", 100, "Besok rapat."),
        ("Besok rapat. Bawa payung.", 100, "Besok rapat. Bawa payung."),
        ("Besok rapat. Bawa payung.", 15, "Besok rapat."),
        ("Besok rapat besar di balai", 15, "Besok rapat…"),
        ("Jadi?", 10, "Jadi?"),
        ("  Besok\n\nrapat  ", 100, "Besok rapat."),
    ],
)
def test_whole_sentences_are_kept(text, room, short):
    assert announcements.shortened(text, room) == short


@given(st.text(st.characters(categories=["Ll", "Zs"], include_characters=".!?"), max_size=400))
def test_a_short_form_always_fits_and_ends_like_a_sentence(text):
    short = announcements.shortened(text, 120)
    assert len(short) <= 120
    assert not short or short[-1] in ".!?…\"”’')"
