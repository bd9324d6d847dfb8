"""How the surplus of a year was divided: funds, each member's part, and who did what with it.

Written once, never changed: whoever finds the book changed since computes the year anew.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rembuk.surplus.models.parts import NAMES
from rembuk.surplus.models.rules import SplitRule
from rembuk.villages.models import Group, VillageRow

NUMBER_LETTERS_MAX = 60
WHY_LETTERS_MAX = 200


class Division(VillageRow):
    """The surplus of a year in whole rupiah: whose business brought it, and into which funds.

    `head` is where the book stood: the hash of its last entry.
    """

    append_only = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    rule = models.ForeignKey(SplitRule, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    shu_rp = models.BigIntegerField()
    members_rp = models.BigIntegerField()
    others_rp = models.BigIntegerField()
    reserve_rp = models.BigIntegerField()
    by_capital_rp = models.BigIntegerField()
    by_use_rp = models.BigIntegerField()
    board_rp = models.BigIntegerField()
    staff_rp = models.BigIntegerField()
    education_rp = models.BigIntegerField()
    social_rp = models.BigIntegerField()
    development_rp = models.BigIntegerField()
    head = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(shu_rp__gt=0), name="surplus_division_of_no_loss"),
            models.CheckConstraint(
                condition=Q(members_rp__gte=0, others_rp__gte=0)
                & Q(shu_rp=F("members_rp") + F("others_rp")),
                name="surplus_division_apart_by_whose_business",
            ),
            models.CheckConstraint(
                condition=Q(
                    shu_rp=F("reserve_rp")
                    + F("by_capital_rp")
                    + F("by_use_rp")
                    + F("board_rp")
                    + F("staff_rp")
                    + F("education_rp")
                    + F("social_rp")
                    + F("development_rp")
                ),
                name="surplus_division_funds_are_the_whole",
            ),
            models.CheckConstraint(
                condition=Q(**{f"{one}_rp__gte": 0 for one in NAMES}),
                name="surplus_division_funds_not_below_nought",
            ),
            models.CheckConstraint(
                condition=Q(members_rp__gte=F("by_capital_rp") + F("by_use_rp")),
                name="surplus_division_members_share_their_own",
            ),
            models.CheckConstraint(condition=~Q(head=""), name="surplus_division_knows_the_book"),
        ]
        indexes = [models.Index(fields=["group", "-year"], name="surplus_division_of_a_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.shu_rp}"

    def funds(self) -> dict[str, int]:
        """Return the funds by name, in whole rupiah."""
        return {one: getattr(self, f"{one}_rp") for one in NAMES}


class MemberShare(VillageRow):
    """One member's part: what it was weighed by, and what she gets of each pool (rupiah)."""

    append_only = True

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="shares")
    member = models.ForeignKey("coop.Member", on_delete=models.PROTECT, related_name="+")
    months_rp = models.BigIntegerField()  # her savings at twelve month ends, added up
    paid_rp = models.BigIntegerField()
    by_capital_rp = models.BigIntegerField()
    by_use_rp = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(months_rp__gte=0, paid_rp__gte=0)
                & Q(by_capital_rp__gte=0, by_use_rp__gte=0),
                name="surplus_membershare_not_below_nought",
            ),
            models.UniqueConstraint(
                fields=["division", "member"], name="surplus_membershare_once_a_member"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.total_rp}"

    @property
    def total_rp(self) -> int:
        """Both parts."""
        return self.by_capital_rp + self.by_use_rp


class DivisionStep(VillageRow):
    """Who took a division one step further, and when."""

    class Kind(models.TextChoices):
        CHECKED = "CHECKED", _("Checked by the supervisory board")
        DECIDED = "DECIDED", _("Decided by the members' meeting")
        ENDED = "ENDED", _("Taken back")

    append_only = True
    erasable = {"why": ""}

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind)
    resolution = models.ForeignKey(
        "forum.Resolution", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    number = models.CharField(max_length=NUMBER_LETTERS_MAX, blank=True)  # of the decision
    why = models.CharField(max_length=WHY_LETTERS_MAX, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["CHECKED", "DECIDED", "ENDED"]),
                name="surplus_divisionstep_kind_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind="DECIDED") | (Q(resolution__isnull=False) & ~Q(number="")),
                name="surplus_divisionstep_decided_with_a_number",
            ),
            models.CheckConstraint(
                condition=~Q(kind="CHECKED") | Q(by__isnull=False),
                name="surplus_divisionstep_checked_by_somebody",
            ),
            models.UniqueConstraint(fields=["division", "kind"], name="surplus_divisionstep_once"),
        ]

    def __str__(self) -> str:
        return self.kind


class Booking(VillageRow):
    """What the members decided, as an entry of the book; taken back, the book says so."""

    append_only = True

    division = models.OneToOneField(Division, on_delete=models.PROTECT, related_name="booking")
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.division_id}: {self.entry_id}"
