"""How sound a cooperative was in a year, by both rule sets (domain: 13), and who signed for it.

A ratio is never typed: Rembuk divides sums of the closed book by each other, and by the few sums
that only people know. What cannot be worked out yet is said, and there is no predicate until then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rembuk.cash.sums import said
from rembuk.ledger import ends
from rembuk.ledger.reading import Book
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.lib.rounding import HUNDRED, rounded
from rembuk.supervision import cuts, form, measures, sums
from rembuk.supervision.bands import points_of, word_for
from rembuk.supervision.measures import GOVERNANCE, MANAGEMENT, PARTS, RISK, WEIGHTS, Measure
from rembuk.supervision.models import HealthCut, HealthSheet
from rembuk.supervision.ratios import Ratio, Scored, scored
from rembuk.supervision.sums import Sum
from rembuk.surplus.yearly import Year
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village

MOVERS = 3  # ratios told first: those that would add most
LEAST_SUM = 1000  # rupiah; below it somebody typed a ratio
LISTS = ((GOVERNANCE, "governance"), (RISK, "risk"))


@dataclass(frozen=True)
class Row:
    """One ratio: its two sums, what it scored, and whose limits it was scored by."""

    measure: Measure
    top: Sum
    bottom: Sum
    percent: Fraction | None
    points: Fraction | None
    cut: HealthCut | None = None

    @property
    def score(self) -> Fraction | None:
        """Its part of the hundred points."""
        if self.points is None or self.measure.weight is None:
            return None
        return self.points * self.measure.weight / HUNDRED

    @property
    def could_add(self) -> Fraction:
        """What it would add at its best: of the hundred points, or of four."""
        if self.points is None:
            return Fraction(0)
        missing = self.measure.best - self.points
        return missing if self.measure.weight is None else missing * self.measure.weight / HUNDRED


@dataclass(frozen=True)
class Told:
    """One rule set of a year: its rows, what the questions gave, the total if all is known."""

    rows: Sequence[Row]
    asked: Sequence[tuple[Any, Fraction | None]]  # a group of questions or a part, and its points
    total: Fraction | None
    counted: Fraction
    predicate: str = ""

    @property
    def missing(self) -> int:
        """How many ratios and groups of questions are not known yet."""
        rows = sum(row.points is None for row in self.rows)
        return rows + sum(points is None for _group, points in self.asked)

    @property
    def movers(self) -> list[Row]:
        """The ratios that would add most."""
        found = sorted(self.rows, key=lambda row: -row.could_add)
        return [row for row in found[:MOVERS] if row.could_add > 0]


@dataclass(frozen=True)
class Health:
    """A year by both rule sets; `sheet` is what was signed last."""

    sheet: HealthSheet | None
    form: Told
    juknis: Told

    @property
    def changed(self) -> bool:
        """Whether what was signed is no longer what the book gives."""
        if self.sheet is None:
            return False
        now = (hundredths(self.form.total), hundredths(self.juknis.total))
        return now != (self.sheet.form_total, self.sheet.juknis_total)


def hundredths(exact: Fraction | None) -> int | None:
    """Return a score as it is kept, rounded half up."""
    return None if exact is None else int(rounded(exact * HUNDRED))


def rows(village: Village, group_id: int) -> QuerySet[HealthSheet]:
    """Return what was signed, the newest year first, then the newest signature."""
    mine = HealthSheet.objects.of(village).filter(group=group_id).select_related("by")
    return mine.order_by("-year", "-at", "-pk")


def look(book: Book, told: Year, *, signed: Sequence[HealthSheet]) -> Health:
    """Score a year by what was signed for it, newest first: four queries."""
    sheet = next((one for one in signed if one.year == told.year), None)
    return _with(book, told, sheet)


def _with(book: Book, told: Year, sheet: HealthSheet | None) -> Health:
    found = sums.of_year(book, told, sheet=sheet)
    limits = cuts.on(book.village, book.group_id, year=told.year)
    return Health(
        sheet,
        by_form(found, limits=limits, sheet=sheet),
        by_juknis(found, limits=limits, sheet=sheet),
    )


def row_of(measure: Measure, found: Mapping[str, Sum], *, cut: HealthCut | None = None) -> Row:
    """Score one ratio; without both sums, or with nothing to divide by, it has no points.

    Nothing is clipped: a ratio above 1000% is scored as it is.
    """
    top, bottom = found[measure.top], found[measure.bottom]
    by = measure.with_limits(cuts.limits(cut)) if cut else measure
    if top.amount is None or bottom.amount is None:
        return Row(by, top, bottom, None, None, cut)
    if bottom.amount <= 0:
        whole = bottom.amount == 0 and by.if_none is not None
        return Row(by, top, bottom, None, Fraction(by.if_none or 0) if whole else None, cut)
    ratio = Ratio(str(by.label), top.amount, bottom.amount, bands=by.bands, weight=by.weight)
    told: Scored = scored(ratio)
    return Row(by, top, bottom, told.percent, told.points, cut)


def by_form(
    found: Mapping[str, Sum], *, limits: Mapping[str, HealthCut], sheet: HealthSheet | None
) -> Told:
    """Score a year by the form of 2016: weighted ratios, and the questions answered with yes."""
    told = [row_of(one, found, cut=limits.get(one.code)) for one in measures.FORM]
    asked = [(one, _yes(sheet, one.field, one.points)) for one in MANAGEMENT]
    counted = sum((row.score or Fraction(0) for row in told), Fraction(0))
    counted += sum((points or Fraction(0) for _one, points in asked), Fraction(0))
    known = all(row.points is not None for row in told) and all(p is not None for _o, p in asked)
    word = word_for(counted, measures.FORM_WORDS) if known else None
    return Told(told, asked, counted if known else None, counted, word or "")


def _yes(sheet: HealthSheet | None, field: str, points: Fraction) -> Fraction | None:
    yes = getattr(sheet, field) if sheet else None
    return None if yes is None else points * yes


def by_juknis(
    found: Mapping[str, Sum], *, limits: Mapping[str, HealthCut], sheet: HealthSheet | None
) -> Told:
    """Score 1 to 4 each; a part is the mean of its ratios and of its list of questions."""
    told = [row_of(one, found, cut=limits.get(one.code)) for one in measures.JUKNIS]
    lists = {part: _list(sheet, name) for part, name in LISTS}
    parts: dict[str, Fraction | None] = {}
    for part in PARTS:
        mine = [row.points for row in told if row.measure.part == part]
        if part in lists:
            mine.append(lists[part])
        known = [one for one in mine if one is not None]
        parts[part] = sum(known, Fraction(0)) / len(mine) if len(known) == len(mine) else None
    final = {part: points for part, points in parts.items() if points is not None}
    whole = form.weighted(final, WEIGHTS) if len(final) == len(PARTS) else None
    return Told(told, list(parts.items()), whole, whole or Fraction(0))


def _list(sheet: HealthSheet | None, name: str) -> Fraction | None:
    asked = getattr(sheet, f"{name}_asked") if sheet else None
    if not asked:
        return None
    share = Fraction(getattr(sheet, f"{name}_yes") * HUNDRED, asked)
    return points_of(share, measures.SHARE_YES)


@transaction.atomic
def sign(
    *, book: Book, told: Year, answers: Mapping[str, Any], source: str, by: Actor, at: datetime
) -> HealthSheet:
    """Write down what only people know of a year, and keep what both rule sets give with it.

    Errors: Refused without a source, while a month of the year is open, for more yes than
    questions, for a sum that is a ratio, and for a part larger than its whole.
    """
    book.group.take_turn()
    who_says = clean_text(source)[0]
    if not who_says:
        raise Refused(_("Write on which paper the answers stand, and of which day."))
    if not told.is_closed:
        raise Refused(_("Close every month of this year first: a score is of a closed book."))
    assert by.user is not None, "a person signs"
    sheet = HealthSheet(
        village=book.village, group=book.group, year=told.year, source=who_says, by=by.user, at=at,
        known=ends.last(book).sequence, **answers,
    )  # fmt: skip
    _check(sheet)
    health = _with(book, told, sheet)
    _check_whole(sheet, health)
    sheet.form_total = hundredths(health.form.total)
    sheet.juknis_total = hundredths(health.juknis.total)
    sheet.predicate = health.form.predicate
    sheet.save(force_insert=True)
    audit.record(
        village=book.village, verb="supervision.health_signed", subject=sheet,
        subject_name=book.group.name, by=by, at=at, changes=[("health_year", None, told.year)],
    )  # fmt: skip
    return sheet


def _check(sheet: HealthSheet) -> None:
    for field, label in sums.TYPED.values():
        amount_rp = getattr(sheet, field)
        if amount_rp is not None and 0 < amount_rp < LEAST_SUM:
            raise Refused(
                _("%(label)s: %(sum)s looks like a ratio. Write the sum in rupiah; Rembuk divides.")
                % {"label": label, "sum": amount_rp}
            )
    for one in MANAGEMENT:
        if (getattr(sheet, one.field) or 0) > one.asked:
            raise Refused(
                _("%(label)s has %(asked)s questions. Count the answers with yes again.")
                % {"label": one.label, "asked": one.asked}
            )
    for part, name in LISTS:
        asked, yes = getattr(sheet, f"{name}_asked"), getattr(sheet, f"{name}_yes")
        if (asked is None) != (yes is None) or (asked is not None and not yes <= asked):
            raise Refused(
                _("%(label)s: write how many questions, and how many of them had a yes.")
                % {"label": PARTS[part]}
            )


def _check_whole(sheet: HealthSheet, health: Health) -> None:
    found = {row.measure.code: row for row in health.form.rows}
    lent = found["risky_loans"].bottom.amount or Fraction(0)
    if sheet.risky_rp is not None and sheet.risky_rp > lent:
        raise Refused(
            _("Only %(sum)s is lent out in the book. Write which part of it has too little cover.")
            % {"sum": said(int(lent))}
        )
