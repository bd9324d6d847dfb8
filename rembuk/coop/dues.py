"""Pokok and wajib: what the rule says, what a member brought, and what is still to come.

What was brought is what her accounts in the book hold: nothing is counted twice, and a line that
is taken back counts no more. Sums are whole rupiah.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.coop import members
from rembuk.coop.models import DuesRule, Member
from rembuk.coop.models.dues import MOST_RP
from rembuk.coop.standing import MEMBERS
from rembuk.forum.models import Resolution
from rembuk.ledger import reading
from rembuk.ledger.reading import Book
from rembuk.lib.dates import next_month
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group


class Due(TextChoices):
    """The two kinds of capital every member brings; the value is the control account."""

    POKOK = "3101", gettext_lazy("Pokok")
    WAJIB = "3102", gettext_lazy("Wajib")


@dataclass(frozen=True)
class Terms:
    """What a rule says, and where it stands."""

    since: date
    pokok_rp: int
    wajib_rp: int
    resolution: Resolution | None = None
    source: str = ""
    exit_days: int | None = None


@dataclass(frozen=True)
class Standing:
    """What a member brought of each, and what she has still to bring by a day."""

    member: Member
    pokok_rp: int
    wajib_rp: int
    pokok_due_rp: int
    wajib_due_rp: int
    months_due: int

    @property
    def brought_rp(self) -> int:
        """Both together."""
        return self.pokok_rp + self.wajib_rp

    @property
    def due_rp(self) -> int:
        """What is still to come, both together."""
        return self.pokok_due_rp + self.wajib_due_rp


@transaction.atomic
def agree(*, group: Group, terms: Terms, by: Actor, at: datetime) -> DuesRule:
    """Let a rule hold from a month on. What was brought before stays as it is.

    Errors: Refused for sums that are none, without a decision or an article, and for a month that
    has a rule or stands before the last one.
    """
    group.take_turn()
    since, source = terms.since.replace(day=1), clean_text(terms.source)[0]
    if not 1 <= terms.pokok_rp <= MOST_RP or not 0 <= terms.wajib_rp <= MOST_RP:
        raise Refused(_("Write pokok as a sum from Rp1 on, and wajib as a sum or 0."))
    if terms.resolution is None and not source:
        raise Refused(_("Choose the decision, or write the article it stands in."))
    assert terms.resolution is None or terms.resolution.group_id == group.pk
    last = rules_of(group)[-1:]
    if last and since <= last[0].since:
        raise Refused(_("A newer rule holds already. Choose a month after it."))
    made = DuesRule.objects.create(
        village=group.village, group=group, since=since, pokok_rp=terms.pokok_rp,
        wajib_rp=terms.wajib_rp, exit_days=terms.exit_days, resolution=terms.resolution,
        source=source, by=by.user, at=at,
    )  # fmt: skip
    changes = [
        ("pokok_rp", last[0].pokok_rp if last else None, made.pokok_rp),
        ("wajib_rp", last[0].wajib_rp if last else None, made.wajib_rp),
    ]
    audit.record(
        village=group.village, verb="coop.dues_agreed", subject=made, subject_name=group.name,
        by=by, at=at, changes=changes,
    )  # fmt: skip
    return made


def rules_of(group: Group) -> list[DuesRule]:
    """Return all rules of a cooperative, the oldest first."""
    rows = DuesRule.objects.of(group.village).filter(group=group)
    return list(rows.select_related("resolution__meeting").order_by("since", "pk"))


def rule_on(rules: Sequence[DuesRule], on: date) -> DuesRule | None:
    """Return the rule that holds on a day; None before the first."""
    return next((rule for rule in reversed(rules) if rule.since <= on), None)


def wajib_until(rules: Sequence[DuesRule], *, since: date, until: date) -> tuple[int, int]:
    """Return what wajib adds up to from the month of one day to that of another, and the months.

    Each month counts by the rule that holds on its first day; months without one count nothing.
    """
    month, total_rp, months = since.replace(day=1), 0, 0
    while month <= until:
        rule = rule_on(rules, month)
        if rule and rule.wajib_rp:
            total_rp, months = total_rp + rule.wajib_rp, months + 1
        month = next_month(month)
    return total_rp, months


def months_open(rules: Sequence[DuesRule], *, since: date, until: date, brought_rp: int) -> int:
    """Return how many months what was brought does not cover, the oldest first.

    Each month asks what the rule of its first day says; a month that is covered in part is open.
    """
    month, asked_rp, found = since.replace(day=1), 0, 0
    while month <= until:
        rule = rule_on(rules, month)
        asked_rp += rule.wajib_rp if rule else 0
        found += bool(rule and rule.wajib_rp and asked_rp > brought_rp)
        month = next_month(month)
    return found


def standing_of(book: Book, people: Sequence[Member], *, on: date) -> list[Standing]:
    """Return what each of these brought and has to bring by a day; two queries.

    The people come from members.of, with `state` and `since` of that day. Who is no member owes
    nothing. Brought is what the accounts hold now.
    """
    rules = rules_of(book.group)
    codes = [one.account(due) for one in people for due in Due]
    held = reading.held_now(book, codes)
    return [_standing(one, rules=rules, held=held, on=on) for one in people]


def of_member(book: Book, member: Member, *, on: date) -> Standing:
    """Return the same for one member."""
    found = members.of(book.group, on=on).get(pk=member.pk)
    return standing_of(book, [found], on=on)[0]


def _standing(
    member: Member, *, rules: Sequence[DuesRule], held: dict[str, int], on: date
) -> Standing:
    pokok_rp, wajib_rp = (held.get(member.account(due), 0) for due in Due)
    if members.state_told(member) not in MEMBERS:
        return Standing(member, pokok_rp, wajib_rp, 0, 0, 0)
    since: date = member.since  # type: ignore[attr-defined]  # annotated by members.of
    rule = rule_on(rules, on)
    total_rp, _count = wajib_until(rules, since=since, until=on)
    missing_rp = max(total_rp - wajib_rp, 0)
    pokok_due_rp = max((rule.pokok_rp if rule else 0) - pokok_rp, 0)
    months = months_open(rules, since=since, until=on, brought_rp=wajib_rp)
    return Standing(member, pokok_rp, wajib_rp, pokok_due_rp, missing_rp, months)


def require_full_member(book: Book, member: Member, *, on: date) -> None:
    """Refuse who is no member on a day or has not brought all of her pokok (K09)."""
    members.require_member(member, on=on)
    if of_member(book, member, on=on).pokok_due_rp:
        raise Refused(
            _("%(name)s has not brought all of her pokok yet. Record that first.")
            % {"name": member.name}
        )
