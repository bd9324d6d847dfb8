"""A receipt as PDF on its three papers: how long the payer waits, how heavy the file is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from uuid import UUID

from benchmarks import scene
from benchmarks.table import Line, head, percentile, say

if TYPE_CHECKING:
    from rembuk.cash.receipts import Receipt

TIMES = 40
MUST_MS, MUST_KB = 150, 60
LONGEST_MEMO = "Seragam olahraga anak kelas satu sampai enam, " * 4


def main() -> None:
    """Print one receipt many times on each paper; the first of a process is told apart."""
    with scene.database():
        from rembuk.cash import receipts
        from rembuk.cash.receipts import Size
        from rembuk.villages import tenancy

        with tenancy.every_village("measuring"):
            receipt = made()
        there = "https://rembuk.example/desa/sumber-rejo/cash/receipt/"
        print(head())
        for size in Size:
            waits = []
            for _time in range(TIMES):
                began = time.perf_counter()
                file = receipts.printed(
                    receipt, size=size, address=f"{there}42/K7P2-9QXM-B4TD/", check_address=there
                )
                waits.append((time.perf_counter() - began) * 1000)
            first = f"the first {waits[0]:.0f} ms"
            slow = percentile(waits[1:], 0.95)
            say(Line(f"receipt PDF, {size.value}, p95", slow, MUST_MS, "ms", first))
            say(Line(f"receipt PDF, {size.value}, file", len(file) / 1000, MUST_KB, "kB"))


def made() -> Receipt:
    """Record one sale with long words and return its receipt."""
    from rembuk.cash import lines, purse, receipts, shown
    from rembuk.cash.purposes import Way
    from rembuk.ledger import reading
    from rembuk.ledger.posting import Signed
    from rembuk.villages.tests import stories

    world = stories.world()
    signed = Signed(by=world.by_adi, at=scene.NOW, request_id=UUID(int=1))
    day = scene.FIRST_DAY
    book = purse.open_purse(
        group=world.tailors, beginning=purse.Beginning(day, 0, 500_000), signed=signed, today=day
    )
    money = lines.Money(Way.IN, "SD Sumber Rejo", "sale", 1_250_000, day, memo=LONGEST_MEMO)
    entry = lines.record(book=book, money=money, signed=signed, today=day)
    line = reading.line_of(book, entry.sequence)
    assert line is not None
    receipt = receipts.of_row(book, shown.row(line))
    assert receipt is not None
    return receipt


if __name__ == "__main__":
    main()
