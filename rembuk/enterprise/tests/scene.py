"""A group with a member, one who left, what it sells and what it works with."""

from __future__ import annotations

from typing import Any

from rembuk.enterprise import (
    businesses,
    members,
    needs,
    partners,
    paths,
    products,
    repairs,
    settlements,
    skills,
    things,
    trainings,
)
from rembuk.enterprise.members import Joining
from rembuk.enterprise.models import Membership
from rembuk.people import residents
from rembuk.people.residents import ResidentFacts
from rembuk.villages.tests.cast import Cast


def fill(cast: Cast) -> dict[str, Any]:
    """Record them."""
    told: dict[str, Any] = {"by": cast.facilitator, "at": cast.at, "today": cast.today}
    stays, left = (
        members.join(group=cast.group, joining=Joining(cast.today, name=name), **told)
        for name in ("Wati", "Siti")
    )
    members.leave(membership=left, left_on=cast.today, why="OWN_BUSINESS", **told)
    sold, ended = (
        products.add(
            group=cast.group, facts=products.Facts(name, price_rp=15_000), by=cast.chair,
            at=cast.at,
        )
        for name in ("Keset bundar", "Keset kotak")
    )  # fmt: skip
    products.end(product=ended, by=cast.chair, at=cast.at, today=cast.today)
    machine, gone = (
        things.add(group=cast.group, facts=things.Facts(name), **told)
        for name in ("Mesin jahit", "Gunting listrik")
    )
    keeping = things.give(thing=machine, keeper=stays, name="", since=cast.today, **told)
    mended = repairs.Facts("Ganti dinamo", "Pak Tono", cast.today, 75_000, group_pays=True)
    repair = repairs.record(thing=machine, facts=mended, **told)
    things.end(thing=gone, on=cast.today, why="LOST", note="Banjir", **told)
    return {
        **_leaving(cast, told, left=left),
        **_talks(cast, told),
        **_learning(cast, told),
        "thing_id": machine.pk,
        "enterprise:bring_back_thing/thing_id": gone.pk,
        "keeping_id": keeping.pk,
        "repair_id": repair.pk,
        "product_id": sold.pk,
        "enterprise:offer_product_again/product_id": ended.pk,
        "membership_id": stays.pk,
        "enterprise:take_back_leaving/membership_id": left.pk,
    }


def _talks(cast: Cast, told: dict[str, Any]) -> dict[str, Any]:
    facts = partners.Facts("SDN 1", "SCHOOL", contact="Bu Kepala")
    partner = partners.add(group=cast.group, facts=facts, **told)
    partners.step(partner=partner, step=partners.Step("TALK", cast.today), **told)
    agreement = partners.agree(partner=partner, agreed="Titip 20", since=cast.today, **told)
    offer = partners.offer(
        partner=partner, lines=[partners.Line("Seragam", 85_000)], valid_until=cast.today,
        made_by="Lastri", **told,
    )  # fmt: skip
    return {"partner_id": partner.pk, "agreement_id": agreement.pk, "offer_id": offer.pk}


def _learning(cast: Cast, told: dict[str, Any]) -> dict[str, Any]:
    training = trainings.record(
        group=cast.group, facts=trainings.Facts("Menjahit tas", cast.today), **told
    )
    answer = trainings.Answer(30, "NO_TOOL", cast.today)
    trainings.answer(training=training, answer=answer, **told)
    need = needs.record(
        group=cast.group, facts=needs.Facts("Mesin press", 10_000_000), training=training,
        by=cast.chair, at=cast.at,
    )  # fmt: skip
    return {"training_id": training.pk, "need_id": need.pk}


def _leaving(cast: Cast, told: dict[str, Any], *, left: Membership) -> dict[str, Any]:
    skills.record(membership=left, names=["bordir tapis"], **told)
    reached = paths.reach(
        group=cast.group, milestone="POTENTIAL", on=cast.today, evidence="Didata RT", **told
    )
    settlement = settlements.settle(
        membership=left, kept=[], sums=[settlements.Sum("WAGES", 240_000, "12 seragam")],
        on=cast.today, who=settlements.Who(**told),
    )  # fmt: skip
    resident = residents.register(
        village=cast.village, facts=ResidentFacts(name="Tukiyem Rahayu"), by=cast.facilitator,
        at=cast.at,
    )  # fmt: skip
    alone = members.join(group=cast.group, joining=Joining(cast.today, resident=resident), **told)
    business = businesses.record(
        village=cast.village, facts=businesses.Facts("Dagang Bu Wati", "Kue basah"),
        resident=resident,
        consent=businesses.Consent(cast.today, "PAPER"), membership=alone, **told,
    )  # fmt: skip
    return {
        "reached_id": reached.pk,
        "settlement_id": settlement.pk,
        "business_id": business.pk,
        "enterprise:add_business_of/membership_id": alone.pk,
        **{
            f"enterprise:{page}/membership_id": left.pk
            for page in ("settlement", "settlement_paper", "take_back_settlement")
        },
    }
