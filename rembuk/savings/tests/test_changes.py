"""Newer terms only after Siti was told, and never back; an account ends empty, with a reason."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from rembuk.cash import approving
from rembuk.lib.errors import Refused
from rembuk.savings import accounts, blocks, closing, earning, held, moving, products, runs, terms
from rembuk.savings.models import Closing, InterestLine, Promise
from rembuk.savings.models.products import Control, Method
from rembuk.savings.moving import Told
from rembuk.savings.products import Terms
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

QUERIES = 12
DECEMBER = date(2026, 12, 1)
TOLD = Told(TODAY, "Lewat telepon")


def address(kept, name, *more):
    group = kept.coop.group
    return reverse(f"savings:{name}", args=[group.village.slug, group.pk, *more])


def text(response):
    return response.content.decode()


@pytest.fixture
def siti(kept):
    """Siti's voluntary account at 6%, Rp500.000 in it, of which Rp20.000 stay."""
    account = kept.account(kept.member("Siti Aminah"), kept.product(lowest_rp=20_000))
    kept.brought(account, 500_000)
    return account


@pytest.fixture
def lower(kept, siti):
    """From July on the product promises 3%."""
    told = Terms(date(2026, 7, 1), 300, Method.DAILY, source="Rapat pengurus 2")
    return products.issue(product=siti.product, terms=told, by=kept.coop.by_chair, at=NOW)


def moved(kept, account, version, since=DECEMBER, told=TOLD):
    return moving.move(
        account=account, version=version, since=since, told=told, by=kept.coop.by_treasurer,
        at=NOW, today=TODAY,
    )  # fmt: skip


def closed(kept, account, reason="Tujuan tercapai"):
    return closing.close(
        book=kept.book, account=account, reason=reason, on=TODAY, signed=kept.signed(), today=TODAY
    )


def read(kept, account):
    found = accounts.in_group(kept.coop.group, account.pk)
    assert found is not None
    return found


def test_newer_terms_hold_from_their_month_and_what_was_before_stays(kept, siti, lower):
    assert moving.offered(read(kept, siti)) == [lower]
    moved(kept, siti, lower)
    account = read(kept, siti)
    rates = [accounts.promised(account, on).rate_bp for on in (TODAY, date(2026, 11, 30), DECEMBER)]
    assert rates == [600, 600, 300]
    assert moving.offered(account) == []
    earned = [one.version.rate_bp for one in earning.of_month(kept.book, DECEMBER)]
    assert earned == [300]
    with pytest.raises(Refused, match="lebih baru"):
        moved(kept, siti, lower, since=date(2027, 1, 1))


# What is wrong -> what the refusal says.
WRONG = [
    ({"told": Told(TODAY, " ")}, "bagaimana"),
    ({"told": Told(DECEMBER, "Telepon")}, "Beri tahu dulu"),
    ({"since": date(2026, 11, 1)}, "akan datang"),
    ({"since": date(2026, 12, 2)}, "akan datang"),
]


@pytest.mark.parametrize(("wrong", "says"), WRONG)
def test_terms_do_not_change_behind_her_back(kept, siti, lower, wrong, says):
    with pytest.raises(Refused, match=says):
        moved(kept, siti, lower, **wrong)
    assert Promise.objects.count() == 1


def test_terms_never_go_backwards_and_a_term_keeps_its_own(kept, siti, lower):
    first = siti.product.versions.get(rate_bp=600)
    moved(kept, siti, lower)
    with pytest.raises(Refused, match="lebih baru"):
        moved(kept, siti, first, since=date(2027, 1, 1))
    later = Terms(date(2027, 3, 1), 400, Method.DAILY, source="Rapat pengurus 3")
    version = products.issue(product=siti.product, terms=later, by=kept.coop.by_chair, at=NOW)
    with pytest.raises(Refused, match="berlaku kemudian"):
        moved(kept, siti, version, since=date(2027, 2, 1))
    term = kept.product(Control.TERM, name="Berjangka")
    placed, _entry = terms.place(
        book=kept.book, member=siti.member, product=term.product, signed=kept.signed(),
        placed=terms.Sum(1_000_000, TODAY, renews=True), today=TODAY,
    )  # fmt: skip
    with pytest.raises(Refused, match="tetap memakai janjinya"):
        moved(kept, read(kept, placed.account), term)


