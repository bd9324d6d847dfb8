"""What the supervisor of Sukamaju's cooperative saw and asked, all of it invented."""

from __future__ import annotations

from datetime import date, datetime, time

from rembuk.demo.lives import LAST_DAY
from rembuk.demo.story import Story
from rembuk.ledger import checks
from rembuk.ledger.reading import Book
from rembuk.supervision import findings, floors, nights
from rembuk.supervision.findings import Facts
from rembuk.villages.actors import Actor
from rembuk.villages.permissions import Office

FLOOR_PERCENT, FLOOR_SINCE = 20, date(2026, 2, 21)
FLOOR_SOURCE = "Keputusan rapat anggota 21 Februari 2026 (rekaan)"
SEEN_ON, ANSWER_BY = date(2026, 4, 6), date(2026, 4, 20)
ANSWERED_ON, CLOSED_ON = date(2026, 4, 14), date(2026, 5, 4)
SEEN = "Nota beras 5 Desember 2025 belum ditandatangani penerima uangnya."
ANSWER = "Penggilingan menandatangani salinan notanya tanggal 13 April. Nota ada di map."
END = "Dilihat 4 Mei: nota bertanda tangan, jumlahnya sama dengan buku."
LATER_ON, LATER_BY = date(2026, 10, 26), date(2026, 11, 9)
LATER = "Rekening koran bank bulan September belum ada di map."


def tell(story: Story, book: Book) -> None:
    """Tell it: a floor, one finding that ended well, one that waits, and a quiet night."""
    supervisor = Actor(user=story.users["warno"], office=Office.SUPERVISORY_BOARD)
    chair = Actor(user=story.users["marsih"], office=Office.GROUP_CHAIR)
    group = book.group

    def at(day: date, hour: int = 13) -> datetime:
        return datetime.combine(day, time(hour), tzinfo=story.village.zone)

    floors.agree(
        group=group, percent=FLOOR_PERCENT, source=FLOOR_SOURCE, since=FLOOR_SINCE, by=chair,
        at=at(FLOOR_SINCE), today=FLOOR_SINCE,
    )  # fmt: skip
    made = findings.write(
        group=group, facts=Facts("CASH", SEEN, ANSWER_BY), by=supervisor, at=at(SEEN_ON),
        today=SEEN_ON,
    )  # fmt: skip
    findings.answer(finding=made, said=ANSWER, by=chair, at=at(ANSWERED_ON))
    findings.close(finding=made, said=END, by=supervisor, at=at(CLOSED_ON))
    findings.write(
        group=group, facts=Facts("BOOK", LATER, LATER_BY), by=supervisor, at=at(LATER_ON),
        today=LATER_ON,
    )  # fmt: skip
    nights.keep(book, checks.check_book(book), at=at(LAST_DAY, 2))
