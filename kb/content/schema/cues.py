"""Regular expressions that content may hold: alike in Python and JavaScript, quick, not empty.

A search runs every cue over what somebody types, in both languages. One that backtracks without
end would hang the page, and one that matches anything would say so of every reader.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from kb.content.schema.text import fault, shown

MAX_CUE = 400
"""Characters of a cue; longer regular expressions are not read by anybody."""
MOST_OPEN_REPEATS = 2
"""Repeats without a near end (``+``, ``*``, ``{3,}``) in one cue."""
LONG_REPEAT = 10
"""A repeat that may run so often counts as one without an end."""

_PYTHON_ONLY = re.compile(r"\(\?(?!:|=|!|<=|<!)|\\[AZaGp]|[*+?}]\+|\(\?P")
_CHOICE_REPEATED = re.compile(r"¦(?:[+*]|\{\d{1,20},\}|\{(?:\d{0,20},)?\d{2,20}\})")
"""A group that holds a choice, repeated without a near end; see `_bare`."""
_ANYTHING = ("", " ", "7", "zqj", "§")
"""Texts that say nothing; a cue that is found in one of them is found everywhere."""


def check_cue(text: str) -> str:
    """Return a cue that may be used.

    Raises:
        PydanticCustomError: it is too long, not read alike in both languages, dangerous or empty.
    """
    if len(text) > MAX_CUE:
        raise fault("too-long", f"{len(text)} characters", allowed=f"up to {MAX_CUE} characters")
    if match := _PYTHON_ONLY.search(text):
        raise fault(
            "bad-cue",
            f'"{match.group()}" in {shown(text)}',
            allowed="a regular expression that Python and JavaScript read alike",
            remedy="leave out inline flags, named groups and possessive quantifiers",
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)  # a set within a set
            tree: Any = parser.parse(text)
            found = re.compile(text)
    except (re.error, RecursionError, OverflowError, FutureWarning) as error:
        raise fault(
            "bad-cue",
            f"{shown(text)} ({error})",
            allowed="a regular expression",
            remedy="close its brackets, or put a backslash before a sign that stands for itself",
        ) from error
    if danger := _danger(text, tree):
        raise fault(
            "bad-cue",
            f"{danger} in {shown(text)}",
            allowed=f"up to {MOST_OPEN_REPEATS} of + and *, none of them round another or a choice",
            remedy="write the words out, or give the repeat an end, as in {0,3}",
        )
    if any(found.search(text) for text in _ANYTHING):
        raise fault(
            "bad-cue",
            f"{shown(text)}, which is found in anything",
            allowed="a regular expression that needs a word or a figure of its own",
            remedy="name the words that give it away",
        )
    return text


def _danger(text: str, tree: Any) -> str:
    """Return what could make a cue slow; "" if nothing."""
    repeats = list(_open_repeats(tree))
    varied = any(_varies(part) for inner in repeats for part in _parts(inner))
    if varied or _CHOICE_REPEATED.search(_bare(text)):
        return "a repeat round a repeat or a choice"
    if (open_ends := _open_ends(tree)) > MOST_OPEN_REPEATS:
        return f"{open_ends} repeats without an end"
    return ""


def _bare(text: str) -> str:
    """Return a regular expression as its groups, choices and repeats alone.

    Python takes a choice of single signs for a set of them, and JavaScript tries each in turn, so
    it is looked for in what is written. Each group without a group in it is one sign, with a bar if
    it or one in it holds a choice.
    """
    bare = re.sub(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", "x", text, flags=re.DOTALL)
    inner = re.compile(r"\((?:\?[:=!]|\?<[=!])?([^()]*)\)")
    while (
        shorter := inner.sub(lambda group: "¦" if set("|¦") & set(group[1]) else "x", bare)
    ) != bare:
        bare = shorter
    return bare


def _open_repeats(tree: Any) -> Iterator[Any]:
    """Yield what is repeated without a near end, wherever it stands."""
    for part in _parts(tree):
        name, value = part
        if _is_repeat(name) and value[1] >= LONG_REPEAT:
            yield value[2]


def _open_ends(tree: Any) -> int:
    """Return how many repeats without a near end may follow one another.

    One that stands in a repeat with a near end counts as often as that may run.
    """
    found = 0
    for name, value in tree:
        if _is_repeat(name):
            inner = _open_ends(value[2])
            found += inner * value[1] if value[1] < LONG_REPEAT else 1 + inner
        else:
            found += sum(map(_open_ends, _trees(value)))
    return found


def _trees(value: Any) -> Iterator[Any]:
    if isinstance(value, parser.SubPattern):
        yield value
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _trees(inner)


def _varies(part: Any) -> bool:
    name, value = part
    return str(name) in {"BRANCH", "GROUPREF"} or (_is_repeat(name) and value[0] != value[1])


def _is_repeat(name: Any) -> bool:
    return str(name) in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}


def _parts(tree: Any) -> Iterator[Any]:
    """Yield every part of a parsed expression, those within groups and choices too."""
    for part in tree:
        yield part
        for inner in _trees(part[1]):
            yield from _parts(inner)
