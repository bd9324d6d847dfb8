"""What a book holds from a time when kinds, codes and units could be two words.

Migration 0010 refuses them, because one word each is what lets no two entries give the same bytes
(docs/ledger.md). They stand in the bytes that are hashed, so nobody can mend them where they are:
who updates is told which one it is, before anything is changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError
from django.db import connection
from django.db.models import Q

from rembuk.ledger.models import Account, Entry, Movement
from rembuk.ledger.models.letters import MadeOf

REFUSES = ("ledger", "0010_hash_words_only")
WHOSE = ("book__village__slug", "book__group__name")


def look(*, plan: list[tuple[Any, bool]], **_kwargs: Any) -> None:
    """Look before that migration, as Django tells what it is about to do.

    Errors: CommandError, which names the village, the group, the entry and what to do.
    """
    coming = {(migration.app_label, migration.name) for migration, back in plan if not back}
    if REFUSES not in coming or "ledger_entry" not in connection.introspection.table_names():
        return
    found = list(_two_words())
    if not found:
        return
    more = f", dan {len(found) - 1} lagi" if len(found) > 1 else ""
    raise CommandError(
        f"{found[0]} bukan satu kata{more}, padahal sidiknya dibuat dari kata itu. Basis data tidak"
        " diubah: tetaplah memakai rilis yang lama; atau pulihkan cadangan dari sebelum tabelnya"
        " dimasukkan, tulis satu kata di tabel itu (CASH_IN, bukan CASH IN), masukkan lagi, lalu"
        " perbarui. (This is not one word, and a hash was made of it. Nothing was changed: keep the"
        " release you have, or restore a backup from before that table was brought in, write one"
        " word in it, bring it in again, then update.)"
    )


def _two_words() -> Iterator[str]:
    """Yield village, group and line of each, in the order in which they were written."""
    entries = Entry.objects.filter(Q(kind="") | ~Q(MadeOf("kind", "A-Z0-9_."))).order_by("pk")
    for number, word, *whose in entries.values_list("sequence", "kind", *WHOSE):
        yield f'{_where(whose)}, catatan no. {number}: jenis "{word}"'
    moves = Movement.objects.filter(~Q(MadeOf("unit", "A-Za-z0-9_."))).order_by("pk")
    for number, word, *whose in moves.values_list("sequence", "unit", *WHOSE):
        yield f'{_where(whose)}, catatan no. {number}: unit "{word}"'
    accounts = Account.objects.filter(~Q(MadeOf("code", "A-Za-z0-9_.-"))).order_by("pk")
    for word, *whose in accounts.values_list("code", *WHOSE):
        yield f'{_where(whose)}: kode akun "{word}"'


def _where(whose: list[str]) -> str:
    slug, group = whose
    return f"Desa {slug}, {group}"
