"""Residents' own businesses, outside the groups; private, and told only with consent."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rembuk.enterprise.models.members import Membership
from rembuk.villages.models import Known, VillageRow


class Channel(models.TextChoices):
    """How somebody agreed that her business is recorded."""

    SPOKEN = "SPOKEN", _("Said so, somebody heard it")
    PAPER = "PAPER", _("Signed on paper")


class OwnBusiness(VillageRow):
    """One resident's own business: a stall, a workshop at home."""

    # Empty where a source names nobody, and after an erasure.
    resident = models.ForeignKey(
        "people.Resident", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The membership that it grew out of: leaving to run it is a success of the group.
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="businesses"
    )
    name = models.CharField(max_length=100)
    does = models.CharField(max_length=100)  # warung kelontong, jahitan di rumah
    since = models.DateField(null=True, blank=True)
    since_precision = models.CharField(max_length=8, choices=Known, default=Known.DAY)
    agreed_on = models.DateField(null=True, blank=True)
    channel = models.CharField(max_length=6, choices=Channel, blank=True)
    witness = models.CharField(max_length=100, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(does=""), name="enterprise_ownbusiness_says_what"
            ),
            models.CheckConstraint(
                condition=Q(resident__isnull=True)
                | Q(agreed_on__isnull=False, channel__in=Channel.values),
                name="enterprise_ownbusiness_is_told_with_consent",
            ),
            models.CheckConstraint(
                condition=~Q(channel="SPOKEN") | ~Q(witness=""),
                name="enterprise_ownbusiness_somebody_heard_it",
            ),
            models.CheckConstraint(
                condition=Q(since_precision__in=Known.values),
                name="enterprise_ownbusiness_precision_known",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_why="")
                | (Q(ended_on__isnull=False) & ~Q(ended_why="")),
                name="enterprise_ownbusiness_ends_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(since__isnull=True)
                | Q(ended_on__gte=F("since")),
                name="enterprise_ownbusiness_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.name
