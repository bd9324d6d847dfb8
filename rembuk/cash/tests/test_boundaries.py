"""A form that is cut off anywhere, or meets a full disk: nothing of it is there, or all of it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from rembuk.cash.tests import acts, scenes
from rembuk.cash.tests.scenes import today
from rembuk.ledger.tests import boundaries
from rembuk.people import consents
from rembuk.people.models import Consent, Resident
from rembuk.villages.tests import races

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db):
    return scenes.world()


def test_a_form_is_done_wholly_or_not_at_all(world, tmp_path, request):
    scenes.opened(world, counted_rp=900_000_000)
    siti = Resident.objects.get(name="Siti Aminah")
    Resident.objects.filter(pk=siti.pk).update(phone="+6281200000009")
    consents.give(
        resident=siti, purpose=Consent.Purpose.CONTACT, channel=Consent.Channel.PAPER,
        given_on=today(), by=world.by_adi, at=timezone.now(),
    )  # fmt: skip
    proof = request.config.getoption("--proof")
    with races.shared_by_threads(tmp_path):
        told = boundaries.cut_off(world.here, tmp_path, acts.__name__, proof=proof)
    assert [one["act"] for one in told] == list(acts.ACTS)
    assert all(one["boundaries"] >= 30 for one in told), told
    assert told[0]["full"] >= 3, told
