"""One address chooses the database: sqlite:///path or postgresql://user:password@host:port/name."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# WAL lets people read while one writes; IMMEDIATE makes writers queue instead of failing, in the
# order in which they came (sqlite/base.py). Every 4,000 pages (16 MB) what was written is brought
# into the file itself: a page that all postings touch is then brought once and not four times.
# What a statement may have to take back is remembered in memory; in a file it doubles the time of
# rows that guards look at.
SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    " PRAGMA cache_size=-20000; PRAGMA wal_autocheckpoint=4000;"
    " PRAGMA temp_store=MEMORY;"
)


KEPT_SECONDS = 600  # so long a thread keeps its connection


def database_from(address: str) -> dict[str, Any]:
    """Turn a database address into Django's settings.

    Errors: ImproperlyConfigured, naming the two forms, for any other address.
    """
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "rembuk.project.sqlite",
            # To open it again for every page reads all tables and triggers anew: 20 ms a page.
            "CONN_MAX_AGE": KEPT_SECONDS,
            "CONN_HEALTH_CHECKS": True,
            "NAME": unquote(address.removeprefix("sqlite:///")),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": SQLITE_START,
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        options: dict[str, Any] = {k: values[-1] for k, values in parse_qs(parts.query).items()}
        if pool := options.pop("pool", None):
            options["pool"] = {"min_size": 1, "max_size": int(pool)}
        # Only plain statements (villages/statements.py) are prepared; the ORM's are not.
        options["prepare_threshold"] = int(options.get("prepare_threshold", 1))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", parts.hostname or ""),
            "PORT": str(parts.port or ""),
            # The village of a request is set for one transaction (villages/tenancy.py).
            "ATOMIC_REQUESTS": True,
            "OPTIONS": options,
        }
    raise ImproperlyConfigured(
        "REMBUK_DATABASE_URL must look like sqlite:///folder/file.sqlite3 or"
        " postgresql://user:password@host:5432/name."
    )
