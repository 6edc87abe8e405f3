"""Results for the same objects, worked out once for all sites of a run.

Local editions hold the very documents of the national content, save those that they change.
What is asked of such an object alone need not be worked out for each site again. Objects are
told apart by identity, which costs nothing however much they hold; texts by what they say.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")

MOST = 4000
"""Results that one function keeps; then it begins anew, so that a server does not fill up."""


def once_for_same(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """A function that keeps its results, which must not be changed by whoever gets them.

    It is called with arguments by place. Those that are no text are held as long as the result,
    so that no other object can take their identity; they must not change either.
    """
    kept: dict[tuple[object, ...], tuple[tuple[object, ...], _R]] = {}

    @wraps(function)
    def found(*args: _P.args, **named: _P.kwargs) -> _R:
        if named:
            return function(*args, **named)
        key = tuple(one if isinstance(one, str) else id(one) for one in args)
        known = kept.get(key)
        if known is None:
            if len(kept) >= MOST:
                kept.clear()
            known = kept[key] = args, function(*args, **named)
        return known[1]

    return found
