"""The five people, as far as accounts knows them, and how they sign in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from rembuk.accounts.models import User

PASSWORD = "sawah-hijau-99"
HOME = reverse("web:home")


@dataclass
class People:
    """Siti signs in by code only; all others have PASSWORD."""

    siti: User
    wati: User
    rina: User
    budi: User
    dewi: User


def people() -> People:
    """Make them."""

    def one(username: str, name: str, number: str | None, password: str | None = PASSWORD) -> User:
        return User.objects.create_user(username, password, name=name, phone=number)

    return People(
        siti=one("siti", "Siti Aminah", "+85251234567", None),
        wati=one("wati", "Wati Lestari", "+6281234567890"),
        rina=one("rina", "Rina Lestari", "+6281234567891"),
        budi=one("budi", "Budi Hartono", None),
        dewi=one("dewi", "Dewi Kartika", "+6281234567893"),
    )


def send(client: Client, name: str, *args: Any, **fields: Any) -> Any:
    """Open a page and send its form as a browser does, with the page's own token."""
    address = reverse(name, args=args)
    page = client.get(address)
    return client.post(address, {"csrfmiddlewaretoken": token_of(client, page), **fields})


def token_of(client: Client, page: Any) -> str:
    """The token of the forms on a page."""
    marker = 'name="csrfmiddlewaretoken" value="'
    return str(page.content.decode().partition(marker)[2].partition('"')[0])


def sign_in(client: Client, login: str, password: str = PASSWORD, **fields: Any) -> Any:
    """Sign in by password."""
    return send(client, "account_login", login=login, password=password, **fields)


def who_is_in(client: Client) -> str:
    """The user name of whoever is signed in; empty if nobody is."""
    pk = client.session.get("_auth_user_id")
    return User.objects.get(pk=pk).username if pk else ""
