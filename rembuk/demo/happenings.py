"""What else happened in Desa Sukamaju: files, messages, doubles, rights, evidence, a visit."""

from __future__ import annotations

from datetime import date, timedelta

from rembuk.demo import lives, offices
from rembuk.demo.story import Story
from rembuk.messaging import announcements, deliveries
from rembuk.messaging.models import Delivery
from rembuk.messaging.models.messages import Way
from rembuk.people import journeys, merging, residents, rights, storing
from rembuk.people.models import Plan, Resident, Status
from rembuk.people.residents import ResidentFacts
from rembuk.programme import evidence, pillars
from rembuk.programme.evidence import Seen
from rembuk.programme.models import Evidence, Pillar, ProgrammeTemplate
from rembuk.villages import visits
from rembuk.villages.actors import Actor
from rembuk.villages.permissions import Office

# A notebook of one RT as it was typed: a title, a subtotal, a wrong date, an unknown status.
NOTEBOOK = """DATA WARGA RT 007 DUSUN MARGO MULYO;;;;;;;
No;Nama Lengkap;Panggilan;L/P;Tgl Lahir;RT/RW;No HP;Status
1;Suryani Wulandari;Yani;P;4 Mei 1991;007/002;0899-1111-2222;warga
2;Paimin;;L;17-08-1968;007/002;;warga
3;Tugiyem;Yem;P;31/02/1970;007/002;;warga
4;Rubinah Kusuma;;Prempuan;12 Nop 1985;007/002;08991111333;warga
5;Darmanto Sulistyo;Dar;L;3-1-1979;007/002;0899 4444 5555;warga
;Jumlah;5;;;;;
"""
NEWER = NOTEBOOK.replace("RT 007", "RT 008").replace("007/002", "008/002").replace("Su", "Yu")
SEEN = (
    ("P1", "RUNNING", "Buku tamu pusat layanan: 41 warga bertanya", "Buku tamu", date(2026, 6, 30)),
    ("P1", "FORMED", "Pusat layanan dibuka di balai desa", "Berita acara", date(2018, 2, 20)),
    ("P2", "RUNNING", "Konveksi Melati menjahit seragam", "Kunjungan pendamping", date(2026, 5, 4)),
    ("P2", "FORMED", "Kelompok Kambing Makmur berdiri", "Daftar hadir rapat", date(2018, 3, 5)),
    ("P3", "RUNNING", "Rumah belajar buka tiap Sabtu", "Foto kegiatan", date(2026, 9, 12)),
    ("P4", "TALK", "Rapat membahas koperasi, belum ada keputusan", "Notulen", date(2025, 11, 8)),
)


def tell(story: Story) -> None:
    """Add what makes the village lively, after its people are there."""
    _programmes(story)
    _files(story)
    _doubles(story)
    _news(story)
    _rights(story)
    _visit(story)
    _plans(story)


def _programmes(story: Story) -> None:
    head = Actor(user=story.users["budi"], office=Office.VILLAGE_HEAD)
    for code, since, decree in (
        ("desmigratif", date(2017, 3, 1), "140/12/2017"),
        ("desa_migran_emas", date(2025, 8, 1), ""),
    ):
        pillars.start(
            village=story.village,
            template=ProgrammeTemplate.objects.get(code=code),
            since=since,
            designation_year=since.year,
            decree_number=decree,
            source="Keputusan desa (rekaan)",
            by=head,
            at=story.moment(since),
        )
    for code, shows, what, source, seen_on in SEEN:
        evidence.record_evidence(
            village=story.village,
            pillar=Pillar.objects.get(template__code="desmigratif", code=code),
            seen=Seen(
                shows=Evidence.Shows[shows],
                kind=Evidence.Kind.RECORD,
                statement=what,
                seen_on=seen_on,
                source=source,
            ),
            by=story.writer(seen_on),
            at=story.moment(seen_on + timedelta(days=2)),
        )


def _files(story: Story) -> None:
    """One notebook stored, with rows that wait; a newer one read and waiting for a decision."""
    for text, name, day in (
        (NOTEBOOK, "data rt 007.csv", date(2024, 2, 12)),
        (NEWER, "data rt 008 baru.csv", date(2026, 10, 20)),
    ):
        by, at = story.writer(day), story.moment(day)
        batch = storing.stage(
            village=story.village, data=text.encode(), file_name=name, by=by, at=at
        )
        storing.check(batch=batch, today=day, choices={})
        if text is NOTEBOOK:
            later = at + timedelta(hours=1)
            storing.store(batch=batch, today=day, by=by, at=later)


