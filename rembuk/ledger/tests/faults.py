"""What can happen to who writes: killed between two statements, or no room on the disk."""

from __future__ import annotations

import mmap
import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.db import connection, transaction


class NoRoom(Exception):
    """What an act raises that got the page of a full disk."""


class Fault:
    """Nothing happens. Others say what does, around a child process or in it."""

    @contextmanager
    def outside(self) -> Iterator[None]:
        """Set it up for everybody, while the child runs."""
        yield

    def begin(self) -> None:
        """Set it up in the child, before its command."""

    def end(self) -> None:
        """Happen in the child after its command, before the reply."""


class Kill(Fault):
    """The process is killed (-9) at a boundary; 0 for none, then they are only counted."""

    def __init__(self, at: int = 0) -> None:
        self.at, self.memory = at, mmap.mmap(-1, 8)  # which the parent reads too

    def count(self) -> int:
        return int.from_bytes(self.memory[:8], "big")

    def end(self) -> None:
        now = self.count() + 1
        self.memory[:8] = now.to_bytes(8, "big")
        if now == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def begin(self) -> None:
        """Notice each statement; on PostgreSQL each journey to the server and each commit too."""
        connection.ensure_connection()
        if connection.vendor == "sqlite":
            connection.connection.set_trace_callback(lambda _statement: self.end())
            return
        import psycopg

        for owner, names in (
            (psycopg.Cursor, ("execute", "executemany")),
            (psycopg.Connection, ("commit",)),
            (psycopg.Pipeline, ("sync",)),
        ):
            for name in names:
                setattr(owner, name, self._noticed(getattr(owner, name)))

    def _noticed(self, plain: Callable) -> Callable:
        def noticed(*args, **named):
            self.end()
            return plain(*args, **named)

        return noticed


class BytesLeft(Fault):
    """SQLite: no file gets longer than so many bytes, its log among them."""

    def __init__(self, most: int) -> None:
        self.most = most

    def begin(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.most, resource.RLIM_INFINITY))


class NoRoomIn(Fault):
    """PostgreSQL says what it says when a table cannot grow: at once, or when it commits."""

    def __init__(self, table: str, *, at_commit: bool) -> None:
        self.table = table
        self.when = (
            f"CREATE CONSTRAINT TRIGGER no_room AFTER INSERT OR UPDATE ON {table}"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION no_room()"
            if at_commit
            else f"CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION no_room()"
        )

    @contextmanager
    def outside(self) -> Iterator[None]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE"
                " EXCEPTION 'could not extend file: No space left on device'"
                f" USING ERRCODE = 'disk_full'; END $$; {self.when}"
            )
        connection.close()  # a child that is born with a connection would share it
        try:
            yield
        finally:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"DROP TRIGGER no_room ON {self.table}; DROP FUNCTION no_room")
            connection.close()


def disk_has_room_again() -> None:
    """Lift what BytesLeft has set."""
    with suppress(ValueError):
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
