"""The command line: `.venv/bin/rembuk` is Django's, with the settings of Rembuk chosen."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one management command, as typed; `verify` and `calc` are programs of their own."""
    if sys.argv[1:2] == ["verify"]:
        from rembuk.ledger import verify  # noqa: PLC0415 -- nothing else needs it

        sys.exit(verify.main(sys.argv[2:]))
    if sys.argv[1:2] == ["calc"]:
        from rembuk.project import calc  # noqa: PLC0415 -- as above

        sys.exit(calc.main(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.project.settings")
    execute_from_command_line(["rembuk", *sys.argv[1:]])


if __name__ == "__main__":
    main()
