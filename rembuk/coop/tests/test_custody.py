"""Without a licence that two people saw, a cooperative holds no savings that can be withdrawn."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from rembuk.coop import custody
from rembuk.coop.custody import Mode, Paper
from rembuk.coop.models import Licence, LicenceConfirmed
from rembuk.lib.errors import Refused
from rembuk.villages.tests.stories import NOW, TODAY

ISSUED = date(2026, 3, 2)
PAPER = Paper("SP-12/2026", ISSUED, "Menteri Koperasi lewat OSS")


def entered(coop, paper=PAPER):
    return custody.enter(group=coop.group, paper=paper, by=coop.by_chair, at=NOW, today=TODAY)


def test_a_licence_opens_nothing_until_somebody_else_confirmed_it(coop):
    assert custody.mode_of(coop.group, TODAY).mode == Mode.NOTES
    licence = entered(coop)
    assert not custody.mode_of(coop.group, TODAY).holds
    with pytest.raises(Refused, match="Orang lain"):
        custody.confirm(licence=licence, by=coop.by_chair, at=NOW)
    custody.confirm(licence=licence, by=coop.by_supervisor, at=NOW)
    found = custody.mode_of(coop.group, TODAY)
    assert (found.mode, found.licence) == (Mode.HOLDS, licence)
    assert custody.require_holding(coop.group, TODAY) == licence
    with pytest.raises(Refused, match="sudah"):
        custody.confirm(licence=licence, by=coop.by_supervisor, at=NOW)


def test_it_holds_from_its_day_until_it_ends(coop):
    licence = entered(coop)
    custody.confirm(licence=licence, by=coop.by_supervisor, at=NOW)
    ended = date(2026, 9, 1)
    custody.end(licence=licence, on=ended, why="Dicabut", by=coop.by_chair, at=NOW, today=TODAY)
    held = [date(2026, 3, 1), ISSUED, date(2026, 8, 31), ended]
    assert [custody.mode_of(coop.group, on).holds for on in held] == [False, True, True, False]
    with pytest.raises(Refused, match="belum punya izin"):
        custody.require_holding(coop.group, ended)


REFUSED = [
    (Paper(" ", ISSUED, "OSS"), "Tulis nomor"),
    (Paper("1", ISSUED, " "), "Tulis nomor"),
    (Paper("1", date(2026, 11, 21), "OSS"), "hari ini"),
    (PAPER, "sudah"),
]


@pytest.mark.parametrize(("paper", "says"), REFUSED)
def test_a_licence_that_cannot_be_is_refused(coop, paper, says):
    entered(coop)
    with pytest.raises(Refused, match=says):
        entered(coop, paper)


def test_the_database_itself_wants_two_people(coop):
    licence = entered(coop)
    alone = LicenceConfirmed(
        village=licence.village, licence=licence, entered_by=coop.chair, by=coop.chair, at=NOW
    )
    with (
        pytest.raises(IntegrityError, match="coop_licenceconfirmed_by_another"),
        transaction.atomic(),
    ):
        alone.save(force_insert=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        Licence.objects.update(number="9")


def test_an_ended_licence_is_not_confirmed_any_more(coop):
    licence = entered(coop)
    told = {"licence": licence, "by": coop.by_chair, "at": NOW, "today": TODAY}
    for on, why in ((date(2026, 3, 1), "x"), (date(2026, 11, 21), "x"), (TODAY, " ")):
        with pytest.raises(Refused):
            custody.end(on=on, why=why, **told)
    custody.end(on=TODAY, why="Dikembalikan", **told)
    with pytest.raises(Refused):
        custody.end(on=TODAY, why="Lagi", **told)
    with pytest.raises(Refused, match="berlaku sekarang"):
        custody.confirm(licence=licence, by=coop.by_supervisor, at=NOW)
