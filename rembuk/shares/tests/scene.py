"""Two rules, three sharings that are so far, capital, and a private word."""

from __future__ import annotations

from typing import Any

from rembuk.enterprise import members
from rembuk.forum import meetings, resolutions
from rembuk.forum.meetings import Facts, Somebody
from rembuk.shares import capital, concerns, dividing, rules
from rembuk.shares.dividing import Told
from rembuk.shares.models import Sharing, Weighing
from rembuk.shares.rules import Terms
from rembuk.villages.tests.cast import Cast

MIXED = Terms(by_equal=5000, by_duty=5000, cash_part=1000, unit_rp=500)


def fill(cast: Cast) -> dict[str, Any]:
    """Record them."""
    told: dict[str, Any] = {"by": cast.chair, "at": cast.at}
    facts = Facts(cast.today, "Aturan bagi hasil", present=[Somebody("Wati")])
    held = meetings.record(group=cast.group, facts=facts, today=cast.today, **told)
    decision = resolutions.agree(meeting=held, text="Sebagian menurut piket", **told)
    used, other = (
        rules.record(
            group=cast.group, terms=terms, since=cast.today.replace(year=cast.today.year + later),
            resolution=decision, **told,
        )
        for terms, later in ((MIXED, 0), (Terms(), 1))
    )  # fmt: skip
    computed, proposed, agreed = (_divided(cast, steps) for steps in range(3))
    member = next(iter(members.standing(cast.group, on=cast.today).now))
    put_in = capital.PutIn(cast.today, 500_000, "Kuitansi 3")
    row = capital.put_in(membership=member, told=put_in, today=cast.today, **told)
    word = concerns.tell(
        group=cast.group,
        told=concerns.Told("DUTIES", "Piket saya", to_facilitator=True),
        **told,
    )
    return {
        "rule_id": used.pk,
        "other_rule_id": other.pk,
        "shares:drop_rule/rule_id": other.pk,
        "sharing_id": proposed.pk,
        "sharer_id": member.pk,
        **{f"shares:{page}/sharing_id": computed.pk for page in ("propose", "correct")},
        **{f"shares:{page}/sharing_id": agreed.pk for page in ("pay_all", "tell_all")},
        "shares:correct/kind": "DUTY",
        "contribution_id": row.pk,
        "concern_id": word.pk,
    }


def _divided(cast: Cast, steps: int) -> Sharing:
    """Divide something: computed, proposed, or agreed."""
    told: dict[str, Any] = {"by": cast.chair, "at": cast.at}
    one = dividing.begin(
        group=cast.group, told=Told(cast.today, cast.today, f"Seragam {steps}", 90_000),
        today=cast.today, **told,
    )  # fmt: skip
    for member in dividing.people(one):
        dividing.correct(
            sharing=one, membership=member.membership, kind=Weighing.DUTY,
            hundredths=300, why="Dari buku", **told,
        )  # fmt: skip
    if steps:
        dividing.propose(sharing=one, **told)
    if steps > 1:
        dividing.agree(sharing=one, by=cast.treasurer, at=cast.at, today=cast.today)
    return one
