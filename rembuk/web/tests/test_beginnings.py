"""When something began: a day, a month, a year, or a day on which it lasted already."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.utils import translation

from rembuk.villages.models import Known
from rembuk.web.beginnings import BeginningForm
from rembuk.web.days import DayField
from rembuk.web.forms import CommandForm

SATURDAY = date(2019, 12, 14)


class KitchenForm(BeginningForm, CommandForm):
    """A kitchen that cooks since some day."""

    began, precision, first_year = "cooks_since", "cooks_precision", 1990
    lasted = "On which day did it cook already?"
    cooks_since = DayField(label="Since when does it cook?")


class MaybeForm(KitchenForm):
    """The same, where nobody has to know."""

    cooks_since = DayField(label="Since when does it cook?", required=False)


def day(which, number="", month="", year=""):
    parts = {"day": number, "month": month, "year": year}
    sent = {f"cooks_since_parts_{name}": value for name, value in parts.items()}
    return {"cooks_since_which": which, **sent}


def filled(form_class, known, sent):
    return form_class({"request_id": uuid4(), **sent}, today=SATURDAY, known=known)


# How it is known, what was sent -> the day and how exactly it is known.
KNOWN = [
    ("", day("today"), (SATURDAY, Known.DAY)),
    ("by", day("yesterday"), (date(2019, 12, 13), Known.KNOWN_BY)),
    ("rough", {"year": "2017", "month": "3"}, (date(2017, 3, 1), Known.MONTH)),
    ("rough", {"year": "2017"}, (date(2017, 1, 1), Known.YEAR)),
    ("rough", {"year": "2019", "month": "12"}, (date(2019, 12, 1), Known.MONTH)),
    ("nonsense", day("today"), (SATURDAY, Known.DAY)),
]


@pytest.mark.parametrize(("known", "sent", "outcome"), KNOWN)
def test_a_beginning_is_kept_as_exactly_as_it_is_known(known, sent, outcome):
    form = filled(KitchenForm, known, sent)
    assert form.is_valid(), form.errors
    told = form.cleaned_data
    assert (told["cooks_since"], told["cooks_precision"]) == outcome
    assert set(told) == {"request_id", "cooks_since", "cooks_precision"}


@pytest.mark.parametrize(
    ("known", "sent", "says"),
    [
        ("rough", {}, "empat angka"),
        ("rough", {"year": "19"}, "dari 1990 sampai 2019"),
        ("rough", {"year": "1989"}, "dari 1990 sampai 2019"),
        ("rough", {"year": "2020"}, "dari 1990 sampai 2019"),
        ("rough", {"year": "dua ribu"}, "empat angka"),
        ("by", {}, "jawab: on which day did it cook already?"),
        ("by", day("other", "15", "12", "2019"), "hari ini atau hari sebelumnya"),
    ],
)
def test_what_cannot_be_is_asked_again(known, sent, says):
    with translation.override("id"):
        form = filled(KitchenForm, known, sent)
        assert not form.is_valid()
        assert says.lower() in str(form.errors).lower()


def test_a_month_to_come_is_asked_again():
    form = KitchenForm(
        {"request_id": uuid4(), "year": "2019", "month": "12"},
        today=date(2019, 11, 30), known="rough",
    )  # fmt: skip
    assert set(form.errors) == {"month"}


def test_a_month_without_a_year_is_no_beginning():
    form = filled(MaybeForm, "rough", {"month": "3"})
    assert set(form.errors) == {"year"}


def test_who_does_not_know_leaves_it_empty():
    form = filled(MaybeForm, "rough", {})
    assert form.is_valid()
    assert form.cleaned_data["cooks_since"] is None
    assert form.cleaned_data["cooks_precision"] == Known.DAY


def test_the_question_stands_where_the_day_stood():
    class TwoQuestions(KitchenForm):
        cooks_for = DayField(required=False)

    names = list(TwoQuestions(today=SATURDAY, known="rough").fields)
    assert names == ["request_id", "year", "month", "cooks_for"]
    lasted = TwoQuestions(today=SATURDAY, known="by").fields["cooks_since"]
    assert lasted.label == "On which day did it cook already?"
