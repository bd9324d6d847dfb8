"""Money into Siti's account and out of it: never more than is free, out by two, block by block."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from rembuk.cash import approving
from rembuk.coop import custody, exits, passbook
from rembuk.coop.models import Member
from rembuk.ledger.models import Balance
from rembuk.lib.errors import Refused
from rembuk.savings import accounts, blocks, held
from rembuk.savings.blocks import Wanted
from rembuk.savings.models import Block, BlockLifted, Promise, SavingsAccount
from rembuk.savings.models.products import Control
from rembuk.savings.tests import scenes
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

QUERIES = 12
SUNDAY = date(2026, 11, 22)


def address(kept, name, *more):
    group = kept.coop.group
    return reverse(f"savings:{name}", args=[group.village.slug, group.pk, *more])


def text(response):
    return response.content.decode()


def blocked(kept, account, amount_rp, until=SUNDAY, reason="Jaminan pinjaman"):
    return blocks.block(
        book=kept.book, account=account, wanted=Wanted(amount_rp, until, reason),
        by=kept.coop.by_chair, at=NOW, today=TODAY,
    )  # fmt: skip


@pytest.fixture
def siti(kept):
    """Siti's voluntary account with Rp500.000; Rp20.000 stay in it until she leaves."""
    account = kept.account(kept.member("Siti Aminah"), kept.product(lowest_rp=20_000))
    kept.brought(account, 500_000)
    return account


def test_her_account_is_in_the_book_under_her_own_number(kept, siti):
    assert siti.code == "2101-000013.1"
    assert kept.stands(siti).own_rp == 500_000


def test_nobody_saves_without_a_licence_a_membership_or_pokok(kept, world):
    version = kept.product()
    wati = kept.coop.member("Wati Ningsih")
    with pytest.raises(Refused, match="simpanan pokok"):
        kept.account(wati, version)
    applicant = kept.coop.applicant("Tumini")
    with pytest.raises(Refused, match="bukan anggota"):
        kept.account(applicant, version)
    siti = kept.member("Siti Aminah")
    with pytest.raises(Refused, match="belum punya izin"):
        kept.account(siti, version, on=date(2025, 12, 31))
    account = kept.account(siti, version)
    with pytest.raises(Refused, match="sudah ada"):
        kept.account(siti, version)
    with pytest.raises(Refused, match="dibuka sesudahnya"):
        kept.brought(account, 1_000, on=date(2026, 1, 9))
    kept.brought(account, 50_000)
    custody.end(
        licence=kept.licence, on=TODAY, why="Dicabut", by=kept.coop.by_chair, at=NOW, today=TODAY
    )
    with pytest.raises(Refused, match="belum punya izin"):
        kept.brought(account, 1_000, on=TODAY)
    kept.took(account, 50_000)  # what is hers she gets back all the same
    assert kept.stands(account).own_rp == 0


def test_money_goes_out_only_when_two_agreed_and_never_more_than_is_free(kept, siti):
    asked = kept.asked(siti, 300_000)
    stands = kept.stands(siti)
    assert (stands.own_rp, stands.waits_rp, stands.free_rp) == (500_000, 300_000, 180_000)
    with pytest.raises(Refused, match=r"Rp180\.000"):
        kept.asked(siti, 180_001)
    told = {"asked": asked, "asked_hash": asked.asked_hash, "at": NOW, "today": TODAY}
    with pytest.raises(Refused, match="pengurus lain"):
        approving.approve(by=kept.coop.by_treasurer, **told)
    kept.approved(asked)
    assert kept.stands(siti).free_rp == 180_000
    kept.took(siti, 180_000)
    with pytest.raises(Refused, match="Rp0"):
        kept.asked(siti, 1)


def test_the_book_itself_refuses_a_balance_below_nought(kept, siti):
    with pytest.raises(IntegrityError, match="not_below_its_floor"), transaction.atomic():
        Balance.objects.filter(account__code=siti.code).update(
            own_rp=-1, debit_rp=500_001, credit_rp=500_000
        )


