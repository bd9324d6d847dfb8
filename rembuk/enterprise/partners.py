"""With whom a group works or would like to: a first talk, a try, an agreement, or a no and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from rembuk.enterprise.models import (
    ONLINE_STAGES,
    Agreement,
    Offer,
    OfferLine,
    Partner,
    PartnerStep,
    Product,
    Sort,
    Stage,
)
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.audit import Change
from rembuk.villages.models import Group, Known, Village

LINES_MAX = 6
# The order in which a list shows how far things are: what needs work first.
ORDER = (Stage.TRIAL, Stage.TALK, Stage.PROSPECT, Stage.RUNNING, Stage.REFUSED, Stage.STOPPED)
FACTS = ("name", "sort", "wanted", "contact", "phone")


@dataclass(frozen=True)
class Facts:
    """What is told of a partner."""

    name: str
    sort: str
    wanted: str = ""
    contact: str = ""
    phone: str = ""
    source: str = ""


@dataclass(frozen=True)
class Step:
    """What happened with a partner, and when to ask again."""

    stage: str
    on: date
    note: str = ""
    next_on: date | None = None
    precision: str = Known.DAY


@dataclass(frozen=True)
class Line:
    """One line of an offer; a price in whole rupiah for one."""

    what: str
    price_rp: int
    product: Product | None = None


@transaction.atomic
def add(*, group: Group, facts: Facts, by: Actor, at: datetime, today: date) -> Partner:
    """Record somebody the group would like to work with: the first step is the wish.

    Errors: Refused without a name, or for one the group has already.
    """
    name = _free_name(group, facts)
    partner = Partner.objects.create(
        village=group.village, group=group, name=name, sort=Sort(facts.sort),
        wanted=clean_text(facts.wanted)[0], contact=clean_text(facts.contact)[0],
        phone=facts.phone, source=facts.source,
    )  # fmt: skip
    _tell("added", partner, by=by, at=at)
    return partner


@transaction.atomic
def change(*, partner: Partner, facts: Facts, by: Actor, at: datetime) -> Partner:
    """Change what is told of a partner. Errors: as add."""
    partner.take_turn()
    before = {name: getattr(partner, name) for name in FACTS}
    partner.name, partner.sort = _free_name(partner.group, facts, but=partner), Sort(facts.sort)
    partner.wanted, partner.contact = clean_text(facts.wanted)[0], clean_text(facts.contact)[0]
    partner.phone = facts.phone
    partner.save(update_fields=list(FACTS))
    # Whom to ask there is not for everybody who reads the trail: only that it changed.
    open_to_all = ("name", "sort", "wanted")
    changes: list[Change] = [
        (n, before[n], getattr(partner, n)) for n in open_to_all if before[n] != getattr(partner, n)
    ]
    _tell("changed", partner, by=by, at=at, changes=changes)
    return partner


@transaction.atomic
def step(*, partner: Partner, step: Step, by: Actor, at: datetime, today: date) -> PartnerStep:
    """Record what happened with a partner; the last day counts, of one day the last word.

    Errors: Refused for a day to come, for a day of asking again that is over, for a no without
    its reason, and for an online place that does not merely open, sell or close.
    """
    partner.take_turn()
    note = clean_text(step.note)[0]
    if step.stage not in stages_for(partner):
        raise Refused(_("Of an online place choose: wanted, opened, sells or closed."))
    if step.on > today:
        raise Refused(_("Choose today or an earlier day."))
    if step.stage == Stage.REFUSED and not note:
        raise Refused(_("Write why they said no: the next talk begins there."))
    if step.next_on is not None and step.next_on < today:
        raise Refused(_("Choose a later day on which to ask again."))
    made = PartnerStep.objects.create(
        village=partner.village, partner=partner, on=step.on, precision=step.precision,
        stage=Stage(step.stage), note=note, next_on=step.next_on, by=by.user,
    )  # fmt: skip
    online = partner.sort == Sort.ONLINE
    told_as, field = ("placed", "online_stage") if online else ("stepped", "partner_stage")
    _tell(told_as, partner, by=by, at=at, changes=[(field, None, made.stage)])
    return made


@transaction.atomic
def agree(
    *, partner: Partner, agreed: str, since: date, until: date | None = None, paper: str = "",
    by: Actor, at: datetime, today: date,
) -> Agreement:  # fmt: skip
    """Record what was agreed. Errors: Refused without words and for days that make no sense."""
    partner.take_turn()
    said = clean_text(agreed)[0]
    if not said:
        raise Refused(_("Write what was agreed."))
    if since > today:
        raise Refused(_("Choose today or an earlier day."))
    if until is not None and until < since:
        raise Refused(_("It ends before it began. Choose a later last day."))
    made = Agreement.objects.create(
        village=partner.village, partner=partner, agreed=said, since=since, until=until,
        paper=clean_text(paper)[0],
    )  # fmt: skip
    _tell("agreed", partner, by=by, at=at, changes=[("agreed", None, said[:100])])
    return made


@transaction.atomic
def end_agreement(
    *, agreement: Agreement, on: date, why: str, by: Actor, at: datetime, today: date
) -> Agreement:
    """Record that an agreement ended, and why.

    Errors: Refused if it ended before, without a reason, and for days that make no sense.
    """
    agreement.take_turn()
    said = clean_text(why)[0]
    if agreement.ended_on is not None:
        raise Refused(_("It ended already. Open the page again."))
    if not said:
        raise Refused(_("Write why it ends."))
    if on > today:
        raise Refused(_("Choose today or an earlier day."))
    if on < agreement.since:
        raise Refused(_("It began later than this day. Choose a later one."))
    agreement.ended_on, agreement.ended_why = on, said
    agreement.save(update_fields=["ended_on", "ended_why"])
    _tell("agreement_ended", agreement.partner, by=by, at=at, changes=[("reason", None, said)])
    return agreement


@transaction.atomic
def offer(
    *, partner: Partner, lines: Sequence[Line], valid_until: date, made_by: str, note: str = "",
    by: Actor, at: datetime, today: date,
) -> Offer:  # fmt: skip
    """Write an offer. What was offered is never changed: a better one is a new one.

    Errors: Refused without a line, for a price of nothing, and for a last day that is over.
    """
    name = clean_text(made_by)[0]
    told = [(clean_text(line.what)[0], line) for line in lines]
    if not told or any(not what or line.price_rp <= 0 for what, line in told):
        raise Refused(_("Write what is offered, and the price of one."))
    if valid_until < today:
        raise Refused(_("Choose today or a later day until which it holds."))
    if not name:
        raise Refused(_("Write who makes the offer."))
    made = Offer.objects.create(
        village=partner.village, partner=partner, made_on=today, valid_until=valid_until,
        made_by=name, note=clean_text(note)[0],
    )  # fmt: skip
    OfferLine.objects.bulk_create(
        OfferLine(
            village=partner.village, offer=made, product=line.product, what=what,
            price_rp=line.price_rp,
        )
        for what, line in told
    )  # fmt: skip
    _tell("offered", partner, by=by, at=at, changes=[("valid_until", None, valid_until)])
    return made


# --- read ----------------------------------------------------------------------------------------


def of(group: Group) -> list[Partner]:
    """Return a group's partners, what needs work first; each with `.stage` and `.next_on`."""
    found = list(told(group.village).filter(group=group).order_by("name", "pk"))
    places = {stage: place for place, stage in enumerate(ORDER)}
    return sorted(found, key=lambda one: places[stage_of(one)])


