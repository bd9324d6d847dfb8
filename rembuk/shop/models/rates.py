"""What marketplaces take, as somebody of the village read it on a day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.villages.models import VillageRow

WHOLE = 10_000  # hundredths of a percent in 100 %


class Channel(models.TextChoices):
    """Where things are sold that takes a part of the price."""

    SHOPEE = "SHOPEE", "Shopee"
    TIKTOK = "TIKTOK", "Tokopedia / TikTok Shop"


class Category(models.TextChoices):
    """What a marketplace counts a product as: its fee depends on it."""

    CLOTHES = "CLOTHES", _("Clothes and uniforms")
    HOME = "HOME", _("For the home, such as doormats")
    OTHER = "OTHER", _("Other goods")


class QrisLimit(VillageRow):
    """How much one QRIS payment may be at most, from a day on. A newer row takes its place."""

    append_only = True

    most_rp = models.BigIntegerField()  # whole rupiah
    valid_from = models.DateField()
    source = models.CharField(max_length=200)
    is_verified = models.BooleanField(default=False)
    recorded_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(most_rp__gt=0), name="shop_qrislimit_is_a_sum"),
            models.CheckConstraint(condition=~Q(source=""), name="shop_qrislimit_has_a_source"),
        ]
        indexes = [models.Index(fields=["village", "valid_from"], name="shop_qrislimit_on")]

    def __str__(self) -> str:
        return f"{self.most_rp}"


class FeeRate(VillageRow):
    """One row of a fee table, from a day on. A newer row takes its place; none is changed."""

    append_only = True

    channel = models.CharField(max_length=10, choices=Channel)
    category = models.CharField(max_length=10, choices=Category)
    # Hundredths of a percent of the price after discount: 697 is 6.97 %.
    commission_bp = models.PositiveSmallIntegerField()
    extra_bp = models.PositiveSmallIntegerField(default=0)
    extra_cap_rp = models.PositiveIntegerField(null=True, blank=True)
    preorder_bp = models.PositiveSmallIntegerField(default=0)  # for what is made to order
    per_order_rp = models.PositiveIntegerField(default=0)
    valid_from = models.DateField()
    source = models.CharField(max_length=200)
    is_verified = models.BooleanField(default=False)
    recorded_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="shop_feerate_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(category__in=Category.values), name="shop_feerate_category_known"
            ),
            models.CheckConstraint(
                condition=Q(commission_bp__lt=WHOLE, extra_bp__lt=WHOLE, preorder_bp__lt=WHOLE),
                name="shop_feerate_leaves_something",
            ),
            models.CheckConstraint(
                condition=Q(extra_cap_rp__isnull=True) | Q(extra_cap_rp__gt=0),
                name="shop_feerate_cap_is_a_sum",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="shop_feerate_has_a_source"),
        ]
        indexes = [
            models.Index(fields=["village", "channel", "category"], name="shop_feerate_of_channel")
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}, {self.get_category_display()}"
