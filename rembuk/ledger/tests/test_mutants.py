"""The list of seeded bugs (mutants.py) still fits the code: `make mutants` kills each."""

from __future__ import annotations

import pytest

from rembuk.ledger.tests.mutants import MUTANTS, source


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.why.replace(" ", "_"))
def test_each_bug_still_applies(mutant):
    text = source(mutant)
    assert text.count(mutant.old) == 1
    compile(text.replace(mutant.old, mutant.new), mutant.file, "exec")


def test_no_two_bugs_are_the_same():
    assert len({(one.file, one.old, one.new) for one in MUTANTS}) == len(MUTANTS) >= 20
