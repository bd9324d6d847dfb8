"""Stalls that sell for a group: what was agreed, each visit, what it came to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rembuk.enterprise.models import Product
from rembuk.shop.models.stock import SIZE_LETTERS_MAX
from rembuk.villages.models import Group, VillageRow
from rembuk.workshop.models import Place


class Charge(models.TextChoices):
    """What a stall pays for a piece it cannot show (consigning.Charge)."""

    NOTHING = "nothing", _("Nothing: the group bears it")
    NET = "net", _("The price less the commission, as if sold")
    FULL = "full", _("The full price")


class Stall(VillageRow):
    """A shop that sells a group's goods and pays when they are sold."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="stalls")
    name = models.CharField(max_length=100)
    keeper = models.CharField(max_length=100, blank=True)
    place = models.CharField(max_length=100, blank=True)
    # Inside the village or beyond it: its buyers count as those of the place where it stands.
    side = models.CharField(max_length=4, choices=Place, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    visit_days = models.PositiveSmallIntegerField(default=14)  # Hari ini reminds after so many
    note = models.CharField(max_length=200, blank=True)
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="shop_stall_has_a_name"),
            models.CheckConstraint(
                condition=Q(side__in=["", *Place.values]), name="shop_stall_side_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="shop_stall_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(visit_days__gte=1, visit_days__lte=365),
                name="shop_stall_is_visited_within_a_year",
            ),
            models.UniqueConstraint(
                fields=["group", "name"],
                condition=Q(ended_on__isnull=True),
                name="shop_stall_named_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StallTerms(VillageRow):
    """What was agreed with a stall from a day on; a later agreement is another row."""

    append_only = True

    stall = models.ForeignKey(Stall, on_delete=models.PROTECT, related_name="terms")
    since_on = models.DateField()
    commission_percent = models.DecimalField(max_digits=5, decimal_places=2)
    missing = models.CharField(max_length=7, choices=Charge, default=Charge.NET)
    damaged = models.CharField(max_length=7, choices=Charge, default=Charge.NOTHING)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(commission_percent__gte=0, commission_percent__lte=100),
                name="shop_stallterms_commission_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=Q(missing__in=Charge.values, damaged__in=Charge.values),
                name="shop_stallterms_charge_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commission_percent} %"


class Visit(VillageRow):
    """One visit to a stall, settled: what it comes to was worked out from its lines."""

    append_only = True

    stall = models.ForeignKey(Stall, on_delete=models.PROTECT, related_name="visits")
    number = models.PositiveIntegerField()  # 1, 2, 3 ... for each stall
    terms = models.ForeignKey(StallTerms, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    due_rp = models.BigIntegerField()  # what the stall owes for this visit, whole rupiah
    expected = models.ForeignKey(
        "cash.ExpectedMoney", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stall", "number"], name="shop_visit_settled_once"),
            models.CheckConstraint(condition=Q(due_rp__gte=0), name="shop_visit_owes_no_less"),
            models.CheckConstraint(
                condition=Q(due_rp=0, expected__isnull=True)
                | Q(due_rp__gt=0, expected__isnull=False),
                name="shop_visit_money_is_expected",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stall} {self.number}"


class VisitLine(VillageRow):
    """One product at one visit. Every piece that lay there is accounted for."""

    append_only = True

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    size = models.CharField(max_length=SIZE_LETTERS_MAX, blank=True)
    price_rp = models.BigIntegerField()
    was = models.PositiveIntegerField()  # lay there when somebody came
    stays = models.PositiveIntegerField()
    sold = models.PositiveIntegerField()
    returned = models.PositiveIntegerField()
    damaged = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    delivered = models.PositiveIntegerField()  # newly left there
    gross_rp = models.BigIntegerField()
    commission_rp = models.BigIntegerField()
    due_rp = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    was=F("stays") + F("sold") + F("returned") + F("damaged") + F("missing")
                ),
                name="shop_visitline_every_piece_is_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(price_rp__gt=0, gross_rp=F("sold") * F("price_rp"), due_rp__gte=0),
                name="shop_visitline_sold_at_its_price",
            ),
            models.UniqueConstraint(
                fields=["visit", "product", "size"], name="shop_visitline_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.was}"
