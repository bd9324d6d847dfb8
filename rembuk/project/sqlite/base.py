"""Django's SQLite, kept open, and a queue: who writes in this process is let in by turns.

SQLite lets one write at a time and makes the others try again after a sleep, longer each time, so
that somebody may wait for seconds while others pass him. Here they line up before they ask it.
Other processes (a command beside the server) still ask SQLite itself, which has the last word.
"""

from __future__ import annotations

import threading
from collections import deque
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError


class Line:
    """A lock that is given to those who wait in the order in which they came."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    @property
    def waiting(self) -> int:
        """How many stand in line."""
        return len(self._waiting)

    def enter(self, *, seconds: float) -> bool:
        """Wait for the turn, so long at most. Returns whether it came."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            mine = threading.Event()
            self._waiting.append(mine)
        if mine.wait(seconds):
            return True
        with self._guard:
            if mine.is_set():  # it came at the last moment
                return True
            self._waiting.remove(mine)
            return False

    def leave(self) -> None:
        """Hand the turn to who has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


_lines: dict[str, Line] = {}


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that waits for its turn before its transaction begins, and is kept.

    Kept from page to page, it is opened anew where a backup was put in the file's place.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._line: Line | None = None
        self._file: tuple[int, int] | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """As Django does it, and remember which file was opened."""
        connection = super().get_new_connection(conn_params)
        self._file = self._identity()
        return connection

    def is_usable(self) -> bool:
        """Say whether a kept connection still reads the file that stands under the name."""
        return self._file == self._identity()

    def _identity(self) -> tuple[int, int] | None:
        try:
            told = Path(str(self.settings_dict["NAME"])).stat()
        except OSError:  # in memory, or gone
            return None
        return told.st_dev, told.st_ino

    def _start_transaction_under_autocommit(self) -> None:
        name = str(self.settings_dict["NAME"])
        line = _lines.get(name) or _lines.setdefault(name, Line())
        if self._line is None:
            seconds = float(self.settings_dict["OPTIONS"].get("timeout", 5))
            if not line.enter(seconds=seconds):
                raise OperationalError("database is locked")
            self._line = line
        try:
            if self.queries_logged or self.execute_wrappers:
                super()._start_transaction_under_autocommit()  # type: ignore[misc]  # no stub
            else:  # what it does, without thirty calls around it: every writing waits for them
                with self.wrap_database_errors:
                    mode = self.transaction_mode or ""  # type: ignore[attr-defined]  # no stub
                    self.connection.execute(f"BEGIN {mode}")
        except BaseException:
            self._leave()
            raise

    def commit(self) -> None:
        """As Django does it, and the turn is the next one's."""
        super().commit()
        self._leave()

    def rollback(self) -> None:
        """As Django does it, and the turn is the next one's."""
        try:
            super().rollback()
        finally:
            self._leave()

    def close(self) -> None:
        """As Django does it, and the turn is the next one's."""
        try:
            super().close()
        finally:
            self._leave()

    def __del__(self) -> None:
        """Hand on the turn of a thread that ended in the middle, as SQLite does with its lock."""
        self._leave()

    def _leave(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.leave()
