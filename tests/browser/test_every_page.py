"""Every page that somebody may open: usable by everybody, at 320, 360 and 1280 px.

Three states: an empty village, the same one filled, and each form sent empty. One window is used
for all; axe runs where a page is made of other parts than the pages of the same route seen before
(320 and 1280 px: what lies between differs in width only), the measuring of widths and targets
always.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from rembuk.accounts.models import User
from tests import crawl
from tests.browser.looking import AXE, HEIGHT_PX, axe, sideways, small_targets

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.slow]
WIDTHS = (320, 360, 1280)
AXE_AT = (320, 1280)
PARTS = 4  # of the walk, so that two workers share it
FRAME = """() => ({
  language: document.documentElement.lang,
  title: document.title,
  headings: document.querySelectorAll('h1').length,
  shape: [...document.querySelectorAll('body *')]
    .map(e => e.tagName + '.' + e.className + e.getAttributeNames()).join(' '),
})"""
# Sending these empty is no mistake: a button, a choice of language, a search for nothing.
WRITTEN = """[...document.querySelectorAll('main form[method=post]')]
  .find(f => f.querySelector('input:not([type=hidden]), textarea, select'))"""
EMPTY_SENDING = f"""() => {{
  const form = {WRITTEN};
  for (const e of form.elements) {{
    if (['radio', 'checkbox'].includes(e.type)) e.checked = false;
    else if (e.type !== 'hidden' && 'value' in e && e.tagName !== 'BUTTON') e.value = '';
  }}
  HTMLFormElement.prototype.submit.call(form);
}}"""


@dataclass
class Walk:
    """One window, walking from page to page and noting what is wrong."""

    page: Page
    context: BrowserContext
    url: str
    seen: set[tuple[str, str]] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    looked_at: Counter[str] = field(default_factory=Counter)
    user: User | None = None

    def be(self, user: User | None) -> None:
        """Be somebody else from now on; nobody for None."""
        if user == self.user:
            return
        self.user = user
        self.context.clear_cookies()
        if user is not None:
            key = crawl.sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.url}
            self.context.add_cookies([cookie])  # type: ignore[list-item]  # Playwright's own shape

    def open(self, name: str, address: str) -> bool:
        """Open an address of a route; False where it is no page of ours to look at."""
        if name not in self.pages:  # a file or a refusal without words would confuse the window
            answer = self.page.request.get(self.url + address, max_redirects=0)
            if answer.status != 200 or "text/html" not in answer.headers["content-type"]:
                return False
        self.pages.add(name)
        shown = self.page.goto(self.url + address)
        assert shown is not None
        return shown.status == 200 and not shown.request.redirected_from

    def look(self, name: str, state: str) -> None:
        """Judge the page that stands there now."""
        frame = self.page.evaluate(FRAME)
        where = f"{name}, {state}"
        self.looked_at[state] += 1
        if frame["language"] != "id" or not frame["title"] or frame["headings"] != 1:
            self.wrong.append(
                f"{where}: {frame['language']!r} {frame['title']!r} {frame['headings']} h1"
            )
        new = (name, frame["shape"]) not in self.seen
        self.seen.add((name, frame["shape"]))
        size = self.page.viewport_size
        widened = size is not None and size["width"] == WIDTHS[-1]  # by the page before
        for width in reversed(WIDTHS) if widened else WIDTHS:
            self.page.set_viewport_size({"width": width, "height": HEIGHT_PX})
            judges = [sideways, small_targets] + ([axe] if new and width in AXE_AT else [])
            for judge in judges:
                self.wrong += [
                    f"{where}, {width} px, {judge.__name__}: {c}" for c in judge(self.page)
                ]


@pytest.fixture
def walk(browser: Browser, live_server: Any) -> Iterator[Walk]:
    context = browser.new_context(
        viewport={"width": WIDTHS[0], "height": HEIGHT_PX}, service_workers="block"
    )
    context.add_init_script(AXE)  # in each page from the start: quicker than sending it there
    yield Walk(context.new_page(), context, live_server.url)
    context.close()


def by_opener(scene: crawl.Scene, *, part: int) -> list[tuple[crawl.Route, User | None, str]]:
    """The pages of every so many-th route, one person's after the other's."""
    mine = set(sorted(route.name for route in crawl.routes())[part::PARTS])
    pages = [page for page in crawl.pages(scene) if page[0].name in mine]
    return sorted(pages, key=lambda page: str(page[1]))


@pytest.mark.parametrize("part", range(PARTS))
def test_pages_of_a_village_empty_then_filled_and_forms_sent_empty(walk: Walk, part: int) -> None:
    scene = crawl.empty()
    for route, user, address in by_opener(scene, part=part):
        walk.be(user)
        if walk.open(route.name, address):
            walk.look(route.name, "empty")
    for route, user, address in by_opener(crawl.fill(scene), part=part):
        walk.be(user)
        if not walk.open(route.name, address):
            continue
        walk.look(route.name, "filled")
        if sends_a_form(route) and walk.page.evaluate(f"!!{WRITTEN}"):
            with walk.page.expect_navigation():
                walk.page.evaluate(EMPTY_SENDING)
            if re.match("Periksa lagi", walk.page.title()):
                walk.look(route.name, "sent empty")
    assert walk.looked_at["empty"] > 50 / PARTS
    assert walk.looked_at["filled"] > 80 / PARTS
    assert walk.looked_at["sent empty"] > 15 / PARTS
    assert not walk.wrong, "\n".join(walk.wrong)


def sends_a_form(route: crawl.Route) -> bool:
    """Sending an empty form there keeps the scene as it is; signing out would not."""
    return route.name not in {"accounts:me", "usersessions_list", "mfa_index", "accounts:kept"}
