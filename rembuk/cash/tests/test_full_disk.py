"""The disk of the village computer is full: nothing is half-written, and the page says so."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client

from rembuk.cash.tests import scenes
from rembuk.cash.tests.scenes import typed, url
from rembuk.ledger import reading
from rembuk.villages.models import Command

MANY = 400  # forms until the last free page of a small database is used up

ON_POSTGRESQL = """
    CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'could not extend file: No space left on device'
      USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER no_room BEFORE INSERT ON ledger_entry
      FOR EACH ROW EXECUTE FUNCTION no_room()"""


@pytest.fixture
def world(transactional_db):
    return scenes.world()


@contextmanager
def no_room_left():
    """SQLite gets no page more; PostgreSQL says what it says when a table cannot grow."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(ON_POSTGRESQL)
            try:
                yield
            finally:
                cursor.execute("DROP TRIGGER no_room ON ledger_entry; DROP FUNCTION no_room")
            return
        (pages,) = cursor.execute("PRAGMA page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")


@pytest.mark.slow
def test_money_that_has_no_room_is_not_written_and_the_page_says_so(world, purse):
    client = Client(raise_request_exception=False)
    client.force_login(world.rina)
    told, answer, sent = 0, None, {}
    with no_room_left():
        for _each in range(MANY):
            sent = typed(checked="1", resident_id="", memo="x" * 200)
            answer = client.post(url(world, "record_in"), sent)
            if answer.status_code != 302:
                break
            told += 1
        page = answer.content.decode()
        assert answer.status_code == 503
        assert "Komputer Rembuk penuh" in page
        assert "belum tersimpan" in page
        assert client.get(url(world, "purse")).status_code == 200, "what is there can be read"
    assert reading.totals(purse)[0] == 1 + told
    assert not Command.objects.filter(request_id=sent["request_id"]).exists()
    assert client.post(url(world, "record_in"), sent).status_code == 302  # the same form, later
    assert reading.totals(purse)[0] == 2 + told
