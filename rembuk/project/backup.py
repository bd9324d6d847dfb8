"""A copy of one village or of everything, taken while people work, and read back elsewhere.

The file is a ZIP: `manifest.json`, and one JSON object a line for each table. It depends on no
database, so a village moves from SQLite to PostgreSQL by it. One consistent moment is read: what
is written meanwhile is in it wholly or not at all. Keys are not in it: sealed numbers need the
keys of the installation, which belong in a place of their own. With a passphrase the whole ZIP is
locked (locking.py), and nothing of it ever lies open on a disk.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from rembuk.accounts.models import User
from rembuk.lib.errors import Refused
from rembuk.project import locking
from rembuk.villages import guards, tenancy
from rembuk.villages.models import (
    Command,
    OfficeTerm,
    OperatorVisit,
    Region,
    Village,
    VillageRow,
)

FORMAT = 1
A_READ = 2000
Ask = Callable[[], str]
# Made by migrations, or good for the moment only: sessions, links, codes that wait to be read.
LEFT_OUT = frozenset(
    {
        "contenttypes.contenttype", "auth.permission", "auth.group", "auth.group_permissions",
        "sessions.session", "usersessions.usersession", "account.emailaddress",
        "account.emailconfirmation", "accounts.signinlink", "accounts.keptform",
        "messaging.secret",
    }
)  # fmt: skip


# Tables with a village that are not VillageRows, because they are read before one is known.
OF_A_VILLAGE: tuple[type[models.Model], ...] = (Command, OfficeTerm, OperatorVisit)


@dataclass(frozen=True)
class Told:
    """What a backup holds: how many rows of each table, and when it was taken."""

    taken_at: str
    village: str
    rows: dict[str, int]
    same_keys: bool


def tables() -> list[type[models.Model]]:
    """Return every table that a backup holds, whatever another points to first where possible."""
    found = [
        m for m in apps.get_models(include_auto_created=True)
        if m._meta.label_lower not in LEFT_OUT and not m._meta.proxy
    ]  # fmt: skip
    ordered: list[type[models.Model]] = []
    while found:
        ready = [m for m in found if not _waits_for(m) & (set(found) - {m})]
        # Two tables that point at each other: foreign keys are looked at only at the end.
        chosen = ready or found[:1]
        ordered += chosen
        found = [m for m in found if m not in chosen]
    return ordered


def save(
    file: Path, *, village: Village | None, at: datetime, passphrase: str | None = None
) -> Told:
    """Write a backup of one village, or of everything for None. The file appears when it is whole.

    Errors: OSError where the file cannot be written, Refused for a passphrase that is too short;
    nothing is left half-written under its name.
    """
    rows: dict[str, int] = {}
    digests: dict[str, str] = {}
    unfinished = file.with_name(f".{file.name}.unfinished")
    try:
        with (
            locking.writing(unfinished, passphrase=passphrase) as whole,
            zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive,
            _one_moment(),
        ):
            for model in tables():
                name = f"{model._meta.label_lower}.jsonl"
                digest = hashlib.sha256()
                count = 0
                with archive.open(name, "w", force_zip64=True) as out:
                    for line in _lines(model, village):
                        out.write(line)
                        digest.update(line)
                        count += 1
                rows[model._meta.label_lower], digests[name] = count, digest.hexdigest()
            manifest = {
                "format": FORMAT, "taken_at": at.isoformat(), "rows": rows, "sha256": digests,
                "village": village.slug if village else "", "keys": _fingerprint(),
                "migrations": _migrations(),
            }  # fmt: skip
            archive.writestr("manifest.json", json.dumps(manifest, indent=1, sort_keys=True))
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return _told(manifest)


def _no_passphrase() -> str:
    return ""  # opens nothing


def read(file: Path, *, ask: Ask = _no_passphrase) -> Told:
    """Check a backup from front to back without storing anything, and say what it holds.

    `ask` is asked for the passphrase of one that is locked. Errors: Refused for a file that is no
    backup, is damaged, does not open, or comes from another release.
    """
    with _opened(file, ask) as (archive, manifest):
        for name, digest in manifest["sha256"].items():
            found = hashlib.sha256()
            with archive.open(name) as lines:
                while chunk := lines.read(1 << 20):
                    found.update(chunk)
            if found.hexdigest() != digest:
                raise Refused(
                    _("The backup is damaged in %(part)s. Take another one.") % {"part": name}
                )
        if manifest["migrations"] != _migrations():
            raise Refused(
                _("The backup comes from another release of Rembuk. Restore it with that one.")
            )
        return _told(manifest)


def restore(file: Path, *, ask: Ask = _no_passphrase) -> Told:
    """Put a backup into a database that has its tables and nobody in them, in one transaction.

    Errors: as `read`; Refused too where people or villages are there already.
    """
    told = read(file, ask=ask)
    if User.objects.exists() or Village.objects.exists():
        raise Refused(_("There are people here already. Restore into an empty database."))
    with _opened(file, ask) as (archive, _manifest), _without_guards(), transaction.atomic():
        for model in reversed(tables()):
            model._base_manager.all().delete()  # what migrations put there comes from the backup
        for model in tables():
            with archive.open(f"{model._meta.label_lower}.jsonl") as lines:
                _store(model, io.TextIOWrapper(lines, "utf-8"))
        connection.check_constraints()
    return told


# --- written -------------------------------------------------------------------------------------


@contextmanager
def _one_moment() -> Iterator[None]:
    """See the database as it is at one moment, without holding anybody up."""
    sqlite = connection.vendor == "sqlite"
    mode = getattr(connection, "transaction_mode", None)
    if sqlite:
        vars(connection)["transaction_mode"] = "DEFERRED"  # reads a snapshot; writers go on
    try:
        with transaction.atomic():
            if not sqlite:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            with tenancy.every_village("a backup"):
                yield
    finally:
        if sqlite:
            vars(connection)["transaction_mode"] = mode


def _lines(model: type[models.Model], village: Village | None) -> Iterator[bytes]:
    columns = model._meta.local_concrete_fields
    names = [field.attname for field in columns]
    rows = _rows(model, village).order_by("pk").values_list(*names)
    for row in rows.iterator(A_READ):
        told = dict(zip(names, row, strict=True))
        text = json.dumps(
            told, default=_plain, separators=(",", ":"), ensure_ascii=False, sort_keys=True
        )
        yield f"{text}\n".encode()


def _rows(model: type[models.Model], village: Village | None) -> models.QuerySet[Any]:
    """Return the rows of a table that belong to a village, or all of them."""
    everything: models.QuerySet[Any] = model._base_manager.all()
    if village is None:
        return everything
    if issubclass(model, VillageRow) or model in OF_A_VILLAGE:
        return everything.filter(village=village)
    if model is Village:
        return everything.filter(pk=village.pk)
    if model is Region:
        return everything.filter(pk__in=_above(village))
    if model is User:
        return everything.filter(pk__in=_people_of(village))
    owners = [f.name for f in model._meta.local_concrete_fields if f.related_model is User]
    if owners:
        return everything.filter(**{f"{owners[0]}__in": _people_of(village)})
    return everything  # templates and facts of the nation: the same for every village


def _above(village: Village) -> list[str]:
    code = village.region_id
    return [code[:length] for length in (2, 4, 6, len(code))]


def _people_of(village: Village) -> set[int]:
    """Return everybody who signs in and is named in a row of the village."""
    found: set[int | None] = set()
    for model in tables():
        if not issubclass(model, VillageRow) and model not in OF_A_VILLAGE:
            continue
        for field in model._meta.local_concrete_fields:
            if field.related_model is User:
                found |= set(_rows(model, village).values_list(field.attname, flat=True))
    return {pk for pk in found if pk is not None}


def _plain(value: Any) -> Any:
    match value:
        case datetime() | date():
            return value.isoformat()
        case UUID():
            return str(value)
        case bytes() | memoryview():
            return {"base64": base64.b64encode(bytes(value)).decode()}
    raise TypeError(type(value))


# --- read back -----------------------------------------------------------------------------------


@contextmanager
def _opened(file: Path, ask: Ask) -> Iterator[tuple[zipfile.ZipFile, dict[str, Any]]]:
    try:
        with locking.reading(file, ask=ask) as inside, zipfile.ZipFile(inside) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            if manifest["format"] != FORMAT:
                raise KeyError(manifest["format"])
            yield archive, manifest
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as reason:
        raise Refused(
            _("This is no backup of Rembuk, or it is damaged: %(file)s") % {"file": file.name}
        ) from reason


@contextmanager
def _without_guards() -> Iterator[None]:
    """Let rows come in whatever order; the database looks at them again afterwards."""
    guards.lift()
    try:
        yield
    finally:
        guards.restore()


def _store(model: type[models.Model], lines: Iterator[str]) -> None:
    fields = {f.attname: f for f in model._meta.local_concrete_fields}
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields.values())
    marks = ", ".join(["%s"] * len(fields))
    # By hand: saving would set the moments that Django sets by itself.
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608 -- names of our own models
    with connection.cursor() as cursor:
        while rows := [
            [_prepared(field, told[name]) for name, field in fields.items()]
            for told in map(json.loads, islice(lines, A_READ))
        ]:
            cursor.executemany(sql, rows)


def _prepared(field: models.Field[Any, Any], value: Any) -> Any:
    """Turn a value of the file into what the database is given."""
    if isinstance(field, models.BinaryField):
        value = None if value is None else base64.b64decode(value["base64"])
    elif not isinstance(field, models.JSONField):
        value = field.to_python(value)
    return None if value is None else field.get_db_prep_save(value, connection)


def _waits_for(model: type[models.Model]) -> set[Any]:
    """The tables a table points at."""
    return {field.related_model for field in model._meta.local_concrete_fields} - {None}


def _migrations() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return sorted(f"{app}.{name}" for app, name in cursor.fetchall())


def _fingerprint() -> str:
    """Tell one installation's keys from another's, without telling the keys."""
    told = "\n".join([*settings.FIELD_KEYS, settings.HASH_KEY])
    return hashlib.sha256(told.encode()).hexdigest()


def _told(manifest: dict[str, Any]) -> Told:
    return Told(
        taken_at=manifest["taken_at"], village=manifest["village"], rows=manifest["rows"],
        same_keys=manifest["keys"] == _fingerprint(),
    )  # fmt: skip
