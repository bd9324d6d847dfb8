"""The two rule sets of health scoring, as data with the years they hold for (K18).

Perdep 06/Per/Dep.6/IV/2016 (form of Permen 14/2009) makes 100 points of weighted ratios and yes/no
questions. Juknis 15/2021 scores each ratio 1 to 4. `unsure` is what we know from papers only, not
from the text itself: its limits are what holds until the cooperative writes down what its Dinas
uses (cuts.py). Left out: ratios whose cuts or sums we have not seen (PPAP/PPAPWD, turnovers).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rembuk.supervision.bands import Band, Word


class RuleSet(TextChoices):
    """Whose form; the value stands in the database."""

    FORM_2016 = "2016", _("Perdep 06/2016: 100 points")
    JUKNIS_2021 = "2021", _("Juknis 15/2021: scores 1 to 4")


@dataclass(frozen=True)
class Measure:
    """A ratio of a rule set: its two sums (keys of sums.py), its bands, its weight or its part.

    `if_none` is what it scores when there is nothing to divide by, such as no loan in trouble.
    """

    code: str
    label: Promise
    top: str
    bottom: str
    bands: Sequence[Band]
    weight: Fraction | None = None
    part: str = ""
    unsure: bool = False
    if_none: int | None = None

    @property
    def limits(self) -> list[Fraction]:
        """Where one band ends and the next begins, in percent."""
        return [band.limit for band in self.bands if band.limit is not None]

    @property
    def best(self) -> Fraction:
        """The most that it can score before its weight."""
        return max(band.points for band in self.bands)

    def with_limits(self, limits: Sequence[Fraction]) -> Measure:
        """Return it with other limits, as many as it has."""
        assert len(limits) == len(self.limits)
        ends = iter(limits)
        bands = [b if b.limit is None else replace(b, limit=next(ends)) for b in self.bands]
        return replace(self, bands=bands)


def _bands(*pairs: tuple[int | str | None, int], upto: bool = True) -> list[Band]:
    """Return bands of (limit, points); `upto` says whether a limit itself belongs to its band."""
    return [
        Band(None if limit is None else Fraction(limit), upto, Fraction(points))
        for limit, points in pairs
    ]


def _below(*pairs: tuple[int | str | None, int]) -> list[Band]:
    return _bands(*pairs, upto=False)


def _rising(*cuts: int) -> list[Band]:
    """Return scores 1 to 4, more is better; a cut lies above."""
    return _below(*((cut, place + 1) for place, cut in enumerate(cuts)), (None, 4))


_TENTHS = _below(*((step * 10, (step - 1) * 10) for step in range(1, 11)), (None, 100))


def _form(
    code: str, label: Promise, sums: tuple[str, str], weight: int, bands: list[Band],
    *, unsure: bool = False, if_none: int | None = None,
) -> Measure:  # fmt: skip
    return Measure(
        code, label, *sums, bands, weight=Fraction(weight), unsure=unsure, if_none=if_none
    )


# Weights and bands: domain notes 13.1; theses that print the form of Permen 14/2009.
FORM = (
    _form("own_assets", _("Own capital to all assets"), ("own", "assets"), 6,
          _bands((20, 25), (40, 50), (60, 100), (80, 50), (None, 25))),
    _form("own_risky", _("Own capital to loans without enough cover"), ("own", "risky"), 6,
          _TENTHS, if_none=100),
    _form("adequacy", _("Weighted capital to weighted assets"), ("weighted", "atmr"), 3,
          _bands((4, 0), (6, 50), (8, 75), (None, 100))),
    _form("members_loans", _("Loans to members, of all loans"), ("lent_members", "lent"), 10,
          _bands((25, 0), (50, 50), (75, 75), (None, 100))),
    _form("trouble", _("Risk of bad loans to all loans"), ("trouble", "lent"), 5,
          _bands((0, 100), (10, 80), (20, 60), (30, 40), (40, 20), (45, 10), (None, 0))),
    _form("reserve", _("Reserve for risk to the risk of bad loans"), ("reserve", "trouble"), 5,
          _TENTHS, if_none=100),
    _form("risky_loans", _("Loans without enough cover, of all loans"), ("risky", "lent"), 5,
          [*_below((21, 100), (26, 75)), *_bands((30, 50), (None, 25))], unsure=True),
    _form("member_costs", _("Costs of serving members to income from members"),
          ("costs_members", "from_members"), 4,
          _below((90, 100), (95, 75), (100, 50), (None, 0)), unsure=True),
    _form("costs_gross", _("Costs of the business to gross surplus"), ("costs", "gross"), 4,
          _bands((40, 100), (60, 75), (80, 50), (None, 25)), unsure=True),
    _form("staff", _("Wages to all loans"), ("wages", "lent"), 2,
          _bands((5, 100), (10, 75), (15, 50), (None, 0)), unsure=True),
    _form("liquid", _("Cash and bank to what is owed soon"), ("cash", "soon"), 10,
          _bands((10, 25), (15, 100), (20, 50), (None, 25)), unsure=True),
    _form("lent_received", _("Loans to the funds received"), ("lent", "received"), 5,
          _below((60, 25), (70, 50), (80, 75), (None, 100)), unsure=True),
    _form("roa", _("Surplus to all assets"), ("shu", "assets"), 3,
          _below((5, 25), ("7.5", 50), (10, 75), (None, 100)), unsure=True),
    _form("roe", _("Surplus to own capital"), ("shu", "own"), 3,
          _below((3, 25), (4, 50), (5, 75), (None, 100))),
    _form("stands_alone", _("Left of members' business to costs"), ("net", "costs_all"), 4,
          _bands((100, 0), (None, 100))),
    _form("of_members", _("Income from members, of members and others"),
          ("from_members", "from_all"), 7,
          _below((25, 25), (50, 50), (75, 75), (None, 100))),
    _form("benefit", _("Benefit to members to pokok and wajib"), ("benefit", "dues"), 3,
          _below((5, 0), ("7.5", 50), (10, 75), (None, 100)), unsure=True),
)  # fmt: skip
FORM_WORDS = (
    Word(Fraction(80), "SOUND"), Word(Fraction(66), "FAIRLY"), Word(Fraction(51), "WATCHED"),
    Word(None, "CLOSELY"),
)  # fmt: skip

RISK, MONEY, CAPITAL, GOVERNANCE = "risk", "finance", "capital", "governance"
WEIGHTS = {
    GOVERNANCE: Fraction(30, 100), RISK: Fraction(15, 100), MONEY: Fraction(40, 100),
    CAPITAL: Fraction(15, 100),
}  # fmt: skip
PARTS: dict[str, Promise] = {
    GOVERNANCE: _("Governance"), RISK: _("Risk"), MONEY: _("Finance"),
    CAPITAL: _("Capital"),
}  # fmt: skip
SHARE_YES = _bands((25, 1), (50, 2), (75, 3), (None, 4))


def _four(
    code: str, label: Promise, sums: tuple[str, str], bands: list[Band], *,
    part: str = MONEY, unsure: bool = False,
) -> Measure:  # fmt: skip
    return Measure(code, label, *sums, bands, part=part, unsure=unsure)


# Cuts: domain notes 13.2. Which ratio belongs to which part is our reading.
JUKNIS = (
    _four("j_roa", _("Surplus to all assets"), ("shu", "assets"), _rising(3, 5, 7)),
    _four("j_roe", _("Surplus to equity"), ("shu", "equity"), _rising(5, 7, 10), unsure=True),
    _four("j_alone", _("Left of members' business to costs"), ("net", "costs_all"),
          _rising(100, 110, 120)),
    _four("j_bopo", _("Costs to income"), ("costs_total", "income"),
          _below((80, 4), (90, 3), (100, 2), (None, 1))),
    _four("j_costs", _("Costs of the business to gross surplus"), ("costs", "gross"),
          _bands((40, 4), (60, 3), (80, 2), (None, 1))),
    _four("j_liquid", _("Cash and bank to what is owed soon"), ("cash", "soon"),
          _rising(10, 15, 20)),
    _four("j_lent", _("Loans to the funds received"), ("lent", "received"), _rising(60, 75, 90)),
    _four("j_current", _("Current assets to what is owed soon"), ("current", "soon"),
          _rising(75, 100, 125)),
    _four("j_assets", _("Growth of assets"), ("assets_more", "assets_before"),
          _rising(4, 7, 10)),
    _four("j_equity", _("Growth of equity"), ("equity_more", "equity_before"),
          _rising(4, 7, 10)),
    _four("j_main", _("Income from members, of all income"), ("from_members", "income"),
          _rising(35, 60, 85)),
    _four("j_shu_dues", _("Surplus to pokok and wajib"), ("shu", "dues"), _rising(10, 20, 30)),
    _four("j_npl", _("Loans that are not current, of all loans"), ("not_current", "lent"),
          _bands((5, 4), (10, 3), (15, 2), (None, 1)), part=RISK, unsure=True),
    _four("j_risk_liquid", _("Cash and bank to what is owed soon"), ("cash", "soon"),
          _bands((7, 1), (14, 2), (21, 3), (None, 4)), part=RISK),
    _four("j_risk_cash", _("Cash and bank, of all assets"), ("cash", "assets"),
          _bands((5, 1), (10, 2), (15, 3), (None, 4)), part=RISK),
    _four("j_own", _("Equity, of all assets"), ("equity", "assets"), _rising(10, 20, 30),
          part=CAPITAL),
    _four("j_savings", _("Members' savings, of all assets"), ("savings", "assets"),
          _rising(10, 20, 30), part=CAPITAL),
    _four("j_long", _("Long loans to equity"), ("long", "equity"),
          _bands((100, 4), (125, 3), (150, 2), (None, 1)), part=CAPITAL),
)  # fmt: skip


@dataclass(frozen=True)
class Questions:
    """A group of the form's yes/no questions: how many, and the points of each yes."""

    field: str
    label: Promise
    asked: int
    points: Fraction


MANAGEMENT = (
    Questions("yes_general", _("General"), 12, Fraction(1, 4)),
    Questions("yes_institution", _("Institution"), 6, Fraction(1, 2)),
    Questions("yes_capital", _("Capital"), 5, Fraction(3, 5)),
    Questions("yes_assets", _("Productive assets"), 10, Fraction(3, 10)),
    Questions("yes_liquidity", _("Liquidity"), 5, Fraction(3, 5)),
)
MEASURES = {one.code: one for one in (*FORM, *JUKNIS)}
UNSURE = [one for one in MEASURES.values() if one.unsure]
