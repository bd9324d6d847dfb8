"""What the supervisor of Sukamaju's cooperative saw and asked, all of it invented."""

from __future__ import annotations

from datetime import date, datetime, time

from rembuk.demo.lives import LAST_DAY
from rembuk.demo.story import Story
from rembuk.ledger import checks
from rembuk.ledger.reading import Book
from rembuk.supervision import findings, floors, health, nights
from rembuk.supervision.findings import Facts
from rembuk.surplus import yearly
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

SCORED_ON, SCORED = date(2026, 3, 12), 2025
SCORED_FROM = "Kertas kerja Dinas, diisi 12 Maret 2026 (rekaan)"
# Nothing was lent in 2025, so ratios of loans stay open, and there is no predicate.
ANSWERS = {
    "atmr_rp": 95_000_000, "yes_general": 10, "yes_institution": 5, "yes_capital": 4,
    "yes_assets": 6, "yes_liquidity": 3, "governance_asked": 20, "governance_yes": 15,
    "risk_asked": 12, "risk_yes": 8,
}  # fmt: skip


def tell(story: Story, book: Book) -> None:
    """Tell it: a floor, two findings, a year that was scored, and a quiet night."""
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
    _score(book, by=supervisor, at=at(SCORED_ON))
    nights.keep(book, checks.check_book(book), at=at(LAST_DAY, 2))


def _score(book: Book, *, by: Actor, at: datetime) -> None:
    """Let the supervisor sign how sound the year was."""
    told = yearly.year_of(book, SCORED, today=at.astimezone(book.village.zone).date())
    health.sign(book=book, told=told, answers=ANSWERS, source=SCORED_FROM, by=by, at=at)
