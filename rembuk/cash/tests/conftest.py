"""The tailors with a chair, Rina's purse, and the check that ends every test with money in it."""

from __future__ import annotations

import pytest


@pytest.fixture
def world(db):
    from rembuk.cash.tests import scenes

    return scenes.world()


@pytest.fixture
def purse(world):
    from rembuk.cash.tests import scenes

    return scenes.opened(world)


@pytest.fixture
def signed_in(client):
    """Return a function that signs a person in."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _every_book_is_as_promised(request):
    """Whatever a page did, the books prove themselves; a test that tampers says so with a mark."""
    yield
    if request.node.get_closest_marker("tampers"):
        return
    from rembuk.ledger import checks
    from rembuk.ledger.models import Book

    if {"db", "world", "purse"} & set(request.fixturenames):
        for book in Book.objects.select_related("village"):
            assert checks.check_book(book) == []
