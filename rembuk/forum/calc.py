"""Meetings: enough people, their votes, their dates."""

from __future__ import annotations

from typing import Any

from rembuk.forum.deadlines import AnnualRules
from rembuk.forum.quorum import Quorum
from rembuk.forum.tally import CHOICES, Ballot, Majority, counted
from rembuk.lib.calculation import Formula, Inputs, Told
from rembuk.lib.figures import count, day, flag, listed, one_of, share, text
from rembuk.lib.wrong_inputs import bad_value

FEW = 1000  # months and days within which meetings are planned


def rat_quorum(inputs: Inputs) -> Told:
    """Say whether enough people are there at the first and at the second call."""
    members, present = inputs.get("members_with_vote", count), inputs.get("present", listed(count))
    told: Told = {}
    for call in ("first", "second"):
        quorum = inputs.get(f"quorum_{call}", _quorum)
        told[f"minimum_{call}"] = quorum.minimum(members)
        told[f"{call}_call"] = [quorum.reached(number, members=members) for number in present]
    return told


def rat_vote(inputs: Inputs) -> Told:
    """Count ballots and say whether the proposal is carried."""
    ballots, majority = inputs.get("ballots", listed(_ballot)), inputs.get("majority", _majority)
    tally = counted(ballots)
    yes, no, _abstain = (tally.counts[choice] for choice in CHOICES)
    return {
        "valid": tally.valid,
        **tally.counts,
        "rejected": [{"member": member, "reason": reason} for member, reason in tally.rejected],
        "carried": majority.carries(yes=yes, no=no),
    }


def rat_schedule(inputs: Inputs) -> Told:
    """Say whether an annual meeting and its invitation are in time."""
    year_end, held_on = inputs.get("year_end", day), inputs.get("rat_date", day)
    rules = AnnualRules(inputs.get("deadline_months", _few), inputs.get("notice_days", _few))
    sent_on = inputs.get("notice_sent", day)
    deadline, latest = rules.deadline(year_end), rules.latest_notice(held_on)
    return {
        "deadline": deadline.isoformat(),
        "in_time": held_on <= deadline,
        "latest_notice": latest.isoformat(),
        "notice_in_time": sent_on <= latest,
    }


def _few(value: Any, field: str) -> int:
    found = count(value, field)
    if found > FEW:
        raise bad_value(field, f"bilangan yang tidak lebih besar dari {FEW}")
    return found


def _quorum(value: Any, field: str) -> Quorum:
    given = Inputs(value, field)
    return Quorum(given.get("fraction", share), given.get("strict", flag))


def _ballot(value: Any, field: str) -> Ballot:
    given = Inputs(value, field)
    vote = given.get("vote", one_of(*CHOICES))
    return Ballot(given.get("member", text), vote, given.get("status", text, "aktif"))


def _majority(value: Any, field: str) -> Majority:
    given = Inputs(value, field)
    if given.get("type", one_of("simple", "fraction")) == "simple":
        return Majority()
    return Majority(given.get("fraction", share))


KINDS: dict[str, Formula] = {
    "rat_quorum": rat_quorum,
    "rat_vote": rat_vote,
    "rat_schedule": rat_schedule,
}
