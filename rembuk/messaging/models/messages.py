"""A message, everybody it is for, and what became of it for each of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rembuk.villages import circles
from rembuk.villages.models import VillageRow


class State(models.TextChoices):
    """What can become of a message for one person."""

    QUEUED = "QUEUED", _("Waits to be sent")
    OPENED = "OPENED", _("Opened in WhatsApp")
    SENT = "SENT", _("Sent")
    PRINTED = "PRINTED", _("Handed out on paper")
    REFUSED = "REFUSED", _("Could not be sent")
    CONFIRMED = "CONFIRMED", _("Has read it")


class Way(models.TextChoices):
    """How a person is reached, decided when the message is made."""

    WHATSAPP = "WHATSAPP", _("WhatsApp")
    SLIP = "SLIP", _("Paper slip")


class Message(VillageRow):
    """The same words for one or many people: template, its version and what fills it."""

    template = models.CharField(max_length=40)
    template_version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=5, default="id")
    values = models.JSONField(default=dict)
    # The text behind the link, where it is longer than what the message carries.
    full_text = models.TextField(max_length=2000, blank=True)
    title = models.CharField(max_length=100, blank=True)
    circle = models.CharField(max_length=140)
    circle_label = models.CharField(max_length=140)
    queued_at = models.DateTimeField()
    queued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    office = models.CharField(max_length=20, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["village", "-queued_at"])]

    @property
    def circle_called(self) -> str:
        """Whom it was for, in the reader's language; as it was written then, if nobody knows."""
        return circles.called(self.circle) or self.circle_label

    def __str__(self) -> str:
        return self.title or gettext("Announcement")


class Delivery(VillageRow):
    """One person a message is for, with name and phone as they were when it was made.

    Later changes of the person do not change who was told. Erasing the person empties name,
    phone and values; the row stays, so that counts stay true.
    """

    class WhySlip(models.TextChoices):
        NO_PHONE = "NO_PHONE", _("no phone number")
        NO_CONSENT = "NO_CONSENT", _("did not agree to messages")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    resident = models.ForeignKey(
        "people.Resident", on_delete=models.SET_NULL, null=True, related_name="deliveries"
    )
    name = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    country = models.CharField(max_length=2, blank=True)
    place = models.CharField(max_length=60, blank=True)
    values = models.JSONField(default=dict)
    way = models.CharField(max_length=8, choices=Way)
    why_slip = models.CharField(max_length=10, choices=WhySlip, blank=True)
    code = models.CharField(max_length=12)
    # Droppable: the last outcome, rebuilt from its rows (deliveries.py).
    state = models.CharField(max_length=9, choices=State, default=State.QUEUED, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "resident"], name="messaging_delivery_once_a_person"
            ),
            models.UniqueConstraint(
                fields=["village", "code"], name="messaging_delivery_code_once_in_a_village"
            ),
            models.CheckConstraint(
                condition=~Q(way="WHATSAPP") | Q(phone__startswith="+") | Q(name=""),
                name="messaging_delivery_whatsapp_has_a_phone",
            ),
            models.CheckConstraint(
                condition=Q(way="SLIP", why_slip__in=["NO_PHONE", "NO_CONSENT"])
                | Q(way="WHATSAPP", why_slip=""),
                name="messaging_delivery_slip_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["village", "state"]),
            models.Index(fields=["message", "state", "name"]),
        ]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.state}"


class DeliveryOutcome(VillageRow):
    """One thing that became of a message for one person; the last one counts."""

    append_only = True

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="outcomes")
    state = models.CharField(max_length=9, choices=State)
    note = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["delivery", "-at", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="REFUSED") | ~Q(note=""),
                name="messaging_deliveryoutcome_refused_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()
