"""Measure everything, or what is named: `python -m benchmarks [pages import ...]`.

Each script runs by itself, so that what one leaves in memory cannot help the next. A script that
needs something this machine lacks says so and is left out; the others go on.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.table import COLLECTED_IN, whole

HERE = Path(__file__).parent
NOT_SCRIPTS = {"__init__", "__main__", "table", "scene", "served", "big_book"}


def main(named: list[str]) -> int:
    """Run the scripts one after another and print one table. Returns the exit status."""
    scripts = named or sorted(p.stem for p in HERE.glob("*.py") if p.stem not in NOT_SCRIPTS)
    with tempfile.TemporaryDirectory() as folder:
        collected = Path(folder) / "lines"
        collected.touch()
        environment = {**os.environ, COLLECTED_IN: str(collected)}
        broken = []
        for script in scripts:
            print(f"\n== {script}", flush=True)
            command = [sys.executable, "-m", f"benchmarks.{script}"]
            if subprocess.run(command, cwd=HERE.parent, env=environment, check=False).returncode:
                broken.append(script)
        print(f"\n== everything measured\n{whole(collected)}")
    if broken:
        print(f"stopped before their end: {', '.join(broken)}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
