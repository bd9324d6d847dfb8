"""Books from a time when a kind could be two words: said by name before anything is changed."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from rembuk.ledger.models import Account, Entry, Movement
from rembuk.ledger.tests.scenes import posted, sale
from rembuk.villages import guards, tenancy
from rembuk.villages.tests.test_guards import triggers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.tampers, pytest.mark.slow]

((_ledger, NEWEST),) = MigrationLoader(None).graph.leaf_nodes("ledger")
WORDS = [
    (Entry, "kind", "CASH IN", "no. 1: jenis"),
    (Movement, "unit", "unit 1", "no. 1: unit"),
    (Account, "code", "11 01", "kode akun"),
]


@pytest.fixture
def older(world, book):
    """A book that the release before wrote, in which nothing refused two words."""
    posted(world, book, sale(900_000))
    guards.lift()
    above = go_back_to("0009_give_savings_a_floor")
    yield book
    MigrationExecutor(connection).migrate([("ledger", NEWEST)])
    for room in above:
        recorder().record_applied(*room)
    call_command("migrate", verbosity=0)
    tenancy.show_every_village_to_this_connection()


def go_back_to(name):
    """Undo what came later in the ledger alone; the rooms above are only said not to be there.

    Returns their migrations. To take down their tables and build them again would take a minute.
    """
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    later = [key for key in graph.forwards_plan(("ledger", NEWEST)) if key[0] == "ledger"]
    later = later[later.index(("ledger", name)) + 1 :]
    plan = [(graph.nodes[key], True) for key in reversed(later)]
    executor.migrate([("ledger", name)], plan=plan)
    above = [key for key in graph.backwards_plan(later[0]) if key[0] != "ledger"]
    for room in above:
        recorder().record_unapplied(*room)
    return above


def test_two_words_stop_the_update_by_name_before_it_begins(world, older):
    """Each is put back afterwards, so that the next one is alone; then the update goes through."""
    for model, column, word, says in WORDS:
        rows = model.objects.filter(pk=model.objects.order_by("pk").values("pk")[:1])
        was = rows.values_list(column, flat=True).get()
        rows.update(**{column: word})
        guards.restore()
        stood = triggers()
        with pytest.raises(CommandError) as told:
            call_command("migrate", verbosity=0)
        for part in (world.here.slug, world.tailors.name, f'{says} "{word}"', "tidak diubah"):
            assert part in str(told.value)
        assert triggers() == stood
        assert ("ledger", "0010_hash_words_only") not in recorder().applied_migrations()
        guards.lift()
        rows.update(**{column: was})


def recorder():
    return MigrationRecorder(connection)
