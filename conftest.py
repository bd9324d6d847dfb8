"""What every test of the house gets: settings for tests, quick passwords, and `--fast`."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import hypothesis
import pytest
import pytest_django

from tests import ready
from tests.environment import set_test_environment

set_test_environment()  # before Django reads its settings

NEEDS_DATABASE = frozenset({"db", "transactional_db", "django_db_setup", "live_server"})
COMMITS = frozenset({"transactional_db", "live_server"})
NEEDS_BROWSER = frozenset({"page", "browser", "context"})


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--fast`, `--other-database` and `--proof` (longer proofs of the books)."""
    parser.addoption("--fast", action="store_true", help="leave out database and browser tests")
    parser.addoption(
        "--other-database", action="store_true",
        help="leave out what another database cannot change: looks, and what asks none",
    )  # fmt: skip
    parser.addoption(
        "--proof", type=int, default=1, metavar="TIMES",
        help="run the proofs of the books so many times as long, and draw them anew",
    )  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    """Make passwords quick (argon2 takes its time on purpose), and static files plain.

    What is loaded and migrated now stays: walking through it for cycles took a third of that time.
    """
    gc.disable()
    # How long an example takes says more about the neighbours on the machine than about the rule.
    hypothesis.settings.register_profile("house", deadline=None)
    hypothesis.settings.load_profile("house")
    # Where one failing test is enough, nobody asks for the smallest example.
    generate = [hypothesis.Phase.generate]
    hypothesis.settings.register_profile("mutants", deadline=None, phases=generate)
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    # In memory, said aloud: by our engine's name pytest-django would not know it for SQLite.
    for database in settings.DATABASES.values():
        if "sqlite" in database["ENGINE"]:
            database.setdefault("TEST", {})["NAME"] = ":memory:"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark browser tests; with `--fast` or `--other-database`, keep only some; the longest first.

    Tests that commit come last, as pytest-django puts them. Among each kind the slow ones come
    first, so that two workers who help each other end at the same moment.
    """
    left_out: list[pytest.Item] = []
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & NEEDS_BROWSER:
            item.add_marker(pytest.mark.browser)
        marks = {mark.name for mark in item.iter_markers()}
        asks_database = bool(fixtures & NEEDS_DATABASE or marks & {"django_db", "browser"})
        fast = config.getoption("--fast") and (asks_database or "slow" in marks)
        settled = config.getoption("--other-database") and (not asks_database or "looks" in marks)
        if fast or settled:
            left_out.append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]
    items.sort(key=lambda item: (_commits(item), item.get_closest_marker("slow") is None))


def _commits(item: pytest.Item) -> bool:
    """Does a test commit what it writes, instead of rolling it back?"""
    mark = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & COMMITS or (mark and mark.kwargs.get("transaction")))


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """Take the tables that were made ready for all (tests/ready.py).

    At the end let go of the throw-away PostgreSQL, which a page in Chromium may still be holding.
    And let the collector of cycles look at what tests make, and not at all that was loaded.
    """
    from django.conf import settings

    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        with django_db_blocker.unblock():
            ready.take()
    else:
        settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = ready.pattern()
        request.getfixturevalue("django_db_setup")
    gc.enable()
    gc.collect()
    gc.freeze()
    yield
    from django.db import connection

    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'"  # the server's own cleaner may be here too
            )


@pytest.fixture(autouse=True)
def _village_rows(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let a test set its scene in all villages, and let a transactional one clean up after itself.

    On PostgreSQL row-level security shows nothing outside a village; requests still narrow the
    view to their own village. On SQLite, cleaning deletes rows, which append-only tables refuse.
    """
    mark = request.node.get_closest_marker("django_db")
    names = set(request.fixturenames)
    if _commits(request.node):
        request.getfixturevalue("transactional_db")
        from django.core.cache import cache

        from rembuk.villages import guards, tenancy

        tenancy.show_every_village_to_this_connection()
        yield
        cache.clear()  # what counts tries stands in no model's table, so nothing else empties it
        guards.lift_append_only()
    elif mark or "db" in names:
        request.getfixturevalue("db")
        from rembuk.villages import tenancy

        with tenancy.every_village("a test sets its scene"):
            yield
    else:
        yield
