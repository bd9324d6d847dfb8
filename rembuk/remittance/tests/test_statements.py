"""Siti's transfer from the bank's statement into her savings: once, hers, or nobody's yet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from rembuk.cash import approving
from rembuk.coop import custody, numbers
from rembuk.ledger import reading
from rembuk.ledger.models import Entry
from rembuk.lib.errors import Refused
from rembuk.remittance import checks, held, identifying, statements
from rembuk.remittance.models import Credit, Identified, Statement, StatementRow
from rembuk.remittance.statements import State
from rembuk.savings.tests.scenes import LIMIT_RP
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

HEAD = "Tanggal;Keterangan;Debit;Kredit;No Referensi\n"
FEE = "2026-02-03;BIAYA ADM;5.000;;\n"
QUERIES = 12


def row(text, sum_rp, on="2026-02-03", reference=""):
    return f"{on};{text};;{sum_rp};{reference}\n"


@pytest.fixture
def siti(kept):
    """Siti, number 000013, with a sukarela account."""
    return kept.account(kept.member("Siti Aminah"), kept.product())


def taken(kept, *rows):
    return statements.take_in(
        group=kept.coop.group, name="mutasi.csv", data=(HEAD + "".join(rows)).encode(),
        by=kept.coop.by_treasurer, at=NOW, today=TODAY,
    )  # fmt: skip


def booked(kept, *rows):
    made = taken(kept, *rows)
    statements.book(book=kept.book, statement=made, signed=kept.signed(), today=TODAY)
    return made


def states(kept, statement):
    found = statements.judge(kept.book, statement, on=TODAY)
    return [str(one.state) for one in found.lines][1:]


def held_rp(kept, code):
    return reading.balance_of(kept.book, code)


def identify(kept, credit, number="000013", reason="Slip dari Siti", by=None):
    return identifying.identify(
        book=kept.book, credit=credit, number=number, reason=reason, signed=kept.signed(by),
        today=TODAY,
    )  # fmt: skip


def unknown(kept):
    return identifying.waiting(kept.coop.group, today=TODAY)


def test_her_number_brings_the_money_into_her_savings_and_the_rest_to_2106(kept, siti):
    made = taken(
        kept, row("TRF SITI 000013", 750_000), row("KIRIMAN", "200.000,00"), FEE, "x;y;;9;"
    )
    found = statements.judge(kept.book, made, on=TODAY)
    assert states(kept, made) == ["NEW", "NEW", "OTHER", "UNREADABLE"]
    assert (found.matched, found.unmatched, found.new_rp) == (1, 1, 950_000)
    assert held_rp(kept, "1102") == 0  # looking books nothing
    statements.book(book=kept.book, statement=made, signed=kept.signed(), today=TODAY)
    assert kept.stands(siti).own_rp == 750_000
    assert (held_rp(kept, "1102"), held_rp(kept, "2106")) == (950_000, 200_000)
    assert states(kept, made) == ["BOOKED", "BOOKED", "OTHER", "UNREADABLE"]
    with pytest.raises(Refused, match="sudah dibukukan"):
        statements.book(book=kept.book, statement=made, signed=kept.signed(), today=TODAY)


def test_the_same_file_and_the_same_row_of_another_file_change_nothing(kept, siti):
    first, second = row("TRF 000013", 750_000), row("TRF 000013", 750_000, "2026-02-09")
    made = booked(kept, first)
    assert taken(kept, first) == made
    later = taken(kept, first, second)
    assert states(kept, later) == ["KNOWN", "NEW"]
    statements.book(book=kept.book, statement=later, signed=kept.signed(), today=TODAY)
    assert kept.stands(siti).own_rp == 1_500_000
    again = taken(kept, second, first)
    assert states(kept, again) == ["KNOWN", "KNOWN"]
    with pytest.raises(Refused, match="baru"):
        statements.book(book=kept.book, statement=again, signed=kept.signed(), today=TODAY)


CHANGED = {
    "the sum": row("TRF 000013", 850_000),
    "the words": row("TRF WATI 000021", 750_000),
    "the day": row("TRF 000013", 750_000, "2026-02-04"),
    "all but its reference": row("KOREKSI", 1, "2026-02-02", "FT2603310"),
}


@pytest.mark.parametrize("line", CHANGED.values(), ids=CHANGED)
def test_a_changed_row_of_a_known_statement_is_said_and_not_booked(kept, siti, line):
    other = row("LAIN", 5_000, "2026-02-01") + row("LAIN", 6_000, "2026-02-10")
    booked(kept, row("TRF 000013", 750_000, reference="FT2603310"), other)
    made = taken(kept, line, other)
    assert states(kept, made) == ["CHANGED", "KNOWN", "KNOWN"]
    found = statements.judge(kept.book, made, on=TODAY).of(State.CHANGED)[0]
    assert found.before.amount_rp == 750_000
    with pytest.raises(Refused, match="baru"):
        statements.book(book=kept.book, statement=made, signed=kept.signed(), today=TODAY)


# What stands in the bank's words -> why nobody is known, and who is suggested.
WORDS = {
    "one wrong digit": ("TRF 000014", "SLIP", ["000013"]),
    "neighbours swapped": ("TRF 000103", "SLIP", ["000013"]),
    "a longer number": ("REK 9000013", "NO_NUMBER", []),
    "two members": ("000013 DAN 000021", "SEVERAL", ["000013", "000021"]),
    "nobody has it": (f"TRF {numbers.number_of(77777)}", "NOBODY", []),
}


@pytest.mark.parametrize(("text", "why", "perhaps"), WORDS.values(), ids=WORDS)
def test_a_number_with_a_slip_is_nobodys_and_only_suggested(kept, siti, text, why, perhaps):
    kept.member("Wati Ningsih")
    line = statements.judge(kept.book, taken(kept, row(text, 1_000)), on=TODAY).of(State.NEW)[0]
    assert line.found.member is None
    assert line.found.why == why
    assert [one.number for one in line.found.perhaps] == perhaps


def test_money_of_who_cannot_take_it_waits_and_says_why(kept):
    kept.member("Siti Aminah")  # without an account
    kept.coop.step(kept.member("Wati Ningsih"), "LEFT", on=date(2026, 2, 1), reason="Pindah desa")
    booked(kept, row("000013", 1_000), row("000021", 2_000))
    assert [one.credit.why for one in unknown(kept)] == ["NO_ACCOUNT", "NO_MEMBER"]
    assert held_rp(kept, "2106") == 3_000


def test_money_from_before_the_books_or_the_licence_is_told_and_left(kept, siti):
    made = taken(kept, row("000013", 1_000, "2025-12-31"), row("000013", 2_000))
    assert states(kept, made) == ["EARLY", "NEW"]
    custody.end(
        licence=kept.licence, on=TODAY, why="Dicabut", by=kept.coop.by_chair, at=NOW, today=TODAY
    )
    with pytest.raises(Refused, match="belum punya izin"):
        statements.book(book=kept.book, statement=made, signed=kept.signed(), today=TODAY)


def test_a_waiting_transfer_finds_its_owner_with_a_number_and_a_reason(kept, siti):
    booked(kept, row("TRF 000014", LIMIT_RP - 1))
    (one,) = unknown(kept)
    assert one.is_late
    assert [member.number for member in one.perhaps] == ["000013"]
    with pytest.raises(Refused, match="tahu"):
        identify(kept, one.credit, reason=" ")
    with pytest.raises(Refused, match="keliru"):
        identify(kept, one.credit, number="000014")
    identify(kept, one.credit)
    assert (kept.stands(siti).own_rp, held_rp(kept, "2106")) == (LIMIT_RP - 1, 0)
    with pytest.raises(Refused, match="pemiliknya"):
        identify(kept, one.credit)
    assert list(checks.findings(kept.book)) == []


def test_from_the_limit_on_a_second_person_agrees_and_nobody_gives_to_herself(kept, siti):
    booked(kept, row("KIRIMAN", LIMIT_RP))
    credit = unknown(kept)[0].credit
    made = identify(kept, credit)
    assert (kept.stands(siti).own_rp, held_rp(kept, "2106")) == (0, LIMIT_RP)
    with pytest.raises(Refused, match="orang kedua"):
        identify(kept, credit)
    asked = made.asked
    asked.book = kept.book
    siti.member.resident.user = kept.coop.chair
    siti.member.resident.save(update_fields=["user"])
    told = {"asked": asked, "asked_hash": asked.asked_hash, "at": NOW, "today": TODAY}
    with pytest.raises(Refused, match="diri sendiri"):
        approving.approve(by=kept.coop.by_chair, **told)
    approving.approve(by=kept.coop.by_supervisor, **told)
    assert (kept.stands(siti).own_rp, held_rp(kept, "2106")) == (LIMIT_RP, 0)
    assert unknown(kept) == []


def test_seven_days_are_not_late_and_eight_are(kept):
    for days in (7, 8):
        on = (TODAY - timedelta(days)).isoformat()
        booked(kept, row(f"KIRIMAN {days}", 1_000, on))
    assert [(one.days, one.is_late) for one in unknown(kept)] == [(8, True), (7, False)]


ATTACKS = {
    "remittance_credit_booked_once": lambda one: Credit(
        village=one.village, group=one.group, row=_spare(one), why="SLIP",
        fingerprint=one.fingerprint, entry=Entry.objects.order_by("pk")[0],
    ),
    "remittance_row_is_money_or_says_why": lambda one: StatementRow(
        village=one.village, statement=one.row.statement, number=90, kind="CREDIT"
    ),
    "remittance_row_once_in_its_file": lambda one: StatementRow(
        village=one.village, statement=one.row.statement, number=2, kind="OTHER"
    ),
    "remittance_statement_once": lambda one: Statement(
        village=one.village, group=one.group, name="x", format="TABLE", by=one.row.statement.by,
        digest=one.row.statement.digest, at=NOW,
    ),
}  # fmt: skip


def _spare(one):
    return StatementRow.objects.create(
        village=one.village, statement=one.row.statement, number=91, kind="OTHER"
    )


@pytest.mark.parametrize("name", ATTACKS)
def test_the_database_refuses_what_the_rules_refuse(kept, siti, name):
    booked(kept, row("KIRIMAN", 1_000))
    one = Credit.objects.select_related("row__statement__by", "group").get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ATTACKS[name](one).save(force_insert=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        Credit.objects.update(why="NOBODY")
    with pytest.raises(DatabaseError), transaction.atomic():
        StatementRow.objects.all()._raw_delete("default")


def test_what_the_bank_wrote_of_her_goes_when_she_is_erased(kept, siti):
    booked(kept, row("TRF SITI 000013", 1_000))
    told = {"village": kept.coop.group.village, "ids": [siti.member.resident_id]}
    section, *_others = held.told(**told)
    assert ("Yang ditulis bank", "TRF SITI 000013") in section.rows[0]
    held.erase(at=NOW, **told)
    assert not StatementRow.objects.exclude(text="").exists()
    assert kept.stands(siti).own_rp == 1_000
    assert not Identified.objects.exists()


def address(kept, name, *more):
    group = kept.coop.group
    return reverse(f"remittance:{name}", args=[group.village.slug, group.pk, *more])


def sent(browser, url, text):
    form = {"request_id": "5b6cbb6a-1111-4d5b-9d2a-000000000001"}
    return browser.post(url, {**form, "file": SimpleUploadedFile("mutasi.csv", text.encode())})


def test_the_treasurer_takes_a_file_in_looks_and_books_it(kept, siti, opened):
    browser, url = opened(kept.coop.treasurer), address(kept, "statements")
    refused = sent(browser, url, "halo\n")
    assert refused.status_code == 422
    assert "Kredit" in refused.content.decode()
    made = sent(browser, url, HEAD + row("TRF 000013", 5_000) + row("KIRIMAN 000014", 6_000) + FEE)
    assert made.status_code == 302
    with few_queries(QUERIES):
        page = browser.get(made.url).content.decode()
    assert "Siti Aminah" in page
    assert "Rp11.000" in page
    statement = Statement.objects.get()
    key = {"request_id": "5b6cbb6a-1111-4d5b-9d2a-000000000002"}
    for _twice in range(2):
        assert browser.post(address(kept, "book", statement.pk), key).status_code == 302
    assert Credit.objects.count() == 2
    with few_queries(QUERIES):
        page = browser.get(address(kept, "unknown")).content.decode()
    assert "Siti Aminah" in page
    with few_queries(QUERIES):
        assert browser.get(url).status_code == 200
    credit = Credit.objects.get(member=None)
    answer = browser.post(
        address(kept, "identify", credit.pk),
        {**key, "request_id": "5b6cbb6a-1111-4d5b-9d2a-000000000003", "number": "000014",
         "reason": "Slip"},
    )  # fmt: skip
    assert answer.status_code == 422


def test_board_and_supervisors_see_it_and_nobody_else_of_the_village(kept, siti, opened, world):
    booked(kept, row("KIRIMAN", 1_000))
    for user in (kept.coop.supervisor, kept.coop.board):
        assert "2106" in opened(user).get(address(kept, "unknown")).content.decode()
        assert 'name="file"' not in opened(user).get(address(kept, "statements")).content.decode()
    assert opened(world.dewi).get(address(kept, "unknown")).status_code in {403, 404}
