"""The words of the pages: what the code says, what the catalogues translate, and the two alike.

`python -m rembuk.project.catalogues compile` makes the .mo files that are missing or old,
`extract` brings every room's django.po up to date with the code, and `check` says what is
missing, left over, untranslated or doubtful. Catalogues carry no line numbers, so a change of
code elsewhere leaves them alone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parent.parent
LANGUAGE = "id"
CATALOGUE = Path("locale") / LANGUAGE / "LC_MESSAGES" / "django.po"
HEADER = {
    "Project-Id-Version": "Rembuk",
    "Language": LANGUAGE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
NOT_READ = shutil.ignore_patterns("tests", "migrations", "locale", "static", "data", "__pycache__")

Key = tuple[str, str]  # message context ("" for none) and message id


def catalogues(package: Path = PACKAGE) -> dict[str, Path]:
    """Return each room's catalogue, by the room's name."""
    return {file.parents[3].name: file for file in sorted(package.glob(f"*/{CATALOGUE}"))}


def compile_all(package: Path = PACKAGE) -> int:
    """Make the .mo files that are missing or older than their .po. Returns how many."""
    made = 0
    for source in catalogues(package).values():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        # Two commands may compile at once: each writes its own file and then renames it.
        draft = target.with_suffix(f".{os.getpid()}.mo")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.replace(target)
        made += 1
    return made


def key_of(entry: polib.POEntry) -> Key:
    """Return what makes an entry itself and no other."""
    return (entry.msgctxt or "", entry.msgid)


def messages_in_code(package: Path = PACKAGE) -> dict[str, dict[Key, polib.POEntry]]:
    """Read every message of the code and the templates, by room.

    Errors: subprocess.CalledProcessError with xgettext's own words, for example when GNU
    gettext is not installed.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / package.name
        shutil.copytree(package, copy, ignore=NOT_READ)
        (copy / "locale").mkdir()
        environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
        command = ["makemessages", "-v0", "-l", LANGUAGE, "--add-location=file"]
        subprocess.run(
            [sys.executable, "-m", "django", *command],
            cwd=copy, env=environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        written = copy / CATALOGUE
        entries = polib.pofile(str(written)) if written.exists() else []
    found: dict[str, dict[Key, polib.POEntry]] = defaultdict(dict)
    for entry in entries:
        for place, _line in entry.occurrences:
            found[Path(place).parts[0]][key_of(entry)] = entry
    return found


def extract(package: Path = PACKAGE, *, room: str = "") -> None:
    """Bring one room's catalogue, or all, up to date.

    New messages come in empty, translations are kept, what the code no longer says goes.
    """
    found = messages_in_code(package)
    for name in [room] if room else sorted(found):
        wanted = found[name]
        file = package / name / CATALOGUE
        known = {key_of(e): e for e in polib.pofile(str(file))} if file.exists() else {}
        fresh = polib.POFile(wrapwidth=95)
        fresh.metadata = HEADER
        for key, entry in sorted(wanted.items()):
            earlier = known.get(key)
            fresh.append(
                polib.POEntry(
                    msgctxt=entry.msgctxt,
                    msgid=entry.msgid,
                    msgid_plural=entry.msgid_plural,
                    msgstr=earlier.msgstr if earlier else "",
                    msgstr_plural=_plural(entry, earlier),
                    comment=entry.comment,
                    flags=[flag for flag in entry.flags if flag != "fuzzy"],
                )
            )
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.save(str(file))


def _plural(entry: polib.POEntry, earlier: polib.POEntry | None) -> dict[int, str]:
    """Return the one Indonesian form of a plural message, or nothing for a plain one."""
    if not entry.msgid_plural:
        return {}
    return dict(earlier.msgstr_plural) if earlier and earlier.msgstr_plural else {0: ""}


def complaints(package: Path = PACKAGE) -> list[str]:
    """Return one line for each message that is missing, left over, untranslated or doubtful."""
    lines = []
    code, files = messages_in_code(package), catalogues(package)
    for room in sorted(code.keys() | files.keys()):
        entries = {key_of(e): e for e in polib.pofile(str(files[room]))} if room in files else {}
        for key in sorted(code.get(room, {}).keys() - entries.keys()):
            lines.append(f"{room}: not in the catalogue: {key[1]!r}")
        for key, entry in sorted(entries.items()):
            if key not in code.get(room, {}):
                lines.append(f"{room}: no longer in the code: {key[1]!r}")
            elif "fuzzy" in entry.flags:
                lines.append(f"{room}: doubtful (fuzzy): {key[1]!r}")
            elif not entry.translated():
                lines.append(f"{room}: not translated: {key[1]!r}")
    return lines


def main(verb: str, room: str = "") -> int:
    """Run one of the three verbs; `check` returns 1 when there is something to say."""
    match verb:
        case "compile":
            compile_all()
        case "extract":
            extract(room=room)
        case "check":
            lines = complaints()
            sys.stdout.write("\n".join([*lines, ""]) if lines else "Every message is translated.\n")
            return 1 if lines else 0
        case _:
            sys.stderr.write("python -m rembuk.project.catalogues compile|extract [ROOM]|check\n")
            return 64
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]) if len(sys.argv) > 1 else main(""))