def _doubles(story: Story) -> None:
    """The same people written down twice, once under another spelling; one pair is merged."""
    day = date(2026, 9, 14)
    known = residents.living_list(story.village).filter(birth_date__isnull=False)
    chosen = list(known.exclude(phone="").exclude(status="").order_by("pk")[40:43])
    for place, resident in enumerate(chosen):
        by, at = story.writer(day), story.moment(day)
        twin = residents.register(
            village=story.village,
            facts=ResidentFacts(
                name=resident.name.replace("i", "ie", 1),
                birth_date=resident.birth_date,
                hamlet=resident.hamlet,
                sex=resident.sex,
                phone=resident.phone,
            ),
            by=by,
            at=at,
        )
        if place == 0:
            merging.merge(kept=resident, merged=twin, choices={}, by=by, at=at + timedelta(hours=2))
        day += timedelta(days=9)


def _news(story: Story) -> None:
    """An announcement long read, and one that waits to be sent."""
    day = date(2026, 9, 1)
    message = announcements.announce(
        village=story.village,
        audience=f"hamlet:{Resident.objects.of(story.village).order_by('pk')[0].hamlet}",
        title="kerja bakti balai desa",
        text="Kita bersihkan balai desa hari Minggu pukul tujuh pagi. Bawa sapu dan sabit.",
        by=story.writer(day),
        at=story.moment(day),
    )
    when = story.moment(day) + timedelta(hours=6)
    rows = Delivery.objects.of(story.village).filter(message=message).order_by("pk")
    for place, row in enumerate(rows[:110]):
        if row.way == Way.WHATSAPP:
            deliveries.sent(delivery=row, by=story.writer(day), at=when)
            if place % 3:
                deliveries.confirm(delivery=row, at=when + timedelta(hours=place))
    day = date(2026, 10, 30)
    announcements.announce(
        village=story.village,
        audience="status:prospective_migrant",
        title="cek dokumen sebelum berangkat",
        text="Petugas menjelaskan delapan surat wajib di balai desa, Sabtu pukul sembilan.",
        by=story.writer(day),
        at=story.moment(day),
    )


def _rights(story: Story) -> None:
    """One person asked to be erased, another says that something about her is wrong."""
    day = date(2026, 8, 10)
    quiet = residents.living_list(story.village).filter(status="", user__isnull=True)
    gone = quiet.filter(duties__isnull=True).order_by("-pk")[8]
    rights.erase(
        resident=gone,
        typed_name=gone.name,
        asked_on=day,
        by=story.writer(day),
        at=story.moment(day),
    )
    asked_at = story.moment(lives.LAST_DAY)
    siti = Resident.objects.of(story.village).get(user__username="siti")
    rights.ask_correction(
        resident=siti,
        said="RT saya keliru. Yang benar RT 004.",
        by=Actor(user=siti.user),
        at=asked_at,
    )


def _visit(story: Story) -> None:
    """The operator looked in once, with a reason the village can read."""
    operator = offices.operator()
    at = story.moment(date(2026, 10, 6))
    visits.start_visit(
        village=story.village,
        reason="Membantu pendamping: angka purna PMI tidak cocok dengan buku lama.",
        minutes=30,
        by=Actor(user=operator, office=Office.OPERATOR),
        at=at,
    )


def _plans(story: Story) -> None:
    """Ningsih asked returned workers what they plan; most had not been asked when we look."""
    day = date(2026, 10, 12)
    returned = residents.living_list(story.village).filter(status=Status.RETURNED).order_by("pk")
    answers = (Plan.STAY, Plan.STAY, Plan.UNDECIDED, Plan.STAY, Plan.LEAVE_AGAIN)
    for place, who in enumerate(returned[:60]):
        journeys.add_step(
            resident=who,
            kind="PLAN",
            on=day,
            plan=answers[place % len(answers)],
            by=story.writer(day),
            at=story.moment(day),
            today=day,
        )
        if place % 6 == 5:
            day += timedelta(days=1)
