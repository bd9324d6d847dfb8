"""With whom the tailors of the two villages work or would like to, and what they learned.

Of the case the pillar 2 article says what was wanted and what came of it (facts 51, 53, 57 to 59),
and that a training which the women had asked for was not continued: the tool costs about ten
million rupiah (facts 55 and 56). The word for what it taught is missing in print. No day is known
but that of the visit. Sukamaju is invented whole.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from rembuk.accounts.models import User
from rembuk.demo.story import Story
from rembuk.enterprise import lesson_texts, lessons, members, needs, partners, trainings
from rembuk.enterprise.models import Decision, InUse, Paying, Sort, Stage
from rembuk.enterprise.partners import Facts, Step
from rembuk.villages.actors import REMBUK, Actor
from rembuk.villages.models import Group, Known, Village
from rembuk.villages.permissions import Office

ARTICLE = "Artikel pilar 2"
ONLINE_HOPE = "Menjual lewat internet"
# Name, what it is, what is hoped for, how far it was on the day of the visit, what is said of it.
CASE_PARTNERS = (
    ("Sekolah terdekat", Sort.SCHOOL, "Seragam batik dan olahraga", Stage.PROSPECT, ""),
    ("Sekolah yang tidak setuju", Sort.SCHOOL, "Seragam batik dan olahraga", Stage.REFUSED,
     "Ada saingan, dan tidak semua sekolah setuju. Nama dan alasan tiap sekolah tidak disebut."),
    ("Toko swalayan dan pasar", Sort.SUPERMARKET, "Menerima keset jadi", Stage.PROSPECT, ""),
    ("Usaha kecil dan menengah yang lebih besar", Sort.BUSINESS, "Menjadi mitra usaha",
     Stage.PROSPECT, ""),
    ("Pemberi modal", Sort.INVESTOR, "Modal dan bahan baku", Stage.PROSPECT, ""),
    ("Beberapa warung dan toko", Sort.SHOP, "Titip jual keset", Stage.RUNNING, ""),
    ("Toko tekstil", Sort.SUPPLIER, "Kain perca", Stage.RUNNING, ""),
    ("Tokopedia", Sort.ONLINE, ONLINE_HOPE, Stage.PROSPECT, ""),
    ("Shopee", Sort.ONLINE, ONLINE_HOPE, Stage.PROSPECT, ""),
    ("Bukalapak", Sort.ONLINE, ONLINE_HOPE, Stage.PROSPECT, ""),
    ("Facebook", Sort.ONLINE, f"{ONLINE_HOPE}, setidaknya di sini atau di Instagram",
     Stage.PROSPECT, ""),
    ("Instagram", Sort.ONLINE, f"{ONLINE_HOPE}, setidaknya di sini atau di Facebook",
     Stage.PROSPECT, ""),
)  # fmt: skip
CASE_TRAINING = {
    "proposed_by": "Ibu-ibu anggota kelompok",
    "paid_by": "Uang APBN",
    "note": f"{ARTICLE}: bendanya hilang dari teks. Diberikan, lalu tidak diteruskan.",
}
CASE_NEED = needs.Facts("Alat untuk hasil pelatihan", 10_000_000, about=True)
CASE_REFUSAL = f"{ARTICLE}: kelompok tidak mau membeli alatnya, sekitar Rp10 juta."

TAILORS = "Konveksi Melati"
# Name, what it is, hope, whom to ask there, and the steps: day, how far, what was said, ask again.
PARTNERS: tuple[tuple[str, Sort, str, str, tuple[tuple[Any, ...], ...]], ...] = (
    ("SDN 1 Sukamaju", Sort.SCHOOL, "Seragam olahraga", "Bu Endah (komite)", (
        (date(2024, 1, 15), Stage.TALK, "Komite minta contoh bahan", None),
        (date(2024, 5, 6), Stage.TRIAL, "Orang tua kelas 1 memesan 20 potong", None),
        (date(2024, 7, 15), Stage.RUNNING, "Orang tua memesan sendiri lewat komite", None),
    )),
    ("SDN 2 Sukamaju", Sort.SCHOOL, "Seragam batik", "Pak Ridwan (komite)", (
        (date(2026, 8, 3), Stage.TALK, "Komite ingin melihat contoh motif", None),
        (date(2026, 10, 5), Stage.TRIAL, "Contoh dua ukuran dijahit", date(2026, 11, 9)),
    )),
    ("SMP Harapan Makmur", Sort.SCHOOL, "Seragam olahraga", "", (
        (date(2025, 2, 10), Stage.TALK, "", None),
        (date(2025, 3, 3), Stage.REFUSED, "Komite punya penjahit sampai 2027", date(2027, 1, 11)),
    )),
    ("Toserba Makmur Jaya", Sort.SUPERMARKET, "Titip jual keset", "Mbak Yuni", (
        (date(2026, 9, 21), Stage.TALK, "Minta kemasan dan harga grosir", date(2026, 11, 16)),
    )),
    ("Warung Bu Lastri", Sort.SHOP, "Titip jual keset", "", (
        (date(2019, 6, 3), Stage.TRIAL, "10 keset dititip", None),
        (date(2019, 9, 2), Stage.RUNNING, "", None),
    )),
    ("Toko Kain Abadi", Sort.SUPPLIER, "Kain dan perca", "Koh Abadi", (
        (date(2018, 2, 1), Stage.RUNNING, "Perca per kilo, kain bayar tempo", None),
    )),
    ("Facebook", Sort.ONLINE, "Memasang foto keset dan seragam", "", (
        (date(2024, 3, 18), Stage.TRIAL, "Halaman Konveksi Melati", None),
        (date(2024, 5, 2), Stage.RUNNING, "Pesanan keset dari kecamatan sebelah", None),
    )),
    ("Shopee", Sort.ONLINE, "Menjual keset", "", (
        (date(2026, 9, 28), Stage.TRIAL, "Toko dibuka, belum ada barang", None),
    )),
    ("Tokopedia", Sort.ONLINE, "Menjual keset", "", ()),
    ("Blog jahitan", Sort.ONLINE, "Memasang foto", "", (
        (date(2019, 2, 11), Stage.TRIAL, "", None),
        (date(2021, 6, 7), Stage.STOPPED, "Tidak ada yang mengisi", None),
    )),
    ("Pemberi modal dari kota", Sort.INVESTOR, "Modal mesin bordir kedua", "", ()),
)  # fmt: skip
AGREED = (
    ("Toko Kain Abadi", "Kain dibayar paling lambat 30 hari sesudah diambil.", date(2018, 2, 1)),
    ("Warung Bu Lastri", "Warung mengambil Rp2.000 dari tiap keset yang laku.", date(2019, 9, 2)),
)
OFFERED = ("SDN 2 Sukamaju", date(2026, 10, 5), date(2026, 12, 31), "Ukur badan gratis di sekolah.")
LINES = (partners.Line("Seragam batik SD", 95_000), partners.Line("Seragam olahraga SD", 85_000))
# What, day, who paid, who taught, and the answers: after how many days, day, in use, note.
LEARNED: tuple[tuple[str, date, str, str, tuple[tuple[Any, ...], ...]], ...] = (
    ("Menjahit tas belanja", date(2024, 3, 12), "Dinas Ketenagakerjaan", "Balai latihan kerja", (
        (30, date(2024, 4, 15), InUse.IN_USE, ""),
        (90, date(2024, 6, 11), InUse.IN_USE, ""),
        (180, date(2024, 9, 9), InUse.IN_USE, "Tas dijual di pasar kecamatan"),
    )),
    ("Sablon kaus", date(2025, 6, 18), "Dana desa", "Karang taruna kecamatan", (
        (30, date(2025, 7, 21), InUse.NO_TOOL, "Meja sablon dipinjam dan sudah dikembalikan"),
        (90, date(2025, 9, 18), InUse.IN_USE, "Sesudah meja sablon dibeli"),
        (180, date(2025, 12, 16), InUse.IN_USE, ""),
    )),
    ("Jualan lewat internet", date(2026, 8, 20), "Dinas Koperasi dan UMKM", "Universitas Contoh", (
        (30, date(2026, 9, 21), InUse.NO_TIME, "Menunggu seragam selesai"),
    )),
)  # fmt: skip
CAME = 6
READ_ON = (date(2026, 9, 14), date(2026, 9, 15), date(2026, 9, 21))  # one lesson each
NEED = needs.Facts("Meja sablon dan screen", 3_500_000, way=Paying.CASH)
BOUGHT = needs.Verdict(Decision.YES, date(2025, 8, 4), "Dibeli dari kas, semua setuju.")


def tell_case(village: Village, *, group_name: str, at: datetime, today: date) -> None:
    """Tell what the case's tailors wanted and learned, as far as the article says it."""
    group = Group.objects.of(village).get(name=group_name)
    told: dict[str, Any] = {"by": REMBUK, "at": at, "today": today}
    for name, sort, wanted, stage, note in CASE_PARTNERS:
        partner = partners.add(group=group, facts=Facts(name, sort, wanted, source=ARTICLE), **told)
        seen = Step(stage, today, note=note, precision=Known.KNOWN_BY)
        partners.step(partner=partner, step=seen, **told)
    facts = trainings.Facts("", today, Known.KNOWN_BY, **CASE_TRAINING)
    training = trainings.record(group=group, facts=facts, **told)
    need = needs.record(group=group, facts=CASE_NEED, training=training, by=REMBUK, at=at)
    refusal = needs.Verdict(Decision.NO, today, CASE_REFUSAL, Known.KNOWN_BY)
    needs.decide(need=need, verdict=refusal, **told)