def test_what_is_in_it_is_paid_out_by_two_and_then_it_is_closed(kept, siti):
    asked = closed(kept, siti)
    assert asked.paid_rp == 500_000, "also what stays in it until she leaves"
    assert kept.stands(siti).closed_on is None
    with pytest.raises(Refused, match="menunggu orang kedua"):
        closed(kept, siti)
    kept.approved(asked.asked)
    stands = kept.stands(siti)
    assert (stands.own_rp, stands.closed_on) == (0, TODAY)
    with pytest.raises(Refused, match="sudah ditutup"):
        closed(kept, siti)
    with pytest.raises(Refused, match="Buka rekening lain"):
        kept.brought(siti, 1_000, on=TODAY)
    again = kept.account(siti.member, siti.product.versions.get(), on=TODAY)
    assert again.serial == siti.serial + 1


def test_who_did_not_agree_leaves_it_open_and_an_empty_one_closes_at_once(kept, siti):
    asked = closed(kept, siti).asked
    asked.book = kept.book
    approving.refuse(asked=asked, reason="Belum", by=kept.coop.by_chair, at=NOW)
    assert kept.stands(siti).closed_on is None
    kept.took(siti, 480_000)
    kept.approved(closed(kept, siti).asked)
    assert kept.stands(siti).closed_on == TODAY
    wati = kept.account(kept.member("Wati Ningsih"), siti.product.versions.get())
    assert closed(kept, wati).asked is None
    assert kept.stands(wati).closed_on == TODAY


def test_interest_after_closing_is_hers_to_take(kept, siti):
    kept.approved(closed(kept, siti).asked)
    for month in range(1, 11):
        run = runs.prepare(
            book=kept.book, month=date(2026, month, 1), key=uuid4(), by=kept.coop.by_treasurer,
            at=NOW, today=TODAY,
        )  # fmt: skip
        runs.check(book=kept.book, run=run, by=kept.coop.by_chair, at=NOW)
        runs.book_on(book=kept.book, run=run, at=NOW, today=TODAY)
    stands = kept.stands(siti)
    assert (
        stands.own_rp
        == stands.free_rp
        == sum(one.interest_rp for one in InterestLine.objects.all())
    )
    kept.took(siti, stands.own_rp)


def test_what_is_blocked_or_placed_is_not_closed_away(kept, siti):
    with pytest.raises(Refused, match="kenapa"):
        closed(kept, siti, reason=" ")
    wanted = blocks.Wanted(1_000, TODAY, "Jaminan")
    told = {"by": kept.coop.by_chair, "at": NOW, "today": TODAY}
    one = blocks.block(book=kept.book, account=siti, wanted=wanted, **told)
    with pytest.raises(Refused, match="diblokir"):
        closed(kept, siti)
    blocks.lift(blocked=one, reason="Lunas", **told)
    term = kept.product(Control.TERM, name="Berjangka")
    placed, _entry = terms.place(
        book=kept.book, member=siti.member, product=term.product, signed=kept.signed(),
        placed=terms.Sum(1_000_000, TODAY, renews=False), today=TODAY,
    )  # fmt: skip
    with pytest.raises(Refused, match="masuk ke rekening ini"):
        closed(kept, siti)
    with pytest.raises(Refused, match="Ada simpanan berjangka"):
        closed(kept, placed.account)


