"""The two commands from a bare checkout: ./run cold and again, and the quick gates.

Bars: cold ./run to a served page <= 120 s with warm package caches, again < 5 s; `make check`
<= 30 s. A clone of the last commit is made in a folder of its own and removed afterwards.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.table import Line, head, say

ROOT = Path(__file__).resolve().parent.parent
COLD_SECONDS_MAX, AGAIN_SECONDS_MAX, CHECK_SECONDS_MAX = 120, 5, 30
GIVE_UP_SECONDS = 900


def main() -> None:
    """Clone, run, run again, check."""
    print(head())
    with tempfile.TemporaryDirectory(prefix="rembuk clone ") as folder:  # a space, as people have
        clone = Path(folder) / "rembuk"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        environment = {k: v for k, v in os.environ.items() if not k.startswith("REMBUK_")}
        cold = until_served(clone, environment)
        say(Line("./run from a bare checkout to a page", cold, COLD_SECONDS_MAX, "s", machine()))
        again = until_served(clone, environment)
        say(Line("./run again", again, AGAIN_SECONDS_MAX, "s"))
        subprocess.run(
            ["./test", "--setup"], cwd=clone, env=environment, check=True, stdout=subprocess.DEVNULL
        )
        began = time.perf_counter()
        checked = subprocess.run(
            ["make", "check"],
            cwd=clone,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )
        say(Line("make check", time.perf_counter() - began, CHECK_SECONDS_MAX, "s", machine()))
        if checked.returncode:
            print(f"make check stopped:\n{checked.stdout[-1500:]}")


def machine() -> str:
    """How busy the machine is: the same command takes longer when others work."""
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


def until_served(clone: Path, environment: dict[str, str]) -> float:
    """Start ./run, wait for the first page, stop it by its id; return seconds."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    began = time.perf_counter()
    process = subprocess.Popen(
        ["./run", str(port)], cwd=clone, env=environment, stdout=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        while time.perf_counter() - began < GIVE_UP_SECONDS and process.poll() is None:
            if _answers(port):
                return time.perf_counter() - began
            time.sleep(0.1)
        raise SystemExit("./run did not serve a page; run it by hand to see its words")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    main()
