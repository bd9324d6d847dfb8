"""Loading both demo villages into an empty database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.db import transaction
from django.utils import translation

from rembuk.demo import jepara, offices, sukamaju
from rembuk.ledger import chain
from rembuk.lib import ids
from rembuk.villages import places, regions, tenancy
from rembuk.villages.actors import REMBUK
from rembuk.villages.models import Village

FIRST_ID = 1_000_000_000_001
FOUNDED_AT = datetime(2017, 1, 2, 2, 0, tzinfo=UTC)


def load(*, say: Callable[[str], object]) -> bool:
    """Build both villages; False if a village is there already. All or nothing."""
    if Village.objects.exists():
        return False
    say("Memuat wilayah Indonesia ...")
    regions.load()
    with (
        transaction.atomic(),
        tenancy.every_village("the demo fills two villages"),
        ids.counted_from(FIRST_ID),
        chain.salts_from(FIRST_ID),
        translation.override("id"),
    ):
        example = places.found_village(
            code=sukamaju.CODE,
            name=sukamaju.NAME,
            above=sukamaju.ABOVE,
            note=sukamaju.NOTE,
            by=REMBUK,
            at=FOUNDED_AT,
        )
        case = places.found_village(
            code=jepara.CODE,
            name=jepara.NAME,
            note=jepara.NOTE,
            by=REMBUK,
            at=jepara.RECORDED_AT,  # no source knows of the village here before
        )
        offices.seat_above()
        say("Membangun Desa Sukamaju (contoh) ...")
        sukamaju.build(example)
        say("Membangun Desa Jepara (kasus) ...")
        jepara.build(case)
    return True
