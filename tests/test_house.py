"""The rules of the house that a machine can keep: sizes, names, and documents that cannot lie.

Every ceiling is absolute. What stands above one is listed here by name with its size: it may
shrink, it may leave the list, it may not grow, and nothing new may join it.
"""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from rembuk.villages.permissions import PERMISSIONS_OF, Permission

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "rembuk"
DOCS = ROOT / "docs"

FUNCTION_LINES, VIEW_LINES, TEST_LINES = 70, 40, 60
FILE_LINES, TEMPLATE_LINES = 500, 120
POSITIONAL = 2
PAGE_LINES = {"README.md": 100, "STYLE.md": 200}
ROOM_README_LINES, ADR_LINES = 30, 40
# path::function -> lines. See above.
LONGER: dict[str, int] = {}

# Functions handed to a registry that calls them by place, and which registry it is.
ERASES = "/held.py::erase"  # villages.holdings.Holding.erase, of every room that holds something
HANDED_OVER = {
    "rembuk/people/audiences.py::people_in": "villages.circles",
}
DOORS = frozenset({"public", "signed_in", "requires", "requires_above"})
FORBIDDEN_NAMES = frozenset({"utils", "services", "helpers", "common", "managers", "core", "misc"})
# A file that marks a string as safe HTML, and why it may.
MAKES_HTML: dict[str, str] = {
    "rembuk/web/guides.py": "our own guides, drawn by markdown-it; HTML in them is shown as text",
    "rembuk/web/templatetags/rembuk.py": "a QR code, drawn by segno; its label is escaped",
}


# --- what there is ---------------------------------------------------------------------------


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the repository that git knows or would take in."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    paths = sorted({ROOT / name for name in listed.split("\0") if name})
    return tuple(path for path in paths if path.is_file())


def under(folder: Path, suffix: str) -> list[Path]:
    return [p for p in tracked() if p.suffix == suffix and p.is_relative_to(folder)]


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines_of(path: Path) -> int:
    return len(path.read_text().splitlines())


def rooms() -> list[str]:
    return sorted(p.parent.name for p in PACKAGE.glob("*/__init__.py"))


def is_test(path: Path) -> bool:
    return "tests" in path.relative_to(ROOT).parts or path.name == "conftest.py"


# POST without a key: done twice it is as done once, or nothing is written.
DONE_AGAIN_THE_SAME = {
    "rembuk/accounts/views/kept_forms.py::drop_kept": "a form put aside stays aside",
    "rembuk/accounts/views/kept_forms.py::take_back_kept": "and one brought back stays",
    "rembuk/accounts/views/locking.py::lock": "locked is locked",
    "rembuk/accounts/views/me.py::language": "the same language",
    "rembuk/accounts/views/me.py::end_device": "an ended session stays ended",
    "rembuk/hall/views/offices.py::first_link": "the link on the last slip counts",
    "rembuk/hall/views/operator.py::first_link": "the link on the last slip counts",
    "rembuk/hall/views/operator.py::end_visit": "an ended visit stays ended",
    "rembuk/messaging/views/sending.py::opened": "a script says that WhatsApp opens",
    "rembuk/people/views/own_access.py::access_slip": "the link on the last slip counts",
    "rembuk/people/views/residents.py::found": "a search, by POST so that no NIK is in an address",
    "rembuk/people/views/residents.py::national_id_page": "shows a NIK; each look is noted",
    "rembuk/web/gallery.py::sample_undo": "a sample: nothing is there to undo",
    "rembuk/web/home.py::act_as": "the same office",
}


def is_view(path: Path, node: ast.FunctionDef) -> bool:
    """A view stands in views.py, or carries one of the doors of villages/access.py."""
    doors = {ast.unparse(decorator).split("(")[0] for decorator in node.decorator_list}
    return path.name == "views.py" or path.parent.name == "views" or bool(DOORS & doors)


def python_files() -> list[Path]:
    return [p for p in under(ROOT, ".py") if "migrations" not in p.parts]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def functions(path: Path) -> Iterator[tuple[ast.FunctionDef, int]]:
    """Yield each function with its lines, decorators included."""
    for node in statements(parsed(path)):
        if isinstance(node, ast.FunctionDef):
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            yield node, (node.end_lineno or first) - first + 1


