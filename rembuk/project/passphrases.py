"""Where the passphrase of a backup comes from: a file, the environment, or who sits there.

Never from the command line: there every program of the machine reads it, and the shell keeps it.
"""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused


def asked_once(*, is_new: bool) -> Callable[[], str]:
    """Return what finds the passphrase, and does not ask again; typed twice where it is new.

    Errors of what is returned: Refused where there is none; OSError for a file that is not there.
    """
    return cache(lambda: _found(is_new=is_new))


def _found(*, is_new: bool) -> str:
    if settings.BACKUP_PASSPHRASE_FILE:
        lines = Path(settings.BACKUP_PASSPHRASE_FILE).read_text("utf-8").splitlines()
        return lines[0] if lines else ""
    if settings.BACKUP_PASSPHRASE:
        return str(settings.BACKUP_PASSPHRASE)
    if not sys.stdin.isatty():
        raise Refused(
            _(
                "There is nobody to ask for the passphrase. Put it in a file, and the file's name"
                " in REMBUK_BACKUP_PASSPHRASE_FILE."
            )
        )
    typed = getpass.getpass(f"{_('Passphrase of the backup')}: ")
    if is_new and typed != getpass.getpass(f"{_('The same once more')}: "):
        raise Refused(_("You typed two different passphrases. Begin once more."))
    return typed
