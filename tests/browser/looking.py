"""What a test asks of a page in Chromium: may everybody use it, does it fit, how does it look."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PICTURES = Path(__file__).resolve().parent.parent.parent / "var" / "pictures"
AXE = Axe().axe_script
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 360, 1280)
HEIGHT_PX = 780
TARGET_PX_MIN = 44  # P19: none under 44 but links inside sentences, which need 24
INLINE_PX_MIN = 24

RUN_AXE = "async (options) => (await axe.run(document, options)).violations"
# Scrolling is allowed inside what is marked for it, and nowhere else.
SIDEWAYS = """() => {
  const wide = document.documentElement.clientWidth;
  const out = [...document.querySelectorAll('body *')].filter(e => {
    if (e.closest('.scroll, .only-read, .to-content, svg')) return false;
    const box = e.getBoundingClientRect();
    return box.width && (box.right > wide + 1 || box.left < -1);
  });
  return out.map(e => `${e.tagName}.${e.className}: ${e.textContent.trim().slice(0, 40)}`);
}"""
TARGETS = """([least, inline]) =>
  [...document.querySelectorAll('a, button, input, select, textarea, summary')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && e.type !== 'hidden'
    && !e.closest('.only-read, .to-content'))
  .map(e => {
    const label = e.closest('label');
    const box = (label || e).getBoundingClientRect();
    const cover = getComputedStyle(e, '::after');
    const covers = cover.position === 'absolute' && cover.content !== 'none';
    const area = covers ? e.closest('li, article, section').getBoundingClientRect() : box;
    const sentence = e.tagName === 'A' && e.closest('p, li, td, th, dd')
      && getComputedStyle(e).display.startsWith('inline');
    return [e, area, sentence ? inline : least];
  })
  .filter(([e, area, need]) => area.height < need - 0.5 || area.width < 24)
  .map(([e, area]) => `${e.tagName} ${Math.round(area.width)}x${Math.round(area.height)}: `
    + (e.textContent || e.name).trim().slice(0, 40))"""


def axe(page: Page) -> list[str]:
    """Return what axe finds wrong, one readable line for each element."""
    if not page.evaluate("'axe' in window"):  # half a megabyte: once for each page, not each width
        page.evaluate(AXE)
    found = page.evaluate(RUN_AXE, {"runOnly": RULES, "resultTypes": ["violations"]})
    return [
        f"{rule['id']}: {node['html'][:160]} ({node.get('failureSummary', '')[:200]})"
        for rule in found
        for node in rule["nodes"]
    ]


def sideways(page: Page) -> list[str]:
    """Return the elements that stick out of the page at its present width."""
    found: list[str] = page.evaluate(SIDEWAYS)
    return found


def small_targets(page: Page) -> list[str]:
    """Return what is too small to be hit with a thumb."""
    found: list[str] = page.evaluate(TARGETS, [TARGET_PX_MIN, INLINE_PX_MIN])
    return found


def complaints(page: Page, widths: Sequence[int] = WIDTHS) -> list[str]:
    """Return what keeps somebody from using the page, at each width: the bar for every page."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT_PX})
        for what in (axe, sideways, small_targets):
            found += [f"{width} px, {what.__name__}: {line}" for line in what(page)]
    return found


def picture(page: Page, name: str) -> Path:
    """Keep a picture of the whole page in var/pictures (git-ignored), to be looked at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    file = PICTURES / f"{name}-{page.viewport_size['width'] if page.viewport_size else 0}.png"
    page.screenshot(path=str(file), full_page=True)
    return file
