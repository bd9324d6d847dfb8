"""What `rembuk check_books` found in a cooperative's book, each time it ran."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rembuk.villages.models import VillageRow


class NightCheck(VillageRow):
    """One run over one book: how many findings, and their sentences, one a line.

    `waits`: there are findings, and all of them let the book go on as it is.
    """

    append_only = True

    book = models.ForeignKey("ledger.Book", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    found = models.PositiveIntegerField()
    waits = models.BooleanField(default=False)
    told = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["book", "-at"], name="supervision_nights_of_a_book")]
        constraints = [
            models.CheckConstraint(
                condition=Q(found=0, told="", waits=False) | (Q(found__gt=0) & ~Q(told="")),
                name="supervision_nightcheck_says_what_it_found",
            )
        ]

    def __str__(self) -> str:
        return f"{self.book_id}: {self.found}"

    @property
    def lines(self) -> list[str]:
        """The sentences, one for each finding."""
        return self.told.splitlines()
