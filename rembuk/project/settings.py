"""The one settings file. Every option is an environment variable, told in docs/settings.md."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from rembuk.project import keys
from rembuk.project.database import database_from

ROOT = Path(__file__).resolve().parent.parent.parent


def env(name: str, default: str | None = None) -> str:
    """Read one REMBUK_* variable; a missing one without default says how to get it."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(
            f"{name} is not set. ./run writes it to var/keys.env; see docs/settings.md."
        )
    return value


def env_flag(name: str, default: str = "0") -> bool:
    """Read a yes/no variable: 1, true, yes and on mean yes."""
    return env(name, default).lower() in {"1", "true", "yes", "on"}


DEBUG = env_flag("REMBUK_DEBUG")
DEMO = env_flag("REMBUK_DEMO")
HTTPS = env_flag("REMBUK_HTTPS")
DATA_DIR = Path(env("REMBUK_DATA_DIR", str(ROOT / "var")))
keys.load(DATA_DIR / "keys.env")
SECRET_KEY = env("REMBUK_SECRET_KEY")
FIELD_KEYS = env("REMBUK_FIELD_KEY").split(",")
HASH_KEY = env("REMBUK_HASH_KEY")
BACKUP_PASSPHRASE = env("REMBUK_BACKUP_PASSPHRASE", "")
BACKUP_PASSPHRASE_FILE = env("REMBUK_BACKUP_PASSPHRASE_FILE", "")
ALLOWED_HOSTS = env("REMBUK_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in env("REMBUK_TRUSTED_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "rembuk.accounts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rembuk.villages",
    "rembuk.web",
    "rembuk.hall",
    "rembuk.people",
    "rembuk.messaging",
    "rembuk.ledger",
    "rembuk.cash",
    "rembuk.forum",
    "rembuk.coop",
    "rembuk.savings",
    "rembuk.arisan",
    "rembuk.enterprise",
    "rembuk.loans",
    "rembuk.remittance",
    "rembuk.workshop",
    "rembuk.duty",
    "rembuk.surplus",
    "rembuk.supervision",
    "rembuk.shop",
    "rembuk.herd",
    "rembuk.shares",
    "rembuk.programme",
    "rembuk.reporting",
    "rembuk.demo",
    "rembuk.project",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages travel at a quarter of their size. Form tokens are masked anew on each page, and the
    # middleware pads at random, so lengths tell nothing (the BREACH attack).
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "rembuk.accounts.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rembuk.accounts.middleware.KeptForms",
    "rembuk.accounts.middleware.Presence",
    "rembuk.accounts.middleware.SecondFactor",
    "rembuk.web.middleware.OnlyByForm",
]

ROOT_URLCONF = "rembuk.project.urls"
WSGI_APPLICATION = "rembuk.project.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rembuk.web.context.page",
            ],
            "builtins": ["rembuk.web.templatetags.rembuk"],
        },
    }
]
FORM_RENDERER = "rembuk.web.renderer.FormRenderer"

DATABASES = {
    "default": database_from(env("REMBUK_DATABASE_URL", f"sqlite:///{DATA_DIR}/rembuk.sqlite3"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate limits must be shared by all workers, so they live in the database, keyed by account.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # A full cache throws away live entries: nobody may push out a limit by making many others.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "progress": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(DATA_DIR / "progress"),
    },
    # What is costly to count (people/remembered.py): in files, so that keeping it asks no database.
    "answers": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(DATA_DIR / "answers"),
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

AUTH_USER_MODEL = "accounts.User"
# User names are unique whatever their case: a constraint, where Django looks for a field's own.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# No puzzles (P23): length is the only rule.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    }
]
# Percent a year | where it is written | as of which day (loans/ceilings.py).
LOAN_CEILING = env("REMBUK_LOAN_CEILING", "24 | Permenkop UKM 8/2023 Pasal 27 | 2024-05-08")
# "asked": a card reminds offices that need a second factor; "required": nothing else opens before.
SECOND_FACTOR = env("REMBUK_SECOND_FACTOR", "asked" if DEMO else "required")
if SECOND_FACTOR not in {"asked", "required"}:
    raise ImproperlyConfigured("REMBUK_SECOND_FACTOR is asked or required; see docs/settings.md.")

ACCOUNT_ADAPTER = "rembuk.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# A quarter of an hour: in many villages a person sends the message by hand.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_TIMEOUT = 30 * 60
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
# Counted per account ("key") or person ("user"), never per address: a village shares one.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/5m/key,40/d/key",
    "request_login_code": "3/15m/key,10/d/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "check_receipt": "10/h/key",  # wrong tries for one number of a village
    "shop_order": "30/h/key",  # orders that anybody may send to one group
}
MFA_ADAPTER = "rembuk.accounts.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "Rembuk"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RATE_LIMITS = {"webauthn_login": None}
FORMS_OF_ACCOUNTS = "rembuk.accounts.forms"
ACCOUNT_FORMS = {
    "login": f"{FORMS_OF_ACCOUNTS}.SignInForm",
    "request_login_code": f"{FORMS_OF_ACCOUNTS}.RequestCodeForm",
    "confirm_login_code": f"{FORMS_OF_ACCOUNTS}.ConfirmCodeForm",
    "reauthenticate": f"{FORMS_OF_ACCOUNTS}.ReauthenticateForm",
    "change_password": f"{FORMS_OF_ACCOUNTS}.ChangePasswordForm",
    "set_password": f"{FORMS_OF_ACCOUNTS}.SetPasswordForm",
}
MFA_FORMS = {
    "authenticate": f"{FORMS_OF_ACCOUNTS}.AuthenticateForm",
    "reauthenticate": f"{FORMS_OF_ACCOUNTS}.ReauthenticateCodeForm",
    "activate_totp": f"{FORMS_OF_ACCOUNTS}.ActivateAppForm",
    "deactivate_totp": f"{FORMS_OF_ACCOUNTS}.DeactivateAppForm",
    "add_webauthn": f"{FORMS_OF_ACCOUNTS}.AddPasskeyForm",
    "edit_webauthn": f"{FORMS_OF_ACCOUNTS}.EditPasskeyForm",
    "generate_recovery_codes": f"{FORMS_OF_ACCOUNTS}.GenerateCodesForm",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:home"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_FAILURE_VIEW = "rembuk.web.views.csrf_failure"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("English"))]
USE_I18N = USE_TZ = USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Jakarta"

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
# The guides for village staff are pages under Help (web/guides.py), their pictures static files.
GUIDES_DIR = ROOT / "docs" / "id"
STATICFILES_DIRS = [("gambar", GUIDES_DIR / "gambar")]
# Each file's name carries its digest, so a phone keeps it for a year; ./run collects them.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "files"

# 100 MB uploads get a sentence, not a full disk: the import view refuses above this size.
UPLOAD_BYTES_MAX = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "rembuk.web.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"refusals": {"()": "rembuk.project.logs.RefusalsInOneLine"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["refusals"],
        },
    },
    "root": {"handlers": ["console"], "level": env("REMBUK_LOG_LEVEL", "WARNING")},
}
