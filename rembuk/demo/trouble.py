"""What went wrong in the cooperative of Sukamaju, and what became of it; all of it invented.

A quarrel after rice got wet, which a meeting settled; money that somebody tried to take, which a
second person and a count brought to light; a line written for the wrong member and put right.
Each goes through the functions that the pages use.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from rembuk.cash import approving, counting, differences, lines, sheets
from rembuk.cash.counting import Counted
from rembuk.cash.differences import MISSING, Explained
from rembuk.cash.lines import Money
from rembuk.cash.pieces import worth
from rembuk.cash.purposes import Way
from rembuk.coop import doubts, members, paying
from rembuk.coop.dues import Due
from rembuk.demo.offices import Holder, seat
from rembuk.demo.story import Story
from rembuk.forum import meetings, resolutions
from rembuk.forum.meetings import Facts, Somebody
from rembuk.forum.resolutions import Against
from rembuk.ledger.posting import Signed
from rembuk.ledger.reading import Book
from rembuk.villages.actors import Actor
from rembuk.villages.permissions import Office

# 2024: whose fault was the wet rice? Two of those present did not agree, and their words stand.
QUARREL_ON, QUARREL = date(2024, 12, 15), "Beras basah: siapa yang menanggung?"
SETTLED = (
    "Kerugian beras menjadi rugi koperasi tahun 2024. Tidak ada anggota yang ditagih.",
    "Beras berikutnya ditaruh di atas papan, dan dua orang memeriksanya setiap minggu.",
)
DISAGREED = {
    3: "Yang menyimpan beras seharusnya ikut menanggung",
    7: "Saya sudah bilang sejak awal, atapnya bocor",
}
COMES_OF_TEN = 6
# 2026: a stand-in treasurer, three weeks long.
STOOD_IN, ASKED_ON = date(2026, 4, 6), date(2026, 4, 18)
COUNTED_ON, CAME_BACK_ON, MET_ON = date(2026, 4, 19), date(2026, 4, 20), date(2026, 4, 26)
SHELF_RP, TAKEN_RP = 2_400_000, 300_000
STAND_IN = "parman"
NO_RECEIPT = "Tidak ada nota, dan rak itu tidak ada di kantor."
NOT_KNOWN = "Belum tahu. Dihitung berdua, dua kali."
BROUGHT_BACK = "Kasir pengganti mengaku meminjam dan mengembalikannya di depan pengawas."
AFTER_IT = (
    "Kasir pengganti berhenti hari itu juga. Uangnya kembali utuh, tidak dilaporkan ke polisi.",
    "Kas dihitung berdua setiap Sabtu, dan hasilnya ditempel di papan.",
)
WANTED_MORE = {5: "Seharusnya tetap dilaporkan ke polisi"}
# 2026: written for the wrong one of two members who bring a quarter in one go.
WRONG, RIGHT, WRITTEN_ON, MENDED_ON = 6, 13, date(2026, 10, 17), date(2026, 10, 19)
WAJIB_RP = 25_000


def tell(story: Story, book: Book) -> None:
    """Tell it in the order of the days."""
    terms = ((Office.TREASURER, book.group.name, STOOD_IN, COUNTED_ON),)
    holder = Holder(STAND_IN, "Parman Suroto", "+628990000036", terms)
    story.users[STAND_IN] = seat(holder, village=story.village)
    teller = _Teller(story, book)
    teller.meet(QUARREL_ON, QUARREL, SETTLED, DISAGREED)
    teller.ask_without_receipt()
    teller.count()
    teller.bring_back()
    teller.meet(MET_ON, "Kas kurang dan uang yang kembali", AFTER_IT, WANTED_MORE)
    teller.mend()


class _Teller:
    """Writes it: who signs, when, under which key."""

    def __init__(self, story: Story, book: Book) -> None:
        users = story.users
        self.village, self.book, self.told = story.village, book, 0
        self.chair = Actor(user=users["marsih"], office=Office.GROUP_CHAIR)
        self.treasurer = Actor(user=users["sumiati"], office=Office.TREASURER)
        self.supervisor = Actor(user=users["warno"], office=Office.SUPERVISORY_BOARD)
        self.stand_in = Actor(user=users[STAND_IN], office=Office.TREASURER)

    def _at(self, on: date) -> datetime:
        return datetime.combine(on, time(15), tzinfo=self.village.zone)

    def _by(self, by: Actor, on: date) -> dict[str, Any]:
        return {"by": by, "at": self._at(on), "today": on}

    def _signed(self, by: Actor, on: date) -> Signed:
        self.told += 1
        key = uuid5(NAMESPACE_URL, f"{self.village.slug}/trouble/{self.told}")
        return Signed(by=by, at=self._at(on), request_id=key)

    def meet(self, on: date, about: str, agreed: tuple[str, ...], against: dict[int, str]) -> None:
        """Let the members meet; who did not agree has her own words beside the decision."""
        every = sheets.members_of(self.book.group, on=on).people
        here = [
            Somebody(one.name, one.resident_id)
            for place, one in enumerate(every)
            if place % 10 < COMES_OF_TEN or place in against
        ]
        named = {place: Somebody(every[place].name, every[place].resident_id) for place in against}
        facts = Facts(on, about, present=here, place="Balai desa")
        told = self._by(self.chair, on)
        meeting = meetings.record(group=self.book.group, facts=facts, **told)
        others = [Against(named[place], why) for place, why in against.items()]
        for number, text in enumerate(agreed):
            resolutions.agree(
                meeting=meeting, text=text, against=others if number == 0 else [],
                by=self.chair, at=told["at"],
            )  # fmt: skip

    def ask_without_receipt(self) -> None:
        """The stand-in asks for a shelf that does not exist; a second person says no."""
        money = Money(
            Way.OUT, "Toko Sumber Jaya (rekaan)", "tools", SHELF_RP, ASKED_ON, memo="Rak arsip"
        )
        asked = lines.ask(
            book=self.book, money=money, signed=self._signed(self.stand_in, ASKED_ON),
            today=ASKED_ON,
        )  # fmt: skip
        asked.book = self.book
        approving.refuse(asked=asked, reason=NO_RECEIPT, by=self.chair, at=self._at(ASKED_ON))

    def count(self) -> None:
        """The day after two count the box: money is missing, and the chair signs that it is."""
        said_rp = counting.expected(self.book, COUNTED_ON)
        left_rp = said_rp - TAKEN_RP
        hundreds = left_rp // 100_000
        rest_rp = left_rp - worth([(100_000, hundreds)])
        made = counting.record(
            book=self.book, counted=Counted(COUNTED_ON, {100_000: hundreds}, rest_rp),
            seen_rp=said_rp, reason=NOT_KNOWN,
            signed=self._signed(self.treasurer, COUNTED_ON), today=COUNTED_ON,
        )  # fmt: skip
        self._approve(made.pending, COUNTED_ON)

    def bring_back(self) -> None:
        """What was taken comes back into the box, before a witness; the chair signs that too."""
        found = next(one for one in MISSING if one.code == "found")
        done = differences.explain(
            book=self.book, explained=Explained(found, TAKEN_RP, BROUGHT_BACK, CAME_BACK_ON),
            signed=self._signed(self.treasurer, CAME_BACK_ON), today=CAME_BACK_ON,
        )  # fmt: skip
        self._approve(done, CAME_BACK_ON)

    def _approve(self, asked: Any, on: date) -> None:
        asked.book = self.book
        approving.approve(asked=asked, asked_hash=asked.asked_hash, **self._by(self.chair, on))

    def mend(self) -> None:
        """A deposit written for the wrong member is doubted, taken back and put right."""
        people = members.now(self.book.group, on=WRITTEN_ON)
        for one in people:
            one.group, one.village = self.book.group, self.village
        entry = self._bring(people[WRONG], WRITTEN_ON)
        told = doubts.tell(
            member=people[WRONG], line=entry.sequence, by=self.chair, at=self._at(MENDED_ON),
            said="Saya dikabari menyetor, padahal bulan ini saya belum ke kantor.",
        )  # fmt: skip
        lines.take_back(
            book=self.book, number=entry.sequence, reason="Salah orang: yang menyetor anggota lain",
            signed=self._signed(self.treasurer, MENDED_ON), today=MENDED_ON,
        )  # fmt: skip
        self._bring(people[RIGHT], MENDED_ON)
        doubts.answer(
            doubt=told, outcome="CORRECTED", by=self.supervisor,
            at=self._at(MENDED_ON) + timedelta(hours=1),
            said="Benar, itu setoran anggota lain. Catatan lama dibatalkan dan tetap terlihat.",
        )  # fmt: skip

    def _bring(self, member: Any, on: date) -> Any:
        payment = paying.Payment(member, Due.WAJIB, WAJIB_RP, memo=f"Simpanan {on:%m/%Y}")
        return paying.record(
            book=self.book,
            payments=[payment],
            on=on,
            signed=self._signed(self.treasurer, on),
            today=on,
        )[0]
