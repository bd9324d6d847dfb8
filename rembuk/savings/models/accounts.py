"""A member's savings accounts: what she was promised, what is placed for a term, what is blocked.

What an account holds stands in the cooperative's book, under its `code`; nothing here repeats it.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rembuk.coop.models import Member
from rembuk.savings.models.products import MOST_RP, Product, Version
from rembuk.villages.models import VillageRow

ERASED = "-"
SERIALS_MOST = 999


class SavingsAccount(VillageRow):
    """One account of a member under a product. `pays_to` is where a term's interest goes."""

    append_only = True

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="savings")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="accounts")
    serial = models.PositiveSmallIntegerField()  # among the accounts of this member
    opened_on = models.DateField()
    pays_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "serial"], name="savings_account_serial_once"
            ),
            models.CheckConstraint(
                condition=Q(serial__gte=1, serial__lte=SERIALS_MOST),
                name="savings_account_serial_counts",
            ),
            models.CheckConstraint(
                condition=Q(pays_to__isnull=True) | ~Q(pays_to=F("id")),
                name="savings_account_pays_to_another",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """Its account in the book: 2101-000174.1 is the first account of member 000174."""
        return f"{self.product.control}-{self.member.number}.{self.serial}"

    @property
    def number(self) -> str:
        """How people call it: the member number and which account of hers."""
        return f"{self.member.number}.{self.serial}"


class Promise(VillageRow):
    """Which version of the product holds for an account, from a day on.

    Where it is not the first, she was told of it before: when, and how.
    """

    append_only = True
    erasable: ClassVar[dict[str, str]] = {"told": ERASED}

    account = models.ForeignKey(SavingsAccount, on_delete=models.PROTECT, related_name="promises")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    told_on = models.DateField(null=True, blank=True)
    told = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "since"], name="savings_promise_once_a_day"),
            models.CheckConstraint(
                condition=Q(told_on__isnull=True, told="")
                | (Q(told_on__isnull=False, told_on__lt=F("since")) & ~Q(told="")),
                name="savings_promise_told_before_it_holds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.version_id} since {self.since}"


class Placement(VillageRow):
    """A sum placed for a term, and what happens when the term is over."""

    append_only = True

    account = models.ForeignKey(SavingsAccount, on_delete=models.PROTECT, related_name="placements")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    principal_rp = models.BigIntegerField()
    placed_on = models.DateField()
    due_on = models.DateField()
    renews = models.BooleanField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "placed_on"], name="savings_placement_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(principal_rp__gte=1, principal_rp__lte=MOST_RP),
                name="savings_placement_is_a_sum",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("placed_on")), name="savings_placement_lasts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.principal_rp} until {self.due_on}"


class PlacementEnd(VillageRow):
    """What became of a placement: paid into her account, renewed, or broken early."""

    class How(models.TextChoices):
        PAID = "PAID", _("Paid into her account")
        RENEWED = "RENEWED", _("Renewed")
        BROKEN = "BROKEN", _("Broken early")

    append_only = True

    placement = models.OneToOneField(Placement, on_delete=models.PROTECT, related_name="end")
    how = models.CharField(max_length=7, choices=How)
    on = models.DateField()
    penalty_rp = models.BigIntegerField(default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(how__in=["PAID", "RENEWED", "BROKEN"]),
                name="savings_placementend_known",
            ),
            models.CheckConstraint(
                condition=Q(penalty_rp=0) | Q(how="BROKEN", penalty_rp__gte=1),
                name="savings_placementend_only_breaking_costs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.how} {self.on}"


class Block(VillageRow):
    """Money of an account that may not be taken out for a time (blokir), and why."""

    append_only = True
    erasable: ClassVar[dict[str, str]] = {"reason": ERASED}

    account = models.ForeignKey(SavingsAccount, on_delete=models.PROTECT, related_name="blocks")
    amount_rp = models.BigIntegerField()
    since = models.DateField()
    until = models.DateField()  # the last day it holds
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_rp__gte=1, amount_rp__lte=MOST_RP), name="savings_block_is_a_sum"
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="savings_block_ends_after_it_began"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="savings_block_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_rp} until {self.until}"

    def holds_on(self, day: date) -> bool:
        """Say whether the money is blocked on a day."""
        lifted: BlockLifted | None = getattr(self, "lifted", None)
        freed = lifted is not None and lifted.on <= day
        return self.since <= day <= self.until and not freed


class BlockLifted(VillageRow):
    """The money is free again before the block ended."""

    append_only = True
    erasable: ClassVar[dict[str, str]] = {"reason": ERASED}

    block = models.OneToOneField(Block, on_delete=models.PROTECT, related_name="lifted")
    on = models.DateField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="savings_blocklifted_has_a_reason")
        ]

    def __str__(self) -> str:
        return str(self.block)


class Closing(VillageRow):
    """An account is closed: at once where it is empty, else once two agreed to pay out all of it.

    Whether that was agreed to, `asked` says; nothing here repeats it.
    """

    append_only = True
    erasable: ClassVar[dict[str, str]] = {"reason": ERASED}

    account = models.ForeignKey(SavingsAccount, on_delete=models.PROTECT, related_name="closings")
    asked = models.OneToOneField(
        "ledger.Pending", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    paid_rp = models.BigIntegerField(default=0)
    on = models.DateField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(asked__isnull=True, paid_rp=0)
                | Q(asked__isnull=False, paid_rp__gte=1, paid_rp__lte=MOST_RP),
                name="savings_closing_pays_what_is_asked",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="savings_closing_has_a_reason"),
            models.UniqueConstraint(
                fields=["account"], condition=Q(asked__isnull=True), name="savings_closing_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} closed {self.on}"
