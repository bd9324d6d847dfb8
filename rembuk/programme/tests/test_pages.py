"""The pages as the people of the village open them."""

from __future__ import annotations

import csv
import io
import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rembuk.people.tests.scenes import siti
from rembuk.programme import facts, pillars
from rembuk.programme.models import Evidence, Pillar, VillageFact, VillageProgramme
from rembuk.programme.tests.scenes import AT, pillar
from rembuk.programme.tests.test_facts import CONFLICTS, FACTS, fact

QUERIES = 12  # the most that any page may ask
SEEN = {
    "statement": "8 orang datang bertanya",
    "shows": "3",
    "kind": "RECORD",
    "source": "Buku tamu",
    "seen_on_which": "today",
}


def address(world, name, *args):
    return reverse(f"programme:{name}", args=[world.here.slug, *args])


@pytest.fixture
def adi(client, world):
    client.force_login(world.adi)
    return client


@pytest.fixture
def budi(client, world):
    client.force_login(world.budi)
    return client


@pytest.fixture
def told(world, tmp_path):
    """The four facts and two differences of test_facts, in the village."""
    import json

    for name, rows in (("facts", FACTS), ("conflicts", CONFLICTS)):
        (tmp_path / name).write_text(json.dumps(rows))
    facts.load_facts(
        world.here, facts=tmp_path / "facts", conflicts=tmp_path / "conflicts",
        by=world.by_adi, at=AT,
    )  # fmt: skip


def page(response) -> str:
    return str(response.content.decode())


def test_the_pillars_say_that_there_is_no_evidence(adi, world):
    text = page(adi.get(address(world, "pillars")))
    assert text.count("Belum ada bukti") == 4
    for name in ("Layanan migrasi", "Usaha", "Pengasuhan", "Koperasi"):
        assert name in text
    assert "1 dari 4" in text
    assert "Kurang 3." in text
    assert text.count("button-primary") == 1


def test_the_words_are_english_for_an_english_reader(adi, world):
    adi.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    text = page(adi.get(address(world, "pillars")))
    assert text.count("No evidence yet") == 4
    assert "Parenting" in text


def test_a_village_without_a_programme_is_told_so(client, world):
    client.force_login(world.dewi)
    text = page(client.get(reverse("programme:pillars", args=[world.there.slug])))
    assert "Belum ada program yang dicatat" in text
    assert "Catat bukti" not in text


def test_an_empty_pillar_says_what_will_appear_and_offers_one_button(adi, world):
    text = page(adi.get(address(world, "pillar", pillar("P3").pk)))
    assert "Belum ada bukti" in text
    assert "Kegiatan anak" in text
    assert text.count("button-primary") == 1
    assert f"?pillar={pillar('P3').pk}" in text


def test_the_village_head_sees_the_same_without_the_button(budi, world):
    text = page(budi.get(address(world, "pillar", pillar("P3").pk)))
    assert "Pendamping yang mencatat bukti." in text
    assert "button-primary" not in text


def test_a_pillar_of_a_programme_that_does_not_run_is_not_there(adi, world):
    assert adi.get(address(world, "pillar", pillar("MAJU").pk)).status_code == 404


def test_a_pillar_shows_evidence_facts_and_both_sides_of_a_difference(adi, world, told):
    text = page(adi.get(address(world, "pillar", pillar("P2").pk)))
    assert "Berjalan" in text
    assert "13 Desember 2020" in text
    assert text.count("Ada 2 kambing") == 2  # as evidence and as a fact
    assert "satu" in text
    assert "dua" in text
    assert "Dua-duanya disimpan" in text


def test_what_rests_on_a_fact_leads_to_the_fact_with_its_source(adi, world, told):
    text = page(adi.get(address(world, "pillar", pillar("P2").pk)))
    link = f'<a href="{address(world, "facts")}?numbers=2">fakta 2</a>'
    assert link in text
    behind = page(adi.get(f"{address(world, 'facts')}?numbers=2"))
    assert behind.count('id="fact-') == 1
    assert "Artikel pilar 2" in behind


def test_sources_and_differences_are_told_in_words(adi, world, told):
    facts_text = page(adi.get(f"{address(world, 'facts')}?conflict=C2"))
    assert "Sumber berbeda: Beda" in facts_text
    assert not re.search(r">[^<]*\b[CRS]\d{1,2}\b", facts_text), "a code is no word"
    differences = page(adi.get(address(world, "differences")))
    assert "Perbedaan C2" in differences
    assert "dipakai untuk menyebut perbedaan" in differences


