"""Time-ordered ids, made by the application.

An id is 63 bits: milliseconds since 2023-11-14 in the upper 43, a counter in the lower 20.
The counter starts at a random place each millisecond, so several processes rarely meet, and the
primary key refuses the rest. Made here and not by the database, a row keeps its id when its
village moves to another server (docs/adr/0004-ids.md).

A clock can be set back, and a computer with an empty battery wakes up years ago. Ids then stay
unlike each other, but not in order from one process to the next: where the order of rows decides
something, their writer takes `id_after` the last of them.
"""

from __future__ import annotations

import itertools
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EPOCH_MS = 1_700_000_000_000
COUNTER_BITS = 20
LOST_BITS = 40  # room for ids of a clock that stands before EPOCH_MS: the first 17 minutes after it
_lock = threading.Lock()
_last = 0


def _next_from_clock() -> int:
    global _last
    now = (time.time_ns() // 1_000_000 - EPOCH_MS) << COUNTER_BITS
    with _lock:
        if now > _last:
            _last = _somewhere_in(now)
        elif _last == 0:  # the clock says that Rembuk is not written yet
            _last = 1 + (int.from_bytes(os.urandom(8)) >> (64 - LOST_BITS))
        else:
            _last += 1
        return _last


def _somewhere_in(millisecond: int) -> int:
    # Half of the counter's room stays free for the rest of this millisecond.
    return millisecond | int.from_bytes(os.urandom(4)) >> (33 - COUNTER_BITS)


_make: Callable[[], int] = _next_from_clock


def new_id() -> int:
    """Return a new positive 63-bit id, larger than every earlier one of this process."""
    return _make()


def id_after(earlier: int) -> int:
    """Return a new id that is larger than an earlier one too, whatever the clock says by now."""
    made = new_id()
    return (
        made if made > earlier else _somewhere_in(((earlier >> COUNTER_BITS) + 1) << COUNTER_BITS)
    )


@contextmanager
def counted_from(first: int) -> Iterator[None]:
    """Hand out first, first + 1, ... inside the block: the same demo twice has the same ids."""
    global _make
    counter = itertools.count(first)
    earlier, _make = _make, lambda: next(counter)
    try:
        yield
    finally:
        _make = earlier
