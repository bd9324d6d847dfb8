"""Money above the group's limit waits for a second person, and is reserved meanwhile."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command

from rembuk.ledger import balances, chart, pending
from rembuk.ledger.models import Account, Entry, Pending
from rembuk.ledger.tests.scenes import by_adi, by_rina, posted, purchase, sale
from rembuk.lib.errors import Refused
from rembuk.villages.tests.stories import NOW, TODAY


@pytest.fixture
def waits(world, book) -> Pending:
    posted(world, book, sale(1_000_000))
    return asked(world, book, 700_000)


def asked(world, book, amount: int) -> Pending:
    return pending.propose(
        book, purchase(amount), by=by_rina(world), at=NOW, request_id=uuid4(), today=TODAY
    )


def approved(waits: Pending, by, *, today=TODAY, asked_hash: str = "") -> Entry:
    return pending.approve(
        waits, asked_hash=asked_hash or waits.asked_hash, by=by, at=NOW, today=today
    )


def cash(book) -> int:
    return balances.balance(Account.objects.get(book=book, code=chart.CASH))


def test_what_waits_moves_nothing_but_cannot_be_spent_twice(world, book, waits):
    assert cash(book) == 1_000_000
    with pytest.raises(Refused, match=r"Rp300\.000"):
        posted(world, book, purchase(300_001), minutes=1)
    with pytest.raises(Refused, match=r"Rp300\.000"):
        asked(world, book, 300_001)
    posted(world, book, purchase(300_000), minutes=1)


def test_the_second_person_books_it_and_both_stand_on_it(world, book, waits):
    entry = approved(waits, by_adi(world))
    assert (entry.maker, entry.checker) == (world.rina, world.adi)
    assert entry.party == "Toko Maju"
    assert cash(book) == 300_000
    assert pending.waiting(book) == []


def test_nobody_approves_what_she_asked_for(world, waits):
    with pytest.raises(Refused, match="tidak bisa menyetujui"):
        approved(waits, by_rina(world))


def test_it_is_decided_once(world, book, waits):
    approved(waits, by_adi(world))
    with pytest.raises(Refused, match="sudah diputuskan"):
        approved(waits, by_adi(world))
    with pytest.raises(Refused, match="sudah diputuskan"):
        pending.refuse(waits, reason="Terlambat", by=by_adi(world), at=NOW)
    assert Entry.objects.filter(book=book).count() == 2


def test_only_what_was_read_is_approved(world, waits):
    with pytest.raises(Refused, match="Yang Anda lihat"):
        approved(waits, by_adi(world), asked_hash="0" * 64)


@pytest.mark.tampers
def test_words_that_were_changed_meanwhile_are_not_approved(world, waits):
    Pending.objects.filter(pk=waits.pk).update(party="")
    waits.refresh_from_db()
    with pytest.raises(Refused, match="Yang Anda lihat"):
        approved(waits, by_adi(world))


@pytest.mark.parametrize("who", ["rina", "adi"])
def test_refused_or_withdrawn_the_money_is_free_again(world, book, waits, who):
    by = by_rina(world) if who == "rina" else by_adi(world)
    with pytest.raises(Refused, match="Tulis alasannya"):
        pending.refuse(waits, reason=" ", by=by, at=NOW)
    done = pending.refuse(waits, reason="Terlalu mahal", by=by, at=NOW)
    assert done.outcome == ("WITHDRAWN" if who == "rina" else "REFUSED")
    posted(world, book, purchase(1_000_000), minutes=1)


def test_what_waits_too_long_is_let_go(world, book, waits):
    late = TODAY + timedelta(days=pending.WAITS_DAYS + 1)
    with pytest.raises(Refused, match="terlalu lama"):
        approved(waits, by_adi(world), today=late)
    assert pending.expire(book, at=NOW, today=TODAY) == 0
    assert pending.expire(book, at=NOW, today=late) == 1
    posted(world, book, purchase(1_000_000), minutes=1)


def test_the_daily_tidying_lets_go_of_what_waited_too_long(world, book, waits, capsys):
    assert pending.let_go(world.here, NOW + timedelta(days=pending.WAITS_DAYS)) == 0
    assert pending.let_go(world.here, NOW + timedelta(days=pending.WAITS_DAYS + 1)) == 1
    assert pending.waiting(book) == []
    call_command("tidy")
    assert "0 requests nobody decided" in capsys.readouterr().out


def test_words_put_beside_an_emptied_salt_are_not_what_was_asked(waits):
    assert pending.is_as_asked(waits)
    waits.salt = ""
    assert not pending.is_as_asked(waits)
    waits.memo = waits.party = ""
    assert pending.is_as_asked(waits), "erased on request"
