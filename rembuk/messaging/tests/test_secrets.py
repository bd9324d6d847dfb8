"""Codes and links: sealed, for one account, gone when used or old."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rembuk.accounts import delivery
from rembuk.accounts.delivery import Kind
from rembuk.lib.errors import Refused
from rembuk.messaging import secrets
from rembuk.messaging.models import Delivery, Message, Secret

CODE = "492816"


def hand_over(user, kind=Kind.CODE, secret=CODE, minutes=10):
    delivery.hand_over(
        delivery.Delivery(
            kind=kind, user=user, phone="+6281234567890", secret=secret,
            expires_at=timezone.now() + timedelta(minutes=minutes),
        )
    )  # fmt: skip
    return Secret.objects.order_by("-pk").first()


def test_a_code_waits_sealed_for_its_account(world):
    secret = hand_over(world.rina)
    assert CODE not in secret.sealed
    assert CODE in secrets.read(secret_id=secret.pk, user=world.rina)


def test_nobody_else_reads_it(world):
    secret = hand_over(world.rina)
    with pytest.raises(Refused):
        secrets.read(secret_id=secret.pk, user=world.adi)


def test_no_list_of_the_village_knows_it(world):
    hand_over(world.rina)
    assert not Message.objects.exists()
    assert not Delivery.objects.exists()


def test_a_newer_code_empties_the_older(world):
    first = hand_over(world.rina)
    second = hand_over(world.rina, secret="111222")
    link = hand_over(world.rina, Kind.LINK, "https://rembuk.example/account/link/abc/")
    first.refresh_from_db()
    assert first.sealed == ""
    assert set(secrets.waiting_for(world.rina)) == {second, link}


def test_a_used_code_is_emptied(world):
    secret = hand_over(world.rina)
    delivery.used(user=world.rina, kind=Kind.CODE)
    secret.refresh_from_db()
    assert secret.sealed == ""
    with pytest.raises(Refused):
        secrets.read(secret_id=secret.pk, user=world.rina)


def test_what_is_too_old_is_emptied(world):
    secret = hand_over(world.rina)
    earlier = timezone.now() - timedelta(hours=2)
    Secret.objects.update(queued_at=earlier, expires_at=earlier + timedelta(minutes=10))
    with pytest.raises(Refused):
        secrets.read(secret_id=secret.pk, user=world.rina)
    assert secrets.empty_expired() == 1
    assert Secret.objects.get(pk=secret.pk).sealed == ""


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"sealed": ""}, "messaging_secret_sealed_until_emptied"),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "messaging_secret_expires_later"),
    ],
)
def test_the_table_keeps_its_rules(world, change, constraint):
    secret = hand_over(world.rina)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Secret.objects.filter(pk=secret.pk).update(**change)
