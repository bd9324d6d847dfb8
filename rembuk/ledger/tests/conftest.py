"""The two villages, the tailors' book, and the check that ends every test of the ledger."""

from __future__ import annotations

import pytest


@pytest.fixture
def world(db):
    from rembuk.villages.tests import stories

    return stories.world()


@pytest.fixture
def book(world):
    from rembuk.ledger.tests import scenes

    return scenes.tailors_book(world)


@pytest.fixture(autouse=True)
def _every_book_is_as_promised(request):
    """Whatever a test did, the books prove themselves; one that tampers says so with a mark."""
    yield
    from rembuk.ledger import checks
    from rembuk.ledger.models import Book

    uses = {"db", "world", "book"} & set(request.fixturenames)
    if uses and not request.node.get_closest_marker("tampers"):
        for book in Book.objects.select_related("village"):
            assert checks.check_book(book) == []


@pytest.fixture
def proof(request) -> int:
    """How many times as long as usual the proofs run: `--proof 100`."""
    return request.config.getoption("--proof")
