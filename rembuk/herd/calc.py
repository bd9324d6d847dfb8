"""Goats: pedigree, stock, due days, feasts and feed."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

from rembuk.herd import feeding, pedigree, seasons, stock
from rembuk.lib.calculation import Formula, Inputs, Told
from rembuk.lib.figures import (
    above_nought,
    at_least,
    count,
    day,
    flag,
    listed,
    measure,
    named,
    one_of,
    text,
    whole,
)
from rembuk.lib.rounding import as_text
from rembuk.lib.wrong_inputs import bad_value

PLACES = 12  # of a coefficient of inbreeding
weight = at_least(0, measure)
sex = one_of(*stock.SEXES)
CARRIED_DAYS_MAX, LAST_YEAR = 10_000, 9900  # no animal carries longer


def inbreeding(inputs: Inputs) -> Told:
    """Give the F of every animal and of the young of planned matings."""
    parents: dict[str, tuple[str | None, str | None]] = {}
    for one in inputs.get("pedigree_oldest_first", listed(Inputs)):
        animal = one.get("id", text)
        if animal in parents:
            raise bad_value("id", f"nama yang dipakai sekali saja ({animal} ada dua)")
        parents[animal] = (one.get("sire", text, None), one.get("dam", text, None))
    matings = inputs.get("planned_matings", listed(_pair), [])
    found = pedigree.kinship(parents, matings)
    return {
        "F": {animal: _exactly(found.inbreeding[animal]) for animal in parents},
        "expected_offspring_F": {
            f"{sire}x{dam}": _exactly(value) for (sire, dam), value in found.expected.items()
        },
    }


def _pair(value: Any, field: str) -> tuple[str, str]:
    names = listed(text)(value, field)
    if len(names) != 2:
        raise bad_value(field, "dua nama: pejantan dan induk")
    return names[0], names[1]


def _exactly(value: float) -> str:
    return as_text(Fraction(Decimal(value)), PLACES)


def herd_ledger(inputs: Inputs) -> Told:
    """Add up a herd by sex."""
    opening = inputs.get("opening", _by_sex(count))
    found = stock.stock(opening, [_event(one) for one in inputs.get("events", listed(Inputs))])
    return {
        "closing": found.closing,
        "closing_total": sum(found.closing.values()),
        "movements": found.movements,
    }


def _event(given: Inputs) -> stock.Event:
    kind = given.get("type", one_of(*stock.TYPES))
    corrects = kind == stock.SEX_CORRECTION
    own = "from" if corrects else "sex"
    return stock.Event(
        type=kind,
        n=given.get("n", count),
        sex=given.get(own, sex, "") if kind == stock.STILLBIRTH else given.get(own, sex),
        to=given.get("to", sex) if corrects else "",
        reversal=given.get("reversal", flag, False),
        on=given.get("date", day, None),
        animal=given.get("animal", text, None),
        dam=given.get("dam", text, None),
    )


def _by_sex(read: Any) -> Any:
    """Return what reads an object with a number for each sex."""

    def checked(value: Any, field: str) -> dict[str, int]:
        found: dict[str, int] = named(read)(value, field)
        for name in found:
            sex(name, field)
        return found

    return checked


def herd_reconciliation(inputs: Inputs) -> Told:
    """Compare the books with the count in the pen."""
    recorded = inputs.get("recorded", named(_by_sex(whole)))
    for kind in recorded:
        one_of(*stock.TYPES)(kind, "recorded")
    found = stock.reconcile(
        opening=inputs.get("opening", _by_sex(count)),
        recorded=recorded,
        counted=inputs.get("physical_count", _by_sex(count)),
    )
    return {
        "expected_closing": found.expected,
        "difference": found.difference,
        "missing": found.missing,
        "balanced": found.balanced,
        "total_balanced": found.total_balanced,
        "likely_cause": found.likely_cause,
    }


def gestation(inputs: Inputs) -> Told:
    """Give the due day and the days to watch."""
    mated_on = inputs.get("mating_date", day)
    window = inputs.get("window_days", listed(count))
    mean = inputs.get("mean_days", count)
    if len(window) != 2 or window[0] > window[1]:
        raise bad_value("window_days", "dua bilangan hari, yang kecil di depan")
    for field, days in (("mean_days", mean), ("window_days", window[1])):
        if days > CARRIED_DAYS_MAX:
            raise bad_value(field, f"paling banyak {CARRIED_DAYS_MAX} hari")
    if mated_on.year > LAST_YEAR:
        raise bad_value("mating_date", f"tanggal sampai tahun {LAST_YEAR}")
    due = seasons.due(mated_on, mean_days=mean, window_days=(window[0], window[1]))
    return {"due": due.on.isoformat(), "window": [due.since.isoformat(), due.until.isoformat()]}


def qurban_age(inputs: Inputs) -> Told:
    """Say whether an animal is old enough, by both calendars."""
    born_on, feast_on = inputs.get("birth_date", day), inputs.get("idul_adha", day)
    for field, on in (("birth_date", born_on), ("idul_adha", feast_on)):
        _within_tables(on.year, field)
    species = inputs.get("species", one_of(*seasons.YEARS_OLD))
    found = seasons.old_enough(species, born_on=born_on, feast_on=feast_on)
    return {
        "eligible_gregorian_year": found.gregorian,
        "eligible_hijri_year": found.hijri,
        "conservative_rule": found.both,
    }


def _within_tables(year: int, field: str) -> None:
    if not seasons.FIRST_YEAR <= year <= seasons.LAST_YEAR:
        raise bad_value(field, f"tahun {seasons.FIRST_YEAR} sampai {seasons.LAST_YEAR}")


def hijri_calendar(inputs: Inputs) -> Told:
    """Give the days of the feasts, computed, and as proclaimed where that is known."""
    year = inputs.get("gregorian_year", whole)
    _within_tables(year, "gregorian_year")
    computed, official, apart = {}, {}, {}
    for feast in seasons.FEASTS:
        first, *later = seasons.feasts(feast, year=year)
        computed[feast] = first.on.isoformat()
        computed[f"{feast}_hijri"] = first.called
        if later:
            computed[f"{feast}_again"] = later[0].on.isoformat()
        if proclaimed := seasons.proclaimed(feast, year=year):
            official[feast] = proclaimed[0].isoformat()
            apart[feast] = (proclaimed[0] - first.on).days
    told: Told = {"umm_al_qura": computed, "indonesia_official": official or None}
    return told | ({"official_minus_umm_al_qura_days": apart} if official else {})


def herd_productivity(inputs: Inputs) -> Told:
    """Give the kids a doe and a herd raise in a year."""
    born = stock.kids_per_doe_year(
        inputs.get("litter_size", weight),
        inputs.get("kidding_interval_months", above_nought(measure)),
    )
    mortality = inputs.get("kid_mortality", weight)
    if mortality > 1:
        raise bad_value("kid_mortality", "bagian dari 0 sampai 1")
    surviving = born * (1 - mortality)
    return {
        "kids_born_per_doe_year": as_text(born, 6),
        "kids_surviving_per_doe_year": as_text(surviving, 6),
        "surviving_kids_per_year_herd": as_text(surviving * inputs.get("does", count), 2),
    }


def litter_size(inputs: Inputs) -> Told:
    """Give the mean litter and how often each size comes."""
    births = inputs.get("births", named(count))
    sizes = {count(size, "births"): n for size, n in births.items()}
    if len(sizes) < len(births):
        raise bad_value("births", "setiap jumlah anak sekali saja")
    found = stock.litters(sizes.items())
    mean = found.mean
    return {
        "kids": found.kids,
        "litters": found.litters,
        "mean": None if mean is None else as_text(mean, 4),
        "share_percent": [as_text(one * 100, 2) for one in found.shares],
    }


def feed(inputs: Inputs) -> Told:
    """Give the feed of a herd for a day, or of one animal."""
    if "animals" in inputs:
        return _feed_of_herd(inputs)
    dry, fresh = feeding.of_one(
        inputs.get("kg", weight),
        dry_matter_percent=inputs.get("dm_percent_lw", weight),
        forage_dry_matter_percent=inputs.get("forage_dm_percent", above_nought(measure)),
    )
    return {"dm_kg": as_text(dry, 4), "fresh_kg": as_text(fresh, 4)}


def _feed_of_herd(inputs: Inputs) -> Told:
    animals = [
        (one.get("n", count), one.get("kg", weight))
        for one in inputs.get("animals", listed(Inputs))
    ]
    found = feeding.of_herd(
        animals,
        forage_percent=inputs.get("forage_percent", weight),
        concentrate_percent=inputs.get("concentrate_percent", weight),
        carriers=inputs.get("carriers_per_day", above_nought(whole)),
    )
    names = ("live_weight_kg", "forage_kg_day", "concentrate_kg_day", "forage_kg_per_carrier")
    kilograms = asdict(found).values()
    return {name: as_text(kg, 4) for name, kg in zip(names, kilograms, strict=True)}


KINDS: dict[str, Formula] = {
    "inbreeding": inbreeding,
    "herd_ledger": herd_ledger,
    "herd_reconciliation": herd_reconciliation,
    "gestation": gestation,
    "qurban_age": qurban_age,
    "hijri_calendar": hijri_calendar,
    "herd_productivity": herd_productivity,
    "litter_size": litter_size,
    "feed": feed,
}
