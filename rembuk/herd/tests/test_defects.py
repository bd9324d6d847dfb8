"""A defect is written down, shown where a goat is offered, and keeps it off the list for qurban."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import unquote

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from rembuk.herd import due, events, feasts, fitness, numbers, papers, ripe, standing
from rembuk.herd.events import Told
from rembuk.herd.models import Defect, Event, Feast, Kind, Measure, Sex
from rembuk.herd.numbers import Read
from rembuk.herd.tests.pens import SIGNED, TODAY, came, happened
from rembuk.herd.tests.test_bookings import booked
from rembuk.herd.tests.test_pages import address, sent, text
from rembuk.herd.tests.test_sales import agreed
from rembuk.lib.errors import Refused

OLD = date(2024, 1, 1)
SEEN = TODAY - timedelta(days=500)  # longer ago than lists look back for anything else


def lame(goat, on=SEEN, **told):
    return happened(goat, Kind.DEFECT, on, defect=Defect.LAME, **told)


def beside(group, feast=Feast.ADHA, on=TODAY):
    found = ripe.candidates(group, feasts.coming(group.village, feast, on=on), today=on)
    return {one.animal: one for one in found}


# The defect -> is the goat kept off the list for qurban by what came with Rembuk?
UNFIT = [
    ("BLIND", True), ("LAME", True), ("THIN", True), ("HORN", False), ("EAR", True),
    ("MANGE", True), ("OTHER", True),
]  # fmt: skip


@pytest.mark.parametrize(("defect", "unfit"), UNFIT)
def test_what_each_defect_means_for_qurban(goats, defect, unfit):
    goat = came(goats, "K1", sex=Sex.MALE, born_on=OLD)
    assert beside(goats)[goat].is_free
    happened(goat, Kind.DEFECT, SEEN, defect=defect, note="Sejak beli")
    found = beside(goats)[goat]
    assert (found.is_unfit, found.is_free) == (unfit, not unfit)
    assert beside(goats, Feast.FITRI)[goat].is_free, "nobody asks it of a goat for Eid al-Fitr"


def test_every_defect_has_its_question():
    asked = {fitness.measure(one) for one in Defect}
    assert asked == {one for one in Measure if one.is_asked}
    assert asked <= set(numbers.OURS)


def test_a_village_answers_as_its_ustaz_says(goats):
    goat = came(goats, "K1", born_on=OLD)
    lame(goat)
    read = Read(Decimal(0), TODAY, "Ustaz masjid: pincang ringan boleh", is_verified=True)
    numbers.record(village=goats.village, measure="UNFIT_LAME", read=read, signed=SIGNED)
    assert beside(goats)[goat].is_free
    with pytest.raises(Refused, match="ya atau tidak"):
        numbers.record(
            village=goats.village, measure="UNFIT_LAME", signed=SIGNED,
            read=Read(Decimal(2), TODAY, "Ustaz"),
        )  # fmt: skip


def test_of_what_nobody_read_anything_keeps_it_off(goats):
    row = lame(came(goats, "K1", born_on=OLD))
    (flaw,) = fitness.flaws([row], numbers.Numbers({}))
    assert (flaw.rule, flaw.is_unfit) == (None, True)


def test_a_defect_is_over_or_taken_back(goats):
    goat, other = came(goats, "K1", born_on=OLD), came(goats, "K2", born_on=OLD)
    lame(goat)
    wrong = lame(other)
    events.take_back(event=wrong, why="Salah kambing", signed=SIGNED)
    assert beside(goats)[other].is_free
    over = SEEN + timedelta(days=30)
    happened(goat, Kind.MENDED, over, defect=Defect.LAME)
    assert not due.flaws_of(goat, on=over)
    assert due.flaws_of(goat, on=over - timedelta(days=1))
    lame(goat, over + timedelta(days=9))
    assert [one.row.happened_on for one in due.flaws_of(goat, on=TODAY)] == [
        over + timedelta(days=9)
    ]


def test_what_cannot_be_of_a_defect_is_refused(goats):
    goat = came(goats, "K1")
    with pytest.raises(Refused, match="cacat yang mana"):
        happened(goat, Kind.DEFECT, SEEN)
    with pytest.raises(Refused, match="apa cacatnya"):
        happened(goat, Kind.DEFECT, SEEN, defect=Defect.OTHER)
    with pytest.raises(Refused, match="belum tercatat cacat K1: Pincang"):
        happened(goat, Kind.MENDED, SEEN, defect=Defect.LAME)
    first = lame(goat)
    with pytest.raises(Refused, match="sudah tercatat punya cacat"):
        lame(goat, TODAY)
    with pytest.raises(Refused, match="belum tercatat cacat"):
        happened(goat, Kind.MENDED, SEEN - timedelta(days=1), defect=Defect.LAME)
    told = Told(Kind.DEFECT, SEEN, defect=Defect.LAME, note="Kaki kiri depan")
    again = events.correct(event=first, told=told, signed=SIGNED)
    assert standing.defects(standing.events_of(goat)) == [again]


def test_a_defect_stays_as_it_was_written(goats):
    row = lame(came(goats, "K1"))
    for told in ("defect = 'HORN'", "note = 'x'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE herd_event SET {told} WHERE id = %s", [row.pk])
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM herd_event WHERE id = %s", [row.pk])
    assert Event.objects.get(pk=row.pk).defect == "LAME"


def test_the_chair_records_a_defect_and_its_end(karto, goats):
    today = timezone.localdate()
    goat = came(goats, "K1", sex=Sex.MALE, on=today - timedelta(days=9), born_on=OLD)
    assert address(goats, "choose_defect") in text(karto.get(address(goats, "choose_kind")))
    assert address(goats, "defect", goat.pk) in text(karto.get(address(goats, "choose_defect")))
    page = text(karto.get(address(goats, "animal", goat.pk)))
    assert address(goats, "defect", goat.pk) in page
    page = text(sent(karto, address(goats, "defect", goat.pk), defect="OTHER"))
    assert "apa cacatnya" in page
    page = text(sent(karto, address(goats, "defect", goat.pk), defect="LAME", note="kiri depan"))
    assert "Pincang (kiri depan)" in page
    assert "Fatwa MUI No. 32 Tahun 2022" in page
    assert "tanyakan kepada panitia kurban atau ustaz" in page
    assert "Cacat: Pincang (kiri depan)" in text(karto.get(address(goats, "animals")))
    asked = text(karto.get(address(goats, "mended", goat.pk)))
    assert 'value="LAME"' in asked
    assert 'value="HORN"' not in asked
    page = text(sent(karto, address(goats, "mended", goat.pk), defect="LAME"))
    assert "Tidak ditawarkan untuk kurban." not in page


def test_who_offers_and_who_books_reads_the_defect(karto, goats):
    today = timezone.localdate()
    born = today - timedelta(days=900)
    goat = came(goats, "K1", sex=Sex.MALE, on=born, born_on=born)
    horned = came(goats, "K2", sex=Sex.MALE, on=born, born_on=born)
    lame(goat, today)
    happened(horned, Kind.DEFECT, today, defect=Defect.HORN)
    agreed(goats)
    feast = text(karto.get(address(goats, "feast", "idul_adha")))
    assert "Cacat: Pincang, tidak ditawarkan untuk kurban" in feast
    assert "Tiap jawaban dan sumbernya" in feast
    book = address(goats, "new_booking")
    assert f"{book}?goat={horned.pk}" in feast
    assert f"{book}?goat={goat.pk}" not in feast
    assert karto.get(address(goats, "feast_pdf", "idul_adha")).content.startswith(b"%PDF")
    for name in ("new_booking", "new_sale"):
        assert "K1 · Pejantan · Cacat: Pincang" in text(karto.get(address(goats, name)))


def test_a_booking_and_its_papers_tell_the_defect(karto, goats):
    goat = came(goats, "K1", born_on=OLD)
    lame(goat)
    booking = booked(goat)
    agreed(goats)
    for name in ("booking", "hand_over_booking"):
        assert "Cacat: Pincang" in text(karto.get(address(goats, name, booking.pk)))
    flaws = due.flaws_of(goat, on=TODAY)
    assert "Cacat: Pincang" in unquote(papers.share_address(booking, flaws=flaws))
    assert karto.get(address(goats, "booking_slip", booking.pk)).content.startswith(b"%PDF")


def test_the_chair_answers_a_question_about_qurban(karto, goats):
    page = text(karto.get(address(goats, "numbers")))
    assert "Pincang: tidak memenuhi syarat kurban? Ya" in page
    asked = address(goats, "new_number", "UNFIT_LAME")
    form = text(karto.get(asked))
    assert "Tidak: boleh ditawarkan" in form
    today = timezone.localdate()
    since = {f"valid_from_{part}": getattr(today, part) for part in ("day", "month", "year")}
    page = text(sent(karto, asked, value="0", source="Ustaz masjid, 3 Maret", **since))
    assert "Pincang: tidak memenuhi syarat kurban? Tidak" in page
