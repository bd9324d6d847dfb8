"""Written through to the disk: one client beside the disk's own pace, sixteen at the served pages.

Needs a folder on a real disk (TMPDIR). The disk's own pace: 4 KiB appended and fdatasync, in turn
with the postings. The sixteen record money by the form of a group's cash, as ./run serves it; each
waits for its answer before it sends the next.
"""

from __future__ import annotations

import http.client
import os
import re
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from benchmarks import posting, scene
from benchmarks.served import Served, serve, signed_in
from benchmarks.table import Line, head, percentile, say

CLIENTS, EACH = 16, 12
A_TURN, TURNS = 40, 8
OF_DISK_MIN, WAIT_MS_MAX = 0.20, 500


def main() -> None:
    """Measure one client, then sixteen."""
    with scene.database() as address:
        post, append = posting.full_posting(), _appender()
        ours, disk = [], []
        for turn in range(TURNS):
            disk.append(_rate(append, first=0))
            ours.append(_rate(post, first=turn * A_TURN))
        print(head())
        of_disk = median(one / beside for one, beside in zip(ours, disk, strict=True))
        told = f"{median(ours):.0f}/s; fdatasync {median(disk):.0f}/s; aim 0.30"
        bar = OF_DISK_MIN if address.startswith("sqlite") else None
        what = "durable posting, one client, against fdatasync"
        say(Line(what, of_disk, bar, "times", told, at_least=True))
        _sixteen()


def _rate(work: Callable[[int], None], *, first: int) -> float:
    began = time.perf_counter()
    for number in range(first, first + A_TURN):
        work(number)
    return A_TURN / (time.perf_counter() - began)


def _appender() -> Callable[[int], None]:
    file = os.open(Path(tempfile.mkdtemp()) / "disk", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    block = b"x" * 4096

    def append(_number: int) -> None:
        os.write(file, block)
        os.fdatasync(file)

    return append


def _sixteen() -> None:
    from rembuk.villages import tenancy

    with tenancy.every_village("measuring"):
        world = posting.world()
        address = f"/desa/{world.here.slug}/cash/{world.tailors.pk}/in/"
        cookies = signed_in(world.rina)
        before = _entries()
    with serve() as served:
        waits, wrong = _clients(served, address, cookies)
    with tenancy.every_village("measuring"):
        booked = _entries() - before
    what = f"{CLIENTS} clients at the served form"
    told = (
        f"p50 {percentile(waits, 0.5):.0f} ms, p99 {percentile(waits, 0.99):.0f} ms,"
        f" {booked} of {CLIENTS * EACH} booked"
    )
    say(Line(f"{what}: the longest wait", max(waits), WAIT_MS_MAX, "ms", told))
    say(Line(f"{what}: answers that are no receipt", float(len(wrong)), 0, "", str(wrong[:2])))


def _entries() -> int:
    from rembuk.ledger.models import Entry

    return int(Entry.objects.count())


def _clients(served: Served, address: str, cookies: str) -> tuple[list[float], list[Any]]:
    """Let them all send; return each wait in milliseconds, and answers that are not a redirect."""
    waits: list[float] = []
    wrong: list[Any] = []
    ready = threading.Barrier(CLIENTS)

    def one() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
        cookie, token = _token(connection, address, cookies)
        ready.wait()
        for _ in range(EACH):
            status, took = _send(connection, address, cookie, token)
            waits.append(took * 1000)
            if status != http.client.FOUND:
                wrong.append(status)

    threads = [threading.Thread(target=one) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waits, wrong


def _token(connection: http.client.HTTPConnection, address: str, cookies: str) -> tuple[str, str]:
    """Open the form once; return the Cookie header and the form's token."""
    connection.request("GET", address, headers={"Cookie": cookies})
    response = connection.getresponse()
    page = response.read().decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, (response.status, page[:300])
    fresh = [one.split(";")[0] for one in response.headers.get_all("Set-Cookie") or ()]
    kept = [one for one in cookies.split("; ") if one.partition("=")[0] == "sessionid"]
    return "; ".join(kept + [one for one in fresh if one.startswith("csrftoken=")]), found[1]


def _send(
    connection: http.client.HTTPConnection, address: str, cookie: str, token: str
) -> tuple[int, float]:
    """Record money that came in; return the status and the seconds until the answer."""
    body = urlencode(
        {
            "csrfmiddlewaretoken": token, "request_id": str(uuid4()), "checked": "1",
            "resident_id": "", **FORM,
        }
    )  # fmt: skip
    head_ = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    began = time.perf_counter()
    connection.request("POST", address, body, head_)
    response = connection.getresponse()
    response.read()
    return response.status, time.perf_counter() - began


FORM = {
    "party": "SD Sumber Rejo", "purpose": "sale", "amount_rp": "5.000", "memo": "",
    "on_which": "today",
}  # fmt: skip


if __name__ == "__main__":
    main()
