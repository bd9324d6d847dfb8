"""A process of its own that posts to a book until it is stopped, and notes what was done.

    python -m rembuk.ledger.tests.writer DATABASE VILLAGE FILE TIMES

Ends with 3 when the database hangs up.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from uuid import uuid4


def main(database: str, slug: str, file: str, times: str) -> int:
    """Post so many sales of Rp1,000; a line in the file follows each commit."""
    import django
    from django.conf import settings

    default = settings.DATABASES["default"]
    default["NAME"] = database
    if "postgresql" in default["ENGINE"]:
        default["OPTIONS"] |= {"application_name": f"writer {Path(file).name}"}
    django.setup()

    from django.db import InterfaceError, OperationalError

    try:
        write(slug, Path(file), int(times))
    except (InterfaceError, OperationalError) as end:
        if "locked" in str(end):
            raise
        return 3
    return 0


def write(slug: str, file: Path, times: int) -> None:
    from rembuk.accounts.models import User
    from rembuk.ledger import posting
    from rembuk.ledger.models import Book
    from rembuk.ledger.posting import Signed
    from rembuk.ledger.tests.scenes import sale
    from rembuk.villages import tenancy
    from rembuk.villages.actors import Actor
    from rembuk.villages.models import Village
    from rembuk.villages.tests.stories import NOW, TODAY

    by = Actor(user=User.objects.get(username="rina"))
    village = Village.objects.get(slug=slug)
    with file.open("a") as told:
        for _ in range(times):
            key = uuid4()
            with tenancy.inside(village):
                signed = Signed(by=by, at=NOW, request_id=key)
                posting.post(Book.objects.get(), sale(1_000), signed=signed, today=TODAY)
            told.write(f"{key}\n")
            told.flush()
            os.fsync(told.fileno())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
