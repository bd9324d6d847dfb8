"""What every photo that a group keeps has in common; each room has its own table of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from rembuk.villages.models import VillageRow

PICTURE_BYTES_MAX = 100_000
MEDIUM_BYTES_MAX = 18_000  # so that a product's page stays below 30 KB with its photo
THUMBNAIL_BYTES_MAX = 4_000


class KeptPhoto(VillageRow):
    """One photo: kept small, without what the phone wrote into it.

    The bytes stand here and not in a folder, so that a backup of the village has them and another
    village does not. Taken away, the bytes go and the row stays.
    """

    picture = models.BinaryField()  # JPEG: what share cards and channels take
    medium = models.BinaryField(default=b"")  # WebP: what a page of one thing shows
    thumbnail = models.BinaryField()  # WebP, square
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    thumbnail_px = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(picture=b"", medium=b"", thumbnail=b""),
                name="%(app_label)s_%(class)s_removed_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=False)
                | (~Q(picture=b"") & ~Q(medium=b"") & ~Q(thumbnail=b"")),
                name="%(app_label)s_%(class)s_kept_has_bytes",
            ),
            models.CheckConstraint(
                condition=Q(width__gte=1, height__gte=1, thumbnail_px__gte=1),
                name="%(app_label)s_%(class)s_has_a_size",
            ),
            models.CheckConstraint(
                condition=Q(LessThanOrEqual(Length("picture"), PICTURE_BYTES_MAX))
                & Q(LessThanOrEqual(Length("medium"), MEDIUM_BYTES_MAX))
                & Q(LessThanOrEqual(Length("thumbnail"), THUMBNAIL_BYTES_MAX)),
                name="%(app_label)s_%(class)s_is_small",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.width} x {self.height}"
