"""Take the pictures of docs/id from real pages of Desa Sukamaju (contoh).

    .venv/bin/python -m scripts.pictures http://127.0.0.1:8000 [PICTURE ...]

Needs a served demo (./run) and Debian's Chromium. Names of files are the names in the guides;
tests/test_house.py checks that each picture a guide shows is there.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "id" / "gambar"
# The password of everybody in the demo (rembuk/demo/offices.py), printed by ./run.
PASSWORD = "rembuk-desa"  # noqa: S105  # shown to every visitor
VILLAGE = "/desa/kecamatan-makmur/sukamaju-contoh"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
PHONE: ViewportSize = {"width": 360, "height": 720}


@dataclass(frozen=True)
class Picture:
    """One picture: who looks, at which page, what is tapped and typed, and what stands on top."""

    who: str
    address: str
    taps: tuple[str, ...] = ()
    typed: dict[str, str] = field(default_factory=dict)
    sent: bool = False
    top: str = ""


PICTURES: dict[str, Picture] = {
    "masuk": Picture("", "/home/"),
    "hari-ini": Picture("ningsih", f"{VILLAGE}/today/"),
    "warga": Picture("ningsih", f"{VILLAGE}/people/"),
    "orang": Picture("ningsih", f"{VILLAGE}/people/?status=migrant_worker", (".ledger .person a",)),
    "perjalanan": Picture(
        "ningsih",
        f"{VILLAGE}/people/?status=migrant_worker",
        (".ledger .person a", ".tabs li:nth-child(2) a"),
    ),
    "impor": Picture("ningsih", f"{VILLAGE}/people/imports/", (".ledger a.cover",)),
    "pesan": Picture("ningsih", f"{VILLAGE}/messages/"),
    "pilar": Picture("ningsih", f"{VILLAGE}/programme/"),
    "jabatan": Picture("budi", f"{VILLAGE}/offices/"),
    "kas": Picture("rina", f"{VILLAGE}/cash/"),
    "kas-periksa": Picture(
        "rina",
        f"{VILLAGE}/cash/in/",
        typed={"party": "PAUD Cerah", "amount_rp": "250rb"},
        sent=True,
        top="main header",
    ),
    "kas-hitung": Picture(
        "rina",
        f"{VILLAGE}/cash/count/",
        typed={"pieces_100000": "12", "pieces_50000": "7", "pieces_20000": "15"},
        top="main header",
    ),
    "kas-laporan": Picture(
        "rina",
        f"{VILLAGE}/cash/",
        ("a[href$='/reports/']", ".ledger a.cover", ".sheet .actions a.button"),
    ),
    "kuitansi": Picture("rina", f"{VILLAGE}/cash/", (".receipt-link",), top=".letterhead"),
    "periksa-kuitansi": Picture("", f"{VILLAGE}/cash/receipt/"),
    "pengawas-meja": Picture("warno", f"{VILLAGE}/today/", ("a[href*='/supervision/']",)),
    "pengawas-kesehatan": Picture(
        "warno",
        f"{VILLAGE}/today/",
        ("a[href*='/supervision/']", ".ledger a[href$='/health/']"),
    ),
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


def show(page: Page, site: str, picture: Picture) -> None:
    """Open what a picture shows: its page, what is tapped, what is typed."""
    page.goto(f"{site}{picture.address}")
    for tap in picture.taps:
        follow(page, tap)
    for name, text in picture.typed.items():
        page.fill(f"[name={name}]", text)
    if picture.sent:
        page.click("main .button-primary")
        page.wait_for_selector("main [name=checked]")
    if picture.top:
        page.locator(picture.top).first.evaluate("part => part.scrollIntoView()")
    page.evaluate("document.activeElement.blur()")


def main(site: str, *names: str) -> None:
    """Take the pictures named, or each of them, as somebody who has the right office."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        pages: dict[str, Page] = {}
        for name in names or PICTURES:
            picture = PICTURES[name]
            who = picture.who
            if who not in pages:
                pages[who] = browser.new_context(viewport=PHONE, locale="id-ID").new_page()
                if who:
                    sign_in(pages[who], site, who)
            show(pages[who], site, picture)
            pages[who].screenshot(path=FOLDER / f"{name}.png")
            sys.stdout.write(f"{name}.png\n")
        browser.close()


if __name__ == "__main__":
    main(*(sys.argv[1:] or ["http://127.0.0.1:8000"]))
