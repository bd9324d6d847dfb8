"""No masked count can be worked out, by anybody who knows exactly how we mask."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.reporting.masking import FEWEST, Mask, masked, unmasked

FEW, HIDDEN, NOTHING = Mask.FEW, Mask.HIDDEN, Mask.NOTHING

CASES = [
    # counts, what is shown of them, the total
    ((9, 20), (9, 20), 29),
    ((0, 0), (NOTHING, NOTHING), NOTHING),
    ((4, 30), (FEW, HIDDEN), 34),
    ((0, 30), (FEW, HIDDEN), 30),
    ((30, 4), (HIDDEN, FEW), 34),
    ((5, 30), (5, 30), 35),
    ((1, 1), (FEW, FEW), FEW),
    ((0, 4), (FEW, FEW), FEW),
    ((4, 4), (FEW, FEW), HIDDEN),
    ((2, 5), (FEW, HIDDEN), HIDDEN),
    ((3, 8, 20), (FEW, HIDDEN, 20), 31),
    ((3, 5, 20), (FEW, HIDDEN, HIDDEN), 28),
    ((3, 2, 20, 40), (FEW, FEW, HIDDEN, 40), 65),
    ((2, 2, 2, 2), (FEW, FEW, FEW, FEW), 8),
    ((4,), (FEW,), FEW),
    ((5,), (5,), 5),
]


@pytest.mark.parametrize(("counts", "parts", "total"), CASES)
def test_what_is_shown(counts, parts, total):
    row = masked(dict(zip("abcd", counts, strict=False)))
    assert (tuple(row.parts.values()), row.total) == (parts, total)


def published(counts):
    row = masked(dict(zip("abcd", counts, strict=False)))
    return tuple(row.parts.values()), row.total


@pytest.mark.parametrize(("parts", "most"), [(2, 40), (3, 22), (4, 12)])
def test_whoever_knows_the_rules_still_cannot_tell_a_masked_count(parts, most):
    """Try every village there could be, and group those that publish the same.

    A reader sees one publication; every village of its group is still possible. Each masked count
    must differ within the group. Only groups whose total a village in reach can have are complete.
    """
    groups = defaultdict(list)
    for counts in product(range(most + 1), repeat=parts):
        if sum(counts) <= most:
            groups[published(counts)].append(counts)
    masks = 0
    for (shown, _total), possible in groups.items():
        for place, cell in enumerate(shown):
            if cell is FEW:
                masks += 1
                assert len({counts[place] for counts in possible}) > 1, (shown, _total)
    assert masks > 20, "the test looked at something"


@given(st.lists(st.integers(min_value=0, max_value=500), min_size=1, max_size=6))
def test_nothing_small_is_shown_and_nothing_shown_is_wrong(counts):
    named = {f"part{number}": count for number, count in enumerate(counts)}
    row = masked(named)
    for part, shown in row.parts.items():
        if isinstance(shown, int):
            assert shown == named[part] >= FEWEST
        elif shown is FEW:
            assert named[part] < FEWEST
        elif shown is HIDDEN:
            assert named[part] >= FEWEST
    if isinstance(row.total, int):
        assert row.total == sum(counts) >= FEWEST
        hidden = [part for part, shown in row.parts.items() if shown in {FEW, HIDDEN}]
        assert len(hidden) != 1, "one gap is the total less the others"


@given(st.lists(st.integers(min_value=5, max_value=500), min_size=2, max_size=6))
def test_nothing_is_hidden_where_nothing_is_small(counts):
    row = masked({str(number): count for number, count in enumerate(counts)})
    assert list(row.parts.values()) == counts


def test_things_that_are_not_people_are_counted_openly():
    assert unmasked({"facilitators": 1}).parts == {"facilitators": 1}
