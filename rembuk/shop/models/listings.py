"""Goods in the shop window, and their photos."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rembuk.enterprise.models import KeptPhoto, Product
from rembuk.villages.models import VillageRow


class CharacterAnswer(models.TextChoices):
    """Why a product with a known character may be shown all the same."""

    PERMITTED = "PERMITTED", _("We have the owner's permission in writing")
    OWN_DRAWING = "OWN_DRAWING", _("It only sounds alike: the drawing is our own")


class Listing(VillageRow):
    """One product in the shop window from a day on. Shown again, it has a second row."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="listings")
    description = models.CharField(max_length=500, blank=True)
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)  # taken out of the window
    # The known character that name or description speak of, and why it is shown all the same.
    character = models.CharField(max_length=40, blank=True)
    character_answer = models.CharField(max_length=11, choices=CharacterAnswer, blank=True)
    # Who allowed it, on which paper, and until when; empty day: until the owner says otherwise.
    permitted_by = models.CharField(max_length=100, blank=True)
    permitted_paper = models.CharField(max_length=150, blank=True)
    permitted_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(permitted_by="", permitted_paper="", permitted_until__isnull=True)
                | (Q(character_answer="PERMITTED") & ~Q(permitted_by="") & ~Q(permitted_paper="")),
                name="shop_listing_permission_says_who_and_on_which_paper",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("since_on")),
                name="shop_listing_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(character="", character_answer="")
                | (~Q(character="") & Q(character_answer__in=CharacterAnswer.values)),
                name="shop_listing_character_is_answered",
            ),
            models.UniqueConstraint(
                fields=["product"],
                condition=Q(until_on__isnull=True),
                name="shop_listing_shown_once",
            ),
        ]

    def __str__(self) -> str:
        return self.product.name

    def may_be_seen(self, today: date) -> bool:
        """Say whether everybody may see it: the owner's permission is noted, and is not over."""
        if self.character_answer != CharacterAnswer.PERMITTED:
            return True
        until = self.permitted_until
        return bool(self.permitted_by) and (until is None or until >= today)


class Photo(KeptPhoto):
    """One photo of a product."""

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="photos")

    class Meta(KeptPhoto.Meta):
        indexes = [models.Index(fields=["listing", "id"], name="shop_photo_of_listing")]