def test_blocked_money_stays_until_the_day_is_over_or_somebody_frees_it(kept, siti):
    one = blocked(kept, siti, 400_000)
    assert kept.stands(siti).free_rp == 80_000
    with pytest.raises(Refused, match=r"Rp400\.000 diblokir"):
        kept.asked(siti, 80_001)
    with pytest.raises(Refused, match="paling banyak"):
        blocked(kept, siti, 100_001)
    assert kept.stands(siti, on=date(2026, 11, 23)).free_rp == 480_000
    told = {"blocked": one, "by": kept.coop.by_chair, "at": NOW, "today": TODAY}
    with pytest.raises(Refused, match="kenapa"):
        blocks.lift(reason=" ", **told)
    blocks.lift(reason="Lunas", **told)
    with pytest.raises(Refused, match="sudah bebas"):
        blocks.lift(reason="Lagi", **told)
    assert kept.stands(siti).free_rp == 480_000
    for wanted, says in (((1, SUNDAY, " "), "kenapa"), ((1, date(2026, 11, 1), "x"), "sesudahnya")):
        with pytest.raises(Refused, match=says):
            blocked(kept, siti, *wanted)


def test_who_leaves_takes_her_savings_but_for_what_is_blocked(kept, siti):
    blocked(kept, siti, 100_000)
    figure = exits.figure(kept.book, siti.member, on=TODAY)
    assert {part.account: part.amount_rp for part in figure.has}[siti.code] == 400_000


def test_an_account_sleeps_once_nothing_moved_for_long(kept, siti):
    assert not kept.stands(siti, on=date(2027, 1, 10)).is_asleep
    assert kept.stands(siti, on=date(2027, 1, 11)).is_asleep
    kept.took(siti, 1_000)
    assert not kept.stands(siti, on=date(2027, 1, 11)).is_asleep


def test_the_database_refuses_what_cannot_be(kept, siti):
    village, by = siti.village, kept.coop.chair
    facts = {"village": village, "account": siti, "since": TODAY, "until": TODAY, "reason": "x",
             "by": by, "at": NOW}  # fmt: skip
    broken = [
        (Block(amount_rp=0, **facts), "savings_block_is_a_sum"),
        (Block(amount_rp=1, **{**facts, "until": date(2026, 1, 1)}), "ends_after_it_began"),
        (Block(amount_rp=1, **{**facts, "reason": ""}), "has_a_reason"),
        (SavingsAccount(village=village, member=siti.member, product=siti.product, serial=1,
                        opened_on=TODAY, at=NOW), "serial_once|UNIQUE"),
        (SavingsAccount(village=village, member=siti.member, product=siti.product, serial=0,
                        opened_on=TODAY, at=NOW), "serial_counts"),
        (Promise(village=village, account=siti, version=siti.product.versions.get(),
                 since=siti.opened_on, at=NOW), "once_a_day|UNIQUE"),
    ]  # fmt: skip
    for row, constraint in broken:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            row.save(force_insert=True)
    for model in (SavingsAccount, Promise):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all().delete()


# --- pages ----------------------------------------------------------------------------------------


def typed(amount, **more):
    return {"request_id": uuid4(), "amount_rp": amount, "on_0": "today", **more}


def test_the_treasurer_takes_money_in_with_five_taps(kept, siti, opened):
    treasurer = opened(kept.coop.treasurer)
    slug = kept.coop.group.village.slug
    record = text(treasurer.get(reverse("web:record", args=[slug])))  # 1: + Catat
    begin = reverse("savings:begin_deposit", args=[slug])
    assert begin in record
    there = treasurer.get(begin).url  # 2: Simpanan
    with few_queries(QUERIES):
        page = text(treasurer.get(there))
    deposit = address(kept, "deposit", siti.pk)
    assert deposit in page  # 3: her row
    form = typed("125.000", on_which="today")
    check = text(treasurer.post(deposit, form))  # 4: Lanjut
    assert "Rp125.000" in check, check
    saved = treasurer.post(deposit, {**form, "checked": "1"}, follow=True)  # 5: Simpan
    assert "Rp125.000" in text(saved)
    treasurer.post(deposit, {**form, "checked": "1"})
    assert kept.stands(siti).own_rp == 625_000


def test_money_out_waits_for_the_chair(kept, siti, opened):
    treasurer = opened(kept.coop.treasurer)
    url = address(kept, "withdraw", siti.pk)
    assert "Bisa diambil: Rp480.000" in text(treasurer.get(url))
    form = typed("480.001", on_which="today")
    page = treasurer.post(url, {**form, "checked": "1"})
    assert page.status_code == 422
    assert "hanya Rp480.000" in text(page)
    form = typed("100.000", on_which="today")
    asked = treasurer.post(url, {**form, "checked": "1"}, follow=True)
    assert "menunggu" in text(asked).lower()
    assert kept.stands(siti).waits_rp == 100_000


