"""How a member wants her transfers divided: dated rows, of which the newest holds.

The parts of one division are marks on the way from 0 to 10000 hundredths of a percent: a part
begins where the one before it ends. So parts can neither overlap nor be more than the whole; what
lies behind the last mark goes into her sukarela account.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from rembuk.coop.dues import Due
from rembuk.coop.models import Member
from rembuk.lib.money import MOST_RP
from rembuk.savings.models import SavingsAccount
from rembuk.villages.models import VillageRow

WHOLE_BP = 10_000
TOLD_ERASED = "-"


class Division(VillageRow):
    """From `since` on a member's transfers are divided so; without parts all of it is sukarela.

    `told` is how an officer knows that she wants it; empty where she wrote it herself.
    """

    append_only = True
    erasable: ClassVar[dict[str, str]] = {"told": TOLD_ERASED}

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="divisions")
    since = models.DateField()
    told = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.member_id} since {self.since}"


class DivisionPart(VillageRow):
    """One part, up to a mark: into an account of hers, or pokok or wajib.

    `most_rp` is what it takes of one transfer at most, in whole rupiah.
    """

    append_only = True

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="parts")
    account = models.ForeignKey(
        SavingsAccount, on_delete=models.PROTECT, null=True, related_name="+"
    )
    due = models.CharField(max_length=4, choices=Due, blank=True)
    until_bp = models.PositiveIntegerField()
    most_rp = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False, due="")
                | Q(account__isnull=True, due__in=["3101", "3102"]),
                name="remittance_part_goes_to_one_place",
            ),
            models.CheckConstraint(
                condition=Q(until_bp__gte=1, until_bp__lte=WHOLE_BP),
                name="remittance_part_is_of_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(most_rp__isnull=True) | Q(most_rp__gte=1, most_rp__lte=MOST_RP),
                name="remittance_part_most_is_a_sum",
            ),
            models.UniqueConstraint(
                fields=["division", "until_bp"], name="remittance_part_mark_once"
            ),
            models.UniqueConstraint(
                fields=["division", "account"], name="remittance_part_account_once"
            ),
            models.UniqueConstraint(
                fields=["division", "due"], condition=~Q(due=""), name="remittance_part_due_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due or self.account_id} until {self.until_bp}"
