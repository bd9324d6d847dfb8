"""The steps of founding a cooperative, stage by stage, each with where it stands written.

`checked` says whether a source we read states the step; the others are what people say is usual and
are shown as "periksa Dinas". Days are the days of what we read.
Sources: Kompas 8 October 2020 (nine founders); the founding letter of KPSU Mitra Sejati, 2013 (the
papers of a founding); Permen KUKM 10/2016 (NIK); Permenkop UKM 8/2023; Inpres 9/2025.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rembuk.coop.models import RouteChoice

Route = RouteChoice.Route


class Stage(TextChoices):
    """How far the people have come; reached when all its steps are done."""

    IDEA = "IDEA", _("Idea")
    GROUP = "GROUP", _("Group")
    MEETING = "MEETING", _("Founding meeting")
    DEED = "DEED", _("Deed")
    LEGAL = "LEGAL", _("Legal entity")
    NIB = "NIB", _("NIB")
    LICENCE = "LICENCE", _("Licence for savings and loans (only if wanted)")
    NIK = "NIK", _("NIK of the cooperative")


OPTIONAL = frozenset({Stage.LICENCE})
MEETING_HELD = "meeting_held"  # how many were there is written down with it


@dataclass(frozen=True)
class Step:
    """One step: what is done, where it stands, on which routes it is asked (empty: on all)."""

    code: str
    stage: Stage
    label: Promise
    source: Promise | str = ""
    checked: bool = False
    routes: frozenset[str] = frozenset()

    def is_on(self, route: str) -> bool:
        """Whether people on a route have to do it."""
        return not self.routes or route in self.routes


_OWN = frozenset({Route.OWN.value})
_LETTER = _("Founding letter of KPSU Mitra Sejati, 2013")
_USUAL = _("What people say is usual")
_FIELD = _("Study of the cooperative pillar in Jepara, 2019")

STEPS: tuple[Step, ...] = (
    Step("idea_spoken", Stage.IDEA, _("Say aloud: let us have a cooperative"), _FIELD),
    Step(
        "explained", Stage.GROUP,
        _("Explain the idea to everybody, also to those abroad by telephone or video"),
        _FIELD, checked=True,
    ),
    Step("objections_answered", Stage.GROUP, _("Answer everything that people object"), _FIELD,
         checked=True),
    Step("route_chosen", Stage.GROUP, _("Choose the route together"), _USUAL),
    Step("enough_promised", Stage.GROUP, _("Find enough people who promise to join"), _FIELD,
         checked=True),
    Step(
        "merah_putih_asked", Stage.GROUP,
        _("Ask the board of Koperasi Desa Merah Putih what a unit needs"),
        _("Inpres 9/2025; Juklak Menkop 1/2025"), checked=True,
        routes=frozenset({Route.MERAH_PUTIH.value}),
    ),
    Step(
        "licence_seen", Stage.GROUP,
        _("See the licence and the last annual report of the cooperative we want to join"),
        _("Permenkop UKM 8/2023"), routes=frozenset({Route.JOIN.value}),
    ),
    Step(
        "account_of_three", Stage.GROUP,
        _("Put the savings into a bank account that needs three signatures"), _USUAL,
        routes=frozenset({Route.SAVINGS.value}),
    ),
    Step(
        "counted_openly", Stage.GROUP,
        _("Count the money before everybody for three months, until it is right each time"),
        _USUAL, routes=frozenset({Route.SAVINGS.value}),
    ),
    Step("bylaws_written", Stage.MEETING, _("Write the rules (AD/ART) by answering questions"),
         _LETTER, checked=True, routes=_OWN),
    Step("invited", Stage.MEETING, _("Invite the founders, the Dinas and a notary"), _USUAL,
         routes=_OWN),
    Step(MEETING_HELD, Stage.MEETING, _("Hold the founding meeting, with enough founders"),
         _("Law 25/1992 as changed by Law 6/2023 (Kompas, 8 October 2020)"), checked=True,
         routes=_OWN),
    Step("officers_chosen", Stage.MEETING, _("Choose the board and the supervisory board"), _LETTER,
         checked=True, routes=_OWN),
    Step("minutes_signed", Stage.MEETING, _("Sign the founding minutes and the attendance list"),
         _LETTER, checked=True, routes=_OWN),
    Step("id_cards", Stage.DEED, _("Collect a copy of each founder's identity card"), _LETTER,
         checked=True, routes=_OWN),
    Step("pokok_proved", Stage.DEED, _("Prove that simpanan pokok was paid"), _LETTER,
         checked=True, routes=_OWN),
    Step("first_plan", Stage.DEED, _("Write the plan of the first year"), _LETTER,
         checked=True, routes=_OWN),
    Step("deed_signed", Stage.DEED, _("Sign the deed before a notary for cooperatives"),
         _USUAL, routes=_OWN),
    Step("legal_entity", Stage.LEGAL, _("Obtain the approval as a legal entity (AHU)"), _USUAL,
         routes=_OWN),
    Step("tax_number", Stage.LEGAL, _("Obtain the tax number (NPWP)"), _USUAL,
         routes=_OWN),
    Step("nib", Stage.NIB, _("Obtain the business number (NIB) in OSS"), _USUAL, routes=_OWN),
    Step("capital_enough", Stage.LICENCE, _("Gather enough first capital, in enough hands"),
         _("Permenkop UKM 8/2023 (Kompas, 30 June 2022)"), checked=True, routes=_OWN),
    Step("licence", Stage.LICENCE,
         _("Enter the licence; the supervisory board compares it with its paper"),
         _("Permenkop UKM 8/2023"), checked=True, routes=_OWN),
    Step("data_entered", Stage.NIK, _("Enter the data with the ministry"), _USUAL,
         routes=_OWN),
    Step("first_rat", Stage.NIK, _("Hold the first annual meeting (RAT)"),
         _("Permen KUKM 10/2016, articles 16 to 18"), checked=True, routes=_OWN),
    Step("nik", Stage.NIK, _("Receive the certificate with the NIK"),
         _("Permen KUKM 10/2016, articles 16 to 18"), checked=True, routes=_OWN),
)  # fmt: skip
BY_CODE = {step.code: step for step in STEPS}


def steps_on(route: str) -> list[Step]:
    """Return the steps of a route, in order; while none is chosen, those of an own cooperative."""
    return [step for step in STEPS if step.is_on(route or Route.OWN)]
