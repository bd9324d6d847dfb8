"""The way to a cooperative: the case's, where all is talk, and the invented village's, walked.

Of Jepara only what the article says is told: somebody spoke of it, and nothing was agreed (facts
76, 84, 88). It names no day; the last interview is the day on which it was so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from rembuk.coop import bylaws, objections, path, pledges
from rembuk.coop.checklist import MEETING_HELD
from rembuk.coop.objections import Voice
from rembuk.coop.path import Chosen, Mark
from rembuk.people.models import Resident
from rembuk.villages import groups
from rembuk.villages.actors import REMBUK, Actor
from rembuk.villages.models import Group, Village

CASE = "Gagasan koperasi (kasus)"
TALK = (
    "Baru wacana: 398 orang dianggap cukup dan 7% dibaca sebagai minat, tetapi pembicaraan belum"
    " menghasilkan kesepakatan (artikel pilar 4)"
)
DONE = "DONE"
ARTICLE = "Artikel pilar 4, Lampung Timur, wawancara 2019"
# Facts 85, 86 and 87; and what the article says of information that one facilitator alone holds.
OBJECTED = (
    ("CAPITAL", "Takut modalnya tidak kembali."),
    ("QUARREL", "Takut ada perselisihan antaranggota karena beda pendapat."),
    ("UNIMPORTANT", "Koperasi sendiri dianggap tidak penting."),
    ("UNHEARD", "Informasi hanya ada pada pendamping, tidak sampai ke purna PMI."),
)
# Sukamaju: step, day, what is noted.
Walked = tuple[str, date, str]
WALKED: tuple[Walked, ...] = (
    ("idea_spoken", date(2018, 5, 12), "Arisan purna PMI"),
    ("explained", date(2018, 9, 2), "Balai desa; yang di luar negeri lewat telepon video"),
    ("route_chosen", date(2018, 11, 18), ""),
    ("enough_promised", date(2018, 12, 9), "Dua puluh janji, dihitung tanpa nama"),
    ("bylaws_written", date(2019, 2, 3), "Dibacakan pasal demi pasal"),
    ("invited", date(2019, 2, 18), "Surat 14 hari sebelumnya"),
    ("meeting_held", date(2019, 3, 5), "Balai desa"),
    ("officers_chosen", date(2019, 3, 5), ""),
    ("minutes_signed", date(2019, 3, 5), "Disimpan di lemari kantor desa"),
    ("id_cards", date(2019, 3, 20), ""),
    ("pokok_proved", date(2019, 3, 25), "Kuitansi 20 pendiri"),
    ("first_plan", date(2019, 3, 28), ""),
    ("deed_signed", date(2019, 4, 15), "Akta nomor 12 (rekaan)"),
    ("legal_entity", date(2019, 6, 3), ""),
    ("tax_number", date(2019, 6, 17), ""),
    ("nib", date(2019, 7, 8), ""),
    ("data_entered", date(2019, 9, 10), ""),
    ("first_rat", date(2020, 2, 20), ""),
    ("nik", date(2020, 5, 11), ""),
)
ANSWERED_ON = date(2019, 2, 3)
ANSWERS = (
    ("name", "Koperasi Purna Sejahtera"), ("place", "Desa Sukamaju (contoh)"), ("sort", "SERVICE"),
    ("purpose", "Menabung bersama, agar uang dari luar negeri tidak habis begitu saja."),
    ("who", "MIGRANTS"), ("abroad", "ONLINE"), ("pokok", "100000"), ("wajib", "20000"),
    ("refund", "90"), ("invited", "14"), ("annual", "6"), ("quorum", "HALF"), ("second_call", "7"),
    ("change", "TWO_THIRDS"), ("board", "3"), ("supervisors", "3"), ("term", "3"),
    ("shu", "25-50-10-10-5"), ("peace", "TALK"), ("complaint", "30"), ("day", "2019-03-05"),
    ("hour", "09.00 WIB"), ("hall", "Balai desa; yang di luar negeri lewat video"),
)  # fmt: skip
FOUNDERS = 20  # as the law asked before UU 11/2020 (Kompas, 8 October 2020)
ROUTE_WHY = "Yang ikut cukup banyak, dan semua ingin memegang bukunya sendiri"


def tell_case(village: Village, *, at: datetime, seen_on: date) -> Group:
    """Tell of the case's idea, and of nothing more."""
    facts = groups.GroupFacts(Group.Kind.COOPERATIVE, CASE, "Baru wacana")
    group = groups.start_group(village=village, facts=facts, by=REMBUK, at=at)
    told = Mark("idea_spoken", DONE, seen_on, TALK)
    path.mark(group=group, told=told, by=REMBUK, at=at, today=seen_on)
    for kind, said in OBJECTED:
        voice = Voice(kind, said, source=ARTICLE)
        objections.tell(group=group, voice=voice, by=REMBUK, at=at, on=seen_on)
    return group


# Sukamaju, invented: what was said before the founding, and what it led to.
HEARD = (
    (
        "CAPITAL", date(2018, 9, 2), "Nanti uang saya seperti arisan dulu, hilang.",
        "Simpanan wajib dikembalikan kalau keluar, hari bayarnya ditulis di ART.",
        "ART pasal 12: paling lama 90 hari",
    ),
    (
        "QUARREL", date(2018, 9, 9), "Yang simpan banyak pasti minta suara lebih.",
        "Satu anggota satu suara, berapa pun simpanannya.", "Tertulis di AD",
    ),
    (
        "UNHEARD", date(2018, 9, 20), "Saya di Hong Kong, kabar tidak pernah sampai.",
        "Setiap keputusan dikirim lewat WhatsApp hari itu juga.", "",
    ),
)  # fmt: skip
PROMISED_ON = date(2018, 10, 14)
LEASTS = (5, 9, 9, 10, 10, 12, 12, 15, 15, 15, 15, 18, 18, 20, 20, 20, 20, 20, 20, 20, 40)


def promise(group: Group, people: Sequence[Resident], *, by: Actor, at: Any) -> None:
    """Tell what was objected and promised before the founding; the last one asked too many."""
    for kind, on, said, answer, done in HEARD:
        heard = objections.tell(group=group, voice=Voice(kind, said), by=by, at=at(on), on=on)
        objections.answer(objection=heard, said=answer, done=done, by=by, at=at(on))
    for resident, least in zip(people, LEASTS, strict=False):
        pledges.pledge(
            group=group, resident=resident, least=least, may_invite=True, by=by,
            at=at(PROMISED_ON),
        )  # fmt: skip


def walk(group: Group, people: Sequence[Resident], *, by: Actor, at: Any) -> None:
    """Tell the way of the invented cooperative; `at` gives the moment of a day.

    The first of the people who live in the village found it.
    """
    here = [one for one in people if one.status != "migrant_worker"][:FOUNDERS]
    for code, value in ANSWERS:
        bylaws.answer(group=group, code=code, value=value, by=by, at=at(ANSWERED_ON))
    for step, on, note in WALKED:
        told: dict[str, Any] = {"group": group, "by": by, "at": at(on), "today": on}
        if step == "route_chosen":
            path.choose_route(chosen=Chosen("OWN", ROUTE_WHY, on), **told)
        else:
            signed = here if step == MEETING_HELD else ()
            path.mark(told=Mark(step, DONE, on, note, signed), **told)
