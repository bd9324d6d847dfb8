"""Who may sign in. What she may do is an office (villages); who she is, a resident (people)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from rembuk.lib.ids import new_id


class UserManager(BaseUserManager["User"]):
    """Makes users; there is no superuser, because no office sees everything."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        """Make a user; without a password she signs in by code or link."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who can sign in, by user name or phone number."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(_("User name"), max_length=60)
    phone = models.CharField(_("Phone number"), max_length=16, null=True, blank=True, unique=True)
    phone_confirmed_at = models.DateTimeField(null=True, blank=True)
    name = models.CharField(_("Full name"), max_length=100)
    language = models.CharField(max_length=5, default="id")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="accounts_user_username_once"),
            models.CheckConstraint(
                condition=models.Q(phone__isnull=True) | models.Q(phone__startswith="+"),
                name="accounts_user_phone_international",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """Return the name people know her by."""
        return self.name


class SignInLink(models.Model):
    """A link that signs one person in, once. `issued_by` is empty when she asked for it herself."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_in_links"
    )
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")),
                name="accounts_signinlink_expires_after_issue",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True)
                | Q(used_at__gte=F("issued_at"), used_at__lt=F("expires_at")),
                name="accounts_signinlink_used_while_open",
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"


class KeptForm(models.Model):
    """What a person had typed when her session had ended, sealed until she sends or drops it."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kept_forms"
    )
    path = models.CharField(max_length=500)
    request_id = models.UUIDField(null=True)
    sealed = models.TextField()
    kept_at = models.DateTimeField(db_index=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "request_id"],
                condition=Q(request_id__isnull=False),
                name="accounts_keptform_one_per_form",
            ),
            models.CheckConstraint(
                condition=Q(path__startswith="/") & ~Q(path__startswith="//"),
                name="accounts_keptform_goes_back_to_us",
            ),
        ]

    def __str__(self) -> str:
        return f"kept form {self.pk}"
