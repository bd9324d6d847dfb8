"""What the boards tell and plan: each answers for its own, until the members heard it."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from rembuk.forum import attending
from rembuk.ledger import books
from rembuk.lib.errors import Refused
from rembuk.surplus import annual, bookparts, budgets, reports, yearly
from rembuk.surplus.budgets import Row, Told
from rembuk.surplus.models import Budget, BudgetLine, Part, Report
from rembuk.surplus.tests.scenes import CASH, YEAR
from rembuk.surplus.tests.test_yearbook import called, printed
from rembuk.villages.audit import sentence
from rembuk.villages.models import AuditEntry
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

SAID = "Anggota bertambah tiga.\n\nDua pinjaman terlambat, sudah ditagih."
SUMS = {"4101": 2_000_000, "5202": 300_000}


def write(lived, part=Part.BOARD, text=SAID, by=None, year=YEAR):
    who = by or (lived.coop.by_supervisor if part == Part.SUPERVISORS else lived.coop.by_chair)
    return reports.write(group=lived.coop.group, year=year, part=part, text=text, by=who, at=NOW)


def plan(lived, sums=SUMS, year=YEAR + 1, by=None):
    by = by or lived.coop.by_treasurer
    return budgets.write(book=lived.book, year=year, sums=sums, by=by, at=NOW)


def meet(lived):
    later = called(lived).meets_on
    (plan_,) = annual.called(lived.coop.group, YEAR)
    attending.open_meeting(plan=plan_, by=lived.coop.by_chair, at=NOW, today=later)


def here(lived, name, *more, year=YEAR):
    group = lived.coop.group
    return reverse(f"surplus:{name}", args=[group.village.slug, group.pk, *more]) + f"?year={year}"


def send(client, url, **typed):
    return client.post(url, {"request_id": str(uuid4()), **typed}, follow=True)


def test_each_board_writes_its_own_and_the_last_words_stand(lived):
    write(lived)
    write(lived, text="  Anggota bertambah   empat. ")
    write(lived, text="Anggota bertambah empat.")
    write(lived, Part.SUPERVISORS, "Buku kas cocok.")
    known = reports.of(lived.coop.group, YEAR)
    assert {part: one.text for part, one in known.items()} == {
        Part.BOARD: "Anggota bertambah empat.", Part.SUPERVISORS: "Buku kas cocok.",
    }  # fmt: skip
    assert Report.objects.count() == 3, "the same words again are no new version"
    told = sentence(AuditEntry.objects.filter(verb="surplus.report_written").latest("pk"))
    assert "Laporan pengawas" in told
    assert str(YEAR) in told


def test_nobody_writes_what_another_answers_for(lived):
    coop = lived.coop
    for part, by, says in (
        (Part.BOARD, coop.by_supervisor, "Pengurus yang menulis"),
        (Part.PLAN, coop.by_supervisor, "Pengurus yang menulis"),
        (Part.SUPERVISORS, coop.by_chair, "Pengawas menulis laporannya sendiri"),
        (Part.SUPERVISORS, coop.by_treasurer, "Pengawas menulis laporannya sendiri"),
    ):
        with pytest.raises(Refused, match=says):
            write(lived, part, by=by)
    with pytest.raises(Refused, match="Pengurus yang menulis"):
        plan(lived, by=coop.by_supervisor)
    with pytest.raises(Refused, match="satu kalimat"):
        write(lived, text=" \n ")
    assert not Report.objects.exists()


def test_what_the_members_heard_stays(lived):
    write(lived)
    plan(lived)
    meet(lived)
    for again in (lambda: write(lived, text="Lain."), lambda: plan(lived, {"4101": 1})):
        with pytest.raises(Refused, match="sudah diadakan"):
            again()
    write(lived, year=YEAR + 1, text="Tahun berikutnya.")
    plan(lived, year=YEAR + 2)


def test_a_budget_stands_beside_what_came(lived):
    lived.booked("5202", CASH, 400_000, date(YEAR, 12, 31))
    plan(lived, {"4101": 900_000, "5203": 50_000}, year=YEAR)
    known = budgets.planned(lived.coop.group, YEAR, YEAR + 1)
    assert known == {YEAR: {"4101": 900_000, "5203": 50_000}}
    year = yearly.year_of(lived.book, YEAR, today=TODAY)
    told = budgets.beside(lived.book, known[YEAR], year=year)
    rows = {one.code: (one.planned_rp, one.actual_rp) for one in told.rows}
    assert rows["5202"] == (None, 550_000)
    assert rows["5203"] == (50_000, 0)
    assert told.planned_rp == 850_000
    assert told.actual_rp == yearly.result_of(lived.book, year).shu_rp


def test_a_budget_names_accounts_of_income_and_costs_alone(lived):
    for sums, says in (
        ({}, "sedikitnya satu"), ({"4101": 0}, "sedikitnya satu"), ({CASH: 5}, "bukan pendapatan"),
        ({"9x": 5}, "bukan pendapatan"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=says):
            plan(lived, sums)
    plan(lived)
    plan(lived, {"4101": 7})
    assert budgets.planned(lived.coop.group, YEAR + 1) == {YEAR + 1: {"4101": 7}}
    assert Budget.objects.count() == 2


def test_every_result_account_of_the_book_can_be_planned(lived):
    known = set(budgets.accounts(lived.book))
    there = lived.book.accounts.filter(
        kind__in=budgets.RESULTS, is_control=False, parent__isnull=True
    )
    assert known == set(there.values_list("code", flat=True))


ROWS = st.builds(
    Row, st.just("4101"), st.just(""), st.booleans(),
    st.none() | st.integers(0, 10**12), st.integers(-(10**12), 10**12),
)  # fmt: skip


@given(st.lists(ROWS))
def test_the_surplus_of_a_budget_is_income_without_costs(rows):
    told = Told(rows)
    planned = [(one.planned_rp or 0, one.is_cost) for one in rows]
    assert told.planned_rp == sum(rp for rp, cost in planned if not cost) - sum(
        rp for rp, cost in planned if cost
    )
    assert told.actual_rp + 2 * sum(one.actual_rp for one in rows if one.is_cost) == sum(
        one.actual_rp for one in rows
    )


BROKEN = [
    (Report, "text = ''", "surplus_report_says_something"),
    (Report, "part = 'rumour'", "surplus_report_part_known"),
    (Report, "year = 20255", "surplus_report_of_a_real_year"),
    (Report, "text = 'Lain.'", "surplus_report_append_only"),
    (Budget, "year = 1", "surplus_budget_of_a_real_year"),
    (BudgetLine, "amount_rp = 0", "surplus_budgetline_of_a_sum"),
    (BudgetLine, "amount_rp = 5", "surplus_budgetline_append_only"),
]


@pytest.mark.parametrize(("model", "change", "rule"), BROKEN)
def test_the_database_refuses_what_cannot_be(lived, model, change, rule):
    write(lived)
    plan(lived)
    table = model._meta.db_table
    if not rule.endswith("append_only"):  # the append-only guard would speak first
        guard = f"{table}_append_only_u"
        on = f" ON {table}" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER {guard}{on}")
    with (
        pytest.raises(IntegrityError, match=rule),
        transaction.atomic(), connection.cursor() as cursor,
    ):  # fmt: skip
        cursor.execute(f"UPDATE {table} SET {change}")


def test_the_database_plans_no_other_account_and_each_once(lived):
    made = plan(lived)
    for code, rule in ((CASH, "of_income_or_costs"), ("4101", "account_once|UNIQUE")):
        line = BudgetLine(village=made.village, budget=made, code=code, amount_rp=1)
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            line.save(force_insert=True)


def test_the_book_of_the_meeting_has_the_words_and_the_plan(lived):
    write(lived)
    write(lived, Part.SUPERVISORS, "Buku kas cocok dengan hitungan.")
    plan(lived, year=YEAR)
    told = printed(lived)
    for said in ("Dua pinjaman terlambat", "Buku kas cocok", "RAPB 2025 dan kenyataannya"):
        assert said in told, said
    assert told.index("Dua pinjaman terlambat") < told.index("Buku kas cocok")
    assert "Belum ditulis di Rembuk, bawa di kertas: Rencana kerja 2026, RAPB 2026." in told
    write(lived, Part.PLAN, "Kantor buka tiap Sabtu.")
    plan(lived)
    told = printed(lived)
    assert "bawa di kertas" not in told
    assert "Kantor buka tiap Sabtu" in told
    assert "Rp1.700.000" in told, "what the next year is meant to leave"


def test_the_chair_and_the_supervisor_write_and_every_member_reads(lived, client):
    coop = lived.coop
    client.force_login(coop.chair)
    page = client.get(here(lived, "statement", "result")).text
    assert here(lived, "reports") in page
    page = client.get(here(lived, "reports")).text
    assert here(lived, "write_report", "board") in page
    assert here(lived, "write_report", "supervisors") not in page
    empty = send(client, here(lived, "write_report", "board"), text=" ")
    assert empty.status_code == 422
    assert "Tulis sedikitnya satu kalimat" in empty.text
    page = send(client, here(lived, "write_report", "board"), text=SAID).text
    assert "<p>Dua pinjaman terlambat" in page
    answer = send(client, here(lived, "write_budget"), sum_4101="2 juta", sum_5202="300rb")
    assert "Rp1.700.000" in answer.text
    assert 'value="2.000.000"' in client.get(here(lived, "write_budget")).text
    refused = send(client, here(lived, "write_report", "supervisors"), text="Kami baik.")
    assert (refused.status_code, "Kami baik." in refused.text) == (422, True)
    client.force_login(coop.treasurer)
    with few_queries():
        page = client.get(here(lived, "reports")).text
    assert "Dua pinjaman terlambat" in page
    assert client.get(here(lived, "write_report", "rumour")).status_code == 404


def test_a_heard_year_offers_nothing_to_write(lived, client):
    write(lived)
    meet(lived)
    client.force_login(lived.coop.chair)
    page = client.get(here(lived, "reports")).text
    assert "sudah mendengar ini" in page
    assert "/reports/board/" not in page
    assert "/reports/budget/" not in page


def test_a_year_without_any_word_is_no_mistake(lived):
    known = bookparts.said(lived.coop.group, YEAR)
    assert (known.reports, known.budget, known.next_budget) == ({}, {}, {})
    assert books.book_of(lived.coop.group) == lived.book
