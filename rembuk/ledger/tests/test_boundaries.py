"""Killed between any two statements, or on a full disk: the book is as before or fully as after."""

from __future__ import annotations

from datetime import date

import pytest

from rembuk.ledger import books, posting
from rembuk.ledger.tests import acts, boundaries
from rembuk.ledger.tests.scenes import by_rina, sale, signed
from rembuk.villages.tests import races, stories
from rembuk.villages.tests.stories import NOW, TODAY

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LONG_AGO = date(1990, 1, 1)  # there are months enough to close one each time


@pytest.fixture
def world(transactional_db):
    return stories.world()


def test_cut_off_anywhere_a_command_is_done_wholly_or_not_at_all(world, tmp_path, proof):
    book = books.open_book(
        group=world.tailors, chart="GROUP", begins_on=LONG_AGO, by=by_rina(world), at=NOW,
        limit_rp=500_000,
    )  # fmt: skip
    posting.post(book, sale(10**6, on=LONG_AGO), signed=signed(world), today=TODAY)
    with races.shared_by_threads(tmp_path):
        told = boundaries.cut_off(world.here, tmp_path, acts.__name__, proof=proof)
    assert [one["act"] for one in told] == list(acts.ACTS)
    for one in told:
        assert one["boundaries"] >= 8, one
    assert all(one["full"] >= 3 for one in (told if proof > 1 else told[:1])), told
