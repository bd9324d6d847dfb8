"""AD/ART by answering questions, in plain words, and the papers of the founding."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from rembuk.coop import bylaws, dues, founding, path, questions
from rembuk.coop.models import BylawAnswer
from rembuk.forum import rules
from rembuk.lib.errors import Refused
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

ANSWERS = {
    "name": "Koperasi Purna Sejahtera", "place": "Sumber Rejo", "sort": "SERVICE",
    "purpose": "Menabung bersama.", "who": "ALL", "abroad": "ONLINE", "pokok": "50000",
    "wajib": "10000", "refund": "90", "invited": "14", "annual": "5",
    "quorum": "HALF", "second_call": "7",
    "change": "TWO_THIRDS", "board": "3", "supervisors": "3", "term": "3",
    "shu": "25-50-10-10-5", "peace": "TALK", "complaint": "30",
}  # fmt: skip


def answered(coop, code, value):
    return bylaws.answer(group=coop.group, code=code, value=value, by=coop.by_chair, at=NOW)


def address(coop, name, *more):
    return reverse(f"coop:{name}", args=[coop.group.village.slug, coop.group.pk, *more])


def sentences(coop):
    return [one for part in bylaws.read(bylaws.now(coop.group)) for one in part.sentences]


def test_each_answer_becomes_a_sentence_and_the_newest_holds(coop):
    assert any("paling lama ………… hari" in one for one in sentences(coop)), (
        "dots until it is answered"
    )
    for value in ("120", "90"):
        answered(coop, "refund", value)
    assert "Yang keluar menerima kembali pokok dan wajibnya paling lama 90 hari." in sentences(coop)
    assert [one.value for one in bylaws.history(coop.group)] == ["90", "120"]
    answered(coop, "shu", "25-50-10-10-5")
    assert any("Cadangan 25%" in one and "Dana sosial 5%" in one for one in sentences(coop))


def test_the_way_sees_when_every_question_is_answered(coop):
    assert set(ANSWERS) == {
        one.code for one in questions.QUESTIONS if one.article != questions.Article.FOUNDING
    }
    told = {"group": coop.group, "by": coop.by_chair, "at": NOW, "today": TODAY}
    path.mark(told=path.Mark("idea_spoken", "DONE", TODAY), **told)
    for code, value in ANSWERS.items():
        assert not _written(coop)
        answered(coop, code, value)
    assert _written(coop)


def _written(coop):
    lines = [line for part in path.read(coop.group, on=TODAY).parts for line in part.lines]
    return next(line.seen for line in lines if line.step.code == "bylaws_written")


# What people answer -> what they are told.
REFUSED = [
    ("shu", "50-50-10-0-0", "Jumlahnya 110 persen"),
    ("shu", "25-50-10-10-4", "Jumlahnya 99 persen"),
    ("refund", "366", "dari 1 sampai 365"),
    ("pokok", "0", "dari 1 sampai"),
    ("name", " ", "Tulis jawabannya"),
]


@pytest.mark.parametrize(("code", "value", "says"), REFUSED)
def test_what_is_no_answer_is_refused(coop, code, value, says):
    with pytest.raises(Refused, match=says):
        answered(coop, code, value)


def test_an_answer_is_never_changed(coop):
    answered(coop, "name", "Koperasi A")
    with pytest.raises(DatabaseError), transaction.atomic():
        BylawAnswer.objects.update(value="x")
    empty = {"village": coop.group.village, "group": coop.group, "by": coop.chair, "at": NOW}
    for question, value, constraint in (("name", "", "says"), ("", "x", "answers")):
        row = BylawAnswer(question=question, value=value, **empty)
        with (
            pytest.raises(IntegrityError, match=f"coop_bylawanswer_{constraint}_something"),
            transaction.atomic(),
        ):
            row.save(force_insert=True)


def test_the_papers_say_what_was_answered(coop):
    for code, value in {**ANSWERS, "day": "2026-12-05", "hall": "Balai desa"}.items():
        answered(coop, code, value)
    coop.applicant("Wati Ningsih")
    for paper, told in (
        ("invitation", ["5 Desember 2026", "Balai desa", "9 pendiri"]),
        ("attendance", ["Wati Ningsih", "Balai desa"]),
        ("minutes", ["Koperasi Purna Sejahtera", "Rp50.000", "Hadi Santoso"]),
    ):
        text = str(founding.letter_of(coop.group, founding.Paper(paper), on=TODAY))
        assert not [one for one in told if one not in text], paper


def test_a_member_reads_the_rules_and_takes_them_as_a_file(coop, opened):
    member = stories.user("tumini", "Tumini")
    stories.appoint(member, Office.GROUP_MEMBER, group=coop.group)
    client = opened(coop.chair)
    shu = address(coop, "answer_bylaw", "shu")
    form = {f"part_{place}": one for place, one in enumerate((25, 50, 10, 10, 6))}
    refused = client.post(shu, {"request_id": uuid4(), **form})
    assert refused.status_code == 422
    assert "Jumlahnya 101 persen" in refused.content.decode()
    client.post(shu, {"request_id": uuid4(), **form, "part_4": 5})
    for code, typed in (
        ("pokok", {"typed": "50rb"}), ("peace", {"typed": "TALK"}), ("name", {"typed": "Maju"}),
        ("day", {"typed_day": "5", "typed_month": "12", "typed_year": "2026"}),
        ("term", {"typed": "3"}),
    ):  # fmt: skip
        client.post(address(coop, "answer_bylaw", code), {"request_id": uuid4(), **typed})
    assert bylaws.now(coop.group) == {
        "shu": "25-50-10-10-5", "pokok": "50000", "peace": "TALK", "name": "Maju",
        "day": "2026-12-05", "term": "3",
    }  # fmt: skip
    paper = client.get(address(coop, "founding_paper", "attendance"))
    assert paper.content.startswith(b"%PDF")
    client = opened(member)
    with few_queries():
        page = client.get(address(coop, "bylaws")).content.decode()
    assert "Koperasi ini bernama Maju." in page
    assert client.get(address(coop, "bylaws_pdf")).content.startswith(b"%PDF")
    assert client.get(shu).status_code == 403
    assert client.get(address(coop, "founding_paper", "minutes")).status_code == 403


def test_the_answers_stand_in_the_first_rule_of_dues_and_no_later_one(coop, opened):
    def offered():
        form = opened(coop.chair).get(address(coop, "agree_dues")).context["form"]
        names = ("pokok_rp", "wajib_rp", "exit_days", "source")
        return [form.get_initial_for_field(form.fields[name], name) for name in names]

    assert offered() == [None] * 4
    for code, value in (("pokok", "75000"), ("wajib", "15000"), ("refund", "60")):
        answered(coop, code, value)
    assert offered() == [75_000, 15_000, 60, "Aturan koperasi (AD/ART)"]
    terms = dues.Terms(date(2026, 1, 1), 50_000, 10_000, source="AD pasal 12", exit_days=90)
    dues.agree(group=coop.group, terms=terms, by=coop.by_chair, at=NOW)
    assert offered() == [None] * 4


def test_the_answers_stand_in_the_first_rule_of_meetings_and_no_later_one(coop, opened):
    names = ("first_call", "second_call", "notice_days", "second_within_days", "annual_months",
             "source")  # fmt: skip
    page = reverse("forum:write_rule", args=[coop.group.village.slug, coop.group.pk])

    def offered():
        form = opened(coop.chair).get(page).context["form"]
        return [form.get_initial_for_field(form.fields[name], name) for name in names]

    usual = offered()
    assert usual == ["1/2>", "1/2>", 14, None, None, None]
    for code, value in (("quorum", "TWO_THIRDS"), ("invited", "21"), ("annual", "5")):
        answered(coop, code, value)
    where = "AD/ART pasal 4: Rapat dan suara"
    assert offered() == ["2/3", "2/3", 21, None, 5, where]
    answered(coop, "second_call", "10")
    assert offered() == ["2/3", "1/5", 21, 10, 5, where]
    first = dict(zip(names, offered(), strict=True))
    opened(coop.chair).post(page, {"request_id": uuid4(), "since_which": "today", **first})
    rule = rules.valid_on(coop.group, timezone.localdate())
    assert (rule.source, rule.annual_months) == (where, 5)
    assert offered() == usual
