"""Chromium for tests: `open_page("/gallery/", width=360)` gives a page of the live server.

A page that logs an error or breaks the content security policy fails its test at the end; a test
that expects one empties `troubles` of it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.browser.looking import HEIGHT_PX

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the machine's own Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    return {**browser_type_launch_args, "executable_path": chromium, "args": FLAGS}


@pytest.fixture
def troubles() -> list[str]:
    """What the pages of this test complained about; a test may remove what it expects."""
    return []


@pytest.fixture
def open_page(browser: Browser, live_server: Any, troubles: list[str]) -> Iterator[OpenPage]:
    """Return a function that opens a path of the live server in a fresh, private window.

    Options: `width` in px, `user` to be signed in, `language` ("id" or "en"), and whatever
    Playwright's `new_context` takes, such as `java_script_enabled=False`. The service worker is
    left out unless `service_workers="allow"`, because it hides requests from `page.route`.
    """
    contexts: list[BrowserContext] = []

    def open_(
        path: str, *, width: int = 360, user: Any = None, language: str = "id", **options: Any
    ) -> Page:
        options.setdefault("service_workers", "block")  # a test of them asks for them
        context = browser.new_context(viewport={"width": width, "height": HEIGHT_PX}, **options)
        contexts.append(context)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if user is not None:
            cookies[settings.SESSION_COOKIE_NAME] = _session(user)
        for name, value in cookies.items():
            context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda message: _note(message, troubles))
        page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
        page.goto(live_server.url + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not troubles


def _session(user: Any) -> str:
    """Sign somebody in and return the key of the session."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _note(message: ConsoleMessage, troubles: list[str]) -> None:
    # A form that comes back to be corrected has status 422, and Chromium calls that a failure.
    if message.type == "error" and "status of 422" not in message.text:
        troubles.append(f"{message.location.get('url')}: {message.text}")
