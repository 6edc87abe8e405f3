"""Every regular expression of the project: twice the text is about twice the work, whatever it is.

The steps are counted by `tests.work`, which matches as `re` does, on texts made of each pattern's
own parts; a pattern that someone adds tomorrow is tried like the others.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import kb
import site_builder
from tests.work import TooManyStepsError, hard_for, steps_of

SIZES = (100, 200)
FREE = 2_000
"""Steps that any pattern may take: a repeat with an end costs its length at each place."""


OF_EXTRAS = ("mcp", "psycopg", "psycopg_pool", "starlette", "uvicorn")
"""Packages that `make test` does not install."""


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the name of each pattern of a module, and the pattern."""
    seen = set()
    for package in (kb, site_builder):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            try:
                values = vars(importlib.import_module(module.name))
            except ModuleNotFoundError as error:
                assert error.name in OF_EXTRAS, error  # noqa: PT017 - a package of an extra
                continue
            for name, value in values.items():
                is_pattern = isinstance(value, re.Pattern) and isinstance(value.pattern, str)
                if is_pattern and (value.pattern, value.flags) not in seen:
                    seen.add((value.pattern, value.flags))
                    yield f"{module.name}.{name}", value


ANCHORED = {
    "kb.content.schema.types.STOP_ID": "tried on whole values of up to 160 signs",
    "kb.content.checks.reference.DOC_ID": "tried on whole values of up to 160 signs",
    "kb.content.local_stops._ITEM": "tried at the beginning of a line alone",
    "kb.content.templates._NUMBERED": "tried at the beginning of a line alone",
    "kb.content.templates._OTHER": "tried at the beginning of a line alone",
    "kb.text.csv_text._FORMULA": "tried at the beginning of a cell alone",
    "site_builder.views.areas._OF_COUNCILS": "tried on the names of councils",
    "kb.index.compounds._PAIR": "tried on whole names",
    "kb.search.spelling._NUMBERED": "tried on whole words",
    "site_builder.hosting._MAIL": "tried on the one mailbox of the site",
    "site_builder.render.link_check._ELSEWHERE": "tried at the beginning alone",
    "site_builder.render.minify._COMMENT": "tried on our own style sheets and scripts",
    "kb.editing.drafts.html_inline._ENDS_IN_FIGURE": "tried on the last 60 signs",
    "kb.editing.drafts.html_inline._EMAIL": "tried on whole values of up to 254 signs",
}
"""Patterns that see short or trusted texts alone, and why."""
ALL = dict(patterns())


def test_there_are_patterns_to_try() -> None:
    """The walk finds them, and the list of exceptions names none that is gone."""
    assert len(ALL) > 90
    assert ANCHORED.keys() <= ALL.keys()


@pytest.mark.parametrize("name", sorted(ALL.keys() - ANCHORED.keys()))
def test_twice_the_text_is_twice_the_work(name: str) -> None:
    """No text made of its own parts lets a pattern look at the same signs over and over."""
    pattern = ALL[name]
    for once, twice in zip(*(list(hard_for(pattern, size)) for size in SIZES), strict=True):
        steps = steps_of(pattern, once)
        try:
            steps_of(pattern, twice, most=int(2.5 * steps) + FREE)
        except TooManyStepsError:
            pytest.fail(f"{name}: more than {2.5 * steps:.0f} steps for {twice[:40]!r}…")


@pytest.mark.parametrize(
    ("pattern", "text"),
    [(r"\[[^\]]*\]\(", "["), (r"(?:a|aa)+$", "a"), (r"\s*,", " "), (r"x*x*x*y", "x")],
)
def test_the_counter_sees_what_grows_faster(pattern: str, text: str) -> None:
    """A link that never ends, and repeats that take from each other."""
    found = re.compile(pattern)
    size = 12 if "|" in pattern else 60
    assert steps_of(found, text * 2 * size + "\0") > 3 * steps_of(found, text * size + "\0")


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"(?<!\w)(a+?)(?:b|\1c)[^d-f]\b", "aab! aaac; aaad aaabe"),
        (r"(?im)^x{2,3}$|\Z", "xx\nXXX\nxxxx"),
        (r"(?s)<.*?>(?=y)", "<a><b>\n>y <>y"),
    ],
)
def test_the_counter_goes_over_a_text_as_re_does(pattern: str, text: str) -> None:
    """It finds the same ends, or its count would mean nothing."""
    from tests.work import _Matcher, parser

    found = re.compile(pattern)
    matcher = _Matcher(text, found.flags, 10**6)
    tree = list(parser.parse(found.pattern, found.flags))
    for at in range(len(text) + 1):
        match = found.match(text, at)
        mine = next(matcher.run(tree, at, {}), None)
        assert (mine and mine[0]) == (match and match.end())