def statements(block: ast.AST) -> Iterator[ast.stmt]:
    """Yield every statement, however deep; walking all expressions takes ten times as long."""
    for part in ("body", "orelse", "finalbody", "handlers", "cases"):
        inner = getattr(block, part, ())
        for node in inner if isinstance(inner, list) else ():
            if isinstance(node, ast.stmt):
                yield node
            yield from statements(node)


def ceiling(path: Path, node: ast.FunctionDef) -> int:
    if is_test(path):
        return TEST_LINES
    return VIEW_LINES if is_view(path, node) else FUNCTION_LINES


# --- sizes -----------------------------------------------------------------------------------


def test_no_function_grows_past_its_ceiling():
    found = {
        f"{short(path)}::{node.name}": lines
        for path in python_files()
        for node, lines in functions(path)
        if lines > ceiling(path, node)
    }
    grown = [f"{name}: {n} lines" for name, n in found.items() if n > LONGER.get(name, 0)]
    assert not grown, f"split these: {grown}"
    assert not LONGER.keys() - found.keys(), "these are short again: take them off LONGER"


def test_no_file_grows_past_its_ceiling():
    limits = {".py": FILE_LINES, ".css": FILE_LINES, ".js": FILE_LINES, ".html": TEMPLATE_LINES}
    long = [
        f"{short(path)}: {lines_of(path)} lines"
        for path in tracked()
        if path.suffix in limits
        and not path.name.endswith(".min.js")
        and "migrations" not in path.parts
        and lines_of(path) > limits[path.suffix]
    ]
    assert not long, f"split these: {long}"


def test_pages_of_text_stay_short():
    limits = {ROOT / name: most for name, most in PAGE_LINES.items()}
    limits |= dict.fromkeys(PACKAGE.glob("*/README.md"), ROOM_README_LINES)
    limits |= dict.fromkeys((DOCS / "adr").glob("[0-9]*.md"), ADR_LINES)
    long = [f"{short(p)}: {lines_of(p)}" for p, most in limits.items() if lines_of(p) > most]
    assert not long, f"shorten these: {long}"


def test_more_than_two_values_are_named_by_the_caller():
    crowded = [
        f"{short(path)}::{node.name}"
        for path in under(PACKAGE, ".py")
        if not is_test(path) and "migrations" not in path.parts
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and not is_view(path, node)
        and len(node.args.args) + len(node.args.posonlyargs) > POSITIONAL
    ]
    crowded = [name for name in crowded if name not in HANDED_OVER and not name.endswith(ERASES)]
    assert not crowded, f"make these keyword-only after a *: {crowded}"


def test_the_day_of_a_moment_is_asked_of_a_clock():
    """From midnight to seven in the morning UTC still has yesterday's date."""
    unasked = [
        f"{short(path)}:{number}"
        for path in under(PACKAGE, ".py")
        if not is_test(path)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if ".date()" in line and ".astimezone(" not in line
    ]
    assert not unasked, f"say of which zone (moment.astimezone(zone).date()): {unasked}"


def test_every_button_that_changes_something_is_done_once():
    """What only takes POST goes through web.forms (press, run), or says here why not."""
    bare = {
        f"{short(path)}::{node.name}"
        for path in under(PACKAGE, ".py")
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef)
        and any("require_POST" in ast.unparse(door) for door in node.decorator_list)
        and not re.search(r"\b(press|_do|take_away)\(|\.run\(", ast.unparse(node))
    }
    assert bare == DONE_AGAIN_THE_SAME.keys()


# --- names -----------------------------------------------------------------------------------


def test_every_file_is_named_after_its_subject():
    named = [short(p) for p in tracked() if FORBIDDEN_NAMES & {p.stem, *p.parent.parts[-1:]}]
    assert not named, f"the name says the layer, not the subject: {named}"


def test_every_room_has_its_place_in_the_import_contract():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = contracts["contracts"][0]["layers"]
    placed = {name.strip(" ()") for layer in layers for name in layer.split("|")}
    assert set(rooms()) <= placed
    gone = {n for layer in layers for n in re.findall(r"\w+", re.sub(r"\(\w+\)", "", layer))}
    assert gone <= set(rooms()), "a room that is not there (yet) stands in parentheses"


def test_only_the_ledger_touches_its_tables():
    if "ledger" in rooms():
        assert "rembuk.ledger.models" in (ROOT / "pyproject.toml").read_text()


