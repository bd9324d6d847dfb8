"""AD/ART by answering questions: each answer is a row, the rules are written from the newest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.coop import questions
from rembuk.coop.models import BylawAnswer
from rembuk.coop.questions import Article, Kind, Question
from rembuk.forum.models import Part as OfMembers
from rembuk.lib import words
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group
from rembuk.web.letters import day, rupiah

WHOLE = 100
DOTS = "…………"
MOST_RP = 100_000_000
OF_DUES = {"pokok_rp": "pokok", "wajib_rp": "wajib", "exit_days": "refund"}
OF_MEETINGS = {
    "notice_days": "invited", "annual_months": "annual", "second_within_days": "second_call",
}  # fmt: skip
# The parts of all members that the answers mean (forum's Part), and that of a second meeting.
QUORUMS = {"HALF": OfMembers.MORE_THAN_HALF.value, "TWO_THIRDS": OfMembers.TWO_THIRDS.value}
SECOND_QUORUM = OfMembers.FIFTH.value


@dataclass(frozen=True)
class Line:
    """One question with the words of its answer; empty while nobody answered."""

    question: Question
    answer: str
    value: str

    @property
    def sentence(self) -> str:
        """The sentence of the rules, with dots where the answer is missing."""
        return str(self.question.sentence) % {"answer": self.answer or DOTS}


@dataclass(frozen=True)
class Part:
    """One article: its heading, what always holds, and its questions."""

    article: Article
    always: list[str]
    lines: list[Line]

    @property
    def sentences(self) -> list[str]:
        """All sentences of the article."""
        return [*(line.sentence for line in self.lines), *self.always]


@transaction.atomic
def answer(*, group: Group, code: str, value: str, by: Actor, at: datetime) -> BylawAnswer:
    """Write down an answer; an earlier one stays visible.

    Errors: Refused for a group that is no cooperative or has ended, and for what is no answer:
    empty words, numbers outside their bounds, percents that are not together 100.
    """
    if group.kind != Group.Kind.COOPERATIVE or group.ended_on is not None:
        raise Refused(_("Nobody works on a cooperative here any more. Tell the facilitator."))
    question = questions.BY_CODE[code]
    said = _checked(question, clean_text(value)[0])
    assert by.user is not None, "a person answers"
    made = BylawAnswer.objects.create(
        village=group.village, group=group, question=code, value=said, by=by.user, at=at
    )
    audit.record(
        village=group.village, verb="coop.bylaw_answered", subject=group, by=by, at=at,
        changes=[("coop_bylaw", None, code)],
    )  # fmt: skip
    return made


def _checked(question: Question, said: str) -> str:
    if not said:
        raise Refused(_("Write the answer."))
    if question.kind == Kind.PERCENTS:
        parts = [int(one) for one in said.split("-")]
        if sum(parts) != WHOLE or len(parts) != len(questions.SHU_PARTS):
            raise Refused(
                _("Together they are %(sum)s percent. Make it exactly 100.") % {"sum": sum(parts)}
            )
    most = MOST_RP if question.kind == Kind.SUM else question.most
    counts = question.kind in (Kind.COUNT, Kind.SUM)
    if counts and not question.least <= int(said) <= most:
        raise Refused(
            _("Write a number from %(least)s to %(most)s.")
            % {"least": question.least, "most": most}
        )
    assert question.kind != Kind.CHOICE or said in question.choices
    return said


def history(group: Group) -> QuerySet[BylawAnswer]:
    """Return every answer, the newest first."""
    rows = BylawAnswer.objects.of(group.village).filter(group=group)
    return rows.select_related("by").order_by("-at", "-pk")


def now(group: Group) -> dict[str, str]:
    """Return the answers that hold, by question: one query."""
    rows = BylawAnswer.objects.of(group.village).filter(group=group).order_by("at", "pk")
    return dict(rows.values_list("question", "value"))


def promised_dues(group: Group) -> dict[str, int]:
    """Return what the answers say of dues, by the names of DuesRule: rupiah, and days for leaving.

    Only what was answered is in it.
    """
    answers = now(group)
    return {name: int(answers[code]) for name, code in OF_DUES.items() if code in answers}


def promised_meeting(group: Group) -> dict[str, str | int]:
    """Return what the answers say of meetings, by the names of forum's rules.Terms.

    Only what was answered is in it, with the article it stands in as the source.
    """
    answers = now(group)
    found: dict[str, str | int] = {
        name: int(answers[code]) for name, code in OF_MEETINGS.items() if code in answers
    }
    if "quorum" in answers:
        found["first_call"] = QUORUMS[answers["quorum"]]
        # The sentence of the second call says what is then enough; without it there is none.
        found["second_call"] = SECOND_QUORUM if "second_call" in answers else found["first_call"]
    if found:
        told = {"number": [*Article].index(Article.MEETING) + 1, "title": Article.MEETING.label}
        found["source"] = _("AD/ART article %(number)s: %(title)s") % told
    return found


def read(answers: Mapping[str, str]) -> list[Part]:
    """Write the rules from answers, article by article."""
    return [
        Part(
            article, [str(one) for one in questions.ALWAYS.get(article, ())],
            [
                Line(one, told(one, answers.get(one.code, "")), answers.get(one.code, ""))
                for one in questions.QUESTIONS
                if one.article == article
            ],
        )
        for article in Article
    ]  # fmt: skip


def told(question: Question, value: str) -> str:
    """Say an answer in words; nothing for none."""
    if not value:
        return ""
    match question.kind:
        case Kind.CHOICE:
            return str(question.choices[value])
        case Kind.SUM:
            return rupiah(int(value))
        case Kind.COUNT:
            return words.grouped(int(value), language=get_language() or "id")
        case Kind.DAY:
            return day(date.fromisoformat(value))
        case Kind.PERCENTS:
            parts = zip(questions.SHU_PARTS, value.split("-"), strict=True)
            return ", ".join(f"{label} {percent}%" for label, percent in parts)
        case _:
            return value


def is_complete(group: Group) -> bool:
    """Say whether every question of the rules has an answer."""
    answers = now(group)
    return all(
        one.code in answers for one in questions.QUESTIONS if one.article != Article.FOUNDING
    )


def answered(parts: list[Part]) -> tuple[int, int]:
    """Return how many questions have an answer, of how many."""
    lines = [line for part in parts for line in part.lines]
    return sum(bool(line.value) for line in lines), len(lines)
