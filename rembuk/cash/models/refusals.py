"""Who asked has read that it was refused: nobody has to tell her once more."""

from __future__ import annotations

from django.db import models

from rembuk.villages.models import VillageRow


class RefusalRead(VillageRow):
    """Who asked opened what was refused. Who that is stands in the pending entry, as its maker."""

    append_only = True

    pending = models.OneToOneField("ledger.Pending", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"read {self.pending_id}"
