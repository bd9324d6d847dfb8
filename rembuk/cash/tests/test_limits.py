"""The sum from which two people are needed: Lastri asks for another one, Rina agrees or not."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from rembuk.cash import limits
from rembuk.cash.models import LimitChange, LimitDecision
from rembuk.cash.models.limits import LEAST_RP, MOST_RP
from rembuk.cash.tests.scenes import LIMIT_RP, asked, chair, treasurer, url
from rembuk.ledger import books
from rembuk.ledger.models import Book
from rembuk.lib.errors import Refused
from rembuk.villages.models import AuditEntry
from rembuk.villages.tests.counting import few_queries


def typing(**other):
    return {
        "request_id": str(uuid4()), "limit_rp": "1jt", "reason": "Keputusan rapat 3 Mei",
    } | other  # fmt: skip


def proposed(world, purse, limit_rp=1_000_000):
    return limits.propose(
        book=purse, limit_rp=limit_rp, reason="Keputusan rapat", by=chair(world),
        at=timezone.now(),
    )  # fmt: skip


def test_the_chair_asks_the_treasurer_agrees_and_then_it_holds(world, purse, signed_in):
    waits = asked(world, purse, 700_000)
    lastri = signed_in(chair(world).user)
    assert "satu juta rupiah" in lastri.post(url(world, "change_limit"), typing()).content.decode()
    lastri.post(url(world, "change_limit"), typing(checked="1"))
    change = LimitChange.objects.get()
    assert books.limit_of(purse) == LIMIT_RP
    with few_queries():
        page = lastri.get(url(world, "limit")).content.decode()
    assert "Keputusan rapat 3 Mei" in page
    assert url(world, "agree_limit", change.pk) not in page
    sending = {"request_id": str(uuid4())}
    assert lastri.post(url(world, "agree_limit", change.pk), sending).status_code == 403

    rina = signed_in(world.rina)
    today = rina.get(reverse("web:today", args=[world.here.slug])).content.decode()
    assert "Dua orang mulai Rp1.000.000: setuju?" in today
    page = rina.post(url(world, "agree_limit", change.pk), sending, follow=True).content.decode()
    assert "Rina Lestari setuju" in page
    assert books.limit_of(purse) == 1_000_000
    assert "mulai Rp1.000.000" in rina.get(url(world, "purse")).content.decode()
    assert not hasattr(waits, "resolution"), "what waits was asked for under the old limit"
    told = AuditEntry.objects.of(world.here).filter(verb__startswith="cash.limit")
    assert [one.verb for one in told.order_by("at", "pk")] == [
        "cash.limit_asked", "cash.limit_agreed",
    ]  # fmt: skip


def test_the_treasurer_may_decline_with_a_reason(world, purse, signed_in):
    change, rina = proposed(world, purse), signed_in(world.rina)
    there = url(world, "decline_limit", change.pk)
    sent = {"request_id": str(uuid4()), "reason": ""}
    assert rina.post(there, sent).status_code == 422
    page = rina.post(there, sent | {"reason": "Rapat belum memutuskan"}, follow=True)
    assert "Rapat belum memutuskan" in page.content.decode()
    assert books.limit_of(purse) == LIMIT_RP
    again = {"request_id": str(uuid4())}
    assert rina.post(url(world, "agree_limit", change.pk), again).status_code == 422


@pytest.mark.parametrize("typed", ["9.999", "50.000.001", "500.000", "0"])
def test_a_limit_out_of_bounds_or_as_it_is_is_refused(world, purse, signed_in, typed):
    sent = typing(limit_rp=typed, checked="1")
    assert signed_in(chair(world).user).post(url(world, "change_limit"), sent).status_code == 422
    assert not LimitChange.objects.exists()


def test_the_newest_one_asked_for_is_what_is_decided(world, purse):
    first, second = proposed(world, purse), proposed(world, purse, 2_000_000)
    for change, by in ((first, treasurer(world)), (second, chair(world))):
        with pytest.raises(Refused):
            limits.agree(change=change, by=by, at=timezone.now())
    limits.agree(change=second, by=treasurer(world), at=timezone.now())
    assert books.limit_of(purse) == 2_000_000


def test_a_purse_does_not_begin_without_a_control(world, signed_in):
    sent = {
        "request_id": str(uuid4()), "begins_on_which": "today", "counted_rp": "0",
        "limit_rp": "1.000.000.000",
    }  # fmt: skip
    page = signed_in(chair(world).user).post(url(world, "open_purse"), sent)
    assert page.status_code == 422
    assert "Rp50.000.000" in page.content.decode()


def test_the_database_lets_nobody_change_it_alone(world, purse):
    with pytest.raises(IntegrityError, match="cash_limit_is_agreed_by_two"), transaction.atomic():
        Book.objects.filter(pk=purse.pk).update(limit_rp=1_000_000)
    change = proposed(world, purse)
    told = {"village": world.here, "change": change, "at": timezone.now()}
    with (
        pytest.raises(IntegrityError, match="cash_limitdecision_by_another"),
        transaction.atomic(),
    ):
        LimitDecision.objects.create(outcome="AGREED", by=chair(world).user, **told)
    with (
        pytest.raises(IntegrityError, match="cash_limitdecision_declined_with_a_reason"),
        transaction.atomic(),
    ):
        LimitDecision.objects.create(outcome="DECLINED", by=world.rina, **told)
    for wrong in (LEAST_RP - 1, MOST_RP + 1):
        with (
            pytest.raises(IntegrityError, match="cash_limitchange_within_bounds"),
            transaction.atomic(),
        ):
            LimitChange.objects.create(
                village=world.here, book=purse, before_rp=1, limit_rp=wrong, reason="x",
                maker=world.rina, made_at=timezone.now(),
            )  # fmt: skip
