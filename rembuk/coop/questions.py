"""The questions whose answers make AD/ART, with the sentence that each answer becomes.

`stated` says whether a source we read says so; the others are proposals, "periksa AD/Dinas".
Sources: Law 25/1992 (articles 5, 45: SHU; one member one vote), a published AD (KOPANI: 14 days,
one fifth), the rules of order of an annual report of 2023 (more than half), the health form of
Perdep 06/2016 (a quarter of the SHU for the reserve).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """What is typed as an answer."""

    TEXT = "text"
    COUNT = "count"
    SUM = "sum"
    CHOICE = "choice"
    PERCENTS = "percents"
    DAY = "day"


class Article(TextChoices):
    """The parts of the rules, in order; the last one is only for the papers of the founding."""

    NAME = "NAME", _("Name and place")
    MEMBERS = "MEMBERS", _("Members")
    MONEY = "MONEY", _("Money of the members")
    MEETING = "MEETING", _("Meetings and votes")
    OFFICERS = "OFFICERS", _("Board and supervisory board")
    SHU = "SHU", _("SHU, the surplus of the year")
    PEACE = "PEACE", _("When people do not agree")
    FOUNDING = "FOUNDING", _("The founding meeting")


@dataclass(frozen=True)
class Question:
    """One question; `sentence` has %(answer)s in it, `choices` are codes and their words."""

    code: str
    article: Article
    asks: Promise
    sentence: Promise
    kind: Kind = Kind.TEXT
    hint: Promise | str = ""
    source: Promise | str = ""
    stated: bool = False
    offered: str = ""  # what stands in the form first
    least: int = 1
    most: int = 400
    choices: Mapping[str, Promise] = field(default_factory=dict)


# The parts of the SHU in the order in which their percents are typed.
SHU_PARTS: tuple[Promise, ...] = (
    _("Reserve"), _("Members, by what they did with the cooperative"),
    _("Board, supervisors, staff"), _("Education of members"), _("Social fund"),
)  # fmt: skip
_LAW = _("Law 25/1992")
_OTHERS = _("From the published rules of another cooperative")
_OURS = _("A proposal of Rembuk, not a law")

QUESTIONS: tuple[Question, ...] = (
    Question("name", Article.NAME, _("What is the cooperative called?"),
             _("The cooperative is called %(answer)s.")),
    Question("place", Article.NAME, _("Where is its seat?"), _("Its seat is in %(answer)s."),
             hint=_("Village, district, regency.")),
    Question(
        "sort", Article.NAME, _("What does it do?"), _("It is %(answer)s."), Kind.CHOICE,
        source=_LAW, stated=True,
        choices={
            "CONSUMER": _("a consumers' cooperative: it buys together"),
            "PRODUCER": _("a producers' cooperative: it makes and sells together"),
            "SERVICE": _("a service cooperative: it does work for its members"),
            "SAVINGS": _("a savings and loan cooperative; this needs a licence"),
        },
    ),
    Question("purpose", Article.NAME, _("What do you want to reach together?"),
             _("Its aim: %(answer)s"), hint=_("In one or two sentences, as you would say it.")),
    Question(
        "who", Article.MEMBERS, _("Who may be a member?"), _("Members may be: %(answer)s."),
        Kind.CHOICE, source=_OURS,
        choices={
            "ALL": _("adults of the village, also those who work abroad"),
            "MIGRANTS": _("returned migrants, workers abroad and their families"),
            "CARD": _("adults whose identity card is of the village"),
        },
    ),
    Question(
        "abroad", Article.MEMBERS, _("How do members abroad vote?"),
        _("A member abroad %(answer)s."), Kind.CHOICE, source=_("Law 6/2023: meetings may be online"
        " (Kompas, 8 October 2020)"), stated=True,
        choices={
            "ONLINE": _("is invited and votes by herself, online"),
            "HEARD": _("is invited and heard, and votes when she is home"),
        },
    ),
    Question("pokok", Article.MONEY, _("How much is pokok, once and the same for all?"),
             _("Each member brings pokok of %(answer)s once."), Kind.SUM, source=_OURS,
             offered="50000"),
    Question("wajib", Article.MONEY, _("How much is wajib, each month?"),
             _("Each member brings wajib of %(answer)s each month."), Kind.SUM, source=_OURS,
             offered="10000"),
    Question("refund", Article.MONEY, _("Within how many days is who leaves paid?"),
             _("Who leaves gets her pokok and wajib back within %(answer)s days."), Kind.COUNT,
             hint=_("Fear for the money is the first objection. Promise a day that you can keep."),
             source=_OURS, offered="90", most=365),
    Question("invited", Article.MEETING, _("How many days before a meeting are members invited?"),
             _("Members are invited at least %(answer)s days before a meeting."), Kind.COUNT,
             source=_OTHERS, offered="14", most=60),
    Question("annual", Article.MEETING,
             _("Within how many months after the year is the annual meeting (RAT)?"),
             _("The annual meeting (RAT) is held within %(answer)s months after the year ends."),
             Kind.COUNT, source=_OTHERS, offered="5", most=12),
    Question(
        "quorum", Article.MEETING, _("When are enough members there?"),
        _("A meeting decides when %(answer)s."), Kind.CHOICE, source=_OTHERS,
        choices={
            "HALF": _("more than half of the members are there"),
            "TWO_THIRDS": _("two thirds of the members are there"),
        },
    ),
    Question("second_call", Article.MEETING,
             _("If too few come: after how many days is the second meeting?"),
             _("If too few come, a second meeting is held %(answer)s days later; one fifth of the"
               " members is then enough."), Kind.COUNT, source=_OTHERS, offered="7", most=60),
    Question(
        "change", Article.MEETING, _("How many must agree to change these rules?"),
        _("To change these rules, %(answer)s of those present must agree."), Kind.CHOICE,
        source=_OTHERS,
        choices={"TWO_THIRDS": _("two thirds"), "THREE_QUARTERS": _("three quarters")},
    ),
    Question("board", Article.OFFICERS, _("How many people are on the board?"),
             _("The board has %(answer)s people."), Kind.COUNT, source=_OURS, offered="3", most=15),
    Question("supervisors", Article.OFFICERS, _("How many people supervise?"),
             _("The supervisory board has %(answer)s people. Nobody is on both boards."),
             Kind.COUNT, source=_OURS, offered="3", most=15),
    Question("term", Article.OFFICERS, _("For how many years are they chosen?"),
             _("They are chosen for %(answer)s years."), Kind.COUNT, source=_OURS, offered="3",
             most=5),
    Question("shu", Article.SHU, _("How is the surplus shared, in percent?"),
             _("The surplus of a year is shared like this: %(answer)s."), Kind.PERCENTS,
             hint=_("Together exactly 100. A quarter for the reserve is usual (Perdep 06/2016)."),
             source=_LAW, stated=True, offered="25-50-10-10-5"),
    Question(
        "peace", Article.PEACE, _("What happens when members quarrel?"),
        _("When members do not agree, %(answer)s."), Kind.CHOICE, source=_OURS,
        choices={
            "TALK": _("they talk with the supervisory board first, then the members' meeting"
                      " decides"),
            "HEAD": _("they talk with the supervisory board first, then with the village head as"
                      " mediator"),
        },
    ),
    Question("complaint", Article.PEACE,
             _("Within how many days does a complaint get its answer?"),
             _("Every complaint gets a written answer within %(answer)s days."), Kind.COUNT,
             source=_OURS, offered="30", most=90),
    Question("day", Article.FOUNDING, _("When is the founding meeting?"),
             _("Day of the founding meeting: %(answer)s."), Kind.DAY),
    Question("hour", Article.FOUNDING, _("At what time does it begin?"),
             _("It begins at %(answer)s."), hint=_("For example 09.00 WIB."), offered="09.00"),
    Question("hall", Article.FOUNDING, _("Where is it held?"), _("It is held at %(answer)s."),
             hint=_("And how those abroad take part, for example by video.")),
)  # fmt: skip
BY_CODE = {one.code: one for one in QUESTIONS}
# What stands in every cooperative's rules, whatever is answered (Law 25/1992).
ALWAYS: Mapping[Article, tuple[Promise, ...]] = {
    Article.MEMBERS: (_("Joining is free, and so is leaving. Each member has one vote."),),
    Article.MONEY: (
        _("Without a licence the cooperative takes only pokok and wajib."),
        _("Every member may read her own book at any time."),
    ),
    Article.MEETING: (
        _("The members' meeting is above all. It meets at least once a year (RAT)."),
        _("People first seek agreement together; they vote only if they do not find it."),
    ),
    Article.SHU: (_("Nothing is paid before the members' meeting decided it."),),
}
