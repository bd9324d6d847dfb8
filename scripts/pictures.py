"""Take the pictures of docs/id from real pages of Desa Sukamaju (contoh).

    .venv/bin/python -m scripts.pictures http://127.0.0.1:8000

Needs a served demo (./run) and Debian's Chromium. Names of files are the names in the guides;
tests/test_house.py checks that each picture a guide shows is there.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "id" / "gambar"
# The password of everybody in the demo (rembuk/demo/offices.py), printed by ./run.
PASSWORD = "rembuk-desa"  # noqa: S105  # shown to every visitor
VILLAGE = "/desa/kecamatan-makmur/sukamaju-contoh"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
PHONE: ViewportSize = {"width": 360, "height": 720}

# Picture -> (who looks, the page, then what is tapped).
PICTURES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "masuk": ("", "/home/", ()),
    "hari-ini": ("ningsih", f"{VILLAGE}/today/", ()),
    "warga": ("ningsih", f"{VILLAGE}/people/", ()),
    "orang": ("ningsih", f"{VILLAGE}/people/?status=migrant_worker", (".ledger .person a",)),
    "perjalanan": (
        "ningsih",
        f"{VILLAGE}/people/?status=migrant_worker",
        (".ledger .person a", ".tabs li:nth-child(2) a"),
    ),
    "impor": ("ningsih", f"{VILLAGE}/people/imports/", (".ledger a.cover",)),
    "pesan": ("ningsih", f"{VILLAGE}/messages/", ()),
    "pilar": ("ningsih", f"{VILLAGE}/programme/", ()),
    "jabatan": ("budi", f"{VILLAGE}/offices/", ()),
}


def sign_in(page: Page, site: str, who: str) -> None:
    """Sign in as one of the demo's people."""
    page.goto(f"{site}/home/")
    page.fill("[name=login]", who)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state("networkidle")


def follow(page: Page, link: str) -> None:
    """Tap the first link that fits and wait for where it leads."""
    target = page.locator(link).first.evaluate("link => link.href")
    page.goto(str(target))
    page.wait_for_load_state("networkidle")


def main(site: str) -> None:
    """Take each picture once, as somebody who has the right office."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        pages: dict[str, Page] = {}
        for name, (who, address, taps) in PICTURES.items():
            if who not in pages:
                pages[who] = browser.new_context(viewport=PHONE, locale="id-ID").new_page()
                if who:
                    sign_in(pages[who], site, who)
            page = pages[who]
            page.goto(f"{site}{address}")
            for tap in taps:
                follow(page, tap)
            page.screenshot(path=FOLDER / f"{name}.png")
            sys.stdout.write(f"{name}.png\n")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
