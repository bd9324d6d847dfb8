"""A page as a test reads it: its words, and its forms with what stands in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

ANSWERS = frozenset({"input", "textarea", "select", "button"})
UNSEEN = frozenset({"script", "style", "template", "svg"})
SPOKEN = ("aria-label", "alt", "title", "placeholder", "content")
TYPED = frozenset({"text", "search", "tel", "number", "date", "email", "url", "textarea"})


@dataclass
class Field:
    """One field: `kind` is the input's type, "textarea" or "select"; `choices` are its values."""

    name: str
    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)
    keys: str = ""  # which keys a phone shows for it: numeric, decimal, tel ...


@dataclass
class Form:
    """One form: where it goes, how, and what it carries."""

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def typed(self) -> list[Field]:
        """The fields a person writes in."""
        return [f for f in self.fields.values() if f.kind in TYPED]


class Page(HTMLParser):
    """What a browser would make of a page, as far as tests ask."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.forms: list[Form] = []
        self.language = ""
        self._unseen: list[str] = []
        self._open: Form | None = None
        self._area: Field | None = None
        self._select: Field | None = None
        self._text: list[str] = []
        self.feed(html)
        self._end_of_words()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = {name: value or "" for name, value in attrs}
        if tag in UNSEEN:
            self._unseen.append(tag)
        if tag not in {"b", "strong", "em", "span", "a"}:
            self._end_of_words()
        self.words += [had[name] for name in SPOKEN if had.get(name) and tag != "meta"]
        if tag == "html":
            self.language = had.get("lang", "")
        if tag == "form":
            self._open = Form(had.get("action", ""), had.get("method", "get").lower())
            self.forms.append(self._open)
        elif tag in ANSWERS and self._open and had.get("name"):
            self._take(tag, had)
        elif tag == "option" and self._select is not None:
            self._select.choices.append(had.get("value", ""))
            if "selected" in had:
                self._select.value = had.get("value", "")

    def _take(self, tag: str, had: dict[str, str]) -> None:
        assert self._open is not None
        kind = had.get("type", "text") if tag == "input" else tag
        known = self._open.fields.get(had["name"])
        if known is None:
            value = had.get("value", "") if kind not in {"radio", "checkbox"} else ""
            known = Field(had["name"], kind, value, keys=had.get("inputmode", ""))
            self._open.fields[known.name] = known
        if tag == "button":
            known.kind = "button"
            known.choices.append(had.get("value", ""))
        elif kind in {"radio", "checkbox"}:
            known.choices.append(had.get("value", "on"))
            if "checked" in had:
                known.value = had.get("value", "on")
        self._area = known if tag == "textarea" else None
        self._select = known if tag == "select" else None

    def handle_endtag(self, tag: str) -> None:
        if self._unseen and tag == self._unseen[-1]:
            self._unseen.pop()
        if tag not in {"b", "strong", "em", "span", "a"}:
            self._end_of_words()
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            # HTML leaves out one line break right after the opening tag.
            self._area.value += data if self._area.value else data.removeprefix("\n")
        elif not self._unseen:
            self._text.append(data)

    def _end_of_words(self) -> None:
        text = " ".join("".join(self._text).split())
        self._text = []
        if text:
            self.words.append(text)
