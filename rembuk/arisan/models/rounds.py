"""What happens in a round: who gave, who was drawn, and what was handed over."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rembuk.arisan.models.arisans import Arisan, Seat, Way
from rembuk.villages.models import VillageRow

STANDS = Q(withdrawn_at__isnull=True)
WITHDRAWN_WITH_A_REASON = Q(withdrawn_at__isnull=True, withdrawn_why="") | Q(
    withdrawn_at__isnull=False
) & ~Q(withdrawn_why="")


class Written(VillageRow):
    """A row of a round. Taken back, it stays visible with the reason."""

    on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_why = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


class Paid(Written):
    """One share gave its sum for one round."""

    arisan = models.ForeignKey(Arisan, on_delete=models.PROTECT, related_name="payments")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="payments")
    round = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "round"], condition=STANDS, name="arisan_paid_once_a_round"
            ),
            models.CheckConstraint(condition=Q(round__gte=1), name="arisan_paid_for_a_round"),
            models.CheckConstraint(
                condition=WITHDRAWN_WITH_A_REASON, name="arisan_paid_withdrawn_with_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["village", "arisan", "round"], name="arisan_paid_rounds")]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.round}"


class Draw(Written):
    """Whose turn it is in a round. It counts once a second person signed it.

    Drawn on the page, `salt` is chosen before anybody says the `word`, and its fingerprint is
    shown; seat and word come with the second signature (drawing.py).
    """

    arisan = models.ForeignKey(Arisan, on_delete=models.PROTECT, related_name="draws")
    round = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=5, choices=Way)
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="draws"
    )
    salt = models.CharField(max_length=32, blank=True)
    word = models.CharField(max_length=60, blank=True)
    numbers = models.JSONField(default=list)  # of the shares in the draw, the lowest first
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arisan", "round"], condition=STANDS, name="arisan_draw_one_a_round"
            ),
            models.UniqueConstraint(
                fields=["seat"], condition=STANDS, name="arisan_draw_wins_once"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | ~Q(signed_by=F("by")),
                name="arisan_draw_signed_by_two",
            ),
            models.CheckConstraint(
                condition=Q(way="DRAW") & ~Q(salt="") & (
                    Q(signed_at__isnull=True, seat__isnull=True, word="")
                    | Q(signed_at__isnull=False, seat__isnull=False) & ~Q(word="")
                )
                | Q(way__in=["LOTS", "ORDER"], seat__isnull=False, salt="", word=""),
                name="arisan_draw_as_its_way_asks",
            ),
            models.CheckConstraint(condition=Q(round__gte=1), name="arisan_draw_for_a_round"),
            models.CheckConstraint(
                condition=WITHDRAWN_WITH_A_REASON, name="arisan_draw_withdrawn_with_a_reason"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"draw {self.round}"


class HandedOver(Written):
    """Money of a pot given to who won it; the receipts of an arisan are numbered from 1."""

    arisan = models.ForeignKey(Arisan, on_delete=models.PROTECT, related_name="handings")
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="handings")
    number = models.PositiveIntegerField()
    amount_rp = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arisan", "number"], name="arisan_handed_number_once"),
            models.CheckConstraint(
                condition=Q(amount_rp__gte=1, number__gte=1), name="arisan_handed_a_sum"
            ),
            models.CheckConstraint(
                condition=WITHDRAWN_WITH_A_REASON, name="arisan_handed_withdrawn_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"handed over {self.number}"
