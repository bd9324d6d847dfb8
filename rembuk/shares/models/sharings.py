"""One sharing: its sum and period, what it was weighed by, each one's share, and what became of it.

Computed, proposed, agreed: each is a step with who and when. Sums are written once, when the
sharing is proposed; from then on the database lets nobody change them (guards.py).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rembuk.shares.models.rules import Rule, Weighing
from rembuk.villages.models import Group, VillageRow


class Sharing(VillageRow):
    """What is divided, of which days, by which version of the rule."""

    class Source(models.TextChoices):
        TYPED = "TYPED", _("A sum that the group agreed on")
        CASH = "CASH", _("What the period left in the group's cash")

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="sharings")
    title = models.CharField(max_length=100)
    since = models.DateField()
    until = models.DateField()
    amount_rp = models.BigIntegerField()
    source = models.CharField(max_length=5, choices=Source)
    # Written when it is proposed; together with the shares they are the whole sum.
    cash_rp = models.BigIntegerField(default=0)
    reserve_rp = models.BigIntegerField(default=0)
    cooperative_rp = models.BigIntegerField(default=0)
    left_rp = models.BigIntegerField(default=0)  # does not fit a whole unit: stays in the cash
    cooperative_money = models.OneToOneField(
        "cash.ExpectedMoney", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_rp__gt=0), name="shares_sharing_is_a_sum"),
            models.CheckConstraint(condition=~Q(title=""), name="shares_sharing_has_a_title"),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="shares_sharing_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(source__in=["TYPED", "CASH"]), name="shares_sharing_source_known"
            ),
            models.CheckConstraint(
                condition=Q(cash_rp__gte=0, reserve_rp__gte=0, cooperative_rp__gte=0)
                & Q(left_rp__gte=0),
                name="shares_sharing_parts_are_sums",
            ),
        ]
        indexes = [
            models.Index(fields=["village", "group", "-until"], name="shares_sharing_of_a_group")
        ]

    def __str__(self) -> str:
        return self.title


class Weight(VillageRow):
    """What one member's work, duty or capital counts in one sharing; a newer row corrects it.

    In hundredths: 3.5 turns are 350.
    """

    append_only = True

    sharing = models.ForeignKey(Sharing, on_delete=models.PROTECT, related_name="weights")
    membership = models.ForeignKey(
        "enterprise.Membership", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=7, choices=Weighing)
    hundredths = models.BigIntegerField()
    why = models.CharField(max_length=200, blank=True)  # of a correction
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hundredths__gte=0), name="shares_weight_is_not_below_nought"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["PIECES", "DUTY", "CAPITAL"]), name="shares_weight_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.kind}"


class Share(VillageRow):
    """One member's sum; `money` is what the treasurer pays out once the sharing is agreed."""

    sharing = models.ForeignKey(Sharing, on_delete=models.PROTECT, related_name="shares")
    membership = models.ForeignKey(
        "enterprise.Membership", on_delete=models.PROTECT, related_name="+"
    )
    days = models.PositiveIntegerField()  # of the period on which she was a member
    amount_rp = models.BigIntegerField()
    money = models.OneToOneField(
        "cash.ExpectedMoney", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_rp__gte=0), name="shares_share_is_not_below_nought"
            ),
            models.CheckConstraint(condition=Q(days__gt=0), name="shares_share_of_a_member"),
            models.UniqueConstraint(
                fields=["sharing", "membership"], name="shares_share_once_a_member"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.amount_rp}"


class Step(VillageRow):
    """Who took a sharing one step further, and when."""

    class Kind(models.TextChoices):
        PROPOSED = "PROPOSED", _("Proposed")
        AGREED = "AGREED", _("Agreed")
        ENDED = "ENDED", _("Taken back")

    append_only = True
    erasable = {"why": ""}

    sharing = models.ForeignKey(Sharing, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Where the rule asks for the members: the meeting in which they agreed.
    resolution = models.ForeignKey(
        "forum.Resolution", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["PROPOSED", "AGREED", "ENDED"]), name="shares_step_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["PROPOSED", "AGREED"]) | ~Q(why=""),
                name="shares_step_ends_with_a_reason",
            ),
            models.UniqueConstraint(fields=["sharing", "kind"], name="shares_step_once"),
        ]

    def __str__(self) -> str:
        return self.kind
