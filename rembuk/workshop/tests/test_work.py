"""Hasil jahit: who sewed how many, what it pays, and that each member can count it again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from rembuk.enterprise import members
from rembuk.enterprise.members import Joining
from rembuk.lib.errors import Refused
from rembuk.people import residents
from rembuk.people.residents import ResidentFacts
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries
from rembuk.workshop import orders, rates, stages, work
from rembuk.workshop.customers import Buyer
from rembuk.workshop.models import PieceRate, Stage, WorkOutput
from rembuk.workshop.orders import Line, Terms
from rembuk.workshop.work import Sewn

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
MARCH = {"since": date(2026, 3, 1), "until": date(2026, 3, 31)}


def said(world) -> dict[str, Any]:
    return {"by": world.by_adi, "at": NOW}


def member(world, name="Wati", on=date(2020, 1, 1), **more):
    joining = Joining(on, name=name, **more)
    return members.join(group=world.tailors, joining=joining, **said(world), today=TODAY)


def sewing(world, rate_rp=12_000, name="Jahit badan", since=date(2026, 1, 1)):
    told = {"name": name, "rate_rp": rate_rp, "since": since}
    return rates.begin(group=world.tailors, **told, **said(world))


def order(world, count=60, today=TODAY):
    return orders.take(
        group=world.tailors, customer=Buyer("SDN 1"), lines=[Line("Seragam SD", count, 85_000)],
        terms=Terms(today + timedelta(days=2)), **said(world), today=today,
    )  # fmt: skip


def done(world, who, what, pieces, *, for_=None, on=TODAY, **more):
    sewn = Sewn(who, what, pieces, **more)
    return work.record(group=world.tailors, order=for_, sewn=sewn, **said(world), today=on)


def test_good_pieces_are_paid_and_rejected_ones_when_they_are_put_right(world):
    wati, seam, uniforms = member(world), sewing(world), order(world)
    done(world, wati, seam, 20, for_=uniforms, rejected=3)
    assert work.pay_of(world.tailors, **MARCH) == {wati.pk: Fraction(204_000)}
    (told,) = work.progress(work.of_order(uniforms))
    assert (told.good, told.rejected) == (17, 3)
    done(world, wati, seam, 3, for_=uniforms, rework=True)
    assert work.pieces_of(world.tailors, **MARCH) == {wati.pk: 20}
    (told,) = work.progress(work.of_order(uniforms))
    assert (told.good, told.rejected) == (20, 0)
    (earned,) = work.sheet(world.tailors, **MARCH)
    assert (earned.pay_rp, earned.rejected, earned.lines[0].reworked) == (240_000, 3, 3)


def test_no_more_is_put_right_for_the_shelf_than_was_rejected_there(world):
    wati, seam = member(world), sewing(world)
    with pytest.raises(Refused, match="diperbaiki"):
        done(world, wati, seam, 50, rework=True)
    done(world, wati, seam, 10, rejected=2)
    done(world, wati, seam, 2, rework=True)
    with pytest.raises(Refused, match="diperbaiki"):
        done(world, wati, seam, 1, rework=True)


def test_each_day_is_paid_by_its_own_rate(world):
    wati, seam = member(world), sewing(world, 10_000)
    done(world, wati, seam, 1, on=TODAY)
    rates.change(operation=seam, rate_rp=12_000, since=TODAY + timedelta(days=1), **said(world))
    done(world, wati, seam, 1, on=TODAY + timedelta(days=1))
    rates.change(operation=seam, rate_rp=13_000, since=TODAY + timedelta(days=1), **said(world))
    assert work.pay_of(world.tailors, **MARCH) == {wati.pk: 23_000}
    assert [line.rate_rp for line in work.sheet(world.tailors, **MARCH)[0].lines] == [
        10_000,
        13_000,
    ]


def test_work_before_any_rate_is_told_and_pays_nothing_yet(world):
    wati, seam = member(world), sewing(world, since=date(2026, 3, 10))
    done(world, wati, seam, 5)
    (earned,) = work.sheet(world.tailors, **MARCH)
    assert (earned.pay_rp, earned.unpriced, earned.pieces) == (0, True, 5)
    assert work.pay_of(world.tailors, **MARCH) == {wati.pk: 0}


def test_what_is_taken_back_counts_nowhere(world):
    wati, seam = member(world), sewing(world)
    output = done(world, wati, seam, 5)
    work.take_back(output=output, **said(world))
    assert work.pay_of(world.tailors, **MARCH) == {}
    with pytest.raises(Refused, match="sudah diurungkan"):
        work.take_back(output=output, **said(world))


REFUSED = [
    ({"pieces": 0}, "berapa potong"),
    ({"pieces": 10_001}, "berapa potong"),
    ({"rejected": 6}, "lebih kecil"),
    ({"minutes": 0}, "kosongkan"),
    ({"rework": True}, "lebih kecil"),
    ({"pieces": 61}, "Periksa angkanya"),
]


@pytest.mark.parametrize(("wrong", "says"), REFUSED)
def test_what_cannot_have_been_sewn_is_told(world, wrong, says):
    wati, seam, uniforms = member(world), sewing(world), order(world)
    told = {"pieces": 5, **wrong}
    with pytest.raises(Refused, match=says):
        done(world, wati, seam, told.pop("pieces"), for_=uniforms, **told)


def test_only_members_sew_and_only_what_is_in_work(world):
    wati, seam, uniforms = member(world), sewing(world), order(world)
    members.leave(membership=wati, left_on=TODAY, why="MOVED", **said(world), today=TODAY)
    done(world, wati, seam, 1, for_=uniforms)  # on her last day
    with pytest.raises(Refused, match="bukan anggota"):
        done(world, wati, seam, 1, on=TODAY + timedelta(days=1))
    late = member(world, "Sri")
    orders.move(order=uniforms, to=Stage.DELIVERED, **said(world), today=TODAY)
    with pytest.raises(Refused, match="tidak sedang dikerjakan"):
        done(world, late, seam, 1, for_=uniforms)


def test_a_work_is_named_once_and_pays_something(world):
    sewing(world)
    with pytest.raises(Refused, match="sudah ada"):
        sewing(world, name=" jahit BADAN ")
    with pytest.raises(Refused, match="di atas Rp0"):
        sewing(world, 0, "Kancing")
    with pytest.raises(Refused, match="nama pekerjaannya"):
        sewing(world, name=" ")


BROKEN = [
    (WorkOutput, {"pieces": 0}, "workshop_workoutput"),
    (WorkOutput, {"rejected": 6}, "workshop_workoutput_rejects_what_was_done"),
    (WorkOutput, {"minutes": 0}, "workshop_workoutput_takes_a_minute"),
    (PieceRate, {"rate_rp": 1}, "append_only"),
]


@pytest.mark.parametrize(("model", "wrong", "rule"), BROKEN)
def test_the_database_refuses_it_too(world, model, wrong, rule):
    done(world, member(world), sewing(world), 5)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        model.objects.update(**wrong)


logs = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 50), st.integers(0, 50)), max_size=20)


@given(logs=logs)
def test_the_lines_of_a_sheet_add_up_to_the_pay(logs):
    """What a page shows line by line is what sewing.pay says, for whatever was sewn."""
    from rembuk.workshop import sewing

    paid = {"0": Fraction(700), "1": Fraction(1_250), "2": Fraction(12_000)}
    lines = {key: work.Line(key, int(rate)) for key, rate in paid.items()}
    sewn = []
    for op, pieces, told in logs:
        bad = min(told, pieces)
        sewn.append(sewing.Sewn("wati", str(op), pieces, bad))
        lines[str(op)].pieces += pieces
        lines[str(op)].rejected += bad
    assert sum(line.sum_rp for line in lines.values()) == sewing.pay(paid, sewn).get("wati", 0)


# --- pages ---


def address(world, name, *more):
    return reverse(f"workshop:{name}", args=[world.here.slug, world.tailors.pk, *more])


def text(answer):
    return answer.content.decode()


@pytest.fixture
def busy(world):
    """An order of today with Wati and one kind of work."""
    return member(world), sewing(world), order(world, today=timezone.localdate())


def press(client, url, **typed):
    return client.post(url, {"request_id": str(uuid4()), **typed}, follow=True)


def test_pieces_are_saved_with_one_form_and_undone_with_one_press(lastri, world, busy):
    wati, seam, uniforms = busy
    url = address(world, "record_output", uniforms.pk)
    page = text(press(lastri, url, membership=wati.pk, operation=seam.pk, pieces="20"))
    output = WorkOutput.objects.get()
    assert "Wati: 20 potong tercatat." in page
    back = address(world, "take_back_output", output.pk)
    assert back in page
    press(lastri, back)
    output.refresh_from_db()
    assert output.withdrawn_at is not None
    assert stages.stage_of(uniforms) == Stage.ORDERED


def test_what_is_missing_is_told_and_what_is_typed_stays(lastri, world, busy):
    wati, seam, uniforms = busy
    url = address(world, "record_output", uniforms.pk)
    answer = press(lastri, url, operation=seam.pk, pieces="2o")
    assert answer.status_code == 422
    for says in ("Pilih siapa yang membuat", "Isi berapa potong", 'value="2o"'):
        assert says in text(answer)
    answer = press(lastri, url, membership=wati.pk, operation=seam.pk, pieces="61")
    assert "Periksa angkanya" in text(answer)


def test_without_members_or_work_the_page_says_what_comes_first(lastri, world):
    url = address(world, "record_output_for_shelf")
    assert "Belum ada anggota" in text(lastri.get(url))
    member(world)
    assert address(world, "new_operation") in text(lastri.get(url))
    sent = {"name": "Potong kain", "rate_rp": "2.500", "since_which": "today"}
    page = text(press(lastri, address(world, "new_operation"), **sent))
    assert "Rp2.500 per potong" in page
    (made,) = rates.operations(world.tailors)
    url = address(world, "change_rate", made.pk)
    assert "Rp3.000 per potong" in text(press(lastri, url, rate_rp="3rb", since_which="today"))


def test_a_member_reads_her_own_pay_and_nobody_elses(world, client, busy):
    _wati, seam, _uniforms = busy
    user = stories.user("sri", "Sri")
    sri = residents.register(village=world.here, facts=ResidentFacts(name="Sri"), **said(world))
    sri.user = user
    sri.save(update_fields=["user"])
    mine = member(world, resident=sri)
    today = timezone.localdate()
    done(world, mine, seam, 7, on=today)
    done(world, busy[0], seam, 9, on=today)
    stories.appoint(user, Office.GROUP_MEMBER, group=world.tailors)
    client.force_login(user)
    page = text(client.get(address(world, "work")))
    assert "Rp84.000" in page
    assert "Wati" not in page
    own = text(client.get(address(world, "earned", mine.pk)))
    assert "7 × Rp12.000 = <b>Rp84.000</b>" in own
    assert client.get(address(world, "earned", busy[0].pk)).status_code == 404
    client.force_login(world.rina)
    assert "Rp192.000" in text(client.get(address(world, "work")))


def test_work_pages_ask_few_questions(lastri, world, busy):
    wati, seam, uniforms = busy
    for _each in range(10):
        done(world, wati, seam, 1, for_=uniforms, on=timezone.localdate())
    for page in (
        address(world, "work"), address(world, "earned", wati.pk), address(world, "rates"),
        address(world, "record_output", uniforms.pk), address(world, "choose_output"),
        address(world, "order", uniforms.pk), address(world, "capacity"),
    ):  # fmt: skip
        with few_queries():
            assert lastri.get(page).status_code == 200


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "x", ""])
def test_any_month_of_an_address_is_answered(lastri, world, month):
    assert lastri.get(address(world, "work"), {"month": month}).status_code == 200


def test_who_did_how_many_pieces_of_an_order_is_for_who_keeps_it(lastri, world, client):
    made = order(world)
    done(world, member(world), sewing(world), 7, for_=made)
    page = reverse("workshop:order", args=[world.here.slug, world.tailors.pk, made.pk])
    assert "Wati 7" in text(lastri.get(page))
    tari = stories.user("tari", "Tari")
    stories.appoint(tari, Office.GROUP_MEMBER, group=world.tailors)
    client.force_login(tari)
    assert "Wati" not in text(client.get(page))
