"""The calculator for everybody: light, without script, and what it says can be recomputed."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlencode

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
PAGE_BYTES_MAX = 30_000
LOAN = {
    "principal": "5jt", "months": "12", "method": "flat", "rate": "1", "per": "month", "grace": "",
    "round_to": "1",
}  # fmt: skip


def page(**change):
    asked = urlencode(LOAN | change)
    return Client().get(
        f"{reverse('simulator:calculator')}?{asked}", headers={"accept-language": "id"}
    )


def text(response):
    return html.unescape(response.content.decode())


def test_the_heaviest_page_weighs_less_than_thirty_kilobytes_with_its_look():
    told = page(principal="9.000.000.000", months="120", rate="1,75", method="annuity")
    look = Path(finders.find("loans/calculator.css"))
    assert len(told.content) + look.stat().st_size < PAGE_BYTES_MAX
    assert "<script" not in text(told)
    assert len(re.findall(r"<link[^>]+stylesheet", text(told))) == 1


def test_the_first_page_and_help_lead_there():
    for start in ("web:door", "web:help"):
        assert reverse("simulator:calculator") in text(Client().get(reverse(start)))


# What is typed -> what the page must say.
SAYS = [
    ({}, ["Rp466.667", "Rp466.663", "Rp5.600.000", ">12%<", ">23,7%<", "adalah 24% setahun"]),
    ({"method": "annuity", "rate": "18%", "per": "year", "round_to": "500"}, ["Rp458.500"]),
    ({"method": "declining_equal_principal"}, ["Angsuran terbesar", "Rp466.667", ">12,68%<"]),
    ({"rate": "2", "method": "annuity"}, [">24%<", ">26,82%<", "tanyakan ke Dinas"]),
    ({"rate": "2,1"}, ["25,2% setahun melebihi batas 24%"]),
    ({"rate": "0"}, [">0%<", "Rp416.667"]),
    ({"grace": "3"}, ["Pada 3 bulan pertama hanya jasa", "Rp605.556"]),
    ({"months": "1"}, ["Rp5.050.000"]),
]  # fmt: skip


@pytest.mark.parametrize(("change", "says"), SAYS)
def test_a_loan_is_told_with_what_it_really_costs(change, says):
    told = page(**change)
    assert told.status_code == 200
    assert [one for one in says if one not in text(told)] == []


WRONG = [
    ({"principal": "1.25"}, "Maksudnya Rp1 atau Rp1.250.000?"),
    ({"principal": "500"}, "Tulis Rp10.000"),
    ({"months": "121"}, "dari 1 sampai 120"),
    ({"months": ""}, "dari 1 sampai 120"),
    ({"rate": "101"}, "misalnya 1,5"),
    ({"rate": "-1"}, "misalnya 1,5"),
    ({"grace": "12"}, "lebih kecil dari lama pinjaman"),
    ({"method": "balloon"}, "Periksa lagi"),
]


@pytest.mark.parametrize(("change", "says"), WRONG)
def test_what_cannot_be_worked_out_says_what_to_write(change, says):
    told = page(**change)
    assert (told.status_code, "Setiap angsuran" in text(told)) == (422, False)
    assert says in text(told)


def test_the_address_alone_is_the_loan_and_goes_by_whatsapp():
    told = text(page(grace="2", round_to="1000"))
    sent = re.search(r'href="(https://wa\.me/[^"]+)"', told)
    assert "grace=2&round_to=1000" in unquote(sent[1])
    assert text(Client().get(reverse("simulator:calculator"), {**LOAN, "round_to": ""})) != told


@pytest.mark.parametrize("method", ["flat", "annuity", "declining_equal_principal"])
def test_what_the_page_says_to_recompute_gives_the_page(method):
    told = text(page(method=method, rate="1,35", grace="1", round_to="100", months="7"))
    found = re.findall(r"<pre[^>]*>echo '(.+?)' \| rembuk calc (\w+)</pre>", told)
    answers = {kind: recomputed(kind, given) for given, kind in found}
    schedule = answers["loan_schedule"]
    for column in ("principal", "interest", "instalment", "balance"):
        for one in schedule[column]:
            assert f"<td>{int(one):,}</td>".replace(",", ".") in told
    yearly = answers["effective_rate"]["1"]["effective_annual"]
    assert f">{float(yearly) * 100:.2f}".replace(".", ",").rstrip("0") in told


def recomputed(kind, given):
    command = [sys.executable, "-m", "rembuk", "calc", kind]
    done = subprocess.run(
        command, cwd=ROOT, input=given, text=True, check=True, stdout=subprocess.PIPE
    )
    return json.loads(done.stdout)


def test_the_ceiling_is_a_setting_with_its_source_and_day(settings):
    settings.LOAN_CEILING = "18 | Keputusan RAT 2/2026 | 2026-02-14"
    told = text(page(rate="1,6"))
    assert "19,2% setahun melebihi batas 18%" in told
    assert "Keputusan RAT 2/2026, keadaan 14 Februari 2026" in told
