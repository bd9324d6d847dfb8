"""Codes and links for signing in: for one account, for minutes, sealed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from rembuk.lib.ids import new_id


class Secret(models.Model):
    """A message only the account itself may read.

    It belongs to an account and not to a village, so no list of a village can ever show it.
    `sealed` is emptied when the secret is used or too old; the row stays as proof that it went.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="secrets"
    )
    template = models.CharField(max_length=40)
    template_version = models.PositiveSmallIntegerField()
    phone = models.CharField(max_length=16, blank=True)
    sealed = models.TextField(blank=True)
    queued_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    emptied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sealed="", emptied_at__isnull=False)
                | (~Q(sealed="") & Q(emptied_at__isnull=True)),
                name="messaging_secret_sealed_until_emptied",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("queued_at")),
                name="messaging_secret_expires_later",
            ),
        ]
        indexes = [models.Index(fields=["user", "-queued_at"])]

    def __str__(self) -> str:
        return f"{self.template} {self.queued_at:%Y-%m-%d %H:%M}"
