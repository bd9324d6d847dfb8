"""Commands cut off at every boundary, one after another: what is left is as before, or all of it.

    python -m rembuk.ledger.tests.boundaries DATABASE VILLAGE MODULE EVERY

MODULE has ACTS: what sets a scene and returns the command that is cut off. A boundary lies before
each statement (on SQLite those of triggers too), before the commit, and between the commit and the
reply. EVERY 1 takes all of them, EVERY 8 an eighth, and always the last ones. Then the disk is
full at one place after another, of the first act only when it has to be short. Each time the same
form is sent again: it is done exactly once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

Command = Callable[[UUID], object]
State = dict[str, list[tuple[Any, ...]]]
ROOMS = {"villages", "ledger", "cash", "messaging"}  # which keep money, or tell of it
SHORT = 24  # every so many boundaries; `--proof` takes more, from 24 on all
LAST = 3  # boundaries around the commit that are never left out
NO_ROOM = 7  # how a child ends that was told so
A_PAGE = 4096  # bytes by which the disk grows from one try to the next, or a few times that


def cut_off(village: Any, folder: Path, module: str, *, proof: int) -> list[dict[str, Any]]:
    """Run this as a process, within `races.shared_by_threads(folder)`; what it tells of acts."""
    from django.db import connection

    name = connection.settings_dict["NAME"]
    database = str(folder / "race.sqlite3") if connection.vendor == "sqlite" else str(name)
    words = [database, village.slug, module, str(max(1, SHORT // proof))]
    told = subprocess.run(
        [sys.executable, "-m", "rembuk.ledger.tests.boundaries", *words],
        cwd=Path(__file__).parents[3], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr[-3000:]
    return [json.loads(line) for line in told.stdout.splitlines()]


def main(database: str, slug: str, module: str, every: str) -> int:
    """Cut off every act; prints a line for each: where, and how often."""
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    django.setup()
    from rembuk.villages.models import Village

    village = Village.objects.get(slug=slug)
    for place, (name, act) in enumerate(import_module(module).ACTS.items()):
        trial = Trial(village=village, act=act)
        told = {"act": name, **trial.killed(int(every))}
        if int(every) < SHORT or not place:
            told |= trial.without_room((int(every) + 3) // 4)
        print(json.dumps(told), flush=True)  # noqa: T201 -- read by the test
    return 0


class Trial:
    """One act, cut off again and again."""

    def __init__(self, *, village: Any, act: Callable[[Any], Command]) -> None:
        self.village, self.act = village, act
        self.came: Counter[str] = Counter()  # the rows that the command writes, by table

    def killed(self, every: int) -> dict[str, int]:
        """Kill it at the boundaries, up to the first that leaves it done; returns how many."""
        from rembuk.ledger.tests.faults import Kill

        counted = Kill()
        self.once(counted)
        there = counted.count() - LAST
        chosen = range(every, there, every)
        left = {self.once(Kill(n)) for n in chosen}
        assert left <= {"before"}
        at = max(there, 1)
        while self.once(Kill(at)) == "before":
            at += 1
        return {"boundaries": at, "tried": len(chosen) + at - there + 1}

    def without_room(self, every: int) -> dict[str, int]:
        """Let the disk be full at one place after another; returns how often it was."""
        from django.db import connection

        from rembuk.ledger.tests.faults import BytesLeft, NoRoomIn

        if connection.vendor == "sqlite":
            full = 0
            while self.once(BytesLeft(full * every * A_PAGE)) == "before":
                full += 1
            return {"full": full}
        tables = [name for name, rows in self.came.items() if rows] + ["ledger_balance"]
        places = [(name, late) for name in tables for late in (False, True)]
        left = [self.once(NoRoomIn(name, at_commit=late)) for name, late in places]
        assert left == ["before"] * len(places), left
        return {"full": len(places)}

    def once(self, fault: Any) -> str:
        """Let it happen once, look at what is left, send it again; says what was left."""
        from rembuk.ledger.tests.faults import Fault

        command, key = self.act(self.village), uuid4()
        before = self.state()
        self.child(command, key, fault)
        left = self.state(proven=True)
        self.child(command, key, Fault())
        after = self.state(proven=True)
        assert left in (before, after), "written by halves"
        came = Counter({name: len(rows) - len(before[name]) for name, rows in after.items()})
        self.came = self.came or came
        assert came == self.came, f"not exactly once: {+(came - self.came)} {+(self.came - came)}"
        return "before" if left == before else "after"

    def child(self, command: Command, key: UUID, fault: Any) -> None:
        """Do it in a process of its own, which the fault ends, or nothing does."""
        from rembuk.ledger.tests.faults import Fault

        with fault.outside():
            child = os.fork()
            if not child:
                self._do(command, key, fault)
            _child, status = os.waitpid(child, 0)
        ended = os.waitstatus_to_exitcode(status)
        assert ended == 0 or (ended in (-9, NO_ROOM) and type(fault) is not Fault), ended

    def _do(self, command: Command, key: UUID, fault: Any) -> None:
        """Be the child: it never comes back from here."""
        from django.db import OperationalError

        from rembuk.ledger.tests.faults import NoRoom, disk_has_room_again
        from rembuk.villages import tenancy

        ended = 1
        try:
            fault.begin()
            with tenancy.inside(self.village):
                command(key)
            fault.end()
            ended = 0
        except (OperationalError, NoRoom):
            disk_has_room_again()
            ended = NO_ROOM
        except BaseException:  # noqa: BLE001 -- whatever it is, the parent hears of it
            traceback.print_exc()
        finally:
            os._exit(ended)

    def state(self, *, proven: bool = False) -> State:
        """Read every row there is, and let the books prove themselves."""
        from django.apps import apps
        from django.db import connection

        from rembuk.ledger import checks
        from rembuk.ledger.models import Book
        from rembuk.villages import tenancy

        models = [one for one in apps.get_models() if one._meta.app_label in ROOMS]
        with tenancy.inside(self.village):
            for book in Book.objects.select_related("village") if proven else ():
                assert checks.check_book(book) == []
            rows = {one._meta.db_table: _rows(one._meta.db_table) for one in models}
        connection.close()  # a child that is born with a connection would share it
        return rows


def _rows(table: str) -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
        return list(cursor.fetchall())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
