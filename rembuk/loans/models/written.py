"""A loan that is taken off the books: who proposed it, who agreed, and what came back later.

The claim goes on beside the books: what is written off is not forgiven.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rembuk.loans.models.lent import Loan
from rembuk.villages.models import VillageRow


class WriteOff(VillageRow):
    """A proposal to take a loan off the books; with two who agree, the deed itself.

    `principal_rp` goes against the allowance after `held_rp`, kept for her, was used for the
    loan; `charge_rp` is the charge and fine that waited on that day. Principal and charge are
    the claim.
    """

    append_only = True
    erasable: ClassVar[dict[str, str]] = {"why": "-"}

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="write_offs")
    attempt = models.PositiveSmallIntegerField()
    key = models.UUIDField(unique=True)
    principal_rp = models.BigIntegerField()
    held_rp = models.BigIntegerField()
    charge_rp = models.BigIntegerField()
    # What she reads, too.
    why = models.CharField(max_length=200)
    # The article of the AD, or the decision of the meeting.
    source = models.CharField(max_length=200)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loan", "attempt"], name="loans_writeoff_attempt_once"),
            models.CheckConstraint(
                condition=Q(principal_rp__gte=1, held_rp__gte=0, charge_rp__gte=0),
                name="loans_writeoff_sums_are_sums",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="loans_writeoff_has_a_reason"),
            models.CheckConstraint(condition=~Q(source=""), name="loans_writeoff_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.loan_id}: {self.principal_rp}"

    @property
    def claim_rp(self) -> int:
        """What she owes still, before anything came back."""
        return self.principal_rp + self.charge_rp


class WriteOffVote(VillageRow):
    """What the board, or the supervisory board, said; two who agree book it, one no ends it.

    Who proposed it and who owes are written beside it, so that the database itself refuses both.
    """

    append_only = True
    erasable: ClassVar[dict[str, str]] = {"note": ""}

    class Side(models.TextChoices):
        BOARD = "BOARD", _("Board")
        OVERSIGHT = "OVERSIGHT", _("Supervisory board")

    class Outcome(models.TextChoices):
        AGREED = "AGREED", _("Agreed")
        REFUSED = "REFUSED", _("Not agreed")

    write_off = models.ForeignKey(WriteOff, on_delete=models.PROTECT, related_name="votes")
    side = models.CharField(max_length=9, choices=Side)
    outcome = models.CharField(max_length=7, choices=Outcome)
    note = models.CharField(max_length=200, blank=True)
    # The second of two who agree books it.
    entry = models.OneToOneField(
        "ledger.Entry", on_delete=models.PROTECT, null=True, related_name="+"
    )
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    borrower = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["write_off", "side"], name="loans_writeoffvote_both_sides"
            ),
            models.UniqueConstraint(
                fields=["write_off", "by"], name="loans_writeoffvote_two_people"
            ),
            models.CheckConstraint(
                condition=Q(side__in=["BOARD", "OVERSIGHT"]), name="loans_writeoffvote_side_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["AGREED", "REFUSED"]),
                name="loans_writeoffvote_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(entry__isnull=True) | Q(outcome="AGREED"),
                name="loans_writeoffvote_books_what_is_agreed",
            ),
            models.CheckConstraint(
                condition=~Q(by=F("maker")), name="loans_writeoffvote_by_another"
            ),
            models.CheckConstraint(
                condition=Q(borrower__isnull=True) | ~Q(borrower=F("by")),
                name="loans_writeoffvote_not_of_ones_own",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.write_off_id}: {self.outcome}"


class Recovery(VillageRow):
    """Money that came back of a loan after it was written off: one line of the cash, to 4901."""

    append_only = True

    write_off = models.ForeignKey(WriteOff, on_delete=models.PROTECT, related_name="recoveries")
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    amount_rp = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_rp__gte=1), name="loans_recovery_is_a_sum"),
        ]

    def __str__(self) -> str:
        return f"{self.write_off_id}: {self.amount_rp}"
