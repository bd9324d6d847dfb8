"""A meeting that agreed something, and one that agreed nothing."""

from __future__ import annotations

from typing import Any

from rembuk.forum import meetings, resolutions, rules
from rembuk.forum.meetings import Facts, Somebody
from rembuk.villages.tests.cast import Cast


def fill(cast: Cast) -> dict[str, Any]:
    """Record them."""
    told: dict[str, Any] = {"by": cast.chair, "at": cast.at}

    def met(about: str) -> Any:
        facts = Facts(cast.today, about, present=[Somebody("Wati"), Somebody("Siti")])
        return meetings.record(group=cast.group, facts=facts, today=cast.today, **told)

    held, empty = met("Menjual kambing"), met("Silaturahmi")
    against = [resolutions.Against(Somebody("Wati"), "Tunggu dulu")]
    agreed = resolutions.agree(
        meeting=held, text="Jual enam ekor sebelum Idul Adha", against=against, **told
    )
    terms = rules.Terms("1/2>", "1/5", 14, "AD pasal 12")
    rule = rules.record(group=cast.group, terms=terms, since=cast.today, **told)
    return {
        "meeting_rule_id": rule.pk,
        "meeting_id": held.pk,
        "forum:take_back_meeting/meeting_id": empty.pk,
        "resolution_id": agreed.pk,
    }
