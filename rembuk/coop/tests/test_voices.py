"""Objections are heard without a name and answered for all; promises count and show nobody."""

from __future__ import annotations

from itertools import combinations
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from rembuk.cash import purse
from rembuk.coop import dues, held, joining, objections, path, paying, pledges
from rembuk.coop.checklist import MEETING_HELD
from rembuk.coop.dues import Due, Terms
from rembuk.coop.models import Objection, ObjectionAnswer, PathDuty, Pledge
from rembuk.coop.objections import Voice
from rembuk.coop.tests import scenes
from rembuk.ledger.posting import Signed
from rembuk.lib.errors import Refused
from rembuk.people import merging
from rembuk.villages.models import AuditEntry, Command
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

LEASTS = st.lists(st.integers(1, 12), max_size=9)


def address(coop, name, *more):
    return reverse(f"coop:{name}", args=[coop.group.village.slug, coop.group.pk, *more])


def signed_in(coop, name, username):
    resident = coop.resident(name)
    resident.user = stories.user(username, name)
    resident.save(update_fields=["user"])
    return resident


def promised(coop, name, least, *, may_invite=False):
    return pledges.pledge(
        group=coop.group, resident=coop.resident(name), least=least, may_invite=may_invite,
        by=coop.world.by_adi, at=NOW,
    )  # fmt: skip


def count(coop):
    return pledges.count(coop.group, on=TODAY)


# --- the largest group that agrees ---


@given(LEASTS)
def test_the_largest_content_set_is_found(leasts):
    everybody = range(len(leasts))
    by_trying = max(
        size
        for size in range(len(leasts) + 1)
        if any(all(leasts[one] <= size for one in some) for some in combinations(everybody, size))
    )
    found = joining.largest(leasts)
    assert found == by_trying
    assert sum(least <= found for least in leasts) == found, "its people are those content with it"


@given(LEASTS, st.integers(1, 12))
def test_one_more_promise_never_loses_anybody(leasts, least):
    assert joining.largest(leasts) <= joining.largest([*leasts, least]) <= len(leasts) + 1


# --- promises ---


def test_nothing_is_told_until_it_is_enough(coop):
    for number in range(4):
        promised(coop, f"Orang {number}", 1)
    assert (count(coop).total, count(coop).is_enough) == (None, False)
    for number in range(4, 8):
        promised(coop, f"Orang {number}", 9)
    assert (count(coop).total, count(coop).joined, count(coop).is_enough) == (8, 4, False)
    promised(coop, "Ragu", 40, may_invite=True)
    assert not count(coop).is_enough
    promised(coop, "Siti Aminah", 9, may_invite=True)
    assert (count(coop).total, count(coop).joined, count(coop).is_enough) == (10, 9, True)
    assert [one.name for one in pledges.invited(coop.group, on=TODAY)] == ["Siti Aminah"]


def test_a_person_promises_once_and_takes_it_back(coop):
    siti = signed_in(coop, "Siti Aminah", "siti")
    by = {"group": coop.group, "resident": siti, "at": NOW}
    for least in (5, 20):
        pledges.pledge(least=least, may_invite=False, by=coop.world.by_adi, **by)
    assert pledges.mine(pledges.standing(coop.group), siti).least == 20
    assert Pledge.objects.filter(ended_at__isnull=True).count() == 1
    pledges.take_back(**by)
    assert pledges.mine(pledges.standing(coop.group), siti) is None
    with pytest.raises(Refused, match="Tidak ada janji"):
        pledges.take_back(**by)
    for least in (0, 10_001):
        with pytest.raises(Refused, match="mulai 1"):
            pledges.pledge(least=least, may_invite=False, by=coop.world.by_adi, **by)


def test_two_records_of_one_person_count_once(coop):
    for number in range(5):
        promised(coop, f"Orang {number}", 1)
    one, other = coop.resident("Tumini"), coop.resident("Tumini B")
    for who in (one, other):
        pledges.pledge(group=coop.group, resident=who, least=1, may_invite=False,
                       by=coop.world.by_adi, at=NOW)  # fmt: skip
    assert count(coop).total == 7
    merging.merge(kept=one, merged=other, choices={}, by=coop.world.by_adi, at=NOW)
    assert (count(coop).total, count(coop).joined) == (6, 6)


