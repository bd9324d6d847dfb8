"""What stands of a loan that was taken off the books, or is proposed to be: read, never typed.

Written off is not forgiven: the claim goes on, and each sum that comes back makes it smaller.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Exists, OuterRef, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from rembuk.coop.models import Member
from rembuk.ledger.reading import Entry
from rembuk.loans import provisioning
from rembuk.loans.models import Loan, Recovery, WriteOff, WriteOffVote
from rembuk.villages.models import Group, Village

Outcome = WriteOffVote.Outcome


class State(TextChoices):
    """How far a proposal to write a loan off is."""

    WAITS = "WAITS", _("Waits for the board and the supervisory board")
    REFUSED = "REFUSED", _("Not agreed")
    BOOKED = "BOOKED", _("Taken off the books")
    TAKEN_BACK = "TAKEN_BACK", _("Taken back")


@dataclass(frozen=True)
class Claim:
    """A proposal with what was said about it, and what came back; sums in whole rupiah."""

    write_off: WriteOff
    votes: Sequence[WriteOffVote]
    recoveries: Sequence[Recovery]  # those taken back in the cash count no more
    is_taken_back: bool = False

    @property
    def entry(self) -> Entry | None:
        """The entry that booked it."""
        return next((one.entry for one in self.votes if one.entry), None)

    @property
    def state(self) -> State:
        """How far it is."""
        if self.entry is not None:
            return State.TAKEN_BACK if self.is_taken_back else State.BOOKED
        refused = any(one.outcome == Outcome.REFUSED for one in self.votes)
        return State.REFUSED if refused else State.WAITS

    @property
    def recovered_rp(self) -> int:
        """What came back."""
        return sum(one.amount_rp for one in self.recoveries)

    @property
    def left_rp(self) -> int:
        """What she owes still."""
        row = self.write_off
        principal = Fraction(row.principal_rp)
        found = provisioning.write_off(
            allowance=principal, loan=principal, principal=principal,
            interest=Fraction(row.charge_rp), recovered=Fraction(self.recovered_rp),
        )  # fmt: skip
        return int(found.claim_after)

    @property
    def is_open(self) -> bool:
        """Whether it is off the books and something of it is owed still."""
        return self.state == State.BOOKED and self.left_rp > 0


def newest(village: Village, loans: Iterable[Loan]) -> dict[int, Claim]:
    """Return the newest proposal of each of these loans, by the loan's id: at most three queries.

    A loan that nobody proposed to write off is not in it.
    """
    rows = WriteOff.objects.of(village).filter(loan__in=list(loans))
    found = {one.loan_id: one for one in rows.select_related("by").order_by("attempt", "pk")}
    if not found:
        return {}
    votes: dict[int, list[WriteOffVote]] = {}
    said = WriteOffVote.objects.of(village).filter(write_off__in=found.values())
    back = said.filter(pk=OuterRef("pk"), entry__taken_back_by__isnull=False)
    told = said.select_related("by", "entry").annotate(is_back=Exists(back))
    undone = set()
    for vote in told.order_by("at", "pk"):
        votes.setdefault(vote.write_off_id, []).append(vote)
        if vote.is_back:
            undone.add(vote.write_off_id)
    money: dict[int, list[Recovery]] = {}
    came = Recovery.objects.of(village).filter(
        write_off__in=found.values(), entry__taken_back_by__isnull=True
    )
    for one in came.select_related("entry").order_by("on", "pk"):
        money.setdefault(one.write_off_id, []).append(one)
    return {
        loan: Claim(row, votes.get(row.pk, []), money.get(row.pk, []), row.pk in undone)
        for loan, row in found.items()
    }


def owed_rp(group: Group) -> int:
    """Return what is still owed of all loans of a cooperative that are off the books, in rupiah."""
    loans = Loan.objects.of(group.village).filter(group=group, write_offs__isnull=False)
    found = newest(group.village, loans.distinct().order_by("pk"))
    return sum(one.left_rp for one in found.values() if one.state == State.BOOKED)


def owed_by(member: Member) -> int:
    """Return what a member owes still of loans that are off the books, in rupiah."""
    rows = Loan.objects.of(member.village).filter(
        application__member=member, write_offs__isnull=False
    )
    found = newest(member.village, rows.distinct().order_by("pk"))
    return sum(one.left_rp for one in found.values() if one.state == State.BOOKED)


def waiting_of(group: Group) -> QuerySet[WriteOff]:
    """Return proposals of a cooperative about which not both organs have spoken."""
    over = WriteOffVote.objects.of(group.village).exclude(outcome=Outcome.AGREED, entry=None)
    rows = WriteOff.objects.of(group.village).filter(loan__group=group)
    return rows.exclude(pk__in=over.values("write_off")).order_by("pk")
