"""What stands in the addresses of this room, for tests of every address."""

from __future__ import annotations

from typing import Any

from rembuk.coop.models import Member
from rembuk.forum import meetings, resolutions
from rembuk.forum.meetings import Facts, Somebody
from rembuk.surplus import dividing, rules
from rembuk.surplus.dividing import Kind
from rembuk.surplus.models import Division, MemberShare
from rembuk.surplus.models.parts import NAMES
from rembuk.surplus.rules import Terms
from rembuk.villages.tests.cast import Cast

# What every member reads of the whole cooperative.
OURS = (
    "myshu:statements", "myshu:statement", "myshu:reports", "myshu:meeting_book", "ours:money",
    "ours:oversight",
)  # fmt: skip


def fill(cast: Cast) -> dict[str, Any]:
    """Write the parts down, and a decided division of a year that the book says nothing of."""
    parts = dict.fromkeys(NAMES, 0) | {"reserve": 6000, "by_capital": 4000}
    year = cast.today.year
    terms = Terms(year, "AD", parts)
    rule = rules.agree(group=cast.group, terms=terms, by=cast.chair, at=cast.at)
    sums = {f"{name}_rp": 0 for name in NAMES} | {"reserve_rp": 600, "by_capital_rp": 400}
    division = Division.objects.create(
        village=cast.village, group=cast.group, rule=rule, year=year, shu_rp=1000,
        members_rp=1000, others_rp=0, head="0" * 64, at=cast.at, by=cast.treasurer.user, **sums,
    )  # fmt: skip
    people = Member.objects.of(cast.village).filter(group=cast.group).order_by("pk")
    own = people.filter(resident__user__isnull=False).first() or people[0]
    share = MemberShare.objects.create(
        village=cast.village, division=division, member=own, months_rp=12, paid_rp=0,
        by_capital_rp=400, by_use_rp=0,
    )  # fmt: skip
    _decided(cast, division)
    return {
        "division_id": division.pk,
        "share_id": share.pk,
        "myshu:slip/own_share_id": share.pk,
        "myshu:slip/member_id": share.member_id,
        "myshu:shares/member_id": share.member_id,
        "myshu:statement/report": "result",
        **{f"{page}/member_id": share.member_id for page in OURS},
        "surplus:write_report/report": "board",
        "surplus:statement/report": "result",
        "surplus:statement_file/report": "position",
        "surplus:statement_file/kind": "pdf",
    }


def _decided(cast: Cast, division: Division) -> None:
    facts = Facts(cast.today, "RAT", present=[Somebody("Wati")])
    by_chair: dict[str, Any] = {"by": cast.chair, "at": cast.at}
    meeting = meetings.record(group=cast.group, facts=facts, today=cast.today, **by_chair)
    decision = resolutions.agree(meeting=meeting, text="SHU dibagi", **by_chair)
    dividing.step(division, Kind.CHECKED, by=cast.chair, at=cast.at)
    dividing.step(
        division, Kind.DECIDED, by=cast.chair, at=cast.at, resolution=decision, number="1"
    )
