"""Every piece's way: onto the shelf, to a stall and back, sold, spoilt, not found."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rembuk.enterprise.models import Product
from rembuk.villages.models import VillageRow
from rembuk.workshop.models import Place

SIZE_LETTERS_MAX = 12


class Reason(models.TextChoices):
    """Why pieces came, went or moved."""

    MADE = "MADE", _("Made")
    BOUGHT = "BOUGHT", _("Bought to sell")
    FOUND = "FOUND", _("Counted: more than written")
    SOLD = "SOLD", _("Pieces sold")
    DAMAGED = "DAMAGED", _("Spoilt")
    MISSING = "MISSING", _("Counted: fewer than written")
    GIVEN = "GIVEN", _("Left at a stall")
    RETURNED = "RETURNED", _("Came back from a stall")
    STALL_SOLD = "STALL_SOLD", _("Sold at a stall")
    STALL_DAMAGED = "STALL_DAMAGED", _("Spoilt at a stall")
    STALL_MISSING = "STALL_MISSING", _("Missing at a stall")
    TAKEN_BACK = "TAKEN_BACK", _("Recorded by mistake, taken back")


COME = (Reason.MADE, Reason.BOUGHT, Reason.FOUND)
GO = (Reason.SOLD, Reason.DAMAGED, Reason.MISSING)
GO_AT_STALL = (Reason.STALL_SOLD, Reason.STALL_DAMAGED, Reason.STALL_MISSING)


class Movement(VillageRow):
    """Pieces of one product that came, went or moved. Never changed: a count corrects.

    What lies on the shelf, or at a stall, is the sum of these; the database refuses the row that
    would bring it below nothing (guards.py).
    """

    append_only = True

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="movements")
    size = models.CharField(max_length=SIZE_LETTERS_MAX, blank=True)
    reason = models.CharField(max_length=13, choices=Reason)
    shelf = models.IntegerField()  # pieces more on the shelf, or fewer
    at_stall = models.IntegerField(default=0)  # pieces more at the stall, or fewer
    stall = models.ForeignKey(
        "shop.Stall", on_delete=models.PROTECT, null=True, blank=True, related_name="movements"
    )
    visit = models.ForeignKey(
        "shop.Visit", on_delete=models.PROTECT, null=True, blank=True, related_name="movements"
    )
    on = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    synthetic = models.BooleanField(default=False)
    # What a sale brought; the treasurer's book says whether it came.
    expected = models.OneToOneField(
        "cash.ExpectedMoney", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Where the buyer lives, where somebody asked her.
    buyer_place = models.CharField(max_length=4, choices=Place, blank=True)
    # The movement that this one undoes, as many pieces the other way (guards.py).
    takes_back = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="taken_back_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=COME, shelf__gt=0, at_stall=0)
                | Q(reason__in=GO, shelf__lt=0, at_stall=0)
                | Q(reason=Reason.GIVEN, shelf__lt=0, at_stall=-F("shelf"))
                | Q(reason=Reason.RETURNED, shelf__gt=0, at_stall=-F("shelf"))
                | Q(reason__in=GO_AT_STALL, shelf=0, at_stall__lt=0)
                | (Q(reason=Reason.TAKEN_BACK, at_stall=0) & ~Q(shelf=0)),
                name="shop_movement_goes_the_way_of_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(at_stall=0, stall__isnull=True)
                | (~Q(at_stall=0) & Q(stall__isnull=False)),
                name="shop_movement_names_its_stall",
            ),
            models.CheckConstraint(
                condition=(Q(reason=Reason.TAKEN_BACK, takes_back__isnull=False) & ~Q(note=""))
                | (~Q(reason=Reason.TAKEN_BACK) & Q(takes_back__isnull=True)),
                name="shop_movement_taken_back_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(buyer_place="") | Q(buyer_place__in=Place.values, reason=Reason.SOLD),
                name="shop_movement_only_a_sale_has_a_buyer",
            ),
            models.CheckConstraint(
                condition=Q(expected__isnull=True) | Q(reason=Reason.SOLD),
                name="shop_movement_only_a_sale_brings_money",
            ),
        ]
        indexes = [
            models.Index(fields=["village", "product", "size"], name="shop_movement_of_product"),
            models.Index(fields=["stall", "product"], name="shop_movement_at_stall"),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.reason} {self.shelf}/{self.at_stall}"

    @property
    def pieces(self) -> int:
        """How many, whichever way they went."""
        return abs(self.shelf or self.at_stall)


class Promise(VillageRow):
    """Pieces kept for somebody until a day; until then nobody else is promised them.

    What is kept for a line of an order is kept until the order is handed over or called off.
    """

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="promises")
    size = models.CharField(max_length=SIZE_LETTERS_MAX, blank=True)
    pieces = models.PositiveIntegerField()
    keep_until = models.DateField()
    whom = models.CharField(max_length=60, blank=True)  # emptied when it ends
    line = models.ForeignKey(
        "workshop.OrderLine", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    sold = models.BooleanField(default=False)  # how it ended
    sale = models.OneToOneField(
        Movement, on_delete=models.PROTECT, null=True, blank=True, related_name="promise"
    )
    # The calling off of the order that let it go.
    dropped_with = models.ForeignKey(
        "workshop.OrderStep", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pieces__gt=0), name="shop_promise_is_of_something"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, sold=False) | Q(ended_at__isnull=False, whom=""),
                name="shop_promise_ended_names_nobody",
            ),
            models.CheckConstraint(
                condition=Q(sale__isnull=True) | Q(sold=True), name="shop_promise_sold_by_its_sale"
            ),
            models.CheckConstraint(
                condition=Q(dropped_with__isnull=True) | Q(ended_at__isnull=False, sold=False),
                name="shop_promise_dropped_and_not_sold",
            ),
            models.UniqueConstraint(
                fields=["line"],
                condition=Q(ended_at__isnull=True),
                name="shop_promise_once_for_a_line",
            ),
        ]
        indexes = [
            models.Index(
                fields=["village", "product"],
                condition=Q(ended_at__isnull=True),
                name="shop_promise_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pieces} {self.product}"
