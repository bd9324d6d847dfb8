"""A cooperative with a book, for the tests of supervision."""

from __future__ import annotations

import pytest


@pytest.fixture
def lived(db):
    """Koperasi Sumber Rejo with a book of 2025 and three members."""
    from rembuk.surplus.tests import scenes

    return scenes.lived()