def test_every_room_explains_itself():
    silent = [room for room in rooms() if not (PACKAGE / room / "README.md").is_file()]
    assert not silent, f"write README.md (what happens here, where to start) for: {silent}"


# --- documents that cannot lie ---------------------------------------------------------------


def headings(document: str) -> set[str]:
    """Every name in backquotes in a heading of one page in docs/."""
    text = (DOCS / document).read_text()
    return {
        name
        for line in re.findall(r"^#+ .*$", text, re.M)
        for name in re.findall(r"`([^`]+)`", line)
    }


def environment_settings() -> set[str]:
    shell = [p for p in tracked() if p.parent == ROOT / "scripts" and p.suffix in {"", ".sh"}]
    program = [p for p in under(PACKAGE, ".py") if not is_test(p)]
    sources = [*program, *shell, ROOT / "run", ROOT / "test"]
    return {n for p in sources for n in re.findall(r"\bREMBUK_[A-Z_]+[A-Z]\b", p.read_text())}


def commands() -> set[str]:
    ours = {p.stem for p in PACKAGE.glob("*/management/commands/[a-z]*.py")}
    return ours | {"calc", "verify"}  # programs of their own, called from __main__.py


def export_columns() -> set[str]:
    """Every column of every export: modules that list theirs in EXPORT_COLUMNS."""
    found: set[str] = set()
    for path in under(PACKAGE, ".py"):
        if re.search(r"^EXPORT_COLUMNS\b", path.read_text(), re.M):
            module = importlib.import_module(short(path).removesuffix(".py").replace("/", "."))
            for name, columns in module.EXPORT_COLUMNS.items():
                found |= {f"{name}.{column}" for column in columns}
    return found


@pytest.mark.parametrize(
    ("document", "names"),
    [
        ("settings.md", environment_settings),
        ("commands.md", commands),
        ("permissions.md", lambda: {permission.name for permission in Permission}),
    ],
)
def test_the_page_lists_what_there_is_and_no_more(document, names):
    there, told = names(), headings(document)
    assert not there - told, f"docs/{document} needs a heading with `...` for these"
    assert not told - there, f"docs/{document} speaks of what is not there"


def test_the_exports_page_lists_every_column():
    page, told = (DOCS / "exports.md").read_text(), set()
    for section in re.split(r"^## ", page, flags=re.M)[1:]:
        name = re.findall(r"`(\w+)`", section.splitlines()[0])[0]
        told |= {f"{name}.{column}" for column in re.findall(r"^\| `(\w+)` \|", section, re.M)}
    there = export_columns()
    assert not there - told, "docs/exports.md needs a row for these"
    assert not told - there, "docs/exports.md speaks of what is not there"


def test_the_permissions_page_names_the_offices_that_hold_each():
    page = (DOCS / "permissions.md").read_text()
    for permission in Permission:
        holders = [
            o.value.lower().replace("_", " ") for o, p in PERMISSIONS_OF.items() if permission in p
        ]
        told = re.search(rf"`{permission.name}`.*?^Held by: (.*?)\.$", page, re.M | re.S)
        assert told, permission.name
        assert told[1].split(", ") == (holders or ["nobody"]), permission.name


def test_every_decision_has_one_number_and_stands_in_the_list():
    pages = sorted((DOCS / "adr").glob("[0-9]*.md"))
    numbers = [page.name[:4] for page in pages]
    assert len(numbers) == len(set(numbers)), "two decisions share a number"
    index = (DOCS / "adr" / "README.md").read_text()
    assert not [page.name for page in pages if f"({page.name})" not in index]


def test_the_changelog_says_something_about_the_newest_version():
    newest = re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text(), flags=re.M)[1]
    assert re.search(r"^- \S", newest, re.M)


def test_the_style_page_quotes_our_own_code():
    text = (ROOT / "STYLE.md").read_text()
    quotes = re.findall(r"^```python\n# (\S+)\n(.*?)^```", text, re.M | re.S)
    assert len(quotes) >= 5
    for name, quote in quotes:
        assert quote in (ROOT / name).read_text(), f"{name} has changed: quote it anew in STYLE.md"


def test_links_between_pages_lead_somewhere():
    broken = [
        f"{short(page)}: {target}"
        for page in under(ROOT, ".md")
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text())
        if not (page.parent / target).exists()
    ]
    assert not broken


