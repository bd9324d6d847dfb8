"""Mending: what was done, by whom, and what the group pays for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.cash import expected, lines
from rembuk.cash.purposes import Way
from rembuk.enterprise import things
from rembuk.enterprise.models import Repair, Thing
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages.actors import Actor

SOURCE = "enterprise.repair"  # in the cash: money that a repair costs


@dataclass(frozen=True)
class Facts:
    """What was mended; what it cost in whole rupiah, and whether the group pays it."""

    what: str
    by_whom: str
    on: date
    cost_rp: int | None = None
    group_pays: bool = False


@transaction.atomic
def record(*, thing: Thing, facts: Facts, by: Actor, at: datetime, today: date) -> Repair:
    """Record that a thing was mended; where the group pays, the treasurer is told what.

    Errors: Refused without words, for a day to come, and where the group pays a sum nobody wrote.
    """
    thing.take_turn()
    what, by_whom = clean_text(facts.what)[0], clean_text(facts.by_whom)[0]
    if not what:
        raise Refused(_("Write what was mended."))
    if not by_whom:
        raise Refused(_("Write who mended it."))
    if facts.on > today:
        raise Refused(_("Choose today or an earlier day."))
    if facts.group_pays and facts.cost_rp is None:
        raise Refused(_("Write what the group pays."))
    repair = Repair(
        village=thing.village, thing=thing, on=facts.on, what=what, by_whom=by_whom,
        cost_rp=facts.cost_rp,
    )  # fmt: skip
    if facts.group_pays and facts.cost_rp is not None:
        money = lines.Money(
            way=Way.OUT, party=by_whom, purpose="other_out", amount_rp=facts.cost_rp,
            on=facts.on, memo=_("Mending: %(thing)s") % {"thing": thing.name},
        )  # fmt: skip
        repair.money = expected.expect(
            group=thing.group, money=money, source=SOURCE, by=by, at=at, today=today
        )
    repair.save()
    things.tell("repaired", thing, by=by, at=at, changes=[("repair", None, what)])
    return repair


@transaction.atomic
def take_back(*, repair: Repair, why: str, by: Actor, at: datetime) -> Repair:
    """Take back a repair recorded by mistake; it stays visible with the reason.

    Errors: Refused if it was taken back before, without a reason, and where the treasurer has
    recorded its money already.
    """
    repair.take_turn()
    if repair.taken_back_why:
        raise Refused(_("It is taken back already. Open the page again."))
    said = clean_text(why)[0]
    if not said:
        raise Refused(_("Write why it is taken back."))
    if repair.money is not None:
        expected.drop(repair.money, why=said, by=by, at=at)
    repair.taken_back_why = said
    repair.save(update_fields=["taken_back_why"])
    things.tell(
        "repair_taken_back", repair.thing, by=by, at=at, changes=[("repair", repair.what, None)]
    )
    return repair


def of(thing: Thing) -> list[Repair]:
    """Return what was mended, the last first."""
    rows = Repair.objects.of(thing.village).filter(thing=thing)
    return list(rows.select_related("money").order_by("-on", "-pk"))
