"""What stands in a registry beside its people: totals, signatures, notes, headings."""

from __future__ import annotations

import re

# How much a text may hold and still be a label; sentences are longer.
_LABEL_LETTERS_MAX = 120
_NAME_WORDS_MAX, _NAME_LETTERS_MAX, _SHORT_WORDS = 8, 80, 4

_SUBTOTAL = re.compile(
    r"(?:sub\s*-?\s*(?:total|jumlah)|(?:di)?pindah(?:an|kan)|grand\s+total|total|jumlah|jml|rekap(?:itulasi)?"
    r"|rata\s*-?\s*rata)\b"
)
_RECAP = re.compile(r"(?:rekap\w*|ringkasan|statistik|grafik)\b")
_PER = re.compile(
    r"(?:jumlah|total|data|tabel|daftar)\b.*\b(?:per|menurut|berdasarkan|tiap|setiap)\b"
)
_COUNT = re.compile(
    r"[:=]\s*\d|\d+\s*(?:orang|org|jiwa|kk|pmi|tki|anak|warga|%)\b|\d\s*%|(?<!\d)\d{1,3}\s*$"
)
_COUNT_LABEL = re.compile(
    r"(?:l|p|lk|pr|laki\s*-?\s*laki|perempuan|pria|wanita|aktif|purna|calon|cuti|pmi|tki|tkw"
    r"|(?:dusun|rt|rw|lingkungan)\s*[\w/ ]{0,20})\s*(?:[:=].*)?"
)
_FOOTER = re.compile(
    r"(?:demikian|dibuat|dicetak|diperiksa|mengetahui|menyetujui|mengesahkan|disahkan"
    r"|diketahui|disetujui|yang membuat"
    r"|pembuat|penyusun|disusun oleh|hormat kami|(?:p[jl]t?\.?\s*|an\.?\s*|a\.n\.?\s*)*"
    r"(?:kepala desa|kepala dusun|kepala kelurahan|sekretaris desa|ketua (?:rt|rw|kelompok|bpd))"
    r"|kades|kadus|sekdes|lurah|camat|petugas|pendamping desa|pendamping pmi|pendamping desmigratif"
    r"|operator desa|koordinator|kasi|kaur|ttd|dto|tanda tangan|nip|nrp)\b"
    r"|[(\s]*[._…]{4,}[)\s]*$|\([^()]+\)$"
)
_MONTH = "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember"
_DOTS = r"[._…]+"
_PLACE_AND_DATE = re.compile(
    rf"[^\d,:;]{{2,60}},\s*(?:tanggal|tgl\.?)?\s*(?:\d{{1,2}}|{_DOTS})?\s*[/-]?\s*"
    rf"(?:{_MONTH}|\d{{1,2}}|{_DOTS})?\s*[/-]?\s*(?:\d{{4}}|{_DOTS})\.?"
)
_NOTE = re.compile(
    r"(?:keterangan|catatan|nb|n\.b|sumber|legenda|petunjuk|penjelasan|perhatian)\b"
    r"|(?:ket|cat|note)\s*\.?\s*(?::|$)|\*|\d\)\s"
)
_SECTION = re.compile(
    r"(?:dusun|lingkungan|rt|rw|desa|kampung|kecamatan|kelurahan|kelompok|blok|data|daftar|lampiran"
    r"|tabel|formulir|laporan|tahun|bulan|periode|halaman|hal|lembar|lanjutan)\b"
)
_PLACE = re.compile(r"(?:(?:dusun|lingkungan|rt|rw)\b\.?\s*\w{0,12}\s*[/,]?\s*){1,3}")
_RUNNING_NUMBER = re.compile(r"[(\[]?(\d{1,5})[)\].]*")


def _label(text: str) -> str:
    return " ".join(text.lower().split())[:_LABEL_LETTERS_MAX]


def is_subtotal(text: str) -> bool:
    """Tell whether a text begins a line of totals: Jumlah, Total, Sub total, Rekap ..."""
    return bool(_SUBTOTAL.match(_label(text)))


def is_recap_title(text: str) -> bool:
    """Tell whether a text is the title of a summary: it ends the table above it."""
    label = _label(text)
    return not has_count(text) and bool(_RECAP.match(label) or _PER.match(label))


def has_count(text: str) -> bool:
    """Tell whether a text holds a count: `Jumlah: 9`, `9 orang`, `Total 9`."""
    return bool(_COUNT.search(_label(text)))


def is_count_label(text: str) -> bool:
    """Tell whether a text is what a line of a summary counts: Laki-laki, Dusun II."""
    return bool(_COUNT_LABEL.fullmatch(_label(text)))


def is_place(text: str) -> bool:
    """Tell whether a lone text is the heading of a part of the village: RT 01, RT 03 RW 01."""
    return bool(_PLACE.fullmatch(_label(text)))


def is_footer(text: str) -> bool:
    """Tell whether a text belongs to a signature: Mengetahui, Kepala Desa, (..........)."""
    return bool(_FOOTER.match(_label(text)))


def is_place_and_date(text: str) -> bool:
    """Tell whether a text is the place and date above a signature; the date may be dots."""
    return bool(_PLACE_AND_DATE.fullmatch(_label(text)))


def is_note(text: str) -> bool:
    """Tell whether a text begins a note below a table: Keterangan:, Catatan:, *)."""
    return bool(_NOTE.match(_label(text)))


def is_section(text: str) -> bool:
    """Tell whether a lone text is a heading: Dusun II, Data Purna PMI."""
    return bool(_SECTION.match(_label(text)))


def is_sentence(text: str) -> bool:
    """Tell whether a lone text is a remark and no name: it is long, or says `something: more`."""
    words = text.split()
    long = len(words) > _NAME_WORDS_MAX or len(text) > _NAME_LETTERS_MAX
    return long or ":" in text or (len(words) > _SHORT_WORDS and text.rstrip().endswith("."))


def running_number(text: str) -> int | None:
    """Return the running number of a row, also `3.` or `(3)`."""
    match = _RUNNING_NUMBER.fullmatch(text.strip())
    return int(match[1]) if match else None
