"""Who holds office in the invented villages and above them, and how a visitor signs in as them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.contrib.auth.hashers import make_password

from rembuk.accounts.models import User
from rembuk.villages.models import Group, Known, OfficeTerm, Region, Village
from rembuk.villages.permissions import SCOPE_OF, Office, Scope

# One password for everybody: a demo is for looking, not for secrets.
PASSWORD = "rembuk-desa"  # noqa: S105  # shown to every visitor


@dataclass(frozen=True)
class Holder:
    """An invented person and the offices she holds: (office, group name or '', since, until)."""

    username: str
    name: str
    phone: str
    terms: tuple[tuple[Office, str, date, date | None], ...]
    known: Known = Known.DAY  # how exactly the first days are known


SUKAMAJU: tuple[Holder, ...] = (
    Holder(
        "ningsih", "Ningsih Rahayu", "+628990000001",
        ((Office.FACILITATOR, "", date(2021, 2, 1), None),),
    ),
    Holder(
        "hadi", "Hadi Prabowo", "+628990000002",
        ((Office.FACILITATOR, "", date(2017, 3, 1), date(2021, 1, 31)),
         (Office.VILLAGE_STAFF, "", date(2021, 2, 1), None)),
    ),
    Holder(
        "budi", "Budi Hartono", "+628990000003",
        ((Office.VILLAGE_HEAD, "", date(2019, 8, 1), None),),
    ),
    Holder(
        "rina", "Rina Lestari", "+628990000004",
        ((Office.TREASURER, "Konveksi Melati", date(2018, 1, 10), None),
         (Office.CHILD_CARER, "", date(2022, 7, 1), None)),
    ),
    Holder(
        "lastri", "Lastri Handayani", "+628990000005",
        ((Office.GROUP_CHAIR, "Konveksi Melati", date(2018, 1, 10), None),),
    ),
    Holder(
        "karto", "Karto Susilo", "+628990000006",
        ((Office.GROUP_CHAIR, "Kambing Makmur", date(2018, 3, 5), None),),
    ),
    Holder(
        "slamet", "Slamet Riyadi", "+628990000009",
        ((Office.TREASURER, "Kambing Makmur", date(2018, 3, 5), None),),
    ),
    Holder(
        "tari", "Tari Puspita", "+628990000007",
        ((Office.BOOKKEEPER, "Konveksi Melati", date(2019, 1, 1), None),),
    ),
    Holder(
        "yusuf", "Yusuf Hidayat", "+628990000008",
        ((Office.SUPERVISORY_BOARD, "Konveksi Melati", date(2020, 1, 1), None),),
    ),
    Holder(
        "darto", "Sudarto Wibowo", "+628990000010",
        ((Office.GROUP_MEMBER, "Kambing Makmur", date(2018, 3, 5), None),),
    ),
)  # fmt: skip

# No source says when anybody took office, only that they held it when they were interviewed
# (facts 34 and 35).
JEPARA: tuple[Holder, ...] = (
    Holder(
        "pendamping-jepara", "Pendamping (kasus)", "+628990000011",
        ((Office.FACILITATOR, "", date(2019, 12, 14), None),), Known.KNOWN_BY,
    ),
    Holder(
        "kades-jepara", "Kepala desa (kasus)", "+628990000012",
        ((Office.VILLAGE_HEAD, "", date(2019, 12, 12), None),), Known.KNOWN_BY,
    ),
)  # fmt: skip

FOUNDED_ON = date(2017, 1, 1)
# Username, name, office, region, since. The coordinator of the case was interviewed that day
# (fact 33); nobody says since when. The others are invented.
ABOVE: tuple[tuple[str, str, Office, str, date, Known], ...] = (
    ("kabupaten", "Petugas Kabupaten Contoh", Office.DISTRICT_OFFICER, "9902", FOUNDED_ON,
     Known.DAY),
    ("kabupaten-lamtim", "Petugas Lampung Timur (kasus)", Office.DISTRICT_OFFICER, "1807",
     date(2019, 12, 9), Known.KNOWN_BY),
    ("kementerian", "Petugas Kementerian", Office.MINISTRY_OFFICER, "", FOUNDED_ON, Known.DAY),
    ("operator", "Operator Rembuk", Office.OPERATOR, "", FOUNDED_ON, Known.DAY),
)  # fmt: skip


@cache
def _hashed() -> str:
    """The password's hash, made once: it takes a quarter of a second on purpose."""
    return make_password(PASSWORD)


def account(username: str, *, name: str, phone: str | None = None) -> User:
    """Make an account that opens with the demo's password."""
    return User.objects.create(username=username, name=name, phone=phone, password=_hashed())


def seat(holder: Holder, *, village: Village) -> User:
    """Give an invented person account and offices, straight into the tables.

    Not through villages.offices.appoint: its rule that nobody starts years ago does not fit a
    village whose history is told in one minute. The database's own guards hold here too.
    """
    user = account(holder.username, name=holder.name, phone=holder.phone)
    for office, group_name, since, until in holder.terms:
        group = Group.objects.of(village).get(name=group_name) if group_name else None
        assert (SCOPE_OF[office] == Scope.GROUP) == bool(group)
        OfficeTerm.objects.create(
            user=user, office=office, village=village, group=group, since=since, until=until,
            since_precision=holder.known,
        )  # fmt: skip
    return user


def join(user: User, village: Village, *, group_name: str, since: date) -> None:
    """Let somebody with an account be a member of a group."""
    group = Group.objects.of(village).get(name=group_name)
    OfficeTerm.objects.create(
        user=user, office=Office.GROUP_MEMBER, village=village, group=group, since=since
    )


def operator() -> User:
    """The operator, who looks into villages by visits."""
    return User.objects.get(username="operator")


def seat_above() -> None:
    """Give the offices above the villages their accounts."""
    for username, name, office, region, since, known in ABOVE:
        user = account(username, name=name)
        OfficeTerm.objects.create(
            user=user,
            office=office,
            region=Region.objects.get(code=region) if region else None,
            since=since,
            since_precision=known,
        )
