"""The roster as its chair and a member see it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from rembuk.duty import absences, records, rosters
from rembuk.duty.models import Mark, Roster, Rule, Swap, TurnPhoto
from rembuk.duty.templatetags.duty import state_on
from rembuk.duty.views import making
from rembuk.enterprise.tests.drawn import photo
from rembuk.villages.models import Group
from rembuk.villages.tests.counting import few_queries

TODAY = timezone.localdate()


@pytest.fixture
def kept(herd):
    """A herd that lives today, with a roster in force since this morning."""
    herd.today, herd.at = TODAY, timezone.now()
    herd.agree(people_a_day=2)
    herd.roster(days=10, first_on=TODAY)
    return herd


def url(herd, name, *more):
    return reverse(f"duty:{name}", args=[herd.world.here.slug, herd.group.pk, *more])


def send(client, address, **typed):
    return client.post(address, {"request_id": uuid4(), **typed}, follow=True)


def text(response):
    return response.content.decode()


def day(field, on):
    return {f"{field}_day": on.day, f"{field}_month": on.month, f"{field}_year": on.year}


def test_the_chair_ends_a_roster_and_a_member_shows_her_turn_with_a_photo(kept, client):
    client.force_login(kept.chair.user)
    roster = Roster.objects.get()
    assert "Akhiri lebih awal" in text(client.get(url(kept, "roster", roster.pk)))
    end = url(kept, "end_roster", roster.pk)
    wrong = send(client, end, **day("last_on", TODAY), why="")
    assert wrong.status_code == 422
    page = text(send(client, end, **day("last_on", TODAY), why="Panen padi"))
    assert "Berakhir lebih awal" in page
    assert "Panen padi" in page
    assert "Akhiri lebih awal" not in page
    turn = records.turns_of(kept.group)[0]
    client.force_login(kept.users[turn.holder.name])
    assert "Sudah, dengan foto" in text(client.get(url(kept, "turn", turn.pk)))
    add = url(kept, "new_photo", turn.pk)
    for data, says in ((b"halo", "bukan foto"), (None, "Pilih foto")):
        file = {"photo": SimpleUploadedFile("f.jpg", data, "image/jpeg")} if data else {}
        answer = send(client, add, **file)
        assert answer.status_code == 422
        assert says in text(answer)
    sent_file = SimpleUploadedFile("f.jpg", photo(), "image/jpeg")
    page = text(send(client, add, photo=sent_file))
    one = TurnPhoto.objects.get()
    assert url(kept, "small_photo", one.pk) in page
    assert Mark.objects.get().kind == "DONE"
    assert client.get(url(kept, "photo", one.pk))["Content-Type"] == "image/jpeg"
    assert "Foto sudah dibuang." in text(send(client, url(kept, "remove_photo", one.pk)))
    assert client.get(url(kept, "small_photo", one.pk)).status_code == 404


def test_the_chair_writes_down_what_was_agreed_and_asks_for_a_roster(herd, client):
    client.force_login(herd.chair.user)
    assert "Belum ada kesepakatan" in text(client.get(url(herd, "week")))
    agreed = send(
        client, url(herd, "agree"), people_a_day="2", heavy_days=["6"], heavy_halves="3",
        at_most_turns="", at_most_days="", consequence="MAKE_UP", extra_halves="1",
        **day("since", TODAY),
    )  # fmt: skip
    assert "2 orang sehari" in text(agreed)
    assert "Minggu dihitung 1½ giliran" in text(agreed)
    page = send(
        client, url(herd, "ask_roster"), weeks="2", **day("first_on", TODAY + timedelta(days=1))
    )
    assert "Jadwal sedang disusun" in text(page)
    asked = Roster.objects.get()
    making.work(asked)  # the thread begins when the request is written; here it never is
    page = text(client.get(url(herd, "roster", asked.pk)))
    assert "Terbukti paling adil: selisih paling besar 0 giliran" in page
    page = send(client, url(herd, "put_in_force", asked.pk))
    assert "Jadwal berlaku." in text(page)
    assert records.turns_of(herd.group).count() == 28


def test_the_work_is_shown_and_can_be_stopped(herd, client):
    herd.agree()
    client.force_login(herd.chair.user)
    first = TODAY + timedelta(days=1)
    send(client, url(herd, "ask_roster"), weeks="2", **day("first_on", first))
    asked = Roster.objects.get()
    progress = making.progress_of(asked)
    assert progress is not None
    assert progress.best_halves is None
    page = client.get(url(herd, "roster", asked.pk), headers={"HX-Request": "true"})
    assert "hx-trigger" in text(page)
    assert "<h1" not in text(page)
    send(client, url(herd, "stop_roster", asked.pk))
    making.work(asked)  # the thread finds that nobody waits for it
    asked.refresh_from_db()
    assert (asked.state, asked.turns.count()) == (Roster.State.STOPPED, 0)
    again = client.get(url(herd, "roster", asked.pk), headers={"HX-Request": "true"})
    assert (again.status_code, again.headers["HX-Refresh"]) == (204, "true")


def test_a_roster_that_does_not_fit_names_what_would_help(kept, client):
    kept.agree(people_a_day=2, at_most_turns=1, at_most_days=4)
    asked = kept.ask(days=8)
    client.force_login(kept.chair.user)
    page = text(client.get(url(kept, "roster", asked.pk)))
    assert "Tidak ada jadwal yang cocok" in page
    assert "Dengan paling banyak 2 giliran dalam 4 hari, jadwal bisa disusun." in page


def test_a_member_marks_her_turn_on_hari_ini_with_one_press(kept, client):
    turn = records.turns_of(kept.group).filter(on=TODAY).first()
    client.force_login(turn.holder.resident.user)
    today = reverse("web:today", args=[kept.world.here.slug])
    page = text(client.get(today))
    address = url(kept, "mark_done", turn.pk)
    assert f'action="{address}"' in page
    assert "Giliran Anda: Mencari pakan" in page
    page = text(send(client, address))
    assert "sudah selesai. Terima kasih." in page
    assert f'action="{address}"' not in page
    mark = Mark.objects.get()
    assert url(kept, "undo_mark", mark.pk) in page
    send(client, url(kept, "undo_mark", mark.pk))
    assert records.kept_one(turn).mark is None


def test_the_chair_marks_for_others_on_their_behalf(kept, client):
    one, other = records.turns_of(kept.group).filter(on=TODAY)
    client.force_login(kept.chair.user)
    page = send(client, url(kept, "cover", one.pk), doer=_free(kept, one, other).pk, note="")
    assert "atas nama" in text(page)
    assert "digantikan" in text(page)
    page = send(client, url(kept, "mark_missed", other.pk), note="Sakit")
    assert "tidak dikerjakan: Sakit" in text(page)


def _free(herd, *turns):
    holders = {turn.holder_id for turn in turns}
    return next(one for one in herd.people.values() if one.pk not in holders)


def test_two_swap_and_both_see_it_on_hari_ini(kept, client):
    mine = kept.turns("Joko")[-1]
    client.force_login(kept.users["Joko"])
    form = client.get(url(kept, "ask_swap", mine.pk))
    theirs = next(t for t in kept.turns("Karto") if f'value="{t.pk}"' in text(form))
    page = text(send(client, url(kept, "ask_swap", mine.pk), other=theirs.pk))
    assert "Berlaku bila keduanya setuju" in page
    swap = Swap.objects.get()
    today = reverse("web:today", args=[kept.world.here.slug])
    assert "Anda meminta tukar giliran kepada Karto" in text(client.get(today))
    assert url(kept, "accept_swap", swap.pk) not in text(client.get(url(kept, "swap", swap.pk)))
    client.force_login(kept.users["Karto"])
    assert "Joko meminta tukar giliran dengan Anda" in text(client.get(today))
    page = text(send(client, url(kept, "accept_swap", swap.pk)))
    assert "Giliran sudah ditukar." in page
    mine.refresh_from_db()
    assert mine.holder.name == "Karto"


def test_why_somebody_is_away_is_read_by_herself_alone(kept, client):
    kept.agree()
    client.force_login(kept.users["Joko"])
    away = TODAY + timedelta(days=20)
    typed = {"member": kept.people["Joko"].pk, "reason": "Berobat ke kota"}
    page = send(
        client, url(kept, "be_away"), **typed, **day("first_on", away), **day("last_on", away)
    )
    assert "Berobat ke kota" in text(page)
    for user in (kept.users["Karto"], kept.chair.user, kept.world.adi):
        client.force_login(user)
        page = text(client.get(url(kept, "absences")))
        assert "Joko" in page
        assert "Berobat" not in page
    assert absences.of(kept.group).get().reason == "Berobat ke kota"


def test_every_number_of_the_strip_opens_its_turns_and_shows_no_rank(kept, client):
    client.force_login(kept.users["Joko"])
    page = text(client.get(url(kept, "fairness")))
    roster = Roster.objects.get()
    names = [page.index(name) for name in sorted(kept.people)]
    assert names == sorted(names)
    address = url(kept, "made_of", roster.pk, kept.people["Karto"].pk)
    assert f'{address}?what=held">5' in page
    assert "5 giliran" in text(client.get(f"{address}?what=held"))
    assert client.get(f"{address}?what=shame").status_code == 404


def test_the_roster_prints_for_the_wall(kept, client):
    client.force_login(kept.users["Joko"])
    answer = client.get(url(kept, "print_roster", Roster.objects.get().pk))
    assert answer.content.startswith(b"%PDF")


def test_a_roster_is_called_after_the_trade_before_anything_is_agreed(herd, client):
    client.force_login(herd.users["Joko"])
    for trade, title in (("GOATS", "Jadwal pakan"), ("SEWING", "Jadwal giliran")):
        Group.objects.filter(pk=herd.group.pk).update(trade=trade)
        assert f"<h1>{title}</h1>" in client.get(url(herd, "week")).content.decode()


def test_a_roster_whose_last_day_has_been_is_over():
    roster = Roster(state=Roster.State.IN_FORCE, first_on=TODAY, last_on=TODAY)
    assert [state_on(roster, TODAY + timedelta(days=days)) for days in (0, 1)] == [
        "Berlaku", "Selesai",
    ]  # fmt: skip


@pytest.mark.parametrize("page", ["week", "month", "fairness", "agreed", "absences", "rosters"])
def test_the_pages_ask_few_questions(kept, client, page):
    for turn in records.turns_of(kept.group).filter(on=TODAY):
        kept.done(turn)
    client.force_login(kept.users["Joko"])
    client.get(url(kept, page))
    with few_queries():
        client.get(url(kept, page))


@pytest.mark.parametrize("name", ["agree", "pair", "ask_roster"])
def test_only_who_runs_the_group_decides(kept, client, name):
    client.force_login(kept.users["Joko"])
    assert client.get(url(kept, name)).status_code == 403
    assert Rule.objects.count() == 1
    client.force_login(kept.chair.user)
    assert client.get(url(kept, name)).status_code == 200


def test_wrong_input_stays_on_the_form_and_says_what_to_do(kept, client):
    client.force_login(kept.chair.user)
    kind = {"people_a_day": "2", "heavy_halves": "4", "extra_halves": "1"}
    page = client.post(
        url(kept, "agree"),
        {"request_id": uuid4(), **kind, "consequence": "FINE", **day("since", TODAY)},
    )
    assert page.status_code == 422
    assert "Tulis denda yang disepakati." in text(page)
    early = {"weeks": "4", **day("first_on", TODAY - timedelta(days=3))}
    page = client.post(url(kept, "ask_roster"), {"request_id": uuid4(), **early})
    assert page.status_code == 422
    assert rosters.of(kept.group).count() == 1
