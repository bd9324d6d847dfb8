"""The words of messages, as data with versions, and the rules every one of them keeps.

A version that was sent is never changed: a better text is a new version in data/templates.json,
so that an old message still reads as it was sent. Rules: at most 550 characters; a variable
never begins or ends a message and never touches another one; the first 60 characters, which a
locked phone shows to everybody, hold no debt, child or NIK (privacy.py).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rembuk.messaging import privacy

FILE = Path(__file__).parent / "data" / "templates.json"
LENGTH_MAX = 550
# The first paragraph alone is the SMS: one plain text of that kind.
SHORT_LENGTH_MAX = 160
LANGUAGES = ("id", "en")
VARIABLE = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True)
class Template:
    """The words for one purpose in one version.

    `own` are the variables that differ from person to person; the others are the same for all.
    """

    key: str
    version: int
    purpose: str
    secret: bool
    own: frozenset[str]
    texts: Mapping[str, str]
    # The words of a slip, which holds everything; a secret has none.
    paper: Mapping[str, str]

    def text(self, language: str) -> str:
        """The words in one language, with {{variables}}."""
        return self.texts["en" if language.startswith("en") else "id"]

    @property
    def variables(self) -> frozenset[str]:
        """Every variable of the words."""
        return frozenset(VARIABLE.findall(self.texts["id"]))

    @property
    def shared(self) -> frozenset[str]:
        """The variables that are the same for everybody."""
        return self.variables - self.own


@cache
def _all() -> dict[tuple[str, int], Template]:
    found = {}
    for key, entry in json.loads(FILE.read_text(encoding="utf-8")).items():
        for version in entry["versions"]:
            found[key, version["version"]] = Template(
                key=key,
                version=version["version"],
                purpose=entry["purpose"],
                secret=entry["secret"],
                own=frozenset(entry["own"]),
                texts={language: version[language] for language in LANGUAGES},
                paper=version.get("paper", {}),
            )
    return found


def every() -> list[Template]:
    """All templates in all versions."""
    return list(_all().values())


def newest(key: str) -> Template:
    """The words a new message uses."""
    return max((one for one in every() if one.key == key), key=lambda one: one.version)


def one(key: str, version: int) -> Template:
    """The words a message was sent in."""
    return _all()[key, version]


def fill(template: Template, values: Mapping[str, str], *, language: str) -> str:
    """Put values in. They are put in once: a value that looks like a variable stays as it is."""
    assert template.variables <= values.keys(), template.variables - values.keys()
    return VARIABLE.sub(lambda match: values[match[1]], template.text(language))


def fill_paper(template: Template, values: Mapping[str, str], *, language: str) -> str:
    """Put values into the words of a slip: the whole text, nothing to tap."""
    words = template.paper["en" if language.startswith("en") else "id"]
    return VARIABLE.sub(lambda match: values[match[1]], words)


def breaches(text: str) -> list[str]:
    """Which rules a template's words break; empty when it may be used."""
    found = []
    bare = text.strip()
    if len(text) > LENGTH_MAX:
        found.append(f"{len(text)} characters, {LENGTH_MAX} at most")
    if bare.startswith("{{") or bare.rstrip(".").endswith("}}"):
        found.append("begins or ends with a variable")
    if re.search(r"\}\}\s*\{\{", text):
        found.append("two variables side by side")
    if len(first_paragraph(text)) > SHORT_LENGTH_MAX:
        found.append(f"first paragraph above {SHORT_LENGTH_MAX} characters")
    if word := privacy.shown_too_early(VARIABLE.sub("…", text)):
        found.append(f"{word!r} stands in what a locked phone shows")
    return found


def first_paragraph(text: str) -> str:
    """What is sent as SMS."""
    return text.split("\n\n", 1)[0]