# --- templates -------------------------------------------------------------------------------


def templates() -> list[Path]:
    return under(PACKAGE, ".html")


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a style attribute", r"<[^>]*\sstyle\s*="),
        ("a style element", r"<style\b"),
        ("a script without src", r"<script\b(?![^>]*\bsrc=)"),
        ("an on... attribute", r"<[^>]*\s(?:hx-)?on[a-z:]+\s*="),
        ("a javascript: address", r"javascript:"),
        ("another origin", r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//"),
    ],
)
def test_pages_obey_the_strict_content_policy(what, pattern):
    found = [short(p) for p in templates() if re.search(pattern, p.read_text(), re.I)]
    assert not found, f"{what} is blocked by the browser: {found}"


def test_only_listed_files_make_html_by_hand():
    by_hand = r"\|\s*safe\b|autoescape off|\bmark_safe\b|\bSafeString\("
    sources = [*templates(), *under(PACKAGE, ".py")]
    found = {short(p) for p in sources if not is_test(p) and re.search(by_hand, p.read_text())}
    assert found == set(MAKES_HTML), "HTML is escaped unless a file is listed here with a reason"


def words_of(template: str) -> list[str]:
    """Return the words a template shows without asking a catalogue."""
    text = re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", " ", template, flags=re.S)
    text = re.sub(r"{%\s*blocktrans.*?{%\s*endblocktrans\w*\s*%}", " ", text, flags=re.S)
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", text, flags=re.S)
    text = re.sub(r"{% block \w+_(?:class|attributes) %}.*?{% endblock %}", " ", text)
    text = re.sub(r"{%.*?%}|{{.*?}}", " ", text, flags=re.S)
    shown = re.findall(r"\b(?:alt|title|placeholder|aria-label)=\"([^\"]*)\"", text)
    text = re.sub(r"<[^>]*>|&\w+;|&#\d+;", " ", text, flags=re.S)
    return [word for part in [text, *shown] for word in re.findall(r"[^\W\d_]{2,}", part)]


# Names of things, and what is written the same in every language.
SAME_EVERYWHERE = frozenset(
    ["Rembuk", "WhatsApp", "PDF", "RT", "RW", "Rp", "NIK", "PMI", "px", "WIB", "WITA", "WIT"]
)
SPEAKS_BOTH = {
    "rembuk/web/templates/web/offline.html": "kept on the phone, so it says it in both languages",
    "rembuk/web/templates/web/parts/language.html": "each language is called by its own name",
}


def test_every_word_of_a_page_comes_from_a_catalogue():
    bare = {
        short(path): words
        for path in templates()
        if short(path) not in SPEAKS_BOTH
        and (words := [w for w in words_of(path.read_text()) if w not in SAME_EVERYWHERE])
    }
    assert not bare, "wrap these in {% translate %} or {% blocktranslate %}"


# --- nothing of one machine ------------------------------------------------------------------


def test_no_file_names_a_machine_or_a_registry():
    machine = re.compile(r"(?<![\w./-])/(?:work|root|home/\w+|Users)/[\w.-]+")
    registry = re.compile(r"pypi\.org|pythonhosted|npmjs|index-url\s*=|\"resolved\"")
    texts = [p for p in tracked() if p.suffix not in {".png", ".xlsx", ".xls", ".ods", ".gz"}]
    this = Path(__file__)
    named = [
        short(path)
        for path in texts
        if path != this
        and (machine.search(text := path.read_text(errors="replace")) or registry.search(text))
    ]
    assert not named
    locks = [short(p) for p in tracked() if p.suffix == ".lock" and "://" in p.read_text()]
    assert not locks, "run scripts/lock: a lock file names no host"


# --- the checks themselves can fail ----------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("<h1>{% translate 'Today' %}</h1>", []),
        ("<h1>Today</h1>", ["Today"]),
        ('<img alt="Goat" src="{% static "goat.svg" %}">', ["Goat"]),
        ('<p aria-label="{% translate "Help" %}">1.250.000 ·</p>', []),
        ("{% blocktranslate %}Savings of {{ name }}{% endblocktranslate %}", []),
        ('<body class="x{% block page_class %} print-page{% endblock %}">', []),
        ("{# a note #}<b>{{ name }}</b>&nbsp;×", []),
    ],
)
def test_bare_words_are_seen(template, expected):
    assert words_of(template) == expected
