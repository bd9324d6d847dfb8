"""What the filters and tags put on the page."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from rembuk.web.parts import percent_of, stages
from rembuk.web.templatetags import rembuk as tags

MARCH = date(2019, 3, 9)


def written(source: str, language: str = "id", **context: object) -> str:
    with translation.override(language):
        return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("precision", "indonesian", "english"),
    [
        ("day", "9 Maret 2019", "9 March 2019"),
        ("month", "Maret 2019", "March 2019"),
        ("year", "2019", "2019"),
        ("known_by", "sebelum 9 Maret 2019", "before 9 March 2019"),
        ("MONTH", "Maret 2019", "March 2019"),
    ],
)
def test_a_date_is_written_as_exactly_as_it_is_known(precision, indonesian, english):
    source = "{{ day|partial_date:precision }}"
    assert written(source, day=MARCH, precision=precision) == indonesian
    assert written(source, "en", day=MARCH, precision=precision) == english


def test_a_date_nobody_knows_says_so():
    assert written("{{ day|partial_date }}", day=None) == "tanggal belum diketahui"


@pytest.mark.parametrize(
    ("source", "value", "text"),
    [
        ("{{ value|long_day }}", MARCH, "Sabtu, 9 Maret 2019"),
        ("{{ value|plain_day }}", MARCH, "9 Maret 2019"),
        ("{{ value|short_day }}", MARCH, "9 Mar 2019"),
        ("{{ value|clock:'Asia/Jayapura' }}", datetime(2019, 3, 9, 1, 5, tzinfo=UTC), "10.05 WIT"),
        ("{{ value|phone }}", "+6281200000001", "0812-0000-0001"),
        ("{{ value|whatsapp }}", "+62 812-0000-0001", "https://wa.me/6281200000001"),
        ("{{ value|masked_nik }}", "9907014412900003", "9907••••••••0003"),
        ("{{ value|rt_rw:'1' }}", "3", "RT\xa0003/RW\xa0001"),
        ("{{ value|initials }}", "Siti Aminah", "SA"),
        ("{{ value|grouped }}", 1250000, "1.250.000"),
        ("{{ value|percent_of:3 }}", 1, "33"),
        ("{{ value|undo_address }}", "undo:/back/", "/back/"),
        ("{{ value|undo_address }}", "safe", ""),
        ("{{ value|phone }}{{ value|masked_nik }}{{ value|initials }}", "", ""),
    ],
)
def test_a_filter_writes_for_readers(source, value, text):
    assert written(source, value=value) == text


@pytest.mark.parametrize(
    ("zone", "day"), [("UTC", "9"), ("Asia/Jakarta", "10"), ("Asia/Jayapura", "10")]
)
@pytest.mark.parametrize("name", ["long_day", "plain_day", "short_day", "partial_date"])
def test_the_day_of_a_moment_is_the_villages_not_greenwichs(zone, day, name):
    night = datetime(2019, 3, 9, 18, 30, tzinfo=UTC)
    with timezone.override(zone):
        assert f"{day} Mar" in written("{{ value|" + name + " }}", value=night)


def test_an_icon_is_decoration_and_must_exist():
    assert 'aria-hidden="true"' in written("{% icon 'today' %}")
    with pytest.raises(AssertionError, match="no icon 'tody'"):
        written("{% icon 'tody' %}")


def test_a_qr_code_has_a_name_and_carries_no_style():
    drawn = tags.qr("https://rembuk.example/c/K7P2", '"><script>')
    assert 'role="img"' in drawn
    assert "<script>" not in drawn
    assert "style=" not in drawn


def test_a_funnel_counts_from_its_first_row():
    rows = stages([("Bertanya", 64), ("Dokumen lengkap", 41), ("Berangkat", 0)])
    assert [(row.count, row.percent) for row in rows] == [(64, 100), (41, 64), (0, 0)]
    assert stages([]) == []


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(1, 3, 33), (2, 3, 67), (1, 2, 50), (5, 0, 0)]
)
def test_percent_is_rounded_half_up(part, whole, percent):
    assert percent_of(part, whole) == percent
