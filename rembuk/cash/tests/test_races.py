"""Rina closes the day on two phones while sales still come in: once, and nothing lands after."""

from __future__ import annotations

from functools import partial

import pytest

from rembuk.cash import days
from rembuk.cash.models import CashCount, DayClose
from rembuk.cash.tests import scenes
from rembuk.ledger import checks, reading
from rembuk.ledger.models import Book
from rembuk.lib.errors import Refused
from rembuk.villages import tenancy
from rembuk.villages.tests import races

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db):
    return scenes.world()


def inside(world, work):
    """Do it as a request does; a refusal is an answer like any other."""
    try:
        with tenancy.inside(world.here):
            return work()
    except Refused as refusal:
        return refusal


def stands(world):
    """What stands afterwards: findings, closes, and whether the box is what was counted."""
    with tenancy.inside(world.here):
        book = Book.objects.select_related("village").get()
        closes = list(DayClose.objects.all())
        agrees = all(reading.balance_of(book, "1101") == one.closing_rp for one in closes)
        return checks.check_book(book), len(closes), agrees


def test_a_day_is_closed_once_and_nothing_lands_after_it(world, tmp_path):
    book = scenes.opened(world)
    counts = [scenes.counted(world, book, 1_000_000).pk for _each in range(2)]

    def close(number):
        count = CashCount.objects.select_related("book__village").get(pk=counts[number])
        signed = scenes.signed(scenes.treasurer(world))
        return days.close(count=count, signed=signed, today=scenes.today())

    def work(number):
        if number < 2:
            return inside(world, partial(close, number))
        return inside(world, partial(scenes.came, world, book, 1_000))

    with races.shared_by_threads(tmp_path):
        outcomes = races.at_once(work, times=8)
        faults = [one for one in outcomes if isinstance(one, Exception)]
        assert all(type(one) is Refused for one in faults), faults
        findings, closed, agrees = races.alone(partial(stands, world))
        assert findings == []
        assert closed <= 1  # none where a sale came first: then the count no longer fits
        assert agrees
