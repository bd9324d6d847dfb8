"""What a locked or shared phone shows: the first 60 characters of a message.

They never tell of a debt, a child or a NIK (design principle P24). Words that are also names
(Putri, Cucu) are not in the list: a greeting must not be refused.
"""

from __future__ import annotations

import re

SHOWN = 60
WORDS = re.compile(
    r"\b(?:"
    r"(?:ber)?(?:hutang|utang)(?:nya|an)?|pe?minjam\w*|pinjam\w*|tunggak\w*|menunggak|angsur\w*|cicil\w*"
    r"|kredit\s+macet|jatuh\s+tempo|tagih\w*|debts?|loans?|arrears|instal?lments?|owed?s?"
    r"|anak(?:nya|mu|ku|-anak)?|bayi\w*|balita|stunting"
    r"|child(?:ren)?|bab(?:y|ies)|kids?|daughters?|sons?"
    r"|nik|no\.?\s*ktp|national\s+id"
    r")\b",
    re.IGNORECASE,
)
# Sixteen digits are a NIK, however they are grouped.
NUMBER = re.compile(r"(?:\d[ .-]?){16}")


def shown_too_early(text: str) -> str:
    """Return the first word or number that must not stand so early, or ''."""
    early = text[:SHOWN]
    # A word that is cut at the border is read whole: half of it is seen.
    border = re.match(r"\w*", text[SHOWN:])
    found = WORDS.search(early + (border[0] if border else ""))
    number = NUMBER.search(text)
    if found:
        return found[0]
    return "NIK" if number else ""
