"""What a member saves for: held by a licensed cooperative, or noted over her own account."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from rembuk.coop.models import Member
from rembuk.savings.models.accounts import ERASED, SavingsAccount
from rembuk.savings.models.products import MOST_RP
from rembuk.villages.models import VillageRow


class Goal(VillageRow):
    """One goal of a member: with an account of hers in the cooperative, or `where` she keeps it.

    Of money that stands elsewhere the cooperative holds nothing: only what she told is noted.
    """

    append_only = True
    erasable: ClassVar[dict[str, str]] = {"where": ERASED}

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="goals")
    account = models.OneToOneField(
        SavingsAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="goal"
    )
    where = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False, where="")
                | (Q(account__isnull=True) & ~Q(where="")),
                name="savings_goal_stands_in_one_place",
            )
        ]

    def __str__(self) -> str:
        return f"goal {self.pk}"


class Aim(VillageRow):
    """What a goal is, how much it takes and until when; the newest holds."""

    append_only = True
    erasable: ClassVar[dict[str, str]] = {"name": ERASED}

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="aims")
    name = models.CharField(max_length=60)
    target_rp = models.BigIntegerField()
    wanted_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="savings_aim_has_a_name"),
            models.CheckConstraint(
                condition=Q(target_rp__gte=1, target_rp__lte=MOST_RP), name="savings_aim_is_a_sum"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_rp}"


class GoalNote(VillageRow):
    """What had been put aside for a goal by a day, as she told it herself."""

    append_only = True

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="notes")
    on = models.DateField()
    saved_rp = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(saved_rp__gte=0, saved_rp__lte=MOST_RP),
                name="savings_goalnote_is_a_sum",
            )
        ]

    def __str__(self) -> str:
        return f"{self.saved_rp} on {self.on}"


class GoalEnd(VillageRow):
    """She saves for it no longer: it is reached, or she changed her mind."""

    append_only = True

    goal = models.OneToOneField(Goal, on_delete=models.PROTECT, related_name="end")
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.on)
