"""Which line of a purse was told to the person it is about."""

from __future__ import annotations

from django.db import models

from rembuk.villages.models import VillageRow


class LineTold(VillageRow):
    """A message about a line was put into the queue: once a line, whoever sends it later."""

    append_only = True

    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")
    message = models.OneToOneField("messaging.Message", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"told {self.entry_id}"
