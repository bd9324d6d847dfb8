"""Quorum, votes and dates by the group's own rules."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from rembuk.forum.deadlines import AnnualRules
from rembuk.forum.quorum import Quorum
from rembuk.forum.tally import CHOICES, Ballot, Majority, counted

PARTS = st.fractions(0, 1, max_denominator=12)
BALLOTS = st.lists(
    st.builds(
        Ballot,
        st.sampled_from(["01", "02", "03", "04", "05"]),
        st.sampled_from(CHOICES),
        st.sampled_from(["aktif", "cuti_luar_negeri", "keluar", "calon"]),
    ),
    max_size=12,
)


@given(PARTS, st.booleans(), st.integers(0, 5000))
def test_the_minimum_is_the_smallest_number_that_is_enough(part, strict, members):
    quorum = Quorum(part, strict)
    least = quorum.minimum(members)
    enough = [least > part * members, least - 1 > part * members]
    if not strict:
        enough = [least >= part * members, least - 1 >= part * members]
    assert enough == [True, False]
    assert quorum.reached(least, members=members)
    assert not quorum.reached(least - 1, members=members)


@given(BALLOTS)
def test_every_ballot_counts_once_or_is_rejected_with_its_reason(ballots):
    tally = counted(ballots)
    assert tally.valid + len(tally.rejected) == len(ballots)
    assert tally.valid <= len({ballot.member for ballot in ballots})
    have = {ballot.member for ballot in ballots if ballot.status in {"aktif", "cuti_luar_negeri"}}
    assert tally.valid == len(have)


@given(st.integers(0, 99), st.integers(0, 99), PARTS)
def test_a_tie_is_not_carried_and_nothing_is_without_a_yes(yes, no, part):
    assert Majority().carries(yes=yes, no=no) == (yes > no)
    assert not Majority(part).carries(yes=0, no=no)
    assert Majority(Fraction(1)).carries(yes=yes, no=no) == (yes > 0 and no == 0)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
def test_notice_is_counted_back_from_the_meeting(meeting_on, days):
    assert AnnualRules(6, days).latest_notice(meeting_on) + timedelta(days) == meeting_on
