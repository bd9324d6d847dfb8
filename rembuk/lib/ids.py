"""Time-ordered ids, made by the application.

An id is 63 bits: milliseconds since 2023-11-14 in the upper 43, a counter in the lower 20.
The counter starts at a random place each millisecond, so several processes rarely meet, and the
primary key refuses the rest. Made here and not by the database, a row keeps its id when its
village moves to another server (docs/adr/0004-ids.md).
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
_lock = threading.Lock()
_last = 0


def _next_from_clock() -> int:
    global _last
    now = (time.time_ns() // 1_000_000 - EPOCH_MS) << COUNTER_BITS
    with _lock:
        if now > _last:
            # Half of the counter's room stays free for the rest of this millisecond.
            _last = now | int.from_bytes(os.urandom(4)) >> (33 - COUNTER_BITS)
        else:
            _last += 1
        return _last


_make: Callable[[], int] = _next_from_clock


def new_id() -> int:
    """Return a new positive 63-bit id, larger than every earlier one of this process."""
    return _make()


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
