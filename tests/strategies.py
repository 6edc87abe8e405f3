"""Hypothesis strategies that several tests share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

_LETTERS = "abcdefghijklmnopqrstuvwxyzéüñABC 0123456789&'\"#:-,.!?[]{}*%@`|>"


def lines() -> st.SearchStrategy[str]:
    """Lines of text with the signs that YAML and HTML make something of."""
    return st.text(_LETTERS, max_size=40).map(str.strip)


def slugs() -> st.SearchStrategy[str]:
    """Identifiers: small letters, digits and single hyphens."""
    return st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)


def plain_data() -> st.SearchStrategy[dict[str, Any]]:
    """Fields as front matter holds them: text, numbers, lists and fields of their own."""
    scalars = st.one_of(
        lines(),
        st.integers(-(10**9), 10**9),
        st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3) + 0.0),
        st.booleans(),
        st.none(),
    )
    values = st.recursive(
        scalars,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(slugs(), inner, max_size=3)
        ),
        max_leaves=8,
    )
    keys = slugs().filter(lambda key: key not in {"null", "true", "false", "y", "n"})
    return st.dictionaries(keys, values, min_size=1, max_size=6)


def bodies() -> st.SearchStrategy[str]:
    """Markdown of headings, lists, links, quotations and hostile pieces."""
    pieces = st.one_of(
        lines(),
        lines().map(lambda text: f"## {text}"),
        lines().map(lambda text: f"- {text}"),
        lines().map(lambda text: f"> {text}"),
        st.sampled_from(
            [
                "<script>alert(1)</script>",
                "[x](javascript:alert(1))",
                "[x](../../etc/passwd)",
                "![x](x.png)",
                '<img src=x onerror="alert(1)">',
                "```\n<b>\n```",
                "[x](casestudies/fenland-peer-circle#the-problem)",
                '"four words of nobody"',
            ]
        ),
    )
    return st.lists(pieces, max_size=8).map("\n\n".join)


Place = tuple[str | int, ...]
"""The keys and numbers that lead to a value within plain data."""


def places(value: Any, place: Place = ()) -> list[Place]:
    """Return the place of every value within plain data, the whole first."""
    found = [place]
    inner: Any = ()
    if isinstance(value, Mapping):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    for key, one in inner:
        found += places(one, (*place, key))
    return found


def with_value(value: Any, place: Place, new: Any) -> Any:
    """Return plain data with another value at a place."""
    if not place:
        return new
    if isinstance(value, Mapping):
        return {
            key: with_value(one, place[1:], new) if key == place[0] else one
            for key, one in value.items()
        }
    return [
        with_value(one, place[1:], new) if at == place[0] else one for at, one in enumerate(value)
    ]


def odd_values() -> st.SearchStrategy[Any]:
    """Values of every type that YAML has, where another is meant."""
    return st.sampled_from(
        [None, 5, -1.5, True, "x", "", [], {}, [None], [5], ["x"], [[]], [{}], {"a": None}]
    )
