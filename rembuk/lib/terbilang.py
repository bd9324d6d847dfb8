"""A sum of money in words, as it stands on every receipt.

Indonesian says seribu and seratus, never satu ribu or satu ratus alone. The browser writes the
same words while one types (web/static/web/words.js); tests/browser/test_closing.py compares.
"""

from __future__ import annotations

MOST = 10**21 - 1  # more than the database can hold: whatever a purse comes to has words

ID_ONES = [
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
]
ID_SCALES = (
    (10**18, "kuintiliun"),
    (10**15, "kuadriliun"),
    (10**12, "triliun"),
    (10**9, "miliar"),
    (10**6, "juta"),
    (1000, "ribu"),
)
EN_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
EN_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
EN_SCALES = (
    (10**18, "quintillion"),
    (10**15, "quadrillion"),
    (10**12, "trillion"),
    (10**9, "billion"),
    (10**6, "million"),
    (1000, "thousand"),
)


def amount_in_words(amount_rp: int, *, language: str) -> str:
    """Return a sum of whole rupiah in words: satu juta dua ratus lima puluh ribu rupiah.

    Errors: ValueError outside 0 to MOST.
    """
    if not 0 <= amount_rp <= MOST:
        raise ValueError(f"no words for {amount_rp}")
    said = _english(amount_rp) if language == "en" else _indonesian(amount_rp)
    return f"{said} rupiah"


def _indonesian(number: int) -> str:
    if number < len(ID_ONES):
        return ID_ONES[number]
    if number < 20:
        return f"{ID_ONES[number - 10]} belas"
    if number < 100:
        return _with_rest(f"{ID_ONES[number // 10]} puluh", number % 10)
    if number < 1000:
        hundreds = "seratus" if number < 200 else f"{ID_ONES[number // 100]} ratus"
        return _with_rest(hundreds, number % 100)
    if number < 2000:
        return _with_rest("seribu", number % 1000)
    size, name = next(scale for scale in ID_SCALES if number >= scale[0])
    # Inside a larger sum a lone thousand is still seribu: satu juta seribu.
    return _with_rest(f"{_indonesian(number // size)} {name}", number % size)


def _with_rest(said: str, rest: int) -> str:
    return f"{said} {_indonesian(rest)}" if rest else said


def _english(number: int) -> str:
    if number < 20:
        return EN_ONES[number]
    if number < 100:
        tens = EN_TENS[number // 10 - 2]
        return f"{tens}-{EN_ONES[number % 10]}" if number % 10 else tens
    if number < 1000:
        hundreds = f"{EN_ONES[number // 100]} hundred"
        return f"{hundreds} and {_english(number % 100)}" if number % 100 else hundreds
    size, name = next(scale for scale in EN_SCALES if number >= scale[0])
    head, rest = f"{_english(number // size)} {name}", number % size
    if not rest:
        return head
    return f"{head} and {_english(rest)}" if rest < 100 else f"{head} {_english(rest)}"
