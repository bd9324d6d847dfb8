"""How a member's transfers are divided: what she wishes, since when, and who wrote it down.

She sets it herself, wherever she is; an officer with her word, and how it reached him. It holds
for money that reaches the bank from that day on, and never backwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from rembuk.coop import custody, members
from rembuk.coop.dues import Due
from rembuk.coop.models import Member
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.remittance.models import Division, DivisionPart
from rembuk.remittance.models.divisions import WHOLE_BP
from rembuk.savings import accounts
from rembuk.savings.models import Aim, SavingsAccount
from rembuk.savings.models.products import Control
from rembuk.villages import audit
from rembuk.villages.actors import Actor


@dataclass(frozen=True)
class Place:
    """Where a part may go: an account of hers, or pokok or wajib."""

    code: str
    label: str
    account: SavingsAccount | None = None
    due: str = ""


@dataclass(frozen=True)
class Wish:
    """A part somebody wishes: hundredths of a percent, and the most it takes of one transfer."""

    place: Place
    share_bp: int
    most_rp: int | None = None


@dataclass(frozen=True)
class Part:
    """A part as it was written down; `label` is what its account is called."""

    code: str
    label: str
    share_bp: int
    most_rp: int | None
    due: str = ""


@dataclass(frozen=True)
class Divided:
    """One division with its parts, each with its share of the whole."""

    division: Division
    parts: list[Part]


@transaction.atomic
def divide(
    *, member: Member, wishes: Sequence[Wish], by: Actor, at: datetime, today: date, told: str = ""
) -> Division:
    """Let her transfers be divided so from today on; earlier divisions stay readable.

    Errors: Refused without a licence that holds, for who is no member, for more than 100%, for
    an account that is not open, and if somebody else writes it without her word.
    """
    member.take_turn()
    custody.require_holding(member.group, today)
    members.require_member(member, on=today)
    how = clean_text(told)[0]
    assert by.user is not None, "a person decides it"
    if by.user.pk != member.resident.user_id and not how:
        raise Refused(_("Write how she told you, for example: by phone on 3 November."))
    if sum(one.share_bp for one in wishes) > WHOLE_BP:
        raise Refused(_("Together it is more than 100%. Make one of the parts smaller."))
    there = {one.code for one in places(member, on=today)}
    if any(one.place.code not in there for one in wishes):
        raise Refused(_("This account is closed. Open the page again."))
    made = Division.objects.create(
        village=member.village, member=member, since=today, told=how, by=by.user, at=at
    )
    _write(made, wishes)
    audit.record(
        village=member.village, verb="remittance.divided", subject=made, subject_name=member.name,
        resident_id=member.resident_id, by=by, at=at, changes=[],
    )  # fmt: skip
    return made


def _write(made: Division, wishes: Sequence[Wish]) -> None:
    mark = 0
    for one in wishes:
        if one.share_bp:
            mark += one.share_bp
            DivisionPart.objects.create(
                village=made.village, division=made, account=one.place.account, due=one.place.due,
                until_bp=mark, most_rp=one.most_rp,
            )  # fmt: skip


def places(member: Member, *, on: date) -> list[Place]:
    """Return where parts of her transfers may go on a day: pokok, wajib, goals, other accounts."""
    owed = [Place(member.account(due), str(due.label), due=due.value) for due in Due]
    open_ones = open_accounts(member, on=on)
    free = takes_rest(open_ones)
    return [*owed, *(_place(one) for one in open_ones if one is not free)]


def takes_rest(open_ones: Sequence[SavingsAccount]) -> SavingsAccount | None:
    """Return the sukarela account that takes what no part needs; None where she has none."""
    return next((one for one in open_ones if one.product.control == Control.VOLUNTARY), None)


def open_accounts(member: Member, *, on: date) -> list[SavingsAccount]:
    """Return her accounts that take money on a day, each with the aim of its goal: one query.

    What is placed for a term takes none. `target_rp` is what a goal takes, None without one.
    """
    aims = Aim.objects.of(member.village).filter(goal__account=OuterRef("pk")).order_by("-pk")
    rows = SavingsAccount.objects.of(member.village).filter(member=member, opened_on__lte=on)
    rows = rows.exclude(product__control=Control.TERM).select_related("product")
    found: list[SavingsAccount] = list(
        accounts.not_closed(accounts.with_closing(rows, member.village))
        .annotate(target_rp=Subquery(aims.values("target_rp")[:1]))
        .order_by("serial", "pk")
    )
    for one in found:
        one.member = member
    return found


def target_of(account: SavingsAccount) -> int | None:
    """Return what the goal of an account of open_accounts takes; None where it has none."""
    target_rp: int | None = account.target_rp  # type: ignore[attr-defined]  # annotated
    return target_rp


def _place(one: SavingsAccount) -> Place:
    return Place(one.code, _label(one.product.name, one.member.number, one.serial), account=one)


def _label(product: str, number: str, serial: int) -> str:
    return f"{product} {number}.{serial}"


def of(member: Member) -> list[Divided]:
    """Return how a member's transfers were divided, the newest first: one query."""
    rows = Division.objects.of(member.village).filter(member=member).select_related("by")
    rows = rows.annotate(
        until=F("parts__until_bp"), most=F("parts__most_rp"), due=F("parts__due"),
        serial=F("parts__account__serial"), product=F("parts__account__product__name"),
        control=F("parts__account__product__control"),
    ).order_by("-since", "-pk", "until")  # fmt: skip
    return [
        Divided(one[0], _parts(one, member))
        for _pk, found in groupby(rows, key=lambda row: row.pk)
        if (one := list(found))
    ]


def _parts(rows: Sequence[Any], member: Member) -> list[Part]:
    """Turn the marks of one division into parts; without a mark there is none."""
    told, mark = [], 0
    for row in rows:
        if row.until is not None:
            told.append(_part(row, member, share_bp=row.until - mark))
            mark = row.until
    return told


def _part(row: Any, member: Member, *, share_bp: int) -> Part:
    if row.due:
        due = Due(row.due)
        return Part(member.account(due), str(due.label), share_bp, row.most, due.value)
    code = f"{row.control}-{member.number}.{row.serial}"
    return Part(code, _label(row.product, member.number, row.serial), share_bp, row.most)


def parts_on(found: Sequence[Divided], *, on: date) -> list[Part]:
    """Return the parts that hold on a day, of all of `of`; none where all of it is sukarela."""
    return next((one.parts for one in found if one.division.since <= on), [])
