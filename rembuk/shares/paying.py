"""What the treasurer pays once a sharing is agreed, and how far that is.

Nothing here writes into a purse: each sum is expected of the treasurer (cash/expected.py), and a
share is paid when its line stands in the group's cash.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import uuid5

from django.db import transaction
from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.cash import expected
from rembuk.cash.expected import Settled
from rembuk.cash.lines import Money
from rembuk.cash.models import ExpectedMoney
from rembuk.cash.purposes import Way
from rembuk.ledger import books
from rembuk.ledger.posting import Signed
from rembuk.ledger.reading import Pending
from rembuk.lib.errors import Refused
from rembuk.shares.models import Share, Sharing, Step
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village

SOURCE, COOPERATIVE = "shares.share", "shares.cooperative"
PURPOSE = "share"


class State(TextChoices):
    """How far a sharing is."""

    COMPUTED = "COMPUTED", gettext_lazy("Computed")
    PROPOSED = "PROPOSED", gettext_lazy("Waits for an agreement")
    AGREED = "AGREED", gettext_lazy("Agreed, is being paid")
    PAID = "PAID", gettext_lazy("All are paid")
    ENDED = "ENDED", gettext_lazy("Taken back")


@dataclass(frozen=True)
class Standing:
    """How far a sharing is, and how many of its sums are paid."""

    state: State
    paid: int = 0
    to_pay: int = 0
    paid_rp: int = 0


def expect_all(sharing: Sharing, *, by: Actor, at: datetime, today: date) -> None:
    """Tell the treasurer every sum of an agreed sharing; who has nothing waits for nothing."""
    _expect(sharing, sharing.shares.exclude(amount_rp=0), by=by, at=at, today=today)
    if sharing.cooperative_rp:
        _expect_cooperative(sharing, by=by, at=at, today=today)


def _expect(
    sharing: Sharing, shares: QuerySet[Share], *, by: Actor, at: datetime, today: date
) -> None:
    for share in shares.select_related("membership").order_by("membership_id"):
        one = share.membership
        money = Money(
            Way.OUT, one.name, PURPOSE, share.amount_rp, today, memo=sharing.title,
            resident_id=one.resident_id,
        )  # fmt: skip
        share.money = expected.expect(
            group=sharing.group, money=money, source=SOURCE, by=by, at=at, today=today
        )
        share.save(update_fields=["money"])


def _expect_cooperative(sharing: Sharing, *, by: Actor, at: datetime, today: date) -> None:
    party = _("Cooperative")
    money = Money(Way.OUT, party, PURPOSE, sharing.cooperative_rp, today, memo=sharing.title)
    sharing.cooperative_money = expected.expect(
        group=sharing.group, money=money, source=COOPERATIVE, by=by, at=at, today=today
    )
    sharing.save(update_fields=["cooperative_money"])


def _expect_again(sharing: Sharing, *, by: Actor, at: datetime, today: date) -> None:
    """Expect anew what was recorded and taken back: it is owed as before."""
    told: dict[str, Any] = {"by": by, "at": at, "today": today}
    gone = _in_state(sharing, expected.State.TAKEN_BACK)
    _expect(sharing, sharing.shares.filter(money__in=gone), **told)
    if sharing.cooperative_money_id in gone:
        _expect_cooperative(sharing, **told)


def _in_state(sharing: Sharing, state: expected.State) -> list[int]:
    states = expected.settled(sharing.village, money_ids([sharing]))
    return [pk for pk, one in states.items() if one.state == state]


def expect_nothing(sharing: Sharing, *, why: str, by: Actor, at: datetime) -> None:
    """Tell the treasurer that an agreed sharing is off. Errors: Refused if any of it is paid."""
    ids = money_ids([sharing])
    for one in ExpectedMoney.objects.of(sharing.village).filter(pk__in=ids).order_by("pk"):
        expected.drop(one, why=why, by=by, at=at)


@transaction.atomic
def pay_all(sharing: Sharing, *, signed: Signed, today: date) -> tuple[int, int]:
    """Record every sum of an agreed sharing that still waits, each with a receipt of its own.

    Returns how many stand in the cash now, and how many wait for a second person: they reach the
    group's limit. Errors: Refused without a purse; and as cash.expected.book, then nothing is
    recorded at all.
    """
    book = books.book_of(sharing.group)
    if book is None:
        raise Refused(_("The group has no purse yet. The chair opens it first."))
    sharing.take_turn()
    _expect_again(sharing, by=signed.by, at=signed.at, today=today)
    sharing = Sharing.objects.prefetch_related("shares").get(pk=sharing.pk)
    waiting = _in_state(sharing, expected.State.WAITS)
    done = asked = 0
    for one in ExpectedMoney.objects.of(sharing.village).filter(pk__in=waiting).order_by("pk"):
        own_key = replace(signed, request_id=uuid5(signed.request_id, str(one.pk)))
        made = expected.book(one=one, book=book, on=today, signed=own_key, today=today)
        done, asked = (done, asked + 1) if isinstance(made, Pending) else (done + 1, asked)
    if not done and not asked:
        raise Refused(_("Nothing of it waits any more. Open the page again."))
    return done, asked


def settled_one(village: Village, pk: int) -> Settled:
    """Return what became of one sum."""
    return expected.settled(village, [pk])[pk]


def money_ids(sharings: Iterable[Sharing]) -> list[int]:
    """Return what is expected of the treasurer for some sharings; their shares are prefetched."""
    found = [share.money_id for one in sharings for share in one.shares.all()]
    found += [one.cooperative_money_id for one in sharings]
    return [pk for pk in found if pk is not None]


def settled_of(village: Village, sharings: Iterable[Sharing]) -> dict[int, Settled]:
    """Return what became of every sum of some sharings, by what is expected; one query."""
    ids = money_ids(sharings)
    return expected.settled(village, ids) if ids else {}


def standings(village: Village, sharings: Iterable[Sharing]) -> dict[int, Standing]:
    """Return how far each sharing is, by its id: one query besides what was prefetched."""
    rows = list(sharings)
    return standings_by(rows, settled_of(village, rows))


def standings_by(
    sharings: Iterable[Sharing], settled: Mapping[int, Settled]
) -> dict[int, Standing]:
    """Return the same where one knows what became of every sum."""
    return {one.pk: _standing(one, settled) for one in sharings}


def _standing(sharing: Sharing, settled: Mapping[int, Settled]) -> Standing:
    kinds = {step.kind for step in sharing.steps.all()}
    if Step.Kind.ENDED in kinds:
        return Standing(State.ENDED)
    if Step.Kind.AGREED not in kinds:
        return Standing(State.PROPOSED if kinds else State.COMPUTED)
    mine = money_ids([sharing])
    booked = [pk for pk in mine if settled[pk].is_booked]
    sums = {share.money_id: share.amount_rp for share in sharing.shares.all()}
    sums[sharing.cooperative_money_id] = sharing.cooperative_rp
    return Standing(
        State.PAID if len(booked) == len(mine) else State.AGREED,
        len(booked), len(mine), sum(sums[pk] for pk in booked),
    )  # fmt: skip