def test_the_database_refuses_what_cannot_be_and_words_are_erased(kept, siti, lower):
    moved(kept, siti, lower)
    asked = closed(kept, siti).asked
    facts = {"village": siti.village, "account": siti, "on": TODAY, "at": NOW}
    promise = {"village": siti.village, "account": siti, "version": lower, "at": NOW}
    empty = {"reason": "x", **facts, "account": kept.account(kept.member("Wati"), lower)}
    Closing.objects.create(**empty)
    broken = [
        (Closing(reason="", **facts), "closing_has_a_reason"),
        (Closing(reason="x", paid_rp=1, **facts), "closing_pays_what_is_asked"),
        (Closing(reason="x", asked=asked, **facts), "closing_pays_what_is_asked|UNIQUE"),
        (Closing(**empty), "closing_once|UNIQUE"),
        (Promise(since=date(2027, 5, 1), told_on=TODAY, **promise), "told_before_it_holds"),
        (Promise(since=date(2027, 5, 1), told="Telepon", **promise), "told_before_it_holds"),
        (Promise(since=date(2027, 5, 1), told="Telepon", told_on=date(2027, 5, 1), **promise),
         "told_before_it_holds"),
    ]  # fmt: skip
    for row, constraint in broken:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            row.save(force_insert=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        Closing.objects.all().delete()
    ids = [siti.member.resident_id]
    rows = [dict(row) for section in held.told(siti.village, ids) for row in section.rows]
    for words in ("Tujuan tercapai", "Lewat telepon"):
        assert any(words in row.values() for row in rows)
    held.erase(siti.village, ids, NOW)
    assert Closing.objects.get(asked=asked).reason == "-"
    assert {one.told for one in Promise.objects.filter(account=siti)} == {"", "-"}


# --- pages ----------------------------------------------------------------------------------------


def test_the_treasurer_moves_it_and_siti_reads_what_is_to_come(kept, siti, lower, opened):
    treasurer, url = opened(kept.coop.treasurer), address(kept, "move", siti.pk)
    assert "3% setahun, dijanjikan sejak" in text(treasurer.get(url))
    form = {"request_id": uuid4(), "version": lower.pk, "month": "12", "year": "2026",
            "told_on_which": "today", "how": "Lewat telepon"}  # fmt: skip
    late = treasurer.post(url, {**form, "month": "11", "request_id": uuid4()})
    assert late.status_code == 422
    assert "Lewat telepon" in text(late)
    with_terms = text(treasurer.post(url, form, follow=True))
    assert "Mulai 1 Desember 2026: 3% setahun" in with_terms
    assert treasurer.post(url, form).status_code == 302
    assert Promise.objects.filter(told="Lewat telepon").count() == 1
    assert "belum punya syarat yang lebih baru" in text(treasurer.get(url, follow=True))
    siti.member.resident.user = stories.user("siti", "Siti Aminah")
    siti.member.resident.save(update_fields=["user"])
    own = opened(siti.member.resident.user)
    page = text(own.get(reverse("books:book", args=[siti.member_id])))
    assert "Mulai 1 Desember 2026 3% setahun" in page


def test_the_treasurer_closes_it_and_the_page_says_so(kept, siti, opened):
    treasurer, url = opened(kept.coop.treasurer), address(kept, "close", siti.pk)
    assert "Rp500.000" in text(treasurer.get(url))
    form = {"request_id": uuid4(), "reason": "Pindah"}
    assert "menunggu orang kedua" in text(treasurer.post(url, form, follow=True)).lower()
    treasurer.post(url, form)
    asked = Closing.objects.get().asked
    asked.book = kept.book
    approving.approve(
        asked=asked, asked_hash=asked.asked_hash, by=kept.coop.by_chair, at=timezone.now(),
        today=timezone.localdate(),
    )  # fmt: skip
    page = text(treasurer.get(address(kept, "account", siti.pk)))
    assert "Ditutup" in page
    assert address(kept, "deposit", siti.pk) not in page
    deposits = text(treasurer.get(address(kept, "accounts") + "?for=deposit"))
    assert address(kept, "deposit", siti.pk) not in deposits


def test_siti_asks_where_her_interest_comes_from_and_nobody_else_may(kept, siti, opened):
    run = runs.prepare(
        book=kept.book, month=date(2026, 1, 1), key=uuid4(), by=kept.coop.by_treasurer, at=NOW,
        today=TODAY,
    )  # fmt: skip
    runs.check(book=kept.book, run=run, by=kept.coop.by_chair, at=NOW)
    runs.book_on(book=kept.book, run=run, at=NOW, today=TODAY)
    siti.member.resident.user = stories.user("siti", "Siti Aminah")
    siti.member.resident.save(update_fields=["user"])
    own = opened(siti.member.resident.user)
    number = run.batches.get().first_entry
    proof = reverse("goals:interest", args=[siti.member_id, number])
    book = reverse("books:book", args=[siti.member_id])
    assert proof in text(own.get(f"{book}?account={siti.code}"))
    with few_queries(QUERIES):
        page = text(own.get(proof))
    for words in ("Dari mana angka ini?", "1.808,2192", "Rp1.808", "PP 15/2009"):
        assert words in page
    assert "hasilnya lain" not in page
    assert own.get(reverse("goals:interest", args=[siti.member_id, number - 1])).status_code == 404
    wati = kept.coop.resident("Wati Ningsih")
    wati.user = stories.user("wati", "Wati Ningsih")
    wati.save(update_fields=["user"])
    assert opened(wati.user).get(proof).status_code == 404
