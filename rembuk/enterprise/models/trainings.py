"""What a group learned, whether it is used, and what is missing for that."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.enterprise.models.members import Membership
from rembuk.villages.models import Group, Known, VillageRow

FOLLOWED_AFTER = (30, 90, 180)  # days after a training on which its use is asked for


class InUse(models.TextChoices):
    """Whether what was learned is used, and if not, what keeps it."""

    IN_USE = "IN_USE", _("It is used")
    NO_TOOL = "NO_TOOL", _("Not used: a tool is missing")
    NO_MATERIAL = "NO_MATERIAL", _("Not used: material is missing")
    NO_BUYER = "NO_BUYER", _("Not used: nobody buys it")
    NO_TIME = "NO_TIME", _("Not used: no time")
    FORGOTTEN = "FORGOTTEN", _("Not used: not learned well enough")
    OTHER = "OTHER", _("Not used: another reason")


class Paying(models.TextChoices):
    """How a missing tool could be paid."""

    CASH = "CASH", _("From the group's cash")
    GRANT = "GRANT", _("Ask for help: office or programme")
    INSTALMENT = "INSTALMENT", _("Pay in instalments")


class Decision(models.TextChoices):
    """What the group decided about it."""

    YES = "YES", _("Buy it")
    NO = "NO", _("Do not buy it")


class Training(VillageRow):
    """One training: what, who asked for it, who paid, when, who came."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="trainings")
    # Empty where the source lost the word: told as not readable, never guessed.
    what = models.CharField(max_length=120, blank=True)
    proposed_by = models.CharField(max_length=120, blank=True)
    paid_by = models.CharField(max_length=120, blank=True)
    given_by = models.CharField(max_length=120, blank=True)
    held_on = models.DateField()
    held_precision = models.CharField(max_length=8, choices=Known, default=Known.DAY)
    note = models.CharField(max_length=300, blank=True)
    mistaken_why = models.CharField(max_length=200, blank=True)  # recorded by mistake

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(held_precision__in=Known.values),
                name="enterprise_training_precision_known",
            ),
            models.CheckConstraint(
                condition=~Q(what="") | ~Q(note=""), name="enterprise_training_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.what


class Attendance(VillageRow):
    """One member who came to a training."""

    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="attendances")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="attendances")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["training", "membership"], name="enterprise_attendance_once"
            ),
        ]


class FollowUp(VillageRow):
    """Whether what was learned is used, asked some time after; told again, the last word counts."""

    append_only = True

    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="follow_ups")
    after_days = models.PositiveSmallIntegerField()
    answered_on = models.DateField()
    precision = models.CharField(max_length=8, choices=Known, default=Known.DAY)
    in_use = models.CharField(max_length=11, choices=InUse)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(after_days__in=FOLLOWED_AFTER), name="enterprise_followup_day_known"
            ),
            models.CheckConstraint(
                condition=Q(in_use__in=InUse.values, precision__in=Known.values),
                name="enterprise_followup_answer_known",
            ),
        ]


class Need(VillageRow):
    """A tool that is missing: what it costs, how it could be paid, and what the group decided."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="needs")
    training = models.ForeignKey(
        Training, on_delete=models.PROTECT, null=True, blank=True, related_name="needs"
    )
    what = models.CharField(max_length=120)
    amount_rp = models.BigIntegerField(null=True, blank=True)
    about = models.BooleanField(default=False)  # the sum is a rough one
    way = models.CharField(max_length=10, choices=Paying, blank=True)
    decision = models.CharField(max_length=3, choices=Decision, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_precision = models.CharField(max_length=8, choices=Known, default=Known.DAY)
    decided_words = models.CharField(max_length=300, blank=True)
    resolution = models.ForeignKey(
        "forum.Resolution", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="enterprise_need_says_what"),
            models.CheckConstraint(
                condition=Q(amount_rp__isnull=True) | Q(amount_rp__gt=0),
                name="enterprise_need_costs_something",
            ),
            models.CheckConstraint(
                condition=Q(way="") | Q(way__in=Paying.values), name="enterprise_need_way_known"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_on__isnull=True, decided_words="")
                | (
                    Q(decision__in=Decision.values, decided_on__isnull=False) & ~Q(decided_words="")
                ),
                name="enterprise_need_decided_with_day_and_words",
            ),
        ]

    def __str__(self) -> str:
        return self.what
