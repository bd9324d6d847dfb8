"""The four routes beside each other: the same questions, so that people can compare.

Sources: Permenkop UKM 8/2023 (licence, capital), Law 25/1992 as changed by Law 6/2023 (founders),
Inpres 9/2025 and Juklak Menkop 1/2025 (Koperasi Desa Merah Putih). Each answer says so itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from rembuk.coop import minimums
from rembuk.coop.minimums import Rule
from rembuk.coop.models import Minimum, RouteChoice
from rembuk.lib import words
from rembuk.villages.models import Village

Route = RouteChoice.Route


@dataclass(frozen=True)
class Compared:
    """One route: what it is called, and its answers in the order of QUESTIONS."""

    route: str
    label: str
    answers: list[tuple[str, str]]


QUESTIONS: tuple[Promise, ...] = (
    gettext_lazy("What kind of thing is it?"),
    gettext_lazy("How many people does it take?"),
    gettext_lazy("What may it hold?"),
    gettext_lazy("May it lend?"),
    gettext_lazy("Who decides?"),
    gettext_lazy("What to look out for?"),
)
_ANSWERS: dict[str, tuple[Promise, ...]] = {
    Route.OWN: (
        gettext_lazy("Our own legal entity, with a deed, NIB and NIK."),
        gettext_lazy("At least %(founders)s founders (%(founders_source)s)."),
        gettext_lazy("Pokok and wajib at once. Savings that can be withdrawn only with a licence."),
        gettext_lazy("Only with a licence, from Rp%(capital)s of first capital on; one member"
                     " brings at most %(share)s percent of it (%(capital_source)s)."),
        gettext_lazy("Our own members, each with one vote."),
        gettext_lazy("Papers, a yearly meeting and open books are ours to keep."),
    ),
    Route.MERAH_PUTIH: (
        gettext_lazy("The village's Koperasi Desa Merah Putih opens savings and loans as a unit."),
        gettext_lazy("As many as join; the cooperative is there already, or is founded by the"
                     " village."),
        gettext_lazy("What its own licence allows. Ask to see it."),
        gettext_lazy("If its unit has the licence. Ask the Dinas how it stands."),
        gettext_lazy("All its members; officers may not be village leaders or their relatives"
                     " (Juklak Menkop 1/2025)."),
        gettext_lazy("Members live in the village by their identity card. Ask whether those abroad"
                     " count."),
    ),
    Route.JOIN: (
        gettext_lazy("Each of us becomes a member of a cooperative nearby that has its licence."),
        gettext_lazy("One is enough; a group gets more attention."),
        gettext_lazy("All its savings products, under its own books."),
        gettext_lazy("Yes, by its rules."),
        gettext_lazy("Its members, far more than we are; each of us has one vote."),
        gettext_lazy("See its licence, its last annual report and its supervisors first."),
    ),
    Route.SAVINGS: (
        gettext_lazy("Arisan and savings in a bank account that needs three signatures."),
        gettext_lazy("From five people on (our advice); no deed."),
        gettext_lazy("Nothing of its own: the money belongs to the people. Never take money from"
                     " outsiders against a promise."),
        gettext_lazy("It may not."),
        gettext_lazy("Those who save, together."),
        gettext_lazy("Count the money before everybody each month. A cooperative can follow from"
                     " it."),
    ),
}  # fmt: skip


def compared(village: Village, *, on: date) -> list[Compared]:
    """Return the routes with the figures that hold on a day."""
    rules = minimums.rules_on(village, on)
    founders, capital = _of(rules, Minimum.Key.FOUNDERS), _of(rules, Minimum.Key.CAPITAL)
    language = get_language() or "id"
    told = {
        "founders": founders.value, "founders_source": founders.source,
        "capital": words.grouped(capital.value, language=language),
        "capital_source": capital.source,
        "share": _of(rules, Minimum.Key.SHARE).value,
    }  # fmt: skip
    return [
        Compared(
            route.value, str(route.label),
            [
                (str(asked), str(answer) % told)
                for asked, answer in zip(QUESTIONS, _ANSWERS[route], strict=True)
            ],
        )
        for route in Route
    ]  # fmt: skip


def _of(rules: dict[str, Rule], key: str) -> Rule:
    return rules[key]
