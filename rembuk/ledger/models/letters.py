"""Of which letters a code may be made: one that is hashed stands on one line, as one word."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, Func
from django.utils.deconstruct import deconstructible


@deconstructible(path="rembuk.ledger.models.letters.MadeOf")
class MadeOf(Func):
    """Whether a column has no letter but these, written as in a pattern: "A-Z0-9_."."""

    output_field = BooleanField()

    def __init__(self, column: str, letters: str) -> None:
        self.letters = letters
        super().__init__(column)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Write it for SQLite, whose own pattern any program that opens the file knows."""
        template = f"%(expressions)s NOT GLOB '*[^{self.letters}]*'"
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Write it for PostgreSQL."""
        template = f"%(expressions)s !~ '[^{self.letters}]'"
        return self.as_sql(compiler, connection, template=template, **extra)
