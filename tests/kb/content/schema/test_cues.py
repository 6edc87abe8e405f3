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
        "[(|)]+ GPs",
        r"\(one\|two\)+",
        r"(?:\w+ ){0,2}partner",
        "(?:very |so ){0,3}tired",
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
        r"(?:\w|\d)+gp",
        "((?:p|q) )+gp",
        r"(?:\w+,? ?){0,9}end",
        r"(?:(?:\w+ ){0,2}-){0,2}end",
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


def test_a_set_within_a_set_is_refused() -> None:
    """Python warns that it may come to mean something else."""
    with pytest.raises(PydanticCustomError, match="nested set"):
        check_cue("[[:alpha:]] GPs")
