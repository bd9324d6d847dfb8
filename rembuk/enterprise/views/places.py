"""What the views of this room hand over to a rule: who does it, when, and which day it is."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from rembuk.villages.access import VillageRequest, actor_of


def told(request: VillageRequest) -> dict[str, Any]:
    """Return who acts, the moment, and the day of the village."""
    return {"by": actor_of(request), "at": timezone.now(), "today": request.today}
