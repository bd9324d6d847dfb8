"""What weighs on a member's mind, told in private to whom she chose."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.villages.models import Group, VillageRow


class Concern(VillageRow):
    """One matter, told by one person to at least one office. Only she closes it."""

    class About(models.TextChoices):
        SHARES = "SHARES", _("Shares")
        DUTIES = "DUTIES", _("Duties")
        OTHER = "OTHER", _("Another matter")

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # Who it is in the registry, so that what she told goes when she is erased.
    resident = models.ForeignKey(
        "people.Resident", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    about = models.CharField(max_length=6, choices=About)
    text = models.TextField(max_length=2000, blank=True)  # emptied when the person is erased
    to_chair = models.BooleanField(default=False)
    to_facilitator = models.BooleanField(default=False)
    to_village_head = models.BooleanField(default=False)
    told_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_chair=True) | Q(to_facilitator=True) | Q(to_village_head=True),
                name="shares_concern_told_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(about__in=["SHARES", "DUTIES", "OTHER"]),
                name="shares_concern_about_known",
            ),
        ]

    def __str__(self) -> str:
        # Nothing of it: this is what a trail or a log would keep.
        return str(_("A private word"))


class ConcernNote(VillageRow):
    """An answer, or a note of a talk, with who and when."""

    append_only = True
    erasable = {"text": ""}

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(_("An answer"))
