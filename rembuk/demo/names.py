"""Invented names, in the shapes Indonesian names really have: one word to five."""

from __future__ import annotations

from random import Random

WOMEN = """
    Sri Siti Sumiati Yuni Juni Lastri Partini Suparmi Wiwik Ningsih Endang Titin Mursiyah
    Rukmini Wagiyem Poniyem Tumini Sulastri Eka Dwi Dewi Tri Ratna Indah Fitri Nur Kholifah
    Aminah Halimah Maryam Rohmah Khotimah Yanti Wati Rina Lina Ayu Putri Kartini Sundari
""".split()  # noqa: SIM905  # names read better as words than as a list
MEN = """
    Slamet Joko Karto Sugeng Bambang Agus Budi Wahyu Eko Dwi Tri Heru Purwadi Mulyono Darsono
    Legiman Wagiman Suparno Sutrisno Moch Muhammad Muh Ahmad Imam Abdul Nur Rochim Hadi Yusuf
    Ilham Rizki Dani Andi Hendra Gunawan Tarno Paijo Ngadimin Suwito Kasno
""".split()  # noqa: SIM905  # names read better as words than as a list
SECOND = """
    Astuti Rahayu Utami Lestari Wahyuni Kartika Saputra Santoso Susilo Hartono Wijaya Prabowo
    Nugroho Iskandar Basuki Gumelar Riyadi Kurniawan Hidayat Setiawan Fauzi Syafii Munir Pratama
    Anggraini Puspita Handayani Maharani Permadi Siregar Halim Ismail Sutopo Wibowo
""".split()  # noqa: SIM905  # names read better as words than as a list
# What neighbours make of a first name: the short forms people really use.
NICKNAMES = {
    "Lastri": ("Tri", "Las"), "Partini": ("Tini", "Par"), "Suparmi": ("Parmi", "Mimi"),
    "Wiwik": ("Wik", "Wiwi"), "Ningsih": ("Ning", "Nining"), "Endang": ("Ndang", "Endah"),
    "Titin": ("Tin", "Iin"), "Mursiyah": ("Mur", "Siyah"), "Rukmini": ("Mini", "Ruk"),
    "Wagiyem": ("Yem", "Giyem"), "Poniyem": ("Yem", "Poni"), "Tumini": ("Tum", "Mini"),
    "Sumiati": ("Sum", "Ati"), "Sulastri": ("Lastri", "Sul"), "Ratna": ("Nana", "Atna"),
    "Indah": ("Iin", "Ndah"), "Fitri": ("Pipit", "Fit"), "Kholifah": ("Ifah", "Ipah"),
    "Aminah": ("Mina", "Minah"), "Halimah": ("Imah", "Limah"), "Maryam": ("Yam", "Mar"),
    "Rohmah": ("Omah", "Rom"), "Khotimah": ("Imah", "Otim"), "Yanti": ("Yan", "Anti"),
    "Putri": ("Uti", "Puput"), "Kartini": ("Tini", "Kar"), "Sundari": ("Dari", "Sun"),
    "Slamet": ("Met", "Mamet"), "Karto": ("To", "Kar"), "Sugeng": ("Geng", "Ugeng"),
    "Bambang": ("Beng", "Bembeng"), "Wahyu": ("Yuyu", "Yu"), "Purwadi": ("Pur", "Adi"),
    "Mulyono": ("Mul", "Yono"), "Darsono": ("Dar", "Sono"), "Legiman": ("Legi", "Man"),
    "Wagiman": ("Wagi", "Man"), "Suparno": ("Parno", "No"), "Sutrisno": ("Tris", "Trisno"),
    "Muhammad": ("Mamat", "Memed"), "Ahmad": ("Mamad", "Amat"), "Abdul": ("Dul", "Adul"),
    "Rochim": ("Ochim", "Im"), "Yusuf": ("Ucup", "Suf"), "Ilham": ("Iham", "Am"),
    "Rizki": ("Kiki", "Riki"), "Hendra": ("Hen", "Hendro"), "Gunawan": ("Gun", "Wawan"),
    "Tarno": ("Tar", "No"), "Paijo": ("Jo", "Pai"), "Ngadimin": ("Dimin", "Min"),
    "Suwito": ("Wito", "To"), "Kasno": ("Kas", "No"),
}  # fmt: skip
HAMLETS = ("Dusun I", "Dusun II", "Margo Mulyo", "Tanjung Sari", "Sri Rejeki")
WORDS_SHARE = (0.14, 0.60, 0.20, 0.05, 0.01)


def full_name(rng: Random, *, woman: bool) -> str:
    """Return a name of one to five words."""
    words = rng.choices(range(1, 6), weights=WORDS_SHARE)[0]
    first = rng.choice(WOMEN if woman else MEN)
    rest = [word for word in rng.sample(SECOND, words) if word != first]
    return " ".join([first, *rest][:words])


def nickname(rng: Random, name: str) -> str:
    """Return what neighbours call her, or nothing: a short form of the first word."""
    first = name.split(maxsplit=1)[0]
    if len(first) < 5 or rng.random() < 0.55:
        return ""
    return NICKNAMES[first][0 if rng.random() < 0.5 else 1]


def phone(rng: Random) -> str:
    """Return an Indonesian mobile number as people type it, from a range no network uses."""
    return f"0899-{rng.randrange(10_000):04d}-{rng.randrange(10_000):04d}"


def national_id(rng: Random, *, birth: tuple[int, int, int], woman: bool, serial: int) -> str:
    """Return a NIK of province 99, which does not exist; `birth` is (year, month, day)."""
    year, month, day = birth
    return f"990201{day + 40 * woman:02d}{month:02d}{year % 100:02d}{serial:04d}"
