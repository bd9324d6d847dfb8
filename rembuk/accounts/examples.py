"""The sign-ins of the demo, shown on its sign-in page. The demo registers them in its apps.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Example:
    """One invented person a visitor may sign in as; `label` names person and office."""

    label: str
    login: str
    password: str


List = Callable[[], Sequence[Example]]
_lists: list[List] = []


def show(examples: List) -> None:
    """Register a function that lists sign-ins of the demo."""
    _lists.append(examples)


def shown() -> list[Example]:
    """All of them, and none at all outside the demo."""
    if not settings.DEMO:
        return []
    return [example for examples in _lists for example in examples()]
