"""Make the first operator of an installation, who appoints everybody else from the pages."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from rembuk.accounts import links
from rembuk.lib.errors import Refused
from rembuk.lib.phones import read_phone
from rembuk.villages import offices
from rembuk.villages.actors import REMBUK
from rembuk.villages.newcomers import Newcomer
from rembuk.villages.permissions import Office

LINK_MINUTES = 24 * 60


class Command(BaseCommand):
    help = "Make an account, appoint it as operator, and print the link for its first sign-in."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take who it is."""
        parser.add_argument("username", help="small letters and digits, such as tari.operator")
        parser.add_argument("name", help="full name, in quotation marks")
        parser.add_argument("--phone", default="", help="phone number, for codes and links later")

    @transaction.atomic
    def handle(self, *_args: Any, username: str, name: str, phone: str, **_options: Any) -> None:
        """Appoint, and print the address that signs in once."""
        number = read_phone(phone).number if phone else ""
        if number is None:
            raise CommandError(f"{phone} cannot be read as a phone number. Write it as 0812....")
        now = timezone.now()
        try:
            term = offices.appoint(
                user=Newcomer(name=name, username=username, phone=number),
                office=Office.OPERATOR,
                since=timezone.localdate(),
                by=REMBUK,
                at=now,
            )
        except Refused as reason:
            raise CommandError(str(reason)) from reason
        token = links.issue(user=term.user, minutes=LINK_MINUTES, by=None, at=now)
        self.stdout.write(f"{term.user.name} is operator. Sign in once, within a day, at:")
        self.stdout.write(reverse("accounts:follow_link", args=[token]))
