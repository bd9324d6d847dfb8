"""The computer's clock was set back: what was done last counts, whatever moment it bears."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from rembuk.cash import counting, days, limits
from rembuk.cash.tests.scenes import chair, closed, counted, signed, today, treasurer
from rembuk.ledger import checks
from rembuk.lib import ids
from rembuk.lib.errors import Refused

DAY = timedelta(days=1)


def test_the_close_that_came_last_is_the_one_that_stands(world, purse):
    with ids.counted_from(10**9):
        first = closed(world, purse)
    with ids.counted_from(1):
        days.open_again(
            closed=first, reason="Ada nota tertinggal", by=chair(world), at=first.at - DAY
        )
        count = counted(world, purse, 1_000_000)
        again = days.close(
            count=count, signed=signed(treasurer(world), at=first.at - DAY), today=today()
        )
    assert counting.counts_of(purse, today())[0] == count
    assert days.close_on(purse, today()) == again
    assert days.closes_of(purse, count=2) == [again, first]
    assert checks.check_book(purse) == []


def test_the_limit_asked_for_last_is_the_one_that_can_be_agreed(world, purse):
    """Lastri asks twice, and the clock is set back in between: the first wish is not agreed."""
    now = timezone.now()
    ask = {"book": purse, "reason": "Harga kain naik", "by": chair(world)}
    with ids.counted_from(10**9):
        earlier = limits.propose(limit_rp=2_000_000, at=now, **ask)
    with ids.counted_from(1):
        later = limits.propose(limit_rp=1_000_000, at=now - DAY, **ask)
    assert limits.waiting(purse) == later
    with pytest.raises(Refused, match="lagi"):
        limits.agree(change=earlier, by=world.by_adi, at=now)
    limits.agree(change=later, by=world.by_adi, at=now - DAY)
    assert limits.changes_of(purse) == [later, earlier]
