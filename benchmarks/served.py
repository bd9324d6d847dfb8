"""Rembuk served as ./run serves it, on a free port of this machine, and somebody signed in."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TICKS = os.sysconf("SC_CLK_TCK")
READY_SECONDS = 60


@dataclass
class Served:
    """A running server: its port, its processes, and one kept connection."""

    port: int
    pid: int
    connection: http.client.HTTPConnection

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, cookies: str) -> tuple[int, int, float]:
        """Ask for a page; return status, bytes of the body as sent, and seconds."""
        began = time.perf_counter()
        headers = {"Cookie": cookies, "Accept-Encoding": "gzip, br"}
        self.connection.request("GET", path, headers=headers)
        response = self.connection.getresponse()
        body = response.read()
        return response.status, len(body), time.perf_counter() - began

    def cpu_seconds(self) -> float:
        """Processor time the server and its workers have used so far (10 ms steps)."""
        return sum(_cpu(pid) for pid in [self.pid, *_children(self.pid)])

    def memory_mb(self) -> float:
        """The most memory the largest worker ever held, in MB."""
        return max(_peak_mb(pid) for pid in [self.pid, *_children(self.pid)])


@contextmanager
def serve() -> Iterator[Served]:
    """Start granian with the options of ./run and stop it by its id."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", "1", "--blocking-threads", "4", "--no-ws",
        "--log-level", "warning", "rembuk.project.wsgi:application",
    ]  # fmt: skip
    process = subprocess.Popen(command)
    try:
        yield _ready(process, port)
    finally:
        process.terminate()
        process.wait(30)


def _ready(process: subprocess.Popen[bytes], port: int) -> Served:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                return Served(port, process.pid, connection)
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start; see its words above")


def signed_in(user: Any) -> str:
    """Sign somebody in, in the same database, and return the Cookie header."""
    from django.test import Client

    client = Client()
    client.force_login(user)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in task.read_text().split()]
    return found


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _peak_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
