"""What travels to a phone: bytes as sent, with headers, and requests, cold and warm.

Bars (first view <= 100 KB and 12 requests, repeat view <= 25 KB, scripts <= 30 KB): measured in
Chromium through its network events, on a 360 px window, as the facilitator of a village of 10,000.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import Any

from benchmarks import pages, scene
from benchmarks.served import Served, serve, signed_in
from benchmarks.table import Line, head, say

FIRST_KB_MAX, REPEAT_KB_MAX, SCRIPT_KB_MAX, REQUESTS_MAX = 100, 25, 30, 12
LOOKED_AT = ("Hari ini", "Warga", "a person", "numbers, this year", "Pilar", "Pesan", "Riwayat")
SETTLE_MS = 1500  # icons and the service worker are fetched after the page is there


@dataclass
class Traffic:
    """What one opening of a page fetched, by kind, in bytes on the wire."""

    kinds: dict[str, str] = field(default_factory=dict)
    size: dict[str, int] = field(default_factory=dict)

    def bytes_of(self, kind: str = "") -> float:
        """Kilobytes of one kind of resource, or of all."""
        return (
            sum(n for key, n in self.size.items() if self.kinds.get(key, "") == kind or not kind)
            / 1000
        )


def main() -> None:
    """Open each page twice and tell what was fetched."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("Chromium is not here (apt-get install chromium): weight is left out.")
        return
    from playwright.sync_api import sync_playwright

    with scene.database():
        filled = scene.fill(residents=2000)
        listed = [page for page in pages.pages(filled) if page[0] in LOOKED_AT]
        cookies = signed_in(filled.world.adi)
        print(head())
        with serve() as served, sync_playwright() as play:
            browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            weigh(browser, served, "front page", "/", "")
            weigh(browser, served, "sign-in", "/account/sign-in/", "")
            for what, _user, path in listed:
                weigh(browser, served, what, path, cookies)
            browser.close()


def weigh(browser: Any, served: Served, what: str, path: str, cookies: str) -> None:
    """Open a page cold, then once more in the same window, and print four lines."""
    # Without the service worker: what it fetches is not seen here, and a first view has none yet.
    context = browser.new_context(viewport={"width": 360, "height": 780}, service_workers="block")
    for part in filter(None, cookies.split("; ")):
        name, _is, value = part.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": served.url}])
    page = context.new_page()
    cold = opened(page, served.url + path)
    warm = opened(page, served.url + path)
    context.close()
    kinds = f"HTML {cold.bytes_of('Document'):.1f}, CSS {cold.bytes_of('Stylesheet'):.1f} kB"
    say(Line(f"{what}: first view", cold.bytes_of(), FIRST_KB_MAX, "kB", kinds))
    say(Line(f"{what}: scripts in it", cold.bytes_of("Script"), SCRIPT_KB_MAX, "kB"))
    say(Line(f"{what}: requests", len(cold.size), REQUESTS_MAX, ""))
    say(Line(f"{what}: repeat view", warm.bytes_of(), REPEAT_KB_MAX, "kB"))


def opened(page: Any, url: str) -> Traffic:
    """Open an address and count what comes over the wire, headers included."""
    traffic = Traffic()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    def received(event: dict[str, Any]) -> None:
        traffic.kinds[event["requestId"]] = event["type"]

    def finished(event: dict[str, Any]) -> None:
        if event["encodedDataLength"]:  # nothing was fetched for what came from the cache
            traffic.size[event["requestId"]] = int(event["encodedDataLength"])

    session.on("Network.responseReceived", received)
    session.on("Network.loadingFinished", finished)
    page.goto(url)
    page.wait_for_timeout(SETTLE_MS)
    session.detach()
    return traffic


if __name__ == "__main__":
    main()