def test_no_money_moves_before_enough_people_join(coop):
    book = purse.open_purse(
        group=coop.group, beginning=purse.Beginning(TODAY, 0, 500_000),
        signed=Signed(by=coop.by_chair, at=NOW, request_id=uuid4()), today=TODAY,
    )  # fmt: skip
    terms = Terms(TODAY, 50_000, 10_000, source="AD")
    dues.agree(group=coop.group, terms=terms, by=coop.by_chair, at=NOW)
    siti = coop.member("Siti Aminah")

    def bring():
        payment = paying.Payment(siti, Due.WAJIB, 1_000)
        signed = Signed(by=coop.by_treasurer, at=NOW, request_id=uuid4())
        return paying.record(book=book, payments=[payment], on=TODAY, signed=signed, today=TODAY)

    bring()  # nobody promised anything: no condition
    promised(coop, "Ragu", 20)
    with pytest.raises(Refused, match="sebelum itu"):
        bring()
    for number in range(9):
        promised(coop, f"Orang {number}", 9)
    bring()
    told = {"group": coop.group, "by": coop.by_chair, "at": NOW, "today": TODAY}
    for step in ("idea_spoken", "explained", "enough_promised"):
        path.mark(told=path.Mark(step, "DONE", TODAY), **told)
    path.choose_route(chosen=path.Chosen("OWN", "Rapat", TODAY), **told)
    path.mark(told=path.Mark(MEETING_HELD, "DONE", TODAY, signed=scenes.founders(coop, 9)), **told)
    Pledge.objects.filter(least=9).update(ended_at=NOW)
    bring()  # founded: what was promised before is behind them
    with pytest.raises(Refused, match="sudah didirikan"):
        promised(coop, "Terlambat", 1)


def test_siti_promises_from_abroad_and_sees_only_what_all_see(coop, opened):
    siti = signed_in(coop, "Siti Aminah", "siti")
    for number in range(6):
        promised(coop, f"Orang {number}", 3 + number)
    client = opened(siti.user)
    form = {"request_id": uuid4(), "least": "15", "may_invite": "on"}
    for _twice in range(2):
        page = client.post(reverse("books:pledge", args=[coop.group.pk]), form, follow=True)
    text = page.content.decode()
    assert "Janji Anda terhitung" in text
    assert "7 orang sudah berjanji" in text
    assert "Belum cukup yang berjanji" in text
    assert "Orang 1" not in text
    assert Pledge.objects.get(resident=siti).may_invite
    with few_queries():
        client.get(reverse("books:idea", args=[coop.group.pk]))
    back = reverse("books:take_back_pledge", args=[coop.group.pk])
    client.post(back, {"request_id": uuid4()})
    assert pledges.mine(pledges.standing(coop.group), siti) is None


def test_only_the_facilitator_writes_promises_down_and_no_page_shows_them(coop, opened):
    promised(coop, "Wati Ningsih", 17, may_invite=True)
    wati = coop.resident("Tumini")
    assert opened(coop.chair).get(address(coop, "promises")).status_code == 403
    adi = opened(coop.world.adi)
    form = {"request_id": uuid4(), "name": "Tumini", "resident_id": wati.pk, "least": "23"}
    page = adi.post(address(coop, "pledge_for"), form, follow=True).content.decode()
    assert Pledge.objects.filter(resident=wati, least=23).exists()
    for told in (page, adi.get(address(coop, "path")).content.decode()):
        assert "Wati" not in told
        assert "Tumini" not in told


def test_a_promise_is_told_to_its_person_and_goes_with_her(coop):
    made = promised(coop, "Siti Aminah", 17)
    village, ids = coop.group.village, [made.resident_id]
    rows = [dict(row) for part in held.told(village, ids) for row in part.rows]
    assert any("17" in row.values() for row in rows)
    held.erase(village, ids, NOW)
    made.refresh_from_db()
    assert (made.least, made.ended_at) == (1, NOW)


# --- objections ---


def test_what_siti_says_without_a_name_leaves_none(coop, opened):
    siti = signed_in(coop, "Siti Aminah", "siti")
    form = {
        "request_id": uuid4(), "kind": "CAPITAL", "said": "Takut uang tidak kembali",
        "voice": "nameless",
    }  # fmt: skip
    page = opened(siti.user).post(
        reverse("books:object_to", args=[coop.group.pk]), form, follow=True
    )
    text = page.content.decode()
    assert "Sudah didengar" in text
    assert "Takut uang tidak kembali" not in text, "her own words are for who answers"
    one = Objection.objects.get()
    assert (one.resident, one.by) == (None, None)
    assert Command.objects.get(kind="coop.object").by_id is None
    assert not AuditEntry.objects.filter(verb="coop.objection_told").exists()
    assert objections.counted(coop.group)[0][1:] == (1, 0)


