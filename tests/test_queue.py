"""Who wants to write waits in line: nobody is passed by somebody who came later."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing

import pytest
from django.db import connection, connections, transaction

from rembuk.accounts.models import User
from rembuk.project.sqlite.base import DatabaseWrapper, Line
from rembuk.villages.tests import races


def test_the_turn_goes_to_who_has_waited_longest():
    line, served = Line(), []
    assert line.enter(seconds=1)

    def come(number):
        line.enter(seconds=20)
        served.append(number)
        line.leave()

    threads = [threading.Thread(target=come, args=(number,)) for number in range(6)]
    for there, thread in enumerate(threads, 1):
        thread.start()
        until = time.monotonic() + 20
        while line.waiting < there and time.monotonic() < until:
            time.sleep(0.001)
    line.leave()
    for thread in threads:
        thread.join(20)
    assert served == [0, 1, 2, 3, 4, 5]


def test_who_gave_up_is_left_out_and_holds_nobody_up():
    line = Line()
    assert line.enter(seconds=1)
    assert not line.enter(seconds=0.01)
    line.leave()
    assert line.enter(seconds=0.01)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_breaks_off_hands_the_turn_on(tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL lets many write at once")

    def work(number):
        if number == 0:
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                assert 1 / 0
        if number == 1:
            transaction.atomic().__enter__()
            connections.close_all()  # as at the end of a request that broke off
            return number
        User.objects.create_user(f"u{number}", None, name="Wati")
        return number

    with races.shared_by_threads(tmp_path):
        assert sorted(races.at_once(work, times=4), key=str) == [0, 1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_a_kept_connection_is_opened_anew_where_a_backup_took_the_files_place(tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL is no file")
    kept = tmp_path / "village.sqlite3"
    told = {**connections["default"].settings_dict, "NAME": str(kept), "CONN_MAX_AGE": 600}
    ours = DatabaseWrapper(told, "default")

    def asked():
        ours.close_if_unusable_or_obsolete()
        with ours.cursor() as cursor:
            return cursor.execute("SELECT name FROM desa").fetchone()[0]

    def written(path, name):
        with closing(sqlite3.connect(path)) as file, file:
            file.execute("CREATE TABLE desa (name text)")
            file.execute("INSERT INTO desa VALUES (?)", [name])

    try:
        written(kept, "lama")
        assert asked() == "lama"
        first = ours.connection
        assert asked() == "lama"
        assert ours.connection is first  # not opened twice for two pages
        written(tmp_path / "backup.sqlite3", "baru")
        (tmp_path / "backup.sqlite3").replace(kept)
        assert asked() == "baru"
    finally:
        ours.close()
