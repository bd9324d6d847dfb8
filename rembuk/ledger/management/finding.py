"""How a command names a book: the village's address and the group's name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError

from rembuk.ledger import books
from rembuk.ledger.models import Book
from rembuk.villages import tenancy
from rembuk.villages.models import Group, Village


@contextmanager
def book_named(village: str, group: str) -> Iterator[Book]:
    """Find a group's book and stay inside its village; CommandError says what is missing."""
    here = Village.objects.filter(slug=village).first()
    if here is None:
        raise CommandError(f"Desa '{village}' tidak ada. (There is no such village.)")
    with tenancy.inside(here):
        whose = Group.objects.of(here).filter(name=group).first()
        book = books.book_of(whose) if whose else None
        if book is None:
            raise CommandError(f"'{group}' belum punya buku kas. (It keeps no books.)")
        yield book
