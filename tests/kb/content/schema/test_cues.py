"""Cues: alike in Python and JavaScript, quick whatever is typed, and never found in anything."""

from __future__ import annotations

import pytest
from pydantic_core import PydanticCustomError

from kb.content.schema.cues import check_cue


@pytest.mark.parametrize(
    "cue",
    [
        "locums?",
        "ST[ -]?[123]",
        r"partner for (\w+ )?(\d+|years)",
        "(a|b) to (c|d)",
        r"\d\d ?yo",
        "x{0,3}y",
    ],
)
def test_ordinary_cues_pass(cue: str) -> None:
    """Choices, options and a few repeats."""
    assert check_cue(cue) == cue


@pytest.mark.parametrize(
    "cue",
    [
        "(x+)+$",
        "(x*)*y",
        "(?:x|xx)+y",
        "((x{1,30})y?){12}z",
        r"(\w+\s?)*gp",
        "(?:a?){40}b",
        r"a\w+b\w+c\w+d",
        r"(?=(\w+ )+)gp",
    ],
)
def test_what_may_never_end_is_refused(cue: str) -> None:
    """A repeat round a repeat or a choice, and a row of repeats."""
    with pytest.raises(PydanticCustomError) as caught:
        check_cue(cue)
    assert caught.value.type == "bad-cue"
    assert "+ and *" in str(caught.value.context)


@pytest.mark.parametrize("cue", ["", ".*", "x?", "(|locum)", r"\w", r"\d*", "[^x]", r"\b", "^"])
def test_what_is_found_in_anything_is_refused(cue: str) -> None:
    """It would say the same of every reader."""
    with pytest.raises(PydanticCustomError) as caught:
        check_cue(cue)
    assert "found in anything" in str(caught.value.context)
