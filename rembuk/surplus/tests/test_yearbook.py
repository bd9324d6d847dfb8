"""The book of the annual meeting: two years side by side, and no name beside a sum."""

from __future__ import annotations

from datetime import date, time, timedelta
from io import BytesIO

from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from rembuk.forum import attending, planning
from rembuk.forum.models import Plan
from rembuk.forum.planning import Called
from rembuk.surplus import yearbook, yearly
from rembuk.surplus.tests.acts import agreed_rule, computed
from rembuk.surplus.tests.scenes import CASH, YEAR
from rembuk.surplus.yearly import Line
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY
from rembuk.web.paper import Column, Part


def words_of(made: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages).split()
    )


def printed(lived, year=YEAR):
    told = yearly.year_of(lived.book, year, today=TODAY)
    known = yearbook.known_of(lived.book, told)
    return words_of(yearbook.printed(lived.book, known, at=NOW, today=TODAY))


def called(lived, *, days=30):
    facts = Called(
        Plan.Kind.ANNUAL, "RAT 2025", TODAY + timedelta(days=days), time(9), "Balai desa",
        ("Laporan pengurus", "Pembagian SHU"), year=YEAR,
    )  # fmt: skip
    told = {"by": lived.coop.by_chair, "at": NOW, "today": TODAY}
    return planning.call(group=lived.coop.group, called=facts, **told)


def test_the_book_puts_two_years_side_by_side_and_says_what_is_missing(lived):
    """2026 cost 40,000; of 2025 it still says what it left. Nobody called a meeting yet."""
    lived.booked("5202", CASH, 40_000, date(2026, 2, 1))
    first, second = printed(lived), printed(lived, YEAR + 1)
    assert "SHU TAHUN INI Rp1.100.000" in first
    assert "SHU TAHUN INI −Rp40.000 Rp1.100.000" in second
    assert "Rp0" in second, "what members paid in 2025 only stands beside nought"
    for said in ("Belum ada undangan RAT", "belum dihitung", "Rencana kerja 2026"):
        assert said in first, said


def test_rooms_above_add_chapters_in_their_order(lived, monkeypatch):
    monkeypatch.setattr(yearbook, "_chapters", [])
    columns = (Column("Apa", wide=True),)
    for order, said in ((2, "kedua"), (1, "pertama"), (3, "")):
        part = Part(columns, [[f"Bab {said}"]] if said else [], caption=f"Judul {order}")
        yearbook.add(lambda _book, _year, part=part: [part], order=order)
    told = printed(lived)
    assert "Bab pertama" in told
    assert told.index("Bab pertama") < told.index("Bab kedua")
    assert "Judul 3" not in told


def test_the_book_counts_members_and_names_none(lived):
    for name in ("Wati", "Tumini", "Ratna"):
        assert name not in printed(lived)
    assert "Anggota pada awal tahun 0" in printed(lived)
    assert "Anggota pada akhir tahun 3" in printed(lived)


def test_the_agenda_stands_in_it_until_there_are_minutes(lived):
    plan = called(lived)
    assert "Pembagian SHU" in printed(lived)
    assert "belum diadakan" in printed(lived)
    later = plan.meets_on
    attending.open_meeting(plan=plan, by=lived.coop.by_chair, at=NOW, today=later)
    told = printed(lived)
    assert "belum diadakan" not in told
    assert told.count("Pembagian SHU") == 1, "once, with the minutes"


def test_the_parts_of_a_surplus_stand_in_it_with_how_far_they_are(lived):
    lived.close()
    agreed_rule(lived)
    computed(lived)
    told = printed(lived)
    assert "Pembagian SHU: Dihitung" in told
    assert "Cadangan" in told


def test_a_member_takes_it_along(lived, client):
    client.force_login(lived.coop.treasurer)
    slug, group = lived.book.village.slug, lived.coop.group.pk
    page = reverse("surplus:statement", args=[slug, group, "result"]) + f"?year={YEAR}"
    book = reverse("surplus:meeting_book", args=[slug, group]) + f"?year={YEAR}"
    assert book in client.get(page).text
    with few_queries(24):
        answer = client.get(book)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "SHU" in words_of(answer.content)


CODES = st.sampled_from(["4101", "4102", "4201"])
PARTS = st.lists(st.dictionaries(CODES, st.integers(-(10**12), 10**12)), min_size=2, max_size=2)


@given(PARTS, PARTS)
def test_no_account_of_either_year_is_lost(before, now):
    def lines(parts):
        for number, part in enumerate(parts):
            yield from (Line(code, amount, code) for code, amount in sorted(part.items()))
            yield Line(f"sum {number}", sum(part.values()), is_sum=True)

    told = list(yearbook.beside(list(lines(before)), list(lines(now))))
    for place, parts in ((1, before), (2, now)):
        assert sum(one[place] for one in told if one[0].is_sum) == sum(
            sum(part.values()) for part in parts
        )
        assert sum(one[place] for one in told if not one[0].is_sum) == sum(
            sum(part.values()) for part in parts
        )
    assert [one[0].name for one in told if one[0].is_sum] == ["sum 0", "sum 1"]
