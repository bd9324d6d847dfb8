"""Lighthouse's mobile profile (a slow phone on a slow network) on five pages.

Bars: performance >= 95, accessibility 100, best practices 100. Lighthouse comes from npm into a
folder of the machine, never into the product; without npm or Chromium this is left out, aloud.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import pages, scene
from benchmarks.served import Served, serve, signed_in
from benchmarks.table import Line, head, say

WANTED = "lighthouse@12"
# Kept between runs; git knows nothing of it.
FOLDER = Path(__file__).resolve().parent.parent / "var" / "lighthouse"
BARS = {"performance": 95, "accessibility": 100, "best-practices": 100}
RUNS = 3  # the middle one counts: a busy machine makes single runs jump
TRIES = 3
LOOKED_AT = ("Hari ini", "Warga", "a person")


def main() -> None:
    """Install if needed, serve, measure five pages."""
    program, chromium = installed(), shutil.which("chromium")
    if program is None or chromium is None:
        print("Lighthouse is left out: npm cannot be reached, or Chromium is not installed.")
        return
    with scene.database():
        filled = scene.fill(residents=2000)
        listed = [page for page in pages.pages(filled) if page[0] in LOOKED_AT]
        cookies = signed_in(filled.world.adi)
        print(head())
        with serve() as served:
            measure(program, chromium, served, what="front page", path="/", cookies="")
            measure(program, chromium, served, what="sign-in", path="/account/sign-in/", cookies="")
            for what, _user, path in listed:
                measure(program, chromium, served, what=what, path=path, cookies=cookies)


def installed() -> Path | None:
    """Return the program, installed by npm when it is not there yet; None without npm."""
    program = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not program.is_file() and shutil.which("npm"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", WANTED, "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run([*command, "--prefix", str(FOLDER)], check=False, stdout=subprocess.DEVNULL)
    return program if program.is_file() and shutil.which("node") else None


def measure(
    program: Path, chromium: str, served: Served, *, what: str, path: str, cookies: str
) -> None:
    """Run Lighthouse RUNS times and print the middle scores, and by name what costs points."""
    runs = [run(program, chromium, served.url + path, cookies) for _time in range(RUNS)]
    told = sorted(runs, key=lambda one: one["categories"]["performance"]["score"])[RUNS // 2]
    audits = told["audits"]
    paint = audits["largest-contentful-paint"]["displayValue"]
    shift = audits["cumulative-layout-shift"]["displayValue"]
    for name, bar in BARS.items():
        category = told["categories"][name]
        costs = [
            ref["id"]
            for ref in category["auditRefs"]
            if ref["weight"]
            and (audits[ref["id"]]["score"] or 0) < 0.9
            and audits[ref["id"]]["scoreDisplayMode"] not in {"notApplicable", "manual"}
        ]
        score = round(category["score"] * 100)
        beside = f"LCP {paint}, CLS {shift}, load {os.getloadavg()[0]:.0f}"
        if costs and score < bar:
            beside += f"; costs: {', '.join(costs)}"
        say(Line(f"{what}: Lighthouse {name}", score, bar, "", beside, at_least=True))


def run(program: Path, chromium: str, address: str, cookies: str) -> dict[str, Any]:
    """Run Lighthouse once and return its report."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        command = [
            "node", str(program), address, "--quiet", "--output=json",
            f"--output-path={out.name}", f"--only-categories={','.join(BARS)}",
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-quic",
        ]  # fmt: skip
        if cookies:
            command.append(f"--extra-headers={json.dumps({'Cookie': cookies})}")
        environment = {**os.environ, "CHROME_PATH": chromium}
        for _time in range(TRIES):  # now and then a trace begins too late: "run Lighthouse again"
            if subprocess.run(command, check=False, env=environment).returncode == 0:
                break
        report: dict[str, Any] = json.loads(Path(out.name).read_text(encoding="utf-8"))
    return report


if __name__ == "__main__":
    main()
