"""Answers from which the rules of a cooperative (AD/ART) are written."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from rembuk.villages.models import Group, VillageRow

LETTERS_MAX = 400


class BylawAnswer(VillageRow):
    """What was answered to one question; the newest answer holds, the others stay visible."""

    append_only = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="bylaw_answers")
    question = models.CharField(max_length=20)  # a code of questions.py
    value = models.CharField(max_length=LETTERS_MAX)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(value=""), name="coop_bylawanswer_says_something"),
            models.CheckConstraint(
                condition=~Q(question=""), name="coop_bylawanswer_answers_something"
            ),
        ]
        indexes = [models.Index(fields=["group", "at"], name="coop_bylawanswer_in_order")]

    def __str__(self) -> str:
        return f"{self.question}: {self.value}"
