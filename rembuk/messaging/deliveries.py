"""What becomes of a message for each person: one row for every change, the last one counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Case, Count, IntegerField, Max, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.messaging import templates
from rembuk.messaging.models import Delivery, DeliveryOutcome, Message, State, Way
from rembuk.villages.actors import REMBUK, Actor
from rembuk.villages.models import Village

# Codes of why a message could not be sent; said in words by `why_refused`.
NOT_ON_WHATSAPP = "NOT_ON_WHATSAPP"
WRONG_NUMBER = "WRONG_NUMBER"
# Once somebody has read it, nothing that happens to the message later is news.
WAITING = (State.QUEUED, State.OPENED)
ON_PAPER = Q(way=Way.SLIP, state__in=WAITING) | Q(state=State.REFUSED)
BY_HAND_COUNT = Count("pk", filter=Q(way=Way.WHATSAPP, state__in=WAITING))
ON_PAPER_COUNT = Count("pk", filter=ON_PAPER)


@transaction.atomic
def note(
    *, delivery: Delivery, state: State, by: Actor, at: datetime, why: str = ""
) -> DeliveryOutcome | None:
    """Write what became of a message for one person.

    Said twice, or after she has read it, nothing is written and None returned.
    """
    current = Delivery.objects.of(delivery.village).select_for_update().get(pk=delivery.pk)
    if current.state in {state, State.CONFIRMED}:
        return None
    if state == State.OPENED and current.state != State.QUEUED:
        return None
    outcome = DeliveryOutcome.objects.create(
        village=delivery.village, delivery=current, state=state, note=why, at=at, by=by.user
    )
    current.state = state
    current.save(update_fields=["state"])
    delivery.state = state
    return outcome


def sent(*, delivery: Delivery, by: Actor, at: datetime) -> None:
    """Somebody says that the message was sent. Errors: Refused for a paper slip."""
    if delivery.way != Way.WHATSAPP:
        raise Refused(_("This one goes on paper. Print the slips instead."))
    note(delivery=delivery, state=State.SENT, by=by, at=at)


def back_to_queue(*, delivery: Delivery, by: Actor, at: datetime) -> None:
    """It was not sent after all: it waits again."""
    note(delivery=delivery, state=State.QUEUED, by=by, at=at)


def not_reached(*, delivery: Delivery, why: str, by: Actor, at: datetime) -> None:
    """The number does not answer; from now on the message waits as a slip."""
    assert why in {NOT_ON_WHATSAPP, WRONG_NUMBER}
    note(delivery=delivery, state=State.REFUSED, why=why, by=by, at=at)


@transaction.atomic
def handed_out(
    *, message: Message, by: Actor, at: datetime, only: Iterable[int] | None = None
) -> int:
    """Waiting slips of a message were printed and handed out. Returns how many.

    `only` are the deliveries that were on the printed pages; without it, all of them.
    """
    slips = waiting_slips(message)
    if only is not None:
        slips = slips.filter(pk__in=list(only))
    return _note_all(slips, state=State.PRINTED, by=by, at=at)


@transaction.atomic
def take_back_slips(*, message: Message, by: Actor, at: datetime) -> int:
    """The slips of the last time were not handed out after all. Returns how many wait again."""
    printed = DeliveryOutcome.objects.of(message.village).filter(
        delivery__message=message, delivery__state=State.PRINTED, state=State.PRINTED
    )
    last = printed.aggregate(at=Max("at"))["at"]
    together = printed.filter(at=last).values("delivery")
    found = message.deliveries.filter(pk__in=together, state=State.PRINTED)
    return _note_all(found, state=State.QUEUED, by=by, at=at)


def _note_all(found: QuerySet[Delivery], *, state: State, by: Actor, at: datetime) -> int:
    rows = list(found.order_by("pk"))
    DeliveryOutcome.objects.bulk_create(
        DeliveryOutcome(village_id=row.village_id, delivery=row, state=state, at=at, by=by.user)
        for row in rows
    )
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(state=state)
    return len(rows)


def confirm(*, delivery: Delivery, at: datetime) -> None:
    """The person says she has read it, by the link of her message or slip."""
    note(delivery=delivery, state=State.CONFIRMED, by=REMBUK, at=at)


def confirm_for(*, delivery: Delivery, by: Actor, at: datetime) -> None:
    """Somebody writes down that a person answered that she has read it."""
    note(delivery=delivery, state=State.CONFIRMED, by=by, at=at)


def waiting(village: Village) -> QuerySet[Delivery]:
    """Messages that wait for a hand, WhatsApp only, oldest message first."""
    found = _open(village).filter(way=Way.WHATSAPP, state__in=WAITING)
    return found.select_related("message").order_by("message__queued_at", "message", "name", "pk")


def waiting_slips(message: Message) -> QuerySet[Delivery]:
    """Who gets the message on paper and has not yet: no phone, no consent, or not reached."""
    here = message.deliveries.filter(ON_PAPER).exclude(name="")  # '' is an erased person
    return here.order_by("place", "name", "pk")


def waiting_counts(village: Village) -> tuple[int, int]:
    """How many messages wait for a hand, and how many slips to be printed: one query."""
    counted = _open(village).aggregate(by_hand=BY_HAND_COUNT, on_paper=ON_PAPER_COUNT)
    return counted["by_hand"], counted["on_paper"]


def waiting_of(messages: Iterable[Message]) -> Mapping[int, tuple[int, int]]:
    """The same two numbers for each message, by its id, so that they add up: one query."""
    wanted = [message.pk for message in messages]
    rows = (
        _unfinished(Delivery.objects.filter(message__in=wanted))
        .values("message")
        .annotate(by_hand=BY_HAND_COUNT, on_paper=ON_PAPER_COUNT)
        .order_by("message")
    )
    found = {row["message"]: (row["by_hand"], row["on_paper"]) for row in rows}
    return {pk: found.get(pk, (0, 0)) for pk in wanted}


def with_slips(village: Village) -> QuerySet[Message]:
    """Messages of which slips wait to be printed, the oldest first."""
    waiting_for_paper = _open(village).filter(ON_PAPER)
    found = Message.objects.of(village).filter(pk__in=waiting_for_paper.values("message"))
    return found.order_by("queued_at", "pk")


def _open(village: Village) -> QuerySet[Delivery]:
    """What may still need a hand: not for messages taken back, nor for people who were erased."""
    return _unfinished(Delivery.objects.of(village))


def _unfinished(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    unfinished = rows.filter(state__in=(*WAITING, State.REFUSED)).exclude(name="")
    return unfinished.filter(message__withdrawn_at__isnull=True)


def by_state(message: Message) -> QuerySet[Delivery]:
    """Everybody a message is for: who waits first, who has read it last, then by name."""
    order = Case(
        *(When(state=state, then=Value(place)) for place, state in enumerate(ORDER)),
        output_field=IntegerField(),
    )
    return message.deliveries.order_by(order, "name", "pk")


ORDER = (State.REFUSED, State.QUEUED, State.OPENED, State.SENT, State.PRINTED, State.CONFIRMED)


def counts(messages: Iterable[Message]) -> Mapping[int, Mapping[str, int]]:
    """How many stand in each state, by message id: one query."""
    wanted = [message.pk for message in messages]
    rows = (
        Delivery.objects.filter(message__in=wanted)
        .values("message", "state")
        .annotate(n=Count("pk"))
        .order_by("message", "state")
    )
    found: dict[int, dict[str, int]] = {pk: {} for pk in wanted}
    for row in rows:
        found[row["message"]][row["state"]] = row["n"]
    return found


def text_of(delivery: Delivery, *, site: str) -> str:
    """The words for one person. `site` is our own address, such as https://rembuk.example."""
    message = delivery.message
    template = templates.one(message.template, message.template_version)
    values = {**message.values, **delivery.values, "link": link_of(delivery, site=site)}
    return templates.fill(template, values, language=message.language)


def paper_text_of(delivery: Delivery) -> str:
    """The words of one person's slip: everything there is to say, for somebody without a phone."""
    message = delivery.message
    template = templates.one(message.template, message.template_version)
    values = {**message.values, **delivery.values, "full_text": message.full_text.strip()}
    return templates.fill_paper(template, values, language=message.language)


def link_of(delivery: Delivery, *, site: str) -> str:
    """Where the person reads everything and says that she has."""
    return f"{site}/desa/{delivery.village.slug}/messages/r/{delivery.code}/"


def why_refused(code: str) -> str:
    """Say why a message could not be sent."""
    words = {
        NOT_ON_WHATSAPP: _("The number is not on WhatsApp."),
        WRONG_NUMBER: _("The number belongs to somebody else."),
    }
    return words.get(code, "")