def test_an_account_is_opened_for_a_goal_and_shows_how_far_it_is(kept, opened):
    version = kept.product(Control.GOAL, name="Sekolah")
    siti = kept.member("Siti Aminah")
    treasurer = opened(kept.coop.treasurer)
    pick = text(treasurer.get(address(kept, "pick_member") + "?q=siti"))
    assert address(kept, "pick_product", siti.pk) in pick
    products = text(treasurer.get(address(kept, "pick_product", siti.pk)))
    url = address(kept, "open_account", siti.pk, version.product_id)
    assert url in products
    form = {"request_id": uuid4(), "on_which": "other", "on_parts_day": "10", "on_parts_month": "1",
            "on_parts_year": "2026", "name": "Sekolah Dimas",
            "target_rp": "1.200.000", "wanted_on_day": "1", "wanted_on_month": "4",
            "wanted_on_year": "2027"}  # fmt: skip
    late = treasurer.post(url, {**form, "wanted_on_year": "2026"})
    assert "akan datang" in text(late)
    assert not SavingsAccount.objects.exists()
    page = treasurer.post(url, form, follow=True)
    account = SavingsAccount.objects.get()
    assert page.redirect_chain[-1][0] == address(kept, "deposit", account.pk)
    kept.brought(account, 200_000, on=TODAY)
    with few_queries(QUERIES):
        told = text(treasurer.get(address(kept, "account", account.pk)))
    for words in ("Tinggal Rp1.000.000", "Rp166.667 sebulan", "2103-" not in told and "000013.1"):
        assert words in told
    aim = address(kept, "aim", account.pk)
    changed = {**form, "request_id": uuid4(), "target_rp": "200rb"}
    assert "Sudah tercapai" in text(treasurer.post(aim, changed, follow=True))


def test_the_chair_blocks_and_frees_and_only_who_keeps_sums_sees_it(kept, siti, opened):
    chair = opened(kept.coop.chair)
    form = {"request_id": uuid4(), "amount_rp": "50rb", "until_day": "1", "until_month": "12",
            "until_year": "2026", "reason": "Jaminan pinjaman"}  # fmt: skip
    url = address(kept, "block", siti.pk)
    page = text(chair.post(url, form, follow=True))
    assert "Jaminan pinjaman" in page
    lift = address(kept, "lift", siti.pk, Block.objects.get().pk)
    assert lift in page
    page = text(chair.post(lift, {"request_id": uuid4(), "reason": "Lunas"}, follow=True))
    assert "Lunas" in page
    assert kept.stands(siti).blocked_rp == 0
    budi = opened(kept.coop.world.budi)
    for name in ("account", "withdraw"):
        assert budi.get(address(kept, name, siti.pk)).status_code in {403, 404}
    assert budi.get(address(kept, "accounts")).status_code in {403, 404}


def test_siti_abroad_reads_her_account_in_her_own_book(kept, siti, opened):
    siti.member.resident.user = stories.user("siti", "Siti Aminah")
    siti.member.resident.save(update_fields=["user"])
    client = opened(siti.member.resident.user)
    book = reverse("books:book", args=[siti.member_id])
    with few_queries(QUERIES):
        page = text(client.get(book))
    assert "Rp500.000" in page
    assert "Sukarela: bisa diambil kapan saja 000013.1" in page
    lines = text(client.get(f"{book}?account={siti.code}"))
    assert "Rp500.000" in lines.partition("passbook")[2]
    her = Member.objects.get(pk=siti.member_id)
    assert passbook.has_line(kept.book, her, number=2, on=TODAY)


def test_what_is_held_is_told_and_words_are_erased(kept, siti):
    one = blocked(kept, siti, 1_000)
    blocks.lift(blocked=one, reason="Bu Wati membayar", by=kept.coop.by_chair, at=NOW, today=TODAY)
    ids = [siti.member.resident_id]
    rows = [dict(row) for section in held.told(siti.village, ids) for row in section.rows]
    assert any("Jaminan pinjaman" in row.values() for row in rows)
    held.erase(siti.village, ids, NOW)
    assert (Block.objects.get().reason, BlockLifted.objects.get().reason) == ("-", "-")
    assert held.staying(siti.village, ids) == {"savings_accounts": 1}
    with pytest.raises(DatabaseError), transaction.atomic():
        Block.objects.update(reason="x")


def test_in_notes_mode_nothing_is_opened(world):
    kept = scenes.savings(world, licensed=False)
    with pytest.raises(Refused, match="belum punya izin"):
        kept.account(kept.member("Siti Aminah"), kept.product())
    assert accounts.of(kept.coop.group).count() == 0
