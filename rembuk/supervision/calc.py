"""Health scores of a cooperative, by rule sets that are inputs."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from rembuk.lib.calculation import Formula, Inputs, Told
from rembuk.lib.figures import (
    amount,
    count,
    decimal,
    flag,
    listed,
    named,
    one_of,
    or_none,
    share,
    text,
)
from rembuk.lib.rounding import as_exact, as_text
from rembuk.lib.wrong_inputs import bad_value
from rembuk.supervision import form
from rembuk.supervision.bands import CUTS, Band, Word, score_of_four, word_for
from rembuk.supervision.form import Questions
from rembuk.supervision.ratios import Ratio, Scale, Scored, scored

PERCENT_PLACES, POINT_PLACES, SCORE_PLACES = 2, 2, 3
Figures = Mapping[str, Fraction]


def modal_tertimbang(inputs: Inputs) -> Told:
    """Tell weighted capital."""
    parts = []
    for one in inputs.get("components", listed(Inputs)):
        one.get("name", text)
        parts.append((one.get("value", decimal), one.get("weight", share)))
    total = sum((value for value, _weight in parts), Fraction(0))
    return {"total": as_exact(total), "weighted": as_exact(form.weighted_capital(parts))}


def health_ratio(inputs: Inputs) -> Told:
    """Tell ratios with their points."""
    return {"ratios": [_told(one) for one in _scored(inputs)]}


def health_predicate(inputs: Inputs) -> Told:
    """Tell what scores are called."""
    scores, words = inputs.get("scores", listed(decimal)), _words(inputs, "bands")
    told: Told = {"predicates": [_called(score, words, "bands") for score in scores]}
    years = inputs.get("years", listed(decimal), None)
    if years is None:
        return told
    if not years:
        raise bad_value("years", "paling sedikit satu nilai")
    mean = sum(years, Fraction(0)) / len(years)
    return {
        **told,
        "mean": as_text(mean, POINT_PLACES),
        "mean_predicate": _called(mean, words, "bands"),
    }


def health_management(inputs: Inputs) -> Told:
    """Tell the points of yes/no questions."""
    groups = inputs.get("groups", listed(_questions))
    total = sum((one.points for one in groups), Fraction(0))
    return {"scores": [as_exact(one.points) for one in groups], "total": as_exact(total)}


def health_total(inputs: Inputs) -> Told:
    """Tell a whole form: ratios, questions, total and what it is called."""
    scores = _scored(inputs, whole_form=True)
    management = inputs.get("management_score", decimal)
    words = _words(inputs, "predicate_bands")
    ratio_score = form.ratio_score(scores)
    total = ratio_score + management
    return {
        "ratios": [_told(one) for one in scores],
        "ratio_score": as_text(ratio_score, POINT_PLACES),
        "management_score": as_text(management, POINT_PLACES),
        "total": as_text(total, POINT_PLACES),
        "predicate": _called(total, words, "predicate_bands"),
    }


def health_juknis_ratio(inputs: Inputs) -> Told:
    """Tell scores from 1 to 4."""
    return {"skor": [_of_four(one) for one in inputs.get("ratios", listed(Inputs))]}


def health_juknis_total(inputs: Inputs) -> Told:
    """Tell the weighted total."""
    parts, weights = inputs.get("parts", named(decimal)), inputs.get("weights", named(share))
    if parts.keys() != weights.keys():
        raise bad_value("weights", "bobot untuk setiap nama di parts, dan tidak untuk yang lain")
    if sum(weights.values()) != 1:
        raise bad_value("weights", "bobot yang berjumlah tepat 1")
    return {"final": as_text(form.weighted(parts, weights), POINT_PLACES)}


def _of_four(given: Inputs) -> Told:
    name, value = given.get("name", text), given.get("value", decimal)
    cuts = given.get("cuts", listed(decimal))
    if len(cuts) != CUTS or any(low > high for low, high in pairwise(cuts)):
        raise bad_value("cuts", "tiga batas, makin besar")
    better = given.get("better", one_of("higher", "lower"))
    score = score_of_four(value, cuts, higher_is_better=better == "higher")
    return {"name": name, "skor": score}


def _scored(inputs: Inputs, *, whole_form: bool = False) -> list[Scored]:
    figures = inputs.get("figures", named(decimal), {})
    given = inputs.get("ratios", listed(Inputs))
    return [scored(one) for one in [_ratio(one, figures, whole_form) for one in given]]


def _ratio(given: Inputs, figures: Figures, whole_form: bool) -> Ratio:
    if whole_form:
        given.get("bands" if "scale" not in given else "scale", _as_it_is)
        given.get("weight", amount)
    return Ratio(
        name=given.get("name", text),
        numerator=_figure(given, "numerator", figures),
        denominator=_figure(given, "denominator", figures),
        bands=given.get("bands", listed(_band), None),
        scale=given.get("scale", _scale, None),
        weight=given.get("weight", amount, None),
    )


def _figure(given: Inputs, field: str, figures: Figures) -> Fraction:
    def read(value: Any, field: str) -> Fraction:
        found = figures.get(value) if isinstance(value, str) else None
        return decimal(value, field) if found is None else found

    return given.get(field, read)


def _band(value: Any, field: str) -> Band:
    given = Inputs(value, field)
    return Band(
        given.get("max", or_none(decimal)),
        given.get("inclusive", flag, False),
        given.get("nilai", decimal),
    )


def _scale(value: Any, field: str) -> Scale:
    given = Inputs(value, field)
    return Scale(given.get("per_percent", decimal), given.get("cap", decimal))


def _words(inputs: Inputs, field: str) -> list[Word]:
    return [
        Word(one.get("min", or_none(decimal)), one.get("name", text))
        for one in inputs.get(field, listed(Inputs))
    ]


def _called(score: Fraction, words: list[Word], field: str) -> str:
    found = word_for(score, words)
    if found is None:
        raise bad_value(field, "jenjang yang juga memuat nilai terendah, misalnya dengan min null")
    return found


def _questions(value: Any, field: str) -> Questions:
    given = Inputs(value, field)
    found = Questions(
        name=given.get("name", text),
        asked=given.get("questions", count),
        points_per_yes=given.get("points_per_yes", amount),
        yes=given.get("yes", count),
    )
    if found.yes > found.asked:
        raise bad_value("yes", "jumlah yang tidak lebih besar dari questions")
    return found


def _told(one: Scored) -> Told:
    ratio, points, score = one.ratio, one.points, one.score
    if points is None:
        nilai = None
    else:
        nilai = as_exact(points) if ratio.bands is not None else as_text(points, POINT_PLACES)
    return {
        "name": ratio.name,
        "ratio_pct": as_text(one.percent, PERCENT_PLACES),
        "nilai": nilai,
        "bobot": None if ratio.weight is None else as_exact(ratio.weight),
        "skor": None if score is None else as_text(score, SCORE_PLACES),
    }


def _as_it_is(value: Any, _field: str) -> Any:
    return value


KINDS: dict[str, Formula] = {
    "modal_tertimbang": modal_tertimbang,
    "health_ratio": health_ratio,
    "health_predicate": health_predicate,
    "health_management": health_management,
    "health_total": health_total,
    "health_juknis_ratio": health_juknis_ratio,
    "health_juknis_total": health_juknis_total,
}
