"""Django's own migrate, which leaves no database without its guards."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from rembuk.villages import guards


class Command(migrate.Command):
    """rembuk migrate, as Django has it."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; the guards that step aside for it come back also where it stops midway.

        Only a process that is killed cannot do so: the next run does, whether it ends well or not.
        """
        try:
            super().handle(*args, **options)
        except BaseException:
            guards.restore()
            raise
        finally:
            for name in guards.unfit():
                self.stderr.write(
                    f"{name}: belum terpasang, kolomnya belum ada. Jalankan 'rembuk migrate' sampai"
                    " selesai sebelum melayani. (Not installed yet, a column is missing: migrate"
                    " to the end before you serve.)"
                )