def tell(story: Story) -> None:
    """Tell the talks and the trainings of the invented tailors."""
    group = Group.objects.of(story.village).get(name=TAILORS)
    for name, sort, wanted, contact, steps in PARTNERS:
        since = steps[0][0] if steps else date(2026, 9, 1)
        facts = Facts(name, sort, wanted, contact)
        partner = partners.add(group=group, facts=facts, **_told(story, since))
        for on, stage, note, next_on in steps:
            step = Step(stage, on, note=note, next_on=next_on)
            partners.step(partner=partner, step=step, **_told(story, on))
        for who, agreed, on in AGREED:
            if who == name:
                partners.agree(partner=partner, agreed=agreed, since=on, **_told(story, on))
        if name == OFFERED[0]:
            partners.offer(
                partner=partner, lines=LINES, valid_until=OFFERED[2], made_by="Lastri Handayani",
                note=OFFERED[3], **_told(story, OFFERED[1]),
            )  # fmt: skip
    _learn(story, group)


def _learn(story: Story, group: Group) -> None:
    for what, on, paid_by, given_by, answers in LEARNED:
        facts = trainings.Facts(
            what, on, proposed_by="Anggota kelompok", paid_by=paid_by, given_by=given_by
        )
        came = members.standing(group, on=on).now[:CAME]
        training = trainings.record(group=group, facts=facts, came=came, **_told(story, on))
        for after, answered_on, in_use, note in answers:
            answer = trainings.Answer(after, in_use, answered_on, note)
            trainings.answer(training=training, answer=answer, **_told(story, answered_on))
            if in_use == InUse.NO_TOOL:
                at: dict[str, Any] = {
                    "by": story.writer(answered_on),
                    "at": story.moment(answered_on),
                }
                need = needs.record(group=group, facts=NEED, training=training, **at)
                needs.decide(need=need, verdict=BOUGHT, **_told(story, BOUGHT.on))
    _read(story, group)


def _read(story: Story, group: Group) -> None:
    """Let the member who signs in do the first lessons, one an evening."""
    wati = User.objects.get(username="wati")
    learner = lessons.membership_of(group, wati)
    assert learner is not None
    by = Actor(user=wati, office=Office.GROUP_MEMBER)
    for lesson, on in zip(lesson_texts.LESSONS, READ_ON, strict=False):
        lessons.answer(
            membership=learner, lesson=lesson, chosen=lesson.right, by=by, at=story.moment(on),
            today=on,
        )  # fmt: skip


def _told(story: Story, on: date) -> dict[str, Any]:
    return {"by": story.writer(on), "at": story.moment(on), "today": on}
