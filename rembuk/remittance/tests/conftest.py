"""A licensed cooperative in Sumber Rejo, and browsers for its people."""

from rembuk.savings.tests.conftest import kept, opened, world

__all__ = ["kept", "opened", "world"]
