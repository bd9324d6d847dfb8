"""A year's health in words and on paper: what each ratio gives, and what it means for members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rembuk.cash.sums import said
from rembuk.lib import words
from rembuk.lib.rounding import rounded
from rembuk.supervision.health import Health, Row, Told
from rembuk.supervision.measures import PARTS, RuleSet
from rembuk.supervision.models import HealthSheet, Predicate
from rembuk.supervision.sums import Sum
from rembuk.surplus import papers
from rembuk.surplus.yearly import Year
from rembuk.villages.models import Group
from rembuk.villages.permissions import Office
from rembuk.web import letters
from rembuk.web.letters import Letter
from rembuk.web.paper import Column, Part

MEANING: dict[str, Promise] = {
    Predicate.SOUND: gettext_lazy(
        "It pays its debts, has own capital, and serves its members. Keep it so."
    ),
    Predicate.FAIRLY: gettext_lazy(
        "It works. Some numbers are weak: ask the board what it does about them."
    ),
    Predicate.WATCHED: gettext_lazy(
        "Several numbers are weak. The board tells the members how it will mend them."
    ),
    Predicate.CLOSELY: gettext_lazy(
        "It is in trouble. Ask for a members' meeting, and for help of the Dinas."
    ),
}


@dataclass(frozen=True)
class Set:
    """One rule set: its name, its total in words, what that is called and what it means."""

    rules: RuleSet
    told: Told
    total: str
    counted: str
    called: str
    meaning: str
    asked: Sequence[tuple[str, str]]
    movers: Sequence[tuple[Row, str]]


def sets(found: Health) -> list[Set]:
    """Return both rule sets as they are told."""
    form, juknis = found.form, found.juknis
    called = Predicate(form.predicate).label if form.predicate else ""
    meaning = str(MEANING[form.predicate]) if form.predicate else ""
    groups = [(str(one.label), points(worth)) for one, worth in form.asked]
    parts = [(str(PARTS[part]), points(worth)) for part, worth in juknis.asked]
    return [
        Set(RuleSet.FORM_2016, form, points(form.total), points(form.counted), str(called),
            meaning, groups, _movers(form)),
        Set(RuleSet.JUKNIS_2021, juknis, points(juknis.total), "", "", "", parts,
            _movers(juknis)),
    ]  # fmt: skip


def _movers(told: Told) -> list[tuple[Row, str]]:
    return [(row, points(row.could_add)) for row in told.movers]


def points(exact: Fraction | None) -> str:
    """Write points with at most two places; a dash for what is not known."""
    if exact is None:
        return "–"
    return words.decimal(exact, language=get_language() or "id")


def kept(sheet: HealthSheet) -> tuple[str, str]:
    """Write both totals as they were signed, each with its rule set."""
    totals = ((RuleSet.FORM_2016, sheet.form_total), (RuleSet.JUKNIS_2021, sheet.juknis_total))
    form, juknis = (
        f"{rules.label}: {points(None if total is None else Fraction(total, 100))}"
        for rules, total in totals
    )
    return form, juknis


def percent(row: Row) -> str:
    """Write a ratio: 62,5%; a dash where it cannot be worked out."""
    return "–" if row.percent is None else f"{points(row.percent)}%"


def gives(row: Row) -> str:
    """Write what a ratio scores, of how much at most."""
    weight = row.measure.weight
    most = weight * row.measure.best / 100 if weight is not None else row.measure.best
    got = row.score if weight is not None else row.points
    return _("%(points)s of %(most)s") % {"points": points(got), "most": points(most)}


def limits(row: Row) -> str:
    """Write where its points change."""
    return ", ".join(f"{points(one)}%" for one in row.measure.limits)


def amount(one: Sum) -> str:
    """Write a sum in whole rupiah; a dash where nobody knows it yet."""
    return "–" if one.amount is None else said(int(rounded(one.amount)))


def printed(group: Group, found: Health, *, year: Year, at: datetime) -> bytes:
    """Print both rule sets on A4, with both sums of each ratio."""
    sheet, told = found.sheet, sets(found)
    pairs = [(str(one.rules.label), _result(one)) for one in told]
    if sheet:
        signed_on = sheet.at.astimezone(group.village.zone).date()
        pairs.append((_("Signed by"), f"{sheet.by.name}, {letters.day(signed_on)}"))
        pairs.append((_("Answers stand on"), sheet.source))
    letter = Letter(
        title=_("How sound the cooperative was in %(year)s") % {"year": year.year},
        on=at.astimezone(group.village.zone).date(), before=[papers.state_told(year)],
        pairs=pairs, parts=[part for one in told for part in _parts(one)],
        after=[_("Every sum is of the closed book or signed by a person. No ratio is typed."),
               _("Ratios with a star have limits known from papers only: periksa Dinas.")],
        signed=[(str(Office.SUPERVISORY_BOARD.label), "")],
    )  # fmt: skip
    return letters.printed(group, letter, at=at)


def _result(one: Set) -> str:
    if one.told.total is None:
        return _("Not complete yet: %(n)s still missing") % {"n": one.told.missing}
    return f"{one.total} {one.called}".strip()


def _parts(one: Set) -> list[Part]:
    columns = (
        Column(_("Ratio"), wide=True), Column(_("Divided"), amount=True),
        Column(_("By"), amount=True), Column(_("Percent"), amount=True),
        Column(_("Gives"), amount=True),
    )  # fmt: skip
    lines = [
        [f"{row.measure.label}{' *' if row.measure.unsure and not row.cut else ''}",
         amount(row.top), amount(row.bottom), percent(row), gives(row)]
        for row in one.told.rows
    ]  # fmt: skip
    groups = (Column(_("Questions and parts"), wide=True), Column(_("Points"), amount=True))
    return [
        Part(columns, lines, caption=str(one.rules.label)),
        Part(groups, [list(pair) for pair in one.asked]),
    ]
