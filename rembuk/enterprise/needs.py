"""A tool that is missing becomes a decision: what it costs, how it could be paid, yes or no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.enterprise.models import Decision, Need, Paying, Training
from rembuk.forum import resolutions
from rembuk.forum.models import Resolution
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Known


@dataclass(frozen=True)
class Facts:
    """What is missing and what it costs in whole rupiah; `about` where the sum is a rough one."""

    what: str
    amount_rp: int | None = None
    about: bool = False
    way: str = ""


@dataclass(frozen=True)
class Verdict:
    """What the group decided, when, and in which words or in which resolution."""

    decision: str
    on: date
    words: str = ""
    precision: str = Known.DAY
    resolution: Resolution | None = None


@transaction.atomic
def record(
    *, group: Group, facts: Facts, training: Training | None = None, by: Actor, at: datetime
) -> Need:
    """Record what is missing. Errors: Refused without words, and for a sum of nothing."""
    what = clean_text(facts.what)[0]
    if not what:
        raise Refused(_("Write what is missing."))
    if facts.amount_rp is not None and facts.amount_rp <= 0:
        raise Refused(_("Write a sum above Rp0, or leave it empty."))
    need = Need.objects.create(
        village=group.village, group=group, training=training, what=what,
        amount_rp=facts.amount_rp, about=facts.about, way=Paying(facts.way) if facts.way else "",
    )  # fmt: skip
    _tell("recorded", need, by=by, at=at)
    return need


@transaction.atomic
def decide(*, need: Need, verdict: Verdict, by: Actor, at: datetime, today: date) -> Need:
    """Record what the group decided, once.

    Errors: Refused if it is decided, for a day to come, without words or a resolution, and for a
    resolution that was taken back.
    """
    need.take_turn()
    resolution = verdict.resolution
    said = clean_text(verdict.words)[0] or (resolution.text if resolution else "")
    if need.decision:
        raise Refused(_("It is decided already. Record the need anew if the group decides again."))
    if verdict.on > today:
        raise Refused(_("Choose today or an earlier day."))
    if not said:
        raise Refused(_("Write what was said when it was decided."))
    if resolution is not None:
        resolutions.must_hold(resolution, group=need.group)
    need.decision, need.decided_on = Decision(verdict.decision), verdict.on
    need.decided_precision, need.decided_words = verdict.precision, said[:300]
    need.resolution = resolution
    need.save(
        update_fields=[
            "decision", "decided_on", "decided_precision", "decided_words", "resolution",
        ]
    )  # fmt: skip
    _tell("decided", need, by=by, at=at)
    return need


def of(group: Group) -> list[Need]:
    """Return what is or was missing: undecided first, then the last decided first."""
    rows = Need.objects.of(group.village).filter(group=group)
    found = rows.select_related("training", "resolution").order_by("-decided_on", "-pk")
    return sorted(found, key=lambda one: bool(one.decision))


def _tell(what: str, need: Need, *, by: Actor, at: datetime) -> None:
    changes = [("decision", None, need.decision)] if need.decision else []
    audit.record(
        village=need.village, verb=f"enterprise.need_{what}", subject=need, by=by, at=at,
        changes=changes,
    )  # fmt: skip
