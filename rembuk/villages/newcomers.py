"""Accounts for people who are appointed and have none yet, and their first way in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, count

from django.utils.text import slugify
from django.utils.translation import gettext as _

from rembuk.accounts.models import User
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.lib.phones import read_phone
from rembuk.villages.models import OfficeTerm, Village

USERNAME_MADE_MAX = 50
USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,59}")


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Somebody without an account yet. `phone` is in the form +62... or empty."""

    name: str
    username: str
    phone: str = ""


def make_account(newcomer: Newcomer) -> User:
    """Make an account without a password; its owner comes in by link or code and chooses one.

    Errors: Refused for a name that is missing, a user name that cannot be one or is taken, and
    a phone number that belongs to another account.
    """
    called = clean_text(newcomer.name)[0]
    if not called:
        raise Refused(_("Write the full name."))
    wanted = newcomer.username.strip().lower()
    if not USERNAME.fullmatch(wanted):
        raise Refused(
            _(
                "A user name has 3 to 60 small letters and digits and begins with a letter,"
                " such as wati.lestari. Change it."
            )
        )
    if User.objects.filter(username__iexact=wanted).exists():
        raise Refused(
            _("The user name %(name)s is taken. Add a letter or a digit.") % {"name": wanted}
        )
    if newcomer.phone and User.objects.filter(phone=newcomer.phone).exists():
        raise Refused(
            _("This phone number has an account. Appoint the person with that account instead.")
        )
    return User.objects.create_user(wanted, None, name=called, phone=newcomer.phone or None)


def free_username(name: str) -> str:
    """A user name made from a name, that nobody has: wati.ningsih, then wati.ningsih2."""
    words = [word for word in slugify(clean_text(name)[0]).replace("_", "-").split("-") if word]
    wanted = ".".join(words)[:USERNAME_MADE_MAX].strip(".")
    if not USERNAME.fullmatch(wanted):
        wanted = f"warga.{wanted}".strip(".")
    numbered = (f"{wanted}{number}" for number in count(2))
    taken = {
        name.lower()
        for name in User.objects.filter(username__istartswith=wanted).values_list(
            "username", flat=True
        )
    }
    return next(free for free in chain([wanted], numbered) if free not in taken)


def find_account(text: str) -> User | None:
    """The open account with exactly this user name or phone number, as people write them."""
    wanted = text.strip()
    if not wanted:
        return None
    number = read_phone(wanted).number
    if number and (user := User.objects.filter(phone=number, is_active=True).first()):
        return user
    return User.objects.filter(username__iexact=wanted, is_active=True).first()


def may_get_first_link(user: User, *, village: Village | None) -> bool:
    """May whoever appointed this person hand over a sign-in link?

    Only before the first sign-in, and only when every office of hers lies where the giver
    appoints: else the link would open another village, or a higher office, to the giver.
    """
    if user.last_login is not None or user.has_usable_password():
        return False
    elsewhere = OfficeTerm.objects.filter(user=user).exclude(village=village)
    return not elsewhere.exists()
