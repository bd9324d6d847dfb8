"""Who is a member of a cooperative, by which dated steps, and whom she trusts with what."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.villages.models import Group, VillageRow


class State(models.TextChoices):
    """Where somebody stands in the cooperative; derived from her steps, never typed."""

    APPLICANT = "APPLICANT", _("Applicant")
    ACTIVE = "ACTIVE", _("Active")
    ABROAD = "ABROAD", _("Abroad, still votes")
    LEFT = "LEFT", _("Left the cooperative")
    DECEASED = "DECEASED", _("Deceased")
    DISMISSED = "DISMISSED", _("Dismissed")


class Member(VillageRow):
    """One person in one cooperative, with a number that stays hers; who comes back keeps it."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="coop_members")
    resident = models.ForeignKey("people.Resident", on_delete=models.PROTECT, related_name="+")
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=6)  # numbers.py: the serial and its check digit
    # Made up to fill a story.
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "resident"], name="coop_member_once"),
            models.UniqueConstraint(fields=["group", "serial"], name="coop_member_serial_once"),
            models.UniqueConstraint(fields=["group", "number"], name="coop_member_number_once"),
            models.CheckConstraint(
                condition=Q(serial__gte=1, serial__lte=99_999), name="coop_member_serial_counts"
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{6}$"), name="coop_member_number_six_digits"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def name(self) -> str:
        """Her name, as the village has it."""
        return self.resident.name

    def account(self, control: str) -> str:
        """Return the code of her account under a control account: 3101-000174 under 3101."""
        return f"{control}-{self.number}"


class MemberStep(VillageRow):
    """One dated step of a member. A wrong one is taken back by a row of its own."""

    append_only = True
    erasable: ClassVar[dict[str, str]] = {"reason": ""}

    class Kind(models.TextChoices):
        APPLIED = "APPLIED", _("Applied")
        ADMITTED = "ADMITTED", _("Admitted")
        ABROAD = "ABROAD", _("Went abroad")
        BACK = "BACK", _("Came home")
        LEFT = "LEFT", _("Left the cooperative")
        DIED = "DIED", _("Died")
        DISMISSED = "DISMISSED", _("Dismissed")
        TAKEN_BACK = "TAKEN_BACK", _("Step taken back")

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind)
    on = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    takes_back = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="taken_back_by"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "APPLIED",
                        "ADMITTED",
                        "ABROAD",
                        "BACK",
                        "LEFT",
                        "DIED",
                        "DISMISSED",
                        "TAKEN_BACK",
                    ]
                ),
                name="coop_memberstep_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="TAKEN_BACK", takes_back__isnull=False)
                | (~Q(kind="TAKEN_BACK") & Q(takes_back__isnull=True)),
                name="coop_memberstep_says_what_it_takes_back",
            ),
            models.CheckConstraint(
                condition=~Q(takes_back=models.F("id")), name="coop_memberstep_not_itself"
            ),
        ]
        indexes = [models.Index(fields=["member", "-on", "-id"], name="coop_memberstep_newest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class Trusted(VillageRow):
    """Whom a member named: who gets her savings if she dies, or who may read her book for her.

    A contact reads balances and moves no money. Nobody is overwritten: another one is a new row.
    """

    class Role(models.TextChoices):
        HEIR = "HEIR", _("Heir")
        CONTACT = "CONTACT", _("May read her book")

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="trusted")
    role = models.CharField(max_length=7, choices=Role)
    name = models.CharField(max_length=100)
    relation = models.CharField(max_length=60)
    phone = models.CharField(max_length=16, blank=True)
    # A contact is a resident: only so can she sign in and read.
    resident = models.ForeignKey(
        "people.Resident", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="coop_trusted_has_a_name"),
            models.CheckConstraint(
                condition=Q(role__in=["HEIR", "CONTACT"]), name="coop_trusted_role_known"
            ),
            models.CheckConstraint(
                condition=~Q(role="CONTACT")
                | Q(resident__isnull=False)
                | Q(ended_at__isnull=False),
                name="coop_trusted_a_contact_can_sign_in",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("named_at")),
                name="coop_trusted_ends_after_naming",
            ),
            models.UniqueConstraint(
                fields=["member", "role"],
                condition=Q(ended_at__isnull=True),
                name="coop_trusted_one_of_each",
            ),
        ]

    def __str__(self) -> str:
        return self.name
