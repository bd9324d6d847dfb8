"""The settings every test and every gate runs with, whatever the machine's own are.

The keys are for tests only: they are public, and nothing real may ever be sealed with them.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# The database is the one thing the caller chooses: scripts/gates.py runs the suite on two.
FROM_CALLER = frozenset({"REMBUK_DATABASE_URL", "REMBUK_VENV"})
FOR_TESTS = {
    "DJANGO_SETTINGS_MODULE": "rembuk.project.settings",
    "REMBUK_SECRET_KEY": "for tests only, long enough to satisfy the checks of Django itself",
    "REMBUK_FIELD_KEY": "Zm9yIHRlc3RzIG9ubHksIDMyIGJ5dGVzLCBwdWJsaWM=",
    "REMBUK_HASH_KEY": "for tests only",
    "REMBUK_ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
    # Most stories are not about signing in; those in accounts say "required" themselves.
    "REMBUK_SECOND_FACTOR": "asked",
}


def set_test_environment() -> None:
    """Replace every REMBUK_* setting of this process by the one for tests."""
    data = _data_folder()
    for name in [n for n in os.environ if n.startswith("REMBUK_") and n not in FROM_CALLER]:
        del os.environ[name]
    os.environ.update(FOR_TESTS)
    if not os.environ.get("REMBUK_DATABASE_URL", "").startswith("postgres"):
        os.environ["REMBUK_DATABASE_URL"] = "sqlite:///:memory:"  # never a file with people in it
    os.environ["REMBUK_DATA_DIR"] = str(data)
    # Playwright's sync API runs an event loop in the test's own thread.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def _data_folder() -> Path:
    """Make a data folder for this process alone; it goes when the process ends.

    A worker of pytest-xdist ends without a farewell, so its folder stands in its parent's.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        folder = Path(os.environ["REMBUK_DATA_DIR"]) / worker
    else:
        folder = Path(tempfile.mkdtemp(prefix="rembuk-tests-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "static").mkdir(parents=True, exist_ok=True)  # whitenoise warns when it is not there
    return folder
