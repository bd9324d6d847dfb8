"""Whether something broke because a disk is full, as SQLite, PostgreSQL or the system say it."""

from __future__ import annotations

import errno
import sqlite3

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
DISK_FULL = "53100"  # PostgreSQL's own word for it
# SQLite's: a page more, or what the first to open the file has to put beside it.
SQLITE_FULL = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE})


def is_full(broken: BaseException | None) -> bool:
    """Say whether a full disk is the cause, or the cause of a cause."""
    seen: set[int] = set()
    while broken is not None and id(broken) not in seen:
        seen.add(id(broken))
        if isinstance(broken, OSError) and broken.errno in NO_ROOM:
            return True
        if getattr(broken, "sqlstate", None) == DISK_FULL:
            return True
        if getattr(broken, "sqlite_errorcode", None) in SQLITE_FULL:
            return True
        broken = broken.__cause__ or broken.__context__
    return False
