"""The database itself keeps villages apart and the trail unchanged."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from rembuk.villages.models import Group, OfficeTerm
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories


@pytest.fixture
def world(db: None) -> stories.World:
    return stories.world()


def refused(work, name: str) -> None:
    """The database says no, and names the guard."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        work()


def test_an_office_never_reaches_into_another_village(world: stories.World) -> None:
    term = OfficeTerm.objects.get(office=Office.TREASURER)
    refused(
        lambda: OfficeTerm.objects.filter(pk=term.pk).update(group=world.weavers_there),
        "villages_officeterm_group_id_same_village",
    )


def test_a_row_never_moves_to_another_village(world: stories.World) -> None:
    refused(
        lambda: Group.objects.filter(pk=world.tailors.pk).update(village=world.there),
        "villages_group_village_never_changes",
    )
