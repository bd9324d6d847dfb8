"""Who does something, and in which office."""

from __future__ import annotations

from dataclasses import dataclass

from rembuk.accounts.models import User


@dataclass(frozen=True)
class Actor:
    """A person acting in an office; `user` is None for what Rembuk does by itself."""

    user: User | None
    office: str = ""


REMBUK = Actor(user=None)
