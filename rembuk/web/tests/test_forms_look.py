"""How a form looks: labels above, hints and errors tied to their field, everything typed kept."""

from __future__ import annotations

import pytest
from django import forms
from pytest_django.asserts import assertHTMLEqual

from rembuk.web.samples import WRONG, SampleForm
from rembuk.web.widgets import LongSelect


def test_labels_hints_and_errors_belong_to_their_field():
    html = str(SampleForm(WRONG))
    assert '<label for="id_name">Nama lengkap sesuai KTP' in html
    assert 'aria-describedby="id_name_error"' in html
    assert 'aria-describedby="id_nickname_helptext"' in html
    assert 'id="id_nickname_helptext"' in html
    assert "(boleh dikosongkan)" in html
    assert "*" not in html
    assert " required" not in html


@pytest.mark.parametrize(
    ("error", "leads_to"),
    [
        ("Isi nama lengkap.", "id_name"),
        ("Pilih sampai di mana perjalanan orang ini.", "id_status_0"),
        ("Periksa tanggalnya: bulan itu tidak punya tanggal ini.", "id_visited_on_0_0"),
        ("Tanyakan persetujuan orangnya, lalu beri centang.", "id_agreed"),
    ],
)
def test_each_line_of_the_summary_leads_to_its_field_in_its_own_words(error, leads_to):
    html = str(SampleForm(WRONG))
    assert f'<a href="#{leads_to}">{error}</a>' in html
    assert f'id="{leads_to}"' in html
    assert html.count(error) == 2  # in the summary and beside the field


def test_what_was_typed_is_still_there():
    html = str(SampleForm({**WRONG, "nickname": "Siti <b>", "status": "abroad"}))
    assert 'value="Siti &lt;b&gt;"' in html
    assert 'value="31"' in html
    assert 'value="abroad" id="id_status_1" required' not in html
    assert html.count("checked") == 2  # abroad, and another day


def test_a_nik_is_never_left_on_a_shared_phone():
    assert "data-private" in str(SampleForm()["national_id"])


def test_a_long_list_says_what_a_list_says():
    choices = [("", "—"), ("1", "B1 <dara>"), ("2", "J1")]
    attrs = {"id": "id_goat", "aria-invalid": "true", "disabled": False}
    for chosen in (None, "", "2", 2):
        long, usual = (kind(choices=choices) for kind in (LongSelect, forms.Select))
        assertHTMLEqual(
            long.render("goat", chosen, attrs=attrs), usual.render("goat", chosen, attrs=attrs)
        )