def test_who_wishes_so_is_known_to_those_who_answer_and_to_nobody_else(coop, opened):
    siti = signed_in(coop, "Siti Aminah", "siti")
    form = {"request_id": uuid4(), "kind": "QUARREL", "said": "Nanti ribut", "voice": "named"}
    opened(siti.user).post(reverse("books:object_to", args=[coop.group.pk]), form)
    one = Objection.objects.get()
    assert one.resident == siti
    member = stories.user("tumini", "Tumini")
    stories.appoint(member, Office.GROUP_MEMBER, group=coop.group)
    answer = address(coop, "answer_objection", one.pk)
    said = {"request_id": uuid4(), "said": "Suara sama", "done": "Tertulis di ART"}
    assert opened(member).post(answer, said).status_code == 403
    for user, seen in ((coop.chair, True), (member, False)):
        client = opened(user)
        if seen:
            client.post(answer, said)
        with few_queries():
            page = client.get(address(coop, "objections")).content.decode()
        assert ("Siti Aminah" in page, "Nanti ribut" in page) == (seen, seen)
        assert "Tertulis di ART" in page
    held.erase(coop.group.village, [siti.pk], NOW)
    one.refresh_from_db()
    assert one.said == "-"


def test_an_objection_waits_on_hari_ini_until_it_is_answered(coop, opened):
    heard = objections.tell(
        group=coop.group, voice=Voice("UNHEARD", "Tidak diundang"), by=coop.world.by_adi, at=NOW,
        on=TODAY,
    )  # fmt: skip
    today, link = reverse("web:today", args=[coop.group.village.slug]), address(coop, "objections")
    assert link in opened(coop.world.adi).get(today).content.decode()
    assert link not in opened(coop.world.rina).get(today).content.decode()
    objections.answer(objection=heard, said="Maaf", done="", by=coop.by_chair, at=NOW)
    assert link not in opened(coop.world.adi).get(today).content.decode()
    with pytest.raises(Refused, match="Tulis jawabannya"):
        objections.answer(objection=heard, said=" ", done="", by=coop.by_chair, at=NOW)
    for change in (Objection.objects.update, ObjectionAnswer.objects.update):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(said="lain")


BROKEN = [
    (Objection, {"kind": "X", "said": "x", "on": TODAY}, "objection_kind_known"),
    (Objection, {"kind": "OTHER", "said": "", "on": TODAY}, "objection_says_something"),
    (Objection, {"kind": "OTHER", "said": "x", "on": TODAY, "source": "x", "resident": 1},
     "objection_published_is_nobodys"),
    (Pledge, {"least": 0, "at": NOW, "resident": 1}, "pledge_least_counts"),
    (Pledge, {"least": 2, "at": NOW, "ended_at": NOW.replace(year=2020), "resident": 1},
     "pledge_ends_after_it_began"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "facts", "constraint"), BROKEN)
def test_the_database_refuses_what_cannot_be(coop, model, facts, constraint):
    if "resident" in facts:
        facts = facts | {"resident": coop.resident("Siti Aminah")}
    row = model(village=coop.group.village, group=coop.group, **facts)
    with pytest.raises(IntegrityError, match=f"coop_{constraint}"), transaction.atomic():
        row.save(force_insert=True)


def test_what_was_promised_and_owed_never_goes(coop):
    made = promised(coop, "Siti Aminah", 5)
    owed = path.owe(group=coop.group, step="explained", name="Wati", resident=None,
                    by=coop.by_chair, at=NOW, today=TODAY)  # fmt: skip
    mine, hers = Pledge.objects.filter(pk=made.pk), PathDuty.objects.filter(pk=owed.pk)
    for change, constraint in (
        (lambda: mine.update(least=6), "pledge_number_stays"),
        (lambda: mine._raw_delete("default"), "pledge_never_deleted"),
        (lambda: hers.update(step="nib"), "pathduty_stays"),
        (lambda: hers._raw_delete("default"), "pathduty_never_deleted"),
    ):
        with pytest.raises(DatabaseError, match=f"coop_{constraint}"), transaction.atomic():
            change()
    mine.update(ended_at=NOW)
    with pytest.raises(DatabaseError, match="coop_pledge_stays_ended"), transaction.atomic():
        mine.update(ended_at=None)


def test_the_database_itself_keeps_one_promise_of_each(coop):
    made = promised(coop, "Siti Aminah", 5)
    again = Pledge(village=made.village, group=made.group, resident=made.resident, least=2, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)
