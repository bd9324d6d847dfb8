"""Doing things at the same moment, on either database.

Threads of one test share SQLite's in-memory database badly (it locks whole tables and does not
wait), so for them it is copied into a file, where it behaves as it does in use.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections


@contextmanager
def shared_by_threads(folder: Path) -> Iterator[None]:
    """Let threads work on what the test has committed so far; look at it with `at_once` too."""
    if connection.vendor != "sqlite":
        yield
        return
    file = folder / "race.sqlite3"
    with sqlite3.connect(file) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")  # as a kept file is; threads cannot switch together
    copy.close()
    settings = connections.settings["default"]
    before, settings["NAME"] = settings["NAME"], str(file)
    try:
        yield
    finally:
        settings["NAME"] = before


def at_once(work: Callable[[int], Any], *, times: int = 4) -> list[Any]:
    """Do the work in several threads that start together; return outcomes and exceptions."""
    ready, results = threading.Barrier(times), [None] * times

    def one(number: int) -> None:
        try:
            ready.wait(timeout=20)
            results[number] = work(number)
        except Exception as problem:  # noqa: BLE001 -- handed to the test, which looks at it
            results[number] = problem  # type: ignore[call-overload]  # a list of anything
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def alone(work: Callable[[], Any]) -> Any:
    """Do the work in one thread of its own, where the threads' database is seen."""
    (result,) = at_once(lambda _number: work(), times=1)
    if isinstance(result, Exception):
        raise result
    return result
