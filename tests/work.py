"""Counts what a piece of work does, so that a test can double its input and look, without a clock.

`lines_run` counts the lines of Python that run. A regular expression runs in one of them, so
`steps_of` matches it in Python and counts each sign that is looked at.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from re import _parser as parser  # type: ignore[attr-defined]
from types import FrameType
from typing import Any


def lines_run(work: Callable[[], Any]) -> int:
    """Return how many lines of Python a piece of work runs, in whatever module."""
    count = 0

    def note(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal count
        del frame, arg
        count += event == "line"
        return note

    before = sys.gettrace()
    sys.settrace(note)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


class TooManyStepsError(Exception):
    """More steps than were allowed."""


def steps_of(pattern: re.Pattern[str], text: str, *, most: int = 10**9) -> int:
    """Return how many signs a search for every match of a pattern looks at.

    Raises:
        TooManyStepsError: there are more than `most`.
    """
    matcher = _Matcher(text, pattern.flags, most)
    tree = parser.parse(pattern.pattern, pattern.flags)
    at = 0
    while at <= len(text):
        end = next(matcher.run(list(tree), at, {}), None)
        at = at + 1 if end is None or end[0] == at else end[0]
    return matcher.steps


LONG = 15
"""A repeat with a later end is counted as if it ended here, so that short texts show it ends."""


def _near(least: int, most: int) -> int:
    endless = int(parser.MAXREPEAT)
    return most if most == endless else max(least, min(most, LONG))


Found = tuple[int, dict[int, tuple[int, int]]]
"""Where a match ends, and its groups."""


class _Matcher:
    """A backtracking matcher of parsed patterns, as the one of `re` but for its short cuts."""

    def __init__(self, text: str, flags: int, most: int) -> None:
        self.text, self.most, self.steps = text, most, 0
        self.folds = bool(flags & re.IGNORECASE)
        self.all_lines = bool(flags & re.MULTILINE)
        self.dot_all = bool(flags & re.DOTALL)

    def run(self, parts: list[Any], at: int, groups: dict[int, tuple[int, int]]) -> Iterator[Found]:
        """Yield every way to match parts from a place on, in the order of `re`."""
        if not parts:
            yield at, groups
            return
        (name, value), rest = parts[0], parts[1:]
        for end, found in self._one(str(name), value, at, groups):
            yield from self.run(rest, end, found)

    def _one(self, name: str, value: Any, at: int, groups: dict[Any, Any]) -> Iterator[Found]:
        if name in {"LITERAL", "NOT_LITERAL", "IN", "ANY"}:
            if self._sign(name, value, at):
                yield at + 1, groups
        elif name in {"MAX_REPEAT", "MIN_REPEAT"}:
            yield from self._repeat(value, at, groups, lazy=name == "MIN_REPEAT")
        elif name == "SUBPATTERN":
            for end, found in self.run(list(value[3]), at, groups):
                yield end, {**found, value[0]: (at, end)} if value[0] else found
        elif name == "BRANCH":
            for branch in value[1]:
                yield from self.run(list(branch), at, groups)
        elif name in {"ASSERT", "ASSERT_NOT"}:
            if (self._ahead(value, at, groups) is not None) == (name == "ASSERT"):
                yield at, groups
        elif name == "AT":
            if self._stands(str(value), at):
                yield at, groups
        elif name == "GROUPREF":
            start, stop = groups.get(value, (0, -1))
            said = self.text[start:stop] if stop >= start else None
            self._count(len(said or ""))
            if said is not None and self.text.startswith(said, at):
                yield at + len(said), groups
        else:
            raise NotImplementedError(name)

    def _repeat(
        self, value: Any, at: int, groups: dict[Any, Any], *, lazy: bool
    ) -> Iterator[Found]:
        least, most, inner = value[0], _near(value[0], int(value[1])), value[2]
        if len(inner) == 1 and str(inner[0][0]) in {"LITERAL", "NOT_LITERAL", "IN", "ANY"}:
            yield from self._row(least, most, inner[0], at, groups, lazy=lazy)
            return
        # By hand and not by recursion: a row may be thousands of parts long.
        waiting: list[tuple[int, int, dict[Any, Any], Iterator[Found] | None]]
        waiting = [(0, at, groups, None)]
        while waiting:
            done, here, found, ways = waiting.pop()
            if ways is None:
                if lazy and done >= least:
                    yield here, found
                ways = self.run(list(inner), here, found) if done < most else iter(())
            way = next(ways, None)
            if way is not None:
                waiting.append((done, here, found, ways))
                if way[0] != here or done < least:
                    waiting.append((done + 1, way[0], way[1], None))
            elif not lazy and done >= least:
                yield here, found

    def _row(
        self, least: int, most: int, inner: Any, at: int, groups: dict[Any, Any], *, lazy: bool
    ) -> Iterator[Found]:
        """Yield the ends of a row of single signs: the nearest first, or the farthest."""
        name, value = str(inner[0]), inner[1]
        end = at
        while end - at < least:
            if not self._sign(name, value, end):
                return
            end += 1
        if lazy:
            yield end, groups
            while end - at < most and self._sign(name, value, end):
                end += 1
                yield end, groups
            return
        while end - at < most and self._sign(name, value, end):
            end += 1
        for stop in range(end, at + least - 1, -1):
            self._count(1)
            yield stop, groups

    def _ahead(self, value: Any, at: int, groups: dict[Any, Any]) -> Found | None:
        direction, inner = value
        if direction > 0:
            return next(self.run(list(inner), at, groups), None)
        low, high = inner.getwidth()
        for width in range(low, min(high, at) + 1):
            for end, found in self.run(list(inner), at - width, groups):
                if end == at:
                    return end, found
        return None

    def _count(self, steps: int) -> None:
        self.steps += steps
        if self.steps > self.most:
            raise TooManyStepsError

    def _sign(self, name: str, value: Any, at: int) -> bool:
        self._count(1)
        if at >= len(self.text):
            return False
        sign = self.text[at]
        if name == "ANY":
            return self.dot_all or sign != "\n"
        if name == "IN":
            return self._in_set(value, sign)
        same = sign == chr(value) or (self.folds and sign.lower() == chr(value).lower())
        return same == (name == "LITERAL")

    def _in_set(self, members: Any, sign: str) -> bool:
        signs = {sign, sign.lower(), sign.upper()} if self.folds else {sign}
        negated, hit = False, False
        for kind, value in members:
            if str(kind) == "NEGATE":
                negated = True
            elif str(kind) == "LITERAL":
                hit = hit or chr(value) in signs
            elif str(kind) == "RANGE":
                hit = hit or any(value[0] <= ord(one) <= value[1] for one in signs if len(one) == 1)
            else:
                hit = hit or _is_of(str(value), sign)
        return hit != negated

    def _stands(self, where: str, at: int) -> bool:
        text = self.text
        if where == "AT_BEGINNING":
            return at == 0 or (self.all_lines and text[at - 1] == "\n")
        if where == "AT_END":
            last = at == len(text) or (at == len(text) - 1 and text[at] == "\n")
            return last or (self.all_lines and text[at] == "\n")
        if where == "AT_BEGINNING_STRING":
            return at == 0
        if where == "AT_END_STRING":
            return at == len(text)
        before = at > 0 and _is_of("CATEGORY_WORD", text[at - 1])
        after = at < len(text) and _is_of("CATEGORY_WORD", text[at])
        return (before != after) == (where == "AT_BOUNDARY")


def _is_of(category: str, sign: str) -> bool:
    kind = category.removeprefix("CATEGORY_").removeprefix("NOT_")
    hit = {
        "SPACE": sign.isspace(),
        "DIGIT": sign.isdigit(),
        "WORD": sign.isalnum() or sign == "_",
    }[kind]
    return hit != ("NOT_" in category)


def hard_for(pattern: re.Pattern[str], size: int) -> Iterator[str]:
    """Yield texts of a size that may be hard for a pattern: its own parts over and over.

    Each open repeat gives one where only it goes on, whole and with a stranger at its end, and one
    where its beginning comes again and again, as "[" does for a link that never ends.
    """
    tree = parser.parse(pattern.pattern, pattern.flags)
    rows = {("", sign, "") for sign in ("a", "0", " ", "\n", "[", "(", "<", '"', "“", "`", "*")}
    for before, again in _pumps(tree, ""):
        if again:
            rows |= {(before, again, ""), (before, again, "\0"), ("", before + again, "")}
    whole = _example(tree)
    if len(whole) > 1:
        rows |= {("", whole[:-1], ""), ("", whole[: len(whole) // 2], "")}
    for before, again, after in sorted(rows):
        yield before + again * (size // len(again)) + after


def _pumps(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    for at, (name, value) in enumerate(tree):
        front = before + _example(list(tree)[:at])
        if str(name).endswith("REPEAT"):
            if int(value[1]) >= 20:
                yield front, _example(value[2])
            yield from _pumps(value[2], front)
        elif str(name) == "SUBPATTERN":
            yield from _pumps(value[3], front)
        elif str(name) == "BRANCH":
            for branch in value[1]:
                yield from _pumps(branch, front)


_SIGNS = "a0 x<[(-_.,'\"\n#|*Z:/&\\]>);=+?!@%~`^{}$£é“”§"


def _example(tree: Any) -> str:
    """Return a short text that a parsed pattern may match."""
    found = ""
    for name, value in tree:
        kind = str(name)
        if kind == "LITERAL":
            found += chr(value)
        elif kind in {"ANY", "NOT_LITERAL"}:
            found += next(sign for sign in "ab" if kind == "ANY" or ord(sign) != value)
        elif kind == "IN":
            matcher = _Matcher("", 0, 1)
            fits = (sign for sign in _SIGNS if matcher._in_set(value, sign))
            found += next(fits, "é")
        elif kind.endswith("REPEAT"):
            found += _example(value[2]) * max(int(value[0]), min(1, int(value[1])))
        elif kind == "SUBPATTERN":
            found += _example(value[3])
        elif kind == "BRANCH":
            found += _example(value[1][0])
    return found
