"""Days in forms: what is chosen and typed becomes one day, or a sentence that says what to mend."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms

from rembuk.web.days import DayField, PartsField

SATURDAY = date(2019, 12, 14)


class VisitForm(forms.Form):
    visited_on = DayField()
    born_on = PartsField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        visited_on = self.fields["visited_on"]
        assert isinstance(visited_on, DayField)
        visited_on.today = SATURDAY


def day(which, day="", month="", year=""):
    parts = {"day": day, "month": month, "year": year}
    sent = {f"visited_on_parts_{name}": value for name, value in parts.items()}
    return {"visited_on_which": which, **sent}


@pytest.mark.parametrize(
    ("sent", "outcome"),
    [
        (day("today"), SATURDAY),
        (day("yesterday"), date(2019, 12, 13)),
        (day("other", "1", "2", "2019"), date(2019, 2, 1)),
        (day("other", " 01 ", "2", "2019"), date(2019, 2, 1)),
        (day("today", "14", "12", "2019"), SATURDAY),
        (day("other", "29", "2", "2020"), "Pilih hari ini atau hari sebelumnya."),
        (day("other", "31", "2", "2019"), "Periksa tanggalnya: bulan itu tidak punya tanggal ini."),
        (day("other", "1", "2", "19"), "Tulis tahun dengan empat angka, misalnya 2019."),
        (day("other", "1", "2", "1899"), "Periksa tahunnya: antara 1900 dan 2100."),
        (day("other", "1", "", "2019"), "Isi tanggal, bulan, dan tahun."),
        (day("other", "x", "2", "2019"), "Isi tanggal, bulan, dan tahun."),
        (day("other", "²", "2", "2019"), "Isi tanggal, bulan, dan tahun."),
        (day("other"), "Isi tanggal, bulan, dan tahun."),
        (day("today", "1", "2", "2019"), SATURDAY),
        (day("yesterday", "x", "", "19"), date(2019, 12, 13)),
    ],
)
def test_a_chosen_day_is_one_day_or_says_what_to_mend(sent, outcome):
    form = VisitForm(sent)
    form.is_valid()
    assert form.cleaned_data.get("visited_on") or form.errors["visited_on"][0] == outcome
    assert form.cleaned_data.get("visited_on", outcome) == outcome


def test_a_birthday_may_be_left_empty_or_lie_far_back():
    far = {"born_on_day": "17", "born_on_month": "8", "born_on_year": "1945"}
    assert VisitForm({**day("today")}).errors == {}
    form = VisitForm({**day("today"), **far})
    assert form.is_valid()
    assert form.cleaned_data["born_on"] == date(1945, 8, 17)


def test_today_is_offered_first_and_a_known_day_is_shown_again():
    assert "checked" in str(VisitForm()["visited_on"]).split("Kemarin")[0]
    shown = str(VisitForm(initial={"visited_on": date(2019, 2, 1)})["visited_on"])
    assert 'value="2019"' in shown
    assert '<option value="2" selected>Februari</option>' in shown


@pytest.mark.parametrize(
    ("first", "sent", "changed"),
    [
        (SATURDAY, day("today"), False),
        (SATURDAY, day("yesterday"), True),
        (date(2019, 2, 1), day("other", "1", "2", "2019"), False),
        (date(2019, 2, 1), day("other", "2", "2", "2019"), True),
    ],
)
def test_a_day_knows_whether_it_was_changed(first, sent, changed):
    form = VisitForm(sent, initial={"visited_on": first})
    assert ("visited_on" in form.changed_data) is changed


def test_a_day_field_without_today_is_a_mistake_of_ours():
    with pytest.raises(AssertionError, match="sets its `today`"):
        DayField().clean(["today", None])
