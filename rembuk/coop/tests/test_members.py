"""Who becomes a member of a cooperative, by which steps, and who names whom."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from rembuk.cash import sheets
from rembuk.coop import held, members, passbook, register, standing, trusted
from rembuk.coop.models import Member, MemberStep, State, Trusted
from rembuk.coop.trusted import Named
from rembuk.forum import gathering, meetings, rules
from rembuk.forum.meetings import Somebody
from rembuk.lib.errors import Refused
from rembuk.villages.audit import sentence
from rembuk.villages.models import AuditEntry
from rembuk.villages.tests.stories import NOW, TODAY

JOINED, LATER = date(2026, 1, 5), date(2026, 6, 1)

# Steps after the application -> where they leave her.
STANDS = [
    ([], State.APPLICANT),
    (["ADMITTED"], State.ACTIVE),
    (["ADMITTED", "ABROAD"], State.ABROAD),
    (["ADMITTED", "ABROAD", "BACK"], State.ACTIVE),
    (["ADMITTED", "ABROAD", "LEFT"], State.LEFT),
    (["LEFT"], State.LEFT),
    (["ADMITTED", "DIED"], State.DECEASED),
    (["ADMITTED", "LEFT", "DIED"], State.DECEASED),
    (["ADMITTED", "DISMISSED"], State.DISMISSED),
    (["ADMITTED", "LEFT", "APPLIED"], State.APPLICANT),
    (["ADMITTED", "DISMISSED", "APPLIED", "ADMITTED"], State.ACTIVE),
]


@pytest.mark.parametrize(("kinds", "state"), STANDS)
def test_steps_leave_a_member_where_the_list_says(coop, kinds, state):
    member = coop.applicant("Siti Aminah")
    for kind in kinds:
        coop.step(member, kind, reason="Rapat pengurus")
    assert members.state_of(member, on=TODAY) == state
    (found,) = members.of(coop.group, on=TODAY)
    assert members.state_told(found) == state
    assert members.counted(coop.group, on=TODAY) == {state: 1}


CANNOT = [
    (["BACK"], "calon"),
    (["ADMITTED", "APPLIED"], "Pilih"),
    (["ADMITTED", "ABROAD", "ABROAD"], "pulang"),
    (["ADMITTED", "DIED", "BACK"], "meninggal"),
    (["ADMITTED", "LEFT", "ADMITTED"], "mendaftar"),
    (["DISMISSED"], "calon"),
]


@pytest.mark.parametrize(("kinds", "says"), CANNOT)
def test_a_step_that_cannot_follow_is_refused(coop, kinds, says):
    member = coop.applicant("Siti Aminah")
    for kind in kinds[:-1]:
        coop.step(member, kind, reason="Rapat")
    with pytest.raises(Refused, match=says):
        coop.step(member, kinds[-1], reason="Rapat")


def test_numbers_count_up_and_who_comes_back_keeps_hers(coop):
    siti, wati = coop.member("Siti Aminah"), coop.member("Wati Ningsih")
    assert [siti.number, wati.number] == ["000013", "000021"]
    coop.step(siti, "LEFT", on=LATER, reason="Pindah")
    again = members.apply(
        group=coop.group, resident=siti.resident, on=LATER, by=coop.by_chair, at=NOW, today=TODAY
    )
    assert (again.pk, again.number) == (siti.pk, "000013")
    assert Member.objects.count() == 2


def test_nobody_applies_twice_nor_to_another_group(coop):
    siti = coop.member("Siti Aminah")
    told = {"resident": siti.resident, "by": coop.by_chair, "at": NOW, "today": TODAY}
    with pytest.raises(Refused):
        members.apply(group=coop.group, on=TODAY, **told)
    with pytest.raises(Refused, match="koperasi"):
        members.apply(group=coop.world.tailors, on=TODAY, **told)


def test_days_run_forward_and_reasons_are_asked(coop):
    siti = coop.member("Siti Aminah", on=LATER)
    with pytest.raises(Refused, match="setelahnya"):
        coop.step(siti, "ABROAD", on=date(2026, 5, 31))
    with pytest.raises(Refused, match="hari ini"):
        coop.step(siti, "ABROAD", on=date(2026, 11, 21))
    with pytest.raises(Refused, match="alasan"):
        coop.step(siti, "LEFT", on=TODAY)


def test_the_last_step_is_taken_back_and_stays_visible(coop):
    siti = coop.member("Siti Aminah")
    coop.step(siti, "LEFT", on=LATER, reason="Salah orang")
    first, _admitted, left = members.steps_of(siti)
    told = {"by": coop.by_chair, "at": NOW}
    with pytest.raises(Refused, match="terakhir"):
        members.take_back(step=first, reason="x", **told)
    with pytest.raises(Refused, match="Tulis"):
        members.take_back(step=left, reason=" ", **told)
    members.take_back(step=left, reason="Yang keluar Siti lain", **told)
    assert members.state_of(siti, on=TODAY) == State.ACTIVE
    assert members.state_told(members.of(coop.group, on=TODAY)[0]) == State.ACTIVE
    assert [one.kind for one in members.history_of(siti)] == ["LEFT", "ADMITTED", "APPLIED"]
    with pytest.raises(Refused):
        members.take_back(step=left, reason="lagi", **told)


def test_a_member_abroad_still_votes_and_a_leaver_does_not(coop):
    siti, wati = coop.member("Siti Aminah"), coop.member("Wati Ningsih")
    coop.step(siti, "ABROAD", on=LATER)
    coop.step(wati, "LEFT", on=LATER, reason="Pindah")
    assert [one.pk for one in members.now(coop.group, on=TODAY)] == [siti.pk]
    assert len(members.now(coop.group, on=date(2026, 5, 31))) == 2
    members.require_member(siti, on=TODAY)
    with pytest.raises(Refused, match="Wati Ningsih bukan anggota"):
        members.require_member(wati, on=TODAY)
    assert members.since_of(siti, on=TODAY) == date(2026, 1, 5)
    assert members.since_of(wati, on=TODAY) is None


def test_a_number_with_one_wrong_digit_finds_nobody(coop):
    siti = coop.member("Siti Aminah")
    assert members.by_number(coop.group, "000-013") == siti
    with pytest.raises(Refused, match="keliru"):
        members.by_number(coop.group, "000014")
    with pytest.raises(Refused, match="Tidak ada"):
        members.by_number(coop.group, "000021")


def test_members_are_found_by_number_and_by_name(coop):
    siti, wati = coop.member("Siti Aminah"), coop.member("Wati Ningsih")
    everybody = members.of(coop.group, on=TODAY)
    assert list(members.find(everybody, "ami")) == [siti]
    assert list(members.find(everybody, "21")) == [wati]
    assert list(members.find(everybody, "zzz")) == []


def test_an_heir_may_be_anybody_and_a_contact_is_of_the_registry(coop):
    siti, wati = coop.member("Siti Aminah"), coop.resident("Wati Ningsih")
    told = {"member": siti, "by": coop.by_chair, "at": NOW}
    trusted.name(named=Named("HEIR", "anak", name="Dimas"), **told)
    trusted.name(named=Named("HEIR", "ibu", resident=wati), **told)
    with pytest.raises(Refused, match="data warga"):
        trusted.name(named=Named("CONTACT", "tetangga", name="Bu Tin"), **told)
    with pytest.raises(Refused, match="anggota itu sendiri"):
        trusted.name(named=Named("CONTACT", "diri", resident=siti.resident), **told)
    trusted.name(named=Named("CONTACT", "ibu", resident=wati), **told)
    assert {(one.role, one.name) for one in trusted.now(siti)} == {
        ("HEIR", "Wati Ningsih"), ("CONTACT", "Wati Ningsih")
    }  # fmt: skip
    assert list(passbook.mine(wati)) == [siti]
    assert Trusted.objects.filter(ended_at__isnull=False).count() == 1


def test_nobody_makes_herself_a_reader_and_who_reads_may_be_ended(coop):
    siti, wati = coop.member("Siti Aminah"), coop.resident("Wati Ningsih")
    chair = coop.resident("Ketua")
    chair.user = coop.chair
    chair.save()
    told = {"member": siti, "by": coop.by_chair, "at": NOW}
    with pytest.raises(Refused, match="pengurus lain"):
        trusted.name(named=Named("CONTACT", "teman", resident=chair), **told)
    trusted.name(named=Named("CONTACT", "ibu", resident=wati), **told)
    assert [one.name for one in trusted.now(siti)] == ["Wati Ningsih"]
    trusted.end(role="CONTACT", **told)
    assert list(trusted.now(siti)) == list(passbook.mine(wati)) == []
    assert AuditEntry.objects.filter(verb="coop.trusted_ended").count() == 1
    with pytest.raises(Refused, match="Buka lagi"):
        trusted.end(role="CONTACT", **told)


def test_the_trail_tells_steps_in_sentences(coop):
    siti = coop.member("Siti Aminah")
    lines = AuditEntry.objects.filter(verb__startswith="coop.").order_by("pk")
    assert [sentence(line) for line in lines][-1].endswith("anggota Siti Aminah: Diterima")
    assert lines[0].resident_id == siti.resident_id


def test_the_register_has_a_row_for_everybody_who_ever_had_a_number(coop):
    siti = coop.member("Siti Aminah")
    coop.step(siti, "LEFT", on=LATER, reason="Pindah ke Metro")
    coop.applicant("=Wati")
    rows = list(register.rows(coop.group, on=TODAY))
    assert rows[0] == [
        "000013", "Siti Aminah", "", "Keluar dari koperasi", "5 Januari 2026",
        "5 Januari 2026", "1 Juni 2026", "Pindah ke Metro",
    ]  # fmt: skip
    assert rows[1][3] == "Calon anggota"
    assert register.as_pdf(coop.group, on=TODAY, printed="x", at=NOW).startswith(b"%PDF")
    assert register.as_xlsx(coop.group, on=TODAY).startswith(b"PK")


BROKEN = [
    ("coop_member", "serial = 0", "serial_counts"),
    ("coop_member", "number = '17'", "number_six_digits"),
    ("coop_trusted", "name = ''", "has_a_name"),
    ("coop_trusted", "role = 'FRIEND'", "role_known"),
    ("coop_trusted", "role = 'CONTACT', resident_id = NULL", "a_contact_can_sign_in"),
    ("coop_trusted", "ended_at = '2000-01-01 00:00:00+00'", "ends_after_naming"),
]


@pytest.mark.parametrize(("table", "change", "constraint"), BROKEN)
def test_the_database_refuses_what_cannot_be(coop, table, change, constraint):
    siti = coop.member("Siti Aminah")
    named = Named("HEIR", "ibu", name="Wati")
    trusted.name(member=siti, named=named, by=coop.by_chair, at=NOW)
    with (
        pytest.raises(IntegrityError, match=f"{table}_{constraint}"),
        transaction.atomic(), connection.cursor() as cursor,
    ):  # fmt: skip
        cursor.execute(f"UPDATE {table} SET {change}")


def test_nobody_is_twice_in_the_register_and_names_two_heirs(coop):
    siti = coop.member("Siti Aminah")
    again = Member(
        village=coop.group.village, group=coop.group, resident=siti.resident, serial=9,
        number="000090",
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)
    for _each in range(2):
        trusted.name(member=siti, named=Named("HEIR", "ibu", name="Wati"), by=coop.by_chair, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Trusted.objects.update(ended_at=None)


def test_steps_are_never_changed_nor_deleted(coop):
    coop.member("Siti Aminah")
    with pytest.raises(DatabaseError), transaction.atomic():
        MemberStep.objects.update(kind="LEFT")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM coop_memberstep")


def test_what_is_held_of_a_person_is_told_and_erased(coop):
    siti = coop.member("Siti Aminah")
    coop.step(siti, "LEFT", on=LATER, reason="Sakit")
    trusted.name(member=siti, named=Named("HEIR", "ibu", name="Wati"), by=coop.by_chair, at=NOW)
    ids = [siti.resident_id]
    steps, named, *_others = held.told(coop.group.village, ids)
    assert len(steps.rows) == 3
    assert dict(named.rows[0])["Nama"] == "Wati"
    held.erase(coop.group.village, ids, NOW)
    assert not MemberStep.objects.exclude(reason="").exists()
    assert "Wati" not in Trusted.objects.get().name
    assert held.staying(coop.group.village, ids) == {"coop_register": 1, "coop_exits": 0}


def test_every_state_is_reached_and_every_step_has_a_rule():
    assert {state for _before, state in standing.FOLLOWS.values()} == set(State)
    assert set(standing.FOLLOWS) == set(MemberStep.Kind) - {MemberStep.Kind.TAKEN_BACK}


def test_a_meeting_of_the_cooperative_is_counted_by_its_register(coop):
    names = ("Siti Aminah", "Wati Ningsih", "Yuni Rahayu", "Tari Lestari")
    people = [coop.member(name) for name in names]
    coop.step(people[0], "ABROAD", on=TODAY)
    coop.step(people[1], "LEFT", on=TODAY, reason="Pindah")
    coop.applicant("Eka Putri")
    terms = rules.Terms("1/2>", "1/3", 14, "AD pasal 12")
    rules.record(group=coop.group, terms=terms, since=JOINED, by=coop.by_chair, at=NOW)
    came = [Somebody(one.name, one.resident_id) for one in people[1:3]]
    meeting = meetings.record(
        group=coop.group, facts=meetings.Facts(TODAY, "Rapat anggota", present=came),
        by=coop.by_chair, at=NOW, today=TODAY,
    )  # fmt: skip
    found = gathering.of(meeting, meeting.present.all())
    assert (found.members, found.present, found.first_minimum) == (3, 1, 2)
    assert sheets.members_page(coop.group) == "coop:members"
