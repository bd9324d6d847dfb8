"""What there is to show for a pillar."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.programme.models.facts import VillageFact
from rembuk.programme.models.pillars import Pillar
from rembuk.villages.models import VillageRow


class Evidence(VillageRow):
    """Somebody saw, counted, kept or told something that shows how far a pillar is.

    A statement that a pillar runs is not evidence of it. What was recorded by mistake is
    withdrawn with a reason and stays visible.
    """

    class Shows(models.IntegerChoices):
        """How far the evidence says the pillar is: the steps after nothing at all."""

        TALK = 1, _("Only talked about")
        FORMED = 2, _("Formed, not yet running")
        RUNNING = 3, _("Running")
        SELF_SUSTAINING = 4, _("Running by itself")

    class Kind(models.TextChoices):
        RECORD = "RECORD", _("Book, list or letter")
        OBSERVATION = "OBSERVATION", _("Seen with own eyes")
        PHOTO = "PHOTO", _("Photograph")
        INTERVIEW = "INTERVIEW", _("Told by somebody who takes part")

    pillar = models.ForeignKey(Pillar, on_delete=models.PROTECT, related_name="+")
    shows = models.PositiveSmallIntegerField(choices=Shows)
    kind = models.CharField(max_length=11, choices=Kind)
    statement = models.CharField(max_length=300, blank=True)  # "" where a fact says it
    fact = models.ForeignKey(
        VillageFact, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    seen_on = models.DateField(null=True, blank=True)  # null only where the source gives no date
    source = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(fact__isnull=False, statement="")
                | (Q(fact__isnull=True) & ~Q(statement="")),
                name="programme_evidence_says_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(fact__isnull=False) | Q(seen_on__isnull=False),
                name="programme_evidence_has_a_date",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="programme_evidence_has_a_source"),
            models.CheckConstraint(
                condition=Q(shows__gte=1, shows__lte=4), name="programme_evidence_shows_a_step"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="programme_evidence_withdrawn_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["village", "pillar", "-seen_on"])]

    def __str__(self) -> str:
        return self.text[:120]

    @property
    def text(self) -> str:
        """What was seen, in the reader's language where it comes from a fact."""
        return self.fact.statement if self.fact else self.statement
