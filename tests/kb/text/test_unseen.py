"""Signs that nobody sees are found wherever they stand, also by the short way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text.unseen import UNSEEN, first_unseen

_SIGNS = st.sampled_from("ab \n\u00e9\u0301\u0302\u200b\u202e\u2800\ufe2f\U000e0041")


@pytest.mark.parametrize(
    ("text", "at"),
    [("caf\u00e9", None), ("a\u200bb", 1), ("e\u0301", None), ("e" + "\u0301" * 5, 1), ("\x07", 0)],
)
def test_the_first_sign_is_found(text: str, at: int | None) -> None:
    """One accent is none of them; five of the same kind in a heap are."""
    found = first_unseen(text)
    assert (found.start() if found else None) == at


@given(text=st.text(_SIGNS, max_size=14))
def test_the_short_way_finds_what_the_long_one_does(text: str) -> None:
    """It only passes over texts that have none."""
    for one in (text, f"{'plain words ' * 20}{text} and more"):
        long, short = UNSEEN.search(one), first_unseen(one)
        assert (short and short.span()) == (long and long.span())
