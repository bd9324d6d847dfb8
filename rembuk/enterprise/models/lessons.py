"""Which small lessons a member has done."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rembuk.enterprise.models.members import Membership
from rembuk.villages.models import VillageRow


class LessonDone(VillageRow):
    """A lesson whose question a member answered rightly, on a day. She and her chair read it."""

    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="lessons_done"
    )
    lesson = models.CharField(max_length=20)  # its code in lesson_texts.py
    done_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(lesson=""), name="enterprise_lessondone_names_a_lesson"
            ),
            models.UniqueConstraint(
                fields=["membership", "lesson"], name="enterprise_lessondone_once"
            ),
        ]

    def __str__(self) -> str:
        return self.lesson