def told(village: Village) -> QuerySet[Any]:
    """Return partners with their last step: `.stage`, its day, `.stage_note` and `.next_on`."""
    last = PartnerStep.objects.filter(partner=OuterRef("pk")).order_by("-on", "-pk")
    return Partner.objects.of(village).annotate(
        stage=Subquery(last.values("stage")[:1]), stage_note=Subquery(last.values("note")[:1]),
        next_on=Subquery(last.values("next_on")[:1]), stage_on=Subquery(last.values("on")[:1]),
        stage_precision=Subquery(last.values("precision")[:1]),
    )  # fmt: skip


def stage_of(partner: Partner) -> Stage:
    """Return how far it has come with a partner of `told`: before its first step it is wanted."""
    return Stage(getattr(partner, "stage", None) or Stage.PROSPECT)


def stages_for(partner: Partner) -> dict[Stage, str]:
    """Return how far it can come with a partner, in the words for what it is."""
    if partner.sort == Sort.ONLINE:
        return {stage: str(words) for stage, words in ONLINE_STAGES.items()}
    return {stage: str(stage.label) for stage in Stage}


def words_of(partner: Partner, stage: str) -> str:
    """Say how far it is; what was told before it was called an online place keeps its words."""
    return stages_for(partner).get(Stage(stage)) or str(Stage(stage).label)


def to_ask(village: Village, group_id: int, *, on: date) -> list[Partner]:
    """Return whom to ask again by a day, the longest overdue first."""
    return list(to_ask_rows(village, group_id, on=on).order_by("next_on", "name", "pk"))


def to_ask_rows(village: Village, group_id: int, *, on: date) -> QuerySet[Any]:
    """Return the rows of whom to ask again by a day."""
    return told(village).filter(group=group_id, next_on__lte=on)


def facts_of(partner: Partner) -> Facts:
    """Return what is told of a partner."""
    return Facts(**{name: getattr(partner, name) for name in (*FACTS, "source")})


def _free_name(group: Group, facts: Facts, *, but: Partner | None = None) -> str:
    name = clean_text(facts.name)[0]
    if not name:
        raise Refused(_("Write the name of the partner."))
    same = Partner.objects.of(group.village).filter(group=group, name__iexact=name)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise Refused(_("%(name)s is there already. Open it in the list.") % {"name": name})
    return name


def _tell(
    what: str, partner: Partner, *, by: Actor, at: datetime, changes: Sequence[Change] = ()
) -> None:
    audit.record(
        village=partner.village, verb=f"enterprise.partner_{what}", subject=partner, by=by, at=at,
        changes=changes,
    )  # fmt: skip
