"""A cooperative with members, dues, a licence, somebody who left: for tests of every address."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from rembuk.cash import purse
from rembuk.coop import (
    custody,
    doubts,
    dues,
    exits,
    membercards,
    members,
    objections,
    path,
    paying,
    trusted,
)
from rembuk.coop.custody import Paper
from rembuk.coop.dues import Due, Terms
from rembuk.coop.models import Member
from rembuk.coop.trusted import Named
from rembuk.ledger.posting import Signed
from rembuk.ledger.reading import Book
from rembuk.people import residents
from rembuk.people.models import Resident
from rembuk.people.residents import ResidentFacts
from rembuk.villages.actors import Actor
from rembuk.villages.tests.cast import Cast

LIMIT_RP = 500_000


def fill(cast: Cast) -> dict[str, Any]:
    """Record them."""
    told: dict[str, Any] = {"by": cast.chair, "at": cast.at, "today": cast.today}
    book = purse.open_purse(
        group=cast.group, beginning=purse.Beginning(cast.today, 0, LIMIT_RP),
        signed=_signed(cast, cast.chair), today=cast.today,
    )  # fmt: skip
    terms = Terms(cast.today, 50_000, 10_000, source="AD", exit_days=90)
    dues.agree(group=cast.group, terms=terms, by=cast.chair, at=cast.at)
    wati, tumini = (new_member(cast, name) for name in ("Wati Ningsih", "Tumini"))
    heir = Named("HEIR", "anak", name="Dimas")
    trusted.name(member=wati, named=heir, by=cast.chair, at=cast.at)
    brought(cast, book, tumini)
    left = members.Facts("LEFT", cast.today, "Pindah")
    members.step(member=tumini, facts=left, **told)
    leaves = exits.propose(
        book=book, member=tumini, on=cast.today, signed=_signed(cast, cast.treasurer),
        today=cast.today,
    )  # fmt: skip
    licence = custody.enter(group=cast.group, paper=Paper("SP-1", cast.today, "OSS"), **told)
    own = _own(cast) or tumini
    line = brought(cast, book, own) if own != tumini else 1
    doubt = doubts.tell(
        member=tumini, line=1, said="Saya membayar lebih", by=cast.facilitator, at=cast.at
    )
    return {
        "doubt_id": doubt.pk,
        "card_code": membercards.code_of(wati),
        "books:my_card/member_id": own.pk,
        "doubted_no": line,
        "books:book/member_id": own.pk,
        "books:wrong/member_id": own.pk,
        "member_id": wati.pk,
        "trusted_role": "heir",
        "member_step_id": members.steps_of(wati)[-1].pk,
        "licence_id": licence.pk,
        "exit_id": leaves.pk,
        **_way(cast),
    }


def _way(cast: Cast) -> dict[str, Any]:
    """The first steps of the way to a cooperative."""
    told: dict[str, Any] = {"by": cast.chair, "at": cast.at, "today": cast.today}
    group = cast.group
    path.mark(group=group, told=path.Mark("idea_spoken", "DONE", cast.today, "Arisan"), **told)
    path.owe(group=group, step="explained", name="Wati", resident=None, **told)
    for route in ("SAVINGS", "OWN"):
        chosen = path.Chosen(route, "Belum cukup orang", cast.today)
        path.choose_route(group=group, chosen=chosen, **told)
    voice = objections.Voice("CAPITAL", "Takut uang hilang")
    heard = objections.tell(group=group, voice=voice, by=cast.chair, at=cast.at, on=cast.today)
    objections.answer(objection=heard, said="Uang di rekening", done="", by=cast.chair, at=cast.at)
    return {
        "bylaw_question": "pokok",
        "founding_paper": "minutes",
        "objection_id": heard.pk,
        "path_step": "explained",
        "minimum_key": "FOUNDERS",
        "idea_id": group.pk,
    }


def new_member(cast: Cast, name: str) -> Member:
    resident = residents.register(
        village=cast.village, facts=ResidentFacts(name=name), by=cast.facilitator, at=cast.at
    )
    return _admitted(cast, resident)


def _admitted(cast: Cast, resident: Resident) -> Member:
    told: dict[str, Any] = {"by": cast.chair, "at": cast.at, "today": cast.today}
    member = members.apply(group=cast.group, resident=resident, on=cast.today, **told)
    members.step(member=member, facts=members.Facts("ADMITTED", cast.today), **told)
    return member


def _own(cast: Cast) -> Member | None:
    """Make somebody of the village who can sign in a member, if there is one."""
    people = Resident.objects.of(cast.village).filter(user__isnull=False, erased_at__isnull=True)
    resident = people.order_by("pk").first()
    return _admitted(cast, resident) if resident else None


def brought(cast: Cast, book: Book, member: Member) -> int:
    payment = paying.Payment(member, Due.POKOK, 50_000)
    made = paying.record(
        book=book, payments=[payment], on=cast.today, signed=_signed(cast, cast.treasurer),
        today=cast.today,
    )  # fmt: skip
    return made[0].sequence


def _signed(cast: Cast, by: Actor) -> Signed:
    return Signed(by=by, at=cast.at, request_id=uuid4())