@pytest.mark.parametrize("where", ["numbers", "residents"])
def test_numbers_lead_to_the_facts_that_count_the_same_people(adi, world, told, where):
    url = reverse(f"people:{where}", args=[world.here.slug])
    words = "Dari mana angka ini? Fakta dan sumbernya"
    assert words not in page(adi.get(url)), "no fact counts people yet"
    VillageFact.objects.create(
        village=world.here, number=36, topic="PLACE", sources="S1", status="STATED",
        counted="ABROAD", quantity="150", as_of="2018", statement_id="150", statement_en="150",
    )  # fmt: skip
    siti(world)
    text = page(adi.get(url))
    assert words in text
    assert f'{address(world, "facts")}?numbers=36"' in text


def asked(client, url) -> int:
    """How often a page asks the database; setting the village on PostgreSQL is no question."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return sum(" FROM " in query["sql"] for query in captured.captured_queries)


@pytest.mark.parametrize(
    ("name", "times"),
    [("pillars", 9), ("facts", 11), ("differences", 6), ("running", 6), ("new_evidence", 7)],
)
def test_a_page_asks_the_database_few_times(adi, world, told, name, times):
    assert asked(adi, address(world, name)) == times


def test_a_pillar_asks_the_database_few_times(adi, world, told):
    assert asked(adi, address(world, "pillar", pillar("P2").pk)) == QUERIES


def test_evidence_is_recorded_and_shown(adi, world):
    sent = {**SEEN, "pillar": pillar("P1").pk, "request_id": uuid4()}
    response = adi.post(address(world, "new_evidence"), sent, follow=True)
    text = page(response)
    assert "Bukti tercatat." in text
    assert "8 orang datang bertanya" in text
    assert "Berjalan" in text
    assert Evidence.objects.of(world.here).count() == 1


def test_evidence_sent_twice_is_recorded_once(adi, world):
    sent = {**SEEN, "pillar": pillar("P1").pk, "request_id": uuid4()}
    for _time in range(2):
        assert adi.post(address(world, "new_evidence"), sent).status_code == 302
    assert Evidence.objects.of(world.here).count() == 1


def test_the_same_key_with_other_content_is_refused(adi, world):
    sent = {**SEEN, "pillar": pillar("P1").pk, "request_id": uuid4()}
    adi.post(address(world, "new_evidence"), sent)
    again = adi.post(address(world, "new_evidence"), {**sent, "statement": "Lain lagi"})
    assert again.status_code == 409
    assert "Lain lagi" in page(again)


def test_evidence_recorded_by_mistake_is_taken_back_at_once(adi, world):
    sent = {**SEEN, "pillar": pillar("P1").pk, "request_id": uuid4()}
    adi.post(address(world, "new_evidence"), sent)
    row = Evidence.objects.get()
    undo = address(world, "undo_evidence", row.pk)
    text = page(adi.post(undo, {"request_id": str(uuid4())}, follow=True))
    assert "Bukti ditarik." in text
    assert "<del>8 orang datang bertanya</del>" in text
    assert adi.post(undo, {"request_id": str(uuid4())}).status_code == 404


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"statement": ""}, "Tulis apa buktinya."),
        ({"source": ""}, "Tulis siapa yang bilang"),
        ({"shows": ""}, "Pilih sudah sejauh mana."),
        ({"kind": ""}, "Pilih dari mana Anda tahu."),
        ({"pillar": "0"}, "Pilih salah satu pilar ini."),
        ({"seen_on_which": ""}, "Pilih harinya."),
        ({"seen_on_which": "other"}, "bulan"),
        ({"statement": "x" * 301}, "300"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(adi, world, change, says):
    sent = {**SEEN, "pillar": pillar("P1").pk, "request_id": uuid4(), **change}
    response = adi.post(address(world, "new_evidence"), sent)
    assert response.status_code == 422
    assert says in page(response)
    assert sent["statement"][:300] in page(response)
    assert not Evidence.objects.exists()


def test_what_people_type_is_never_markup(adi, world):
    sent = {**SEEN, "pillar": pillar("P1").pk, "request_id": uuid4()}
    sent |= {"statement": "<script>alert(1)</script> {{ 7|add:7 }}", "source": "' OR 1=1 --"}
    text = page(adi.post(address(world, "new_evidence"), sent, follow=True))
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert "{{ 7|add:7 }}" in text


def test_evidence_is_withdrawn_with_a_reason(adi, world):
    adi.post(
        address(world, "new_evidence"),
        {**SEEN, "pillar": pillar("P1").pk, "request_id": uuid4()},
    )
    row = Evidence.objects.get()
    where = address(world, "withdraw_evidence", row.pk)
    assert adi.post(where, {"request_id": uuid4(), "reason": ""}).status_code == 422
    text = page(adi.post(where, {"request_id": uuid4(), "reason": "Desa lain"}, follow=True))
    assert "Desa lain" in text
    assert "Belum ada bukti" in text


def test_what_stands_in_an_article_is_not_withdrawn(adi, world, told):
    row = Evidence.objects.of(world.here).get()
    where = address(world, "withdraw_evidence", row.pk)
    response = adi.post(where, {"request_id": uuid4(), "reason": "Salah"})
    assert response.status_code == 422
    assert "artikel" in page(response)


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("", ["fact-1", "fact-2", "fact-3", "fact-4"], []),
        ("words=tki", ["fact-1"], ["fact-2"]),
        ("topic=COOPERATIVE", ["fact-4"], ["fact-2"]),
        ("status=CLAIM", ["fact-3"], ["fact-2"]),
        ("conflict=C2", ["fact-2", "fact-3"], ["fact-4"]),
        ("numbers=2,3", ["fact-2", "fact-3", "Tampilkan semua fakta"], ["fact-1", "fact-4"]),
        ("numbers=dua", ["fact-1", "fact-4"], []),
        ("topic=NO_SUCH_TOPIC", ["fact-1", "fact-4"], []),
        ("page=99", ["fact-4"], []),
        ("words=tidakadakata", ["Tidak ada yang cocok"], ["fact-1"]),
    ],
)
def test_facts_are_looked_for(adi, world, told, query, there, gone):
    text = page(adi.get(f"{address(world, 'facts')}?{query}"))
    assert all(word in text for word in there)
    assert not any(f'id="{word}"' in text for word in gone)


def test_fifteen_facts_stand_on_a_page_and_all_on_one_for_paper(adi, world, tmp_path):
    import json

    (tmp_path / "facts").write_text(json.dumps([fact(n) for n in range(1, 21)]))
    (tmp_path / "none").write_text("[]")
    facts.load_facts(
        world.here, facts=tmp_path / "facts", conflicts=tmp_path / "none", by=world.by_adi, at=AT
    )
    where = address(world, "facts")
    assert page(adi.get(where)).count('id="fact-') == 15
    assert page(adi.get(f"{where}?page=2")).count('id="fact-') == 5
    everything = page(adi.get(f"{where}?all=1"))
    assert everything.count('id="fact-') == 20
    assert "Semua dalam satu halaman" not in everything, "nothing more to show on one page"
    assert "?topic=GOATS&amp;all=1" in page(adi.get(f"{where}?topic=GOATS"))


def test_the_table_holds_what_was_looked_for(adi, world, told):
    response = adi.get(f"{address(world, 'facts_download')}?topic=GOATS")
    assert response["Content-Type"].startswith("text/csv")
    assert "sumber-rejo" in response["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(page(response).removeprefix("\ufeff"))))
    assert [row["number"] for row in rows] == ["2", "3"]
    assert rows[1]["differences"] == "C2"
    assert rows[1]["sources"] == "Artikel pilar 4; Artikel pilar 2"
    assert rows[1]["source_codes"] == "S0, S1"
    assert rows[0]["unit"] == "kambing"


@pytest.mark.parametrize("start", ["=1+1", "+62", "-5", "@SUM(A1)", "\t=1"])
def test_a_cell_that_looks_like_a_formula_is_harmless(adi, world, start):
    VillageFact.objects.create(
        village=world.here, number=1, topic="GOATS", sources="S1", status="STATED",
        statement_id=start, statement_en=start,
    )  # fmt: skip
    text = page(adi.get(address(world, "facts_download"))).removeprefix("\ufeff")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["statement"] == f"'{start}"


def test_the_village_head_starts_and_stops_a_programme(budi, world):
    sent = {"template": "desa_migran_emas", "since_which": "today", "request_id": uuid4()}
    text = page(budi.post(address(world, "start"), sent, follow=True))
    assert "Sejahtera" in text
    run = VillageProgramme.objects.of(world.here).get(template="desa_migran_emas")
    sent = {"until_which": "today", "request_id": uuid4()}
    assert budi.post(address(world, "stop", run.pk), sent).status_code == 302
    run.refresh_from_db()
    assert run.until is not None
    assert len(pillars.may_start(world.here)) == 1


def test_where_every_programme_runs_none_is_offered(budi, world):
    sent = {"template": "desa_migran_emas", "since_which": "today", "request_id": uuid4()}
    budi.post(address(world, "start"), sent)
    answer = budi.get(address(world, "start"), follow=True)
    assert answer.redirect_chain[-1][0] == address(world, "running")
    assert "Semua program sudah berjalan" in page(answer)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"template": ""}, "Pilih satu program."),
        ({"designation_year": "2099"}, "Tulis tahun ini"),
        ({"designation_year": "1899"}, "2016"),
        ({"since_which": "other", "since_parts_day": "1"}, "bulan"),
    ],
)
def test_a_programme_starts_only_with_what_can_be(budi, world, change, says):
    sent = {"template": "desa_migran_emas", "since_which": "today", "request_id": uuid4()}
    response = budi.post(address(world, "start"), {**sent, **change})
    assert response.status_code == 422
    assert says in page(response)


@pytest.mark.parametrize(
    ("known", "typed", "written"),
    [
        ("rough", {"year": "2017"}, "sejak 2017"),
        ("rough", {"year": "2017", "month": "11"}, "sejak November 2017"),
        ("by", {"since_which": "other", "since_parts_day": "9", "since_parts_month": "12",
                "since_parts_year": "2019"}, "sejak sebelum 9 Desember 2019"),
    ],
)  # fmt: skip
def test_a_programme_starts_as_exactly_as_people_know(budi, world, known, typed, written):
    where = f"{address(world, 'start')}?known={known}"
    sent = {"template": "desa_migran_emas", "request_id": uuid4(), **typed}
    assert budi.post(where, sent).status_code == 302
    assert f"<dd>{written}</dd>" in page(budi.get(address(world, "running")))


def test_the_programme_page_says_what_is_not_known(budi, world):
    text = page(budi.get(address(world, "running")))
    assert text.count("belum diketahui") == 3
    assert "Permenaker" in text
    assert "diganti" in text.lower()


@pytest.mark.parametrize(
    ("known", "written"),
    [("DAY", "sejak 1 Januari 2020"), ("MONTH", "sejak Januari 2020"), ("YEAR", "sejak 2020"),
     ("KNOWN_BY", "sejak sebelum 1 Januari 2020")],
)  # fmt: skip
def test_the_programme_page_writes_no_more_than_is_known_of_its_beginning(
    budi, world, known, written
):
    VillageProgramme.objects.of(world.here).update(since_precision=known)
    assert f"<dd>{written}</dd>" in page(budi.get(address(world, "running")))


@pytest.mark.parametrize("name", ["new_evidence", "start"])
def test_who_may_not_record_does_not(client, world, name):
    client.force_login(world.rina)
    assert client.get(address(world, name)).status_code == 403


def test_another_village_is_not_there(client, world):
    client.force_login(world.dewi)
    for name in ("pillars", "facts", "differences", "running", "new_evidence", "facts_download"):
        assert client.get(address(world, name)).status_code == 404


def test_today_names_all_pillars_without_evidence(adi, world):
    where = reverse("web:today", args=[world.here.slug])
    text = page(adi.get(where))
    assert re.search("Belum ada bukti: Layanan migrasi, .+, .+, ", text)
    assert "Kabupaten" not in text, "the district sees no pillar"
    for code in ("P1", "P2", "P3", "P4"):
        Evidence.objects.create(
            village=world.here, pillar=Pillar.objects.get(code=code), shows=3, kind="PHOTO",
            statement="Ada", source="Pendamping", seen_on="2021-01-01", recorded_at=AT,
        )  # fmt: skip
    assert "Belum ada bukti" not in page(adi.get(where))
