"""The cooperative office has numbers of its own for accounts: beside ours, with whose they are."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction

from rembuk.ledger import books, second_codes, statements
from rembuk.ledger.models import Account
from rembuk.ledger.tests.scenes import BEGINS, by_adi, by_rina
from rembuk.lib.errors import Refused
from rembuk.villages import audit
from rembuk.villages.models import AuditEntry, Group
from rembuk.villages.tests.stories import NOW

OFFICE = "Dinas Koperasi, kertas kerja 2026"


def given(world, book, codes, source=OFFICE):
    return second_codes.give(book, codes, source=source, by=by_rina(world), at=NOW)


def told(book) -> dict[str, tuple[str, str]]:
    tops = statements.tops_of(book)
    return {
        code: (top.second_code, top.second_source)
        for code, top in tops.items()
        if top.second_code or top.second_source
    }


def test_accounts_have_no_second_code_until_somebody_gives_one(world, book):
    assert told(book) == {}
    assert given(world, book, {"1101": "101", "4201": "401-A"}) == 2
    assert told(book) == {"1101": ("101", OFFICE), "4201": ("401-A", OFFICE)}
    assert given(world, book, {"1101": "101", "4201": ""}, source=f"  {OFFICE} ") == 1
    assert told(book) == {"1101": ("101", OFFICE)}
    line = AuditEntry.objects.filter(verb="ledger.coded").latest("pk")
    assert OFFICE in audit.sentence(line)


# What is written -> the sentence that is told; and nothing is changed.
NOT_SO = [
    ({"1101": "101", "9999": "1"}, OFFICE, "tidak punya akun 9999"),
    ({"1101": "101", "1102": "x" * 25}, OFFICE, "kode kedua untuk 1102"),
    ({"1101": "101", "1102": "1\n2"}, OFFICE, "kode kedua untuk 1102"),
    ({"1101": "101"}, "  ", "kode siapa"),
    ({"1101": "101"}, "x" * 121, "kode siapa"),
]


@pytest.mark.parametrize(("codes", "source", "says"), NOT_SO)
def test_all_are_given_or_none(world, book, codes, source, says):
    with pytest.raises(Refused, match=says):
        given(world, book, codes, source)
    assert told(book) == {}


def test_a_members_account_has_that_of_the_account_above(world):
    group = Group.objects.create(village=world.here, kind="COOPERATIVE", name="Koperasi")
    coop = books.open_book(
        group=group, chart="COOPERATIVE", begins_on=BEGINS, by=by_adi(world), at=NOW
    )
    siti = books.open_member_account(book=coop, control="2101", resident_id=1, number="000001")
    with pytest.raises(Refused, match="milik anggota"):
        given(world, coop, {siti.code: "201"})


@pytest.mark.parametrize("column", ["second_code", "second_source"])
def test_no_code_is_without_its_source_even_by_hand(world, book, column):
    rows = Account.objects.filter(book=book)
    with pytest.raises(IntegrityError, match="second_code_has_a_source"), transaction.atomic():
        rows.update(**{column: "101"})


@pytest.fixture
def table(world, book, tmp_path):
    """Give a table as the office sends it, and run the command."""

    def run(text: str) -> None:
        file = tmp_path / "codes.csv"
        file.write_text(text, encoding="utf-8-sig")
        names = (world.here.slug, world.tailors.name, str(file))
        with transaction.atomic():  # as the command has one of its own outside tests
            call_command("second_codes", *names, "--source", OFFICE)

    return run


def test_a_table_is_read_whole(book, table, capsys):
    table("account,second_code,nama\n1101,101,Kas\n 1102 , 102 ,Bank\n4201,\n")
    assert "3 kode kedua, 2 berubah" in capsys.readouterr().out
    assert told(book) == {"1101": ("101", OFFICE), "1102": ("102", OFFICE)}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("kode,second_code\n1101,101\n", "columns missing.*account"),
        ("account,second_code\n1101,101\n1101,102\n", "dua kali.*1101"),
        ("account,second_code\n1101,101\n9999,1\n", "tidak punya akun 9999"),
    ],
)
def test_a_table_that_cannot_be_is_named_and_changes_nothing(book, table, text, says):
    with pytest.raises(CommandError, match=says):
        table(text)
    assert told(book) == {}


def test_a_table_that_cannot_be_opened_is_said(world, book, tmp_path):
    names = (world.here.slug, world.tailors.name, str(tmp_path / "gone.csv"))
    with pytest.raises(CommandError, match=r"gone\.csv: berkas tidak terbaca"):
        call_command("second_codes", *names, "--source", OFFICE)
