"""One member, one vote: which ballots count, and whether a proposal is carried."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

YES, NO, ABSTAIN = "setuju", "tidak", "abstain"
CHOICES = (YES, NO, ABSTAIN)
# Who works abroad stays a member; who has left, or is not one yet, has no vote.
HAVE_A_VOTE = ("aktif", "cuti_luar_negeri")
NOT_MEMBER, SECOND_BALLOT = "not_member", "second_ballot"


@dataclass(frozen=True)
class Ballot:
    """What somebody chose; how much she saved has no say in it."""

    member: str
    vote: str
    status: str = HAVE_A_VOTE[0]


@dataclass(frozen=True)
class Majority:
    """More yes than no; or, with a fraction, at least that part of yes and no together."""

    fraction: Fraction | None = None

    def carries(self, *, yes: int, no: int) -> bool:
        """Say whether a proposal is carried: never without a single yes."""
        if self.fraction is None:
            return yes > no
        return yes > 0 and yes >= self.fraction * (yes + no)


@dataclass
class Tally:
    """How ballots were counted; `rejected` are members with the reason, in the order they came."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CHOICES, 0))
    rejected: list[tuple[str, str]] = field(default_factory=list)

    @property
    def valid(self) -> int:
        """All ballots that count, abstentions among them."""
        return sum(self.counts.values())


def counted(ballots: Iterable[Ballot]) -> Tally:
    """Count ballots in the order in which they came; the first of a member is the one."""
    tally, voted = Tally(), set()
    for ballot in ballots:
        if ballot.status not in HAVE_A_VOTE:
            tally.rejected.append((ballot.member, NOT_MEMBER))
        elif ballot.member in voted:
            tally.rejected.append((ballot.member, SECOND_BALLOT))
        else:
            voted.add(ballot.member)
            tally.counts[ballot.vote] += 1
    return tally
