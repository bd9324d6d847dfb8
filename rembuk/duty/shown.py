"""Rosters as pages and papers show them: days with their turns, what became of each in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.duty import absences, marking, records, rosters
from rembuk.duty.holidays import Holiday
from rembuk.duty.models import HALVES, Roster, Rule, Turn
from rembuk.duty.records import Kept
from rembuk.duty.relaxing import Rule as Relaxed
from rembuk.enterprise.models import Membership
from rembuk.lib import words
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group

HALF = "½"
WEEKDAY_LETTERS, SHORT_NAME = 3, 3


@dataclass(frozen=True)
class Row:
    """One turn in a list: whose, what became of it, and whether the reader may mark it."""

    kept: Kept
    mine: bool
    may_mark: bool

    @property
    def status(self) -> str:
        """What became of it, in words; "" while nobody marked it."""
        return told(self.kept)

    @property
    def icon(self) -> str:
        """The sign before the words: the same for everybody."""
        return "check" if self.kept.is_done else "info" if self.kept.is_missed else ""


@dataclass(frozen=True)
class Day:
    """One day: its turns and who is away."""

    on: date
    rows: Sequence[Row]
    away: Sequence[str]


@dataclass(frozen=True)
class Planned:
    """One day of a roster as it was made: whose, and what a turn on it counts, in halves."""

    on: date
    names: Sequence[str]
    halves: int
    holiday: Holiday | None

    @property
    def counts(self) -> str:
        """Say that a turn counts more, and of which holiday; "" on an ordinary day."""
        if self.halves == HALVES:
            return ""
        counts = counted(self.halves)
        return f"{counts}: {self.holiday}" if self.holiday else counts


@dataclass(frozen=True)
class Load:
    """How many turns a roster gives somebody, and what they count together, in halves."""

    name: str
    turns: int
    halves: int

    @property
    def counts(self) -> str:
        """Say what her turns count where that is more than their number."""
        return counted(self.halves) if self.halves != self.turns * HALVES else ""


def planned(one: Roster) -> tuple[list[Planned], list[Load]]:
    """Return the days of a roster, and what each member has in it, by name; up to three queries."""
    turns = list(
        one.turns.filter(on__lte=one.last_on)  # ended early, the rest holds no more
        .select_related("member")
        .order_by("on", "member__name", "pk")
    )
    by_day: dict[date, list[Turn]] = defaultdict(list)
    by_name: dict[str, list[Turn]] = defaultdict(list)
    for turn in turns:
        by_day[turn.on].append(turn)
        by_name[turn.member.name].append(turn)
    known = rosters.holidays_of(one)
    return (
        [
            Planned(on, [turn.member.name for turn in his], his[0].weight_halves, known.get(on))
            for on, his in by_day.items()
        ],
        [
            Load(name, len(hers), sum(turn.weight_halves for turn in hers))
            for name, hers in sorted(by_name.items())
        ],
    )


def moved(every: Iterable[Planned]) -> list[Planned]:
    """Return the holidays that were not known as such when the roster was made."""
    return [one for one in every if one.holiday and one.halves == HALVES]


def told(one: Kept) -> str:
    """Say what became of a turn."""
    if one.is_covered:
        return _("done by %(name)s") % {"name": one.doer}
    if one.is_done:
        return _("done")
    if one.is_missed:
        return _("not done")
    return _("swapped with %(name)s") % {"name": one.turn.member} if one.is_swapped else ""


def days(group: Group, *, first: date, last: date, by: Actor, today: date) -> list[Day]:
    """Return the days from first to last with their turns; four queries."""
    away = list(absences.between(group, first=first, last=last))
    every = records.kept_between(group, first=first, last=last)
    return [
        Day(
            on=day,
            rows=[_row(one, by=by, today=today) for one in every if one.turn.on == day],
            away=sorted(one.membership.name for one in away if one.first_on <= day <= one.last_on),
        )
        for day in _from_to(first, last)
    ]


def away_told(every: Sequence[Day]) -> list[str]:
    """Say of everybody who is away on some of the days, by name, on which: Sri (Sen, Sel)."""
    names = sorted({name for day in every for name in day.away})
    return [_away(name, [day.on for day in every if name in day.away], every) for name in names]


def _away(name: str, on: Sequence[date], every: Sequence[Day]) -> str:
    if len(on) == len(every):
        return _("%(name)s (all days)") % {"name": name}
    told = ", ".join(words.short_day(day, language=_language()) for day in on)
    return f"{name} ({told})"


def _from_to(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _row(one: Kept, *, by: Actor, today: date) -> Row:
    mine = records.is_theirs(one.turn.holder, by.user.pk if by.user else None)
    open_now = one.mark is None and one.turn.on <= today
    return Row(one, mine, open_now and (mine or marking.may_for_others(by)))


def weeks(every: Sequence[Day]) -> list[list[Day | None]]:
    """Return the days of a month in weeks of seven, Monday first; None outside the month."""
    before: list[Day | None] = [None] * every[0].on.weekday()
    after: list[Day | None] = [None] * (6 - every[-1].on.weekday())
    filled = [*before, *every, *after]
    return [filled[n : n + 7] for n in range(0, len(filled), 7)]


def turns(halves: int) -> str:
    """Write halves as turns: 1½, ½, 0."""
    whole, half = divmod(abs(halves), HALVES)
    sign = "−" if halves < 0 else ""
    return sign + (f"{whole}{HALF}" if half and whole else HALF if half else str(whole))


def counted(halves: int) -> str:
    """Say what a turn, or several, count: counts as 1½ turns."""
    return _("counts as %(turns)s turns") % {"turns": turns(halves)}


def brought(halves: int) -> str:
    """Say what somebody brings along: owes, carried more, or neither."""
    if halves == 0:
        return _("even")
    text = _("owes %(turns)s") if halves < 0 else _("%(turns)s more than others")
    return text % {"turns": turns(abs(halves))}


def rule_told(rule: Rule) -> list[str]:
    """Say what a group agreed, a sentence each."""
    told = [_("%(count)s people a day") % {"count": rule.people_a_day}]
    if rule.people_a_day == 1:
        told = [_("One person a day")]
    if rule.heavy_days:
        days_told = ", ".join(_weekday(letter) for letter in rule.heavy_days)
        told.append(
            _("%(days)s count as %(turns)s turns")
            % {"days": days_told, "turns": turns(rule.heavy_halves)}
        )
    if rule.at_most_turns:
        told.append(
            _("At most %(turns)s turns in %(days)s days that follow each other")
            % {"turns": rule.at_most_turns, "days": rule.at_most_days}
        )
    return [*told, _consequence(rule)]


def _consequence(rule: Rule) -> str:
    said = str(rule.get_consequence_display())
    if rule.fine_rp:
        amount = words.grouped(rule.fine_rp, language=_language())
        return _("A missed turn: %(what)s, Rp%(amount)s") % {"what": said, "amount": amount}
    if rule.extra_halves:
        more = turns(rule.extra_halves)
        return _("A missed turn: %(what)s, by %(turns)s") % {"what": said, "turns": more}
    return _("A missed turn: %(what)s") % {"what": said}


def _weekday(letter: str) -> str:
    if not letter.isdigit():
        return _("holidays")
    return words.long_day(date(2024, 1, 1 + int(letter)), language=_language()).split(",")[0]


def stuck_told(asked: Roster, people: Iterable[Membership]) -> list[str]:
    """Say, one sentence for each rule, what would let a roster be made."""
    names = {one.pk: one.name for one in people}
    return [_way(way, names) for way in asked.stuck.get("ways", ())]


def _way(way: dict[str, Any], names: dict[int, str]) -> str:
    days_told = ", ".join(_short(day) for day in way["days"])
    pair = [names.get(pk, "…") for pk in way["pair"]]
    match way["rule"]:
        case Relaxed.PRESENCE if way["days"]:
            return _("Too few members are there on: %(days)s. Ask who could stay.") % {
                "days": days_told
            }
        case Relaxed.PRESENCE:
            return _("If those who are away came after all, a roster fits.")
        case Relaxed.NEEDED if way["days"]:
            return _("Or let fewer people do it on these days.")
        case Relaxed.NEEDED:
            return _("With one person less a day a roster fits.")
        case Relaxed.AT_MOST:
            return _("With at most %(turns)s turns in %(days)s days a roster fits.") % {
                "turns": way["turns"], "days": way["in_days"],
            }  # fmt: skip
        case Relaxed.APART:
            return _("If %(one)s and %(other)s may be on the same day, a roster fits.") % {
                "one": pair[0], "other": pair[1],
            }  # fmt: skip
        case Relaxed.TOGETHER:
            return _("If %(one)s and %(other)s need not be together, a roster fits.") % {
                "one": pair[0], "other": pair[1],
            }  # fmt: skip
        case _several:
            return _("No single rule is enough: ease several, or make the roster shorter.")


def _short(day: str) -> str:
    return words.short_day(date.fromisoformat(day), language=_language())


def _language() -> str:
    return get_language() or "id"


def period(first: date, last: date) -> str:
    """Say from which day to which."""
    told = {day: words.plain_day(on, language=_language()) for day, on in
            (("first", first), ("last", last))}  # fmt: skip
    return _("%(first)s to %(last)s") % told


def proof(one: Roster) -> str:
    """Say what was proved about a roster."""
    assert one.spread_halves is not None
    return _(
        "Proved to be the fairest: between who carries most and who least lie %(turns)s turns at"
        " most, counting what each brought along. No roster can be more even."
    ) % {"turns": turns(one.spread_halves)}


def notes(one: Roster) -> list[str]:
    """Return what stands under a printed roster: its proof, and that it is made up, if it is."""
    if not one.rule.synthetic:
        return [proof(one)]
    made_up = _("An example, made up from what the source says: who and which day are invented.")
    return [proof(one), made_up]


def weekday(day: date) -> str:
    """Write the first letters of a weekday, as in a calendar: Sen, Sel, Rab."""
    return words.long_day(day, language=_language())[:WEEKDAY_LETTERS]
