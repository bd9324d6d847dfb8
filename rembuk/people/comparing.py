"""Two records side by side, and what joining them will do, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from rembuk.lib import words
from rembuk.people import merging, national_ids
from rembuk.people.merging import Plan
from rembuk.people.models import JourneyStep, Resident

EMPTY = "—"
# What moves, as people call it; rows of other rooms are called by their room.
ROWS = {
    "people.journeystep.resident": gettext_lazy("Steps of the journey"),
    "people.consent.resident": gettext_lazy("Consents"),
    "people.householdduty.resident": gettext_lazy("Tasks at home"),
    "people.household.head": gettext_lazy("Households with this head"),
    "people.correctionrequest.resident": gettext_lazy("Corrections asked for"),
}


@dataclass(frozen=True)
class Pair:
    """One thing both records say, the same or not, and whose word is offered first."""

    code: str
    label: str
    kept: str
    merged: str
    default: str

    @property
    def same(self) -> bool:
        """Do both say the same, or nothing?"""
        return self.kept == self.merged


@dataclass(frozen=True)
class Change:
    """One line of the preview."""

    label: str
    text: str


def pairs(kept: Resident, merged: Resident) -> list[Pair]:
    """Everything both records say, in the order of a registry."""
    mine, theirs = _values(kept), _values(merged)
    return [
        Pair(
            code=code,
            label=str(label),
            kept=mine[code] or EMPTY,
            merged=theirs[code] or EMPTY,
            default=merging.default(code, kept=kept, merged=merged),
        )
        for code, label in merging.LABELS.items()
    ]


def results(planned: Plan) -> list[Change]:
    """What the joined record will say where the two differ."""
    return [
        Change(pair.label, pair.merged if planned.choices[pair.code] == "merged" else pair.kept)
        for pair in pairs(planned.kept, planned.merged)
        if not pair.same and pair.code != "journey"
    ]


def moves(planned: Plan) -> list[Change]:
    """What comes to the joined record from the other one."""
    found = [Change(_called(link), _count(len(ids))) for link, ids in planned.rows.items()]
    if planned.national_id:
        found.append(Change(str(merging.LABELS["national_id"]), _("one number")))
    if planned.user_moves:
        found.append(
            Change(_("Sign-in"), planned.merged.user.username if planned.merged.user else "")
        )
    return found


def leftovers(planned: Plan) -> list[Change]:
    """What stays in the old record, hidden, and comes back when the joining is taken back."""
    found = []
    if planned.left:
        found.append(
            Change(_("Steps that stand twice or were not chosen"), _count(len(planned.left)))
        )
    if planned.given:
        found.append(Change(_("The other journey"), _count(len(planned.given))))
    found += [
        Change(_called(f"{label}.resident"), _count(n)) for label, n in planned.staying.items()
    ]
    return found


def _values(who: Resident) -> dict[str, str]:
    language = get_language() or "id"
    unit = words.neighbourhood(who.neighborhood_unit, who.community_unit)
    return {
        "name": who.name,
        "nickname": who.nickname,
        "sex": str(who.get_sex_display()) if who.sex else "",
        "birth_date": words.plain_day(who.birth_date, language=language) if who.birth_date else "",
        "birth_place": who.birth_place,
        "address": ", ".join(part for part in (who.hamlet, unit) if part),
        "phone": words.phone_number(who.phone) if who.phone else "",
        "household": str(who.household) if who.household else "",
        "national_id": national_ids.masked(who),
        "journey": _journey(who),
    }


def _journey(who: Resident) -> str:
    steps = JourneyStep.objects.of(who.village).filter(resident=who, withdrawn_at__isnull=True)
    told = steps.order_by("on", "pk")
    return " · ".join(f"{step.get_kind_display()} {step.on.year}" for step in told)


def _called(link: str) -> str:
    if link in ROWS:
        return str(ROWS[link])
    return str(apps.get_app_config(link.partition(".")[0]).verbose_name)


def _count(number: int) -> str:
    return ngettext("%(n)s row", "%(n)s rows", number) % {"n": number}
