"""The people of the stories, and somebody who delivers their codes and links."""

from __future__ import annotations

import pytest


@pytest.fixture
def people(db):
    """Siti abroad, Wati at home, Rina with money, Pak Budi at the office, Dewi elsewhere."""
    from rembuk.accounts.tests import stories

    return stories.people()


@pytest.fixture
def delivered(monkeypatch):
    """Every code and link handed over, as if messages were sent."""
    from rembuk.accounts import delivery

    handed: list[delivery.Delivery] = []
    monkeypatch.setattr(
        delivery, "_post", delivery._Post(deliver=handed.append, empty=lambda *used: None)
    )
    return handed


@pytest.fixture
def phone():
    """A browser on a phone that, unlike Django's own test client, proves its forms."""
    from django.test import Client

    return Client(enforce_csrf_checks=True)
