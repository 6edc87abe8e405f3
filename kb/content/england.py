"""The map of England by integrated care boards, and which of them a place lies in.

The outlines are data of their own (`kb/data/england.json`, whose `about` and `credit` say where
they come from).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from kb.data import DATA

_DIRECTIONS = frozenset("north south east west central greater mid and of the".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """An integrated care board of April 2023, with its outline in units of the drawing."""

    code: str
    """As the NHS Organisation Data Service has it, such as "QSL"."""
    name: str
    """Without "NHS" and "Integrated Care Board"."""
    region: str
    places: tuple[str, ...]
    """The places whose councils lie in it, in whole or in part."""
    x: int
    y: int
    """A point in the middle of its largest part."""
    path: str
    """As SVG has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class England:
    """All boards by name, on a drawing `width` by `height`."""

    boards: tuple[Board, ...]
    width: int
    height: int
    credit: str
    """What has to stand beside every drawing."""


@cache
def england() -> England:
    """The map, read once."""
    data = json.loads((DATA / "england.json").read_text(encoding="utf-8"))
    return England(
        boards=tuple(
            Board(**{**board, "places": tuple(board["places"])}) for board in data["boards"]
        ),
        width=data["width"],
        height=data["height"],
        credit=data["credit"],
    )


@lru_cache(maxsize=4000)
def boards_of(text: str) -> tuple[Board, ...]:
    """The boards in which the places lie that a text names, in the order of the map.

    Longer names go first, and their words are used up, so that North Somerset is not Somerset. A
    place that lies in several boards means those that have it in their name, if any has. What
    begins with England is the whole of it and lies in none; so is what no name fits.

    Args:
        text: As a case study has under `area`: "Newham, London".
    """
    if f"{_plain(text)} ".startswith("england "):
        return ()
    return _in_order(
        board
        for place, boards in _named(text)
        for board in [board for board in boards if _named_after(board, place)] or boards
    )


@lru_cache(maxsize=4000)
def boards_with(council: str) -> tuple[Board, ...]:
    """Every board that has land of the places that the name of a council holds.

    Args:
        council: As a file of an area has it: "North Yorkshire Council".
    """
    return _in_order(board for _, boards in _named(council) for board in boards)


def _named(text: str) -> Iterator[tuple[str, tuple[Board, ...]]]:
    """The places that a text names, the longest first, each with the boards that it lies in."""
    left = f" {_plain(text)} "
    for place, boards in _gazetteer():
        if f" {place} " in left:
            left = left.replace(f" {place} ", "  ")
            yield place, boards


def _in_order(found: Iterable[Board]) -> tuple[Board, ...]:
    codes = {board.code for board in found}
    return tuple(board for board in england().boards if board.code in codes)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[\w'’-]+", text.lower()))


def _named_after(board: Board, place: str) -> bool:
    words = set(_plain(board.name).split())
    return place in _names(board) or bool(words & (set(place.split()) - _DIRECTIONS))


def _names(board: Board) -> Iterator[str]:
    """A board's name and, if it joins several, the name of each."""
    yield _plain(board.name)
    parts = re.split(r", | and (?:the )?", board.name)
    if len(parts) > 1:
        yield from (_plain(part) for part in parts if part not in ("Mid", "North East", "South"))


@cache
def _gazetteer() -> tuple[tuple[str, tuple[Board, ...]], ...]:
    """Every name of a place with the boards that it lies in, the longest first."""
    found: dict[str, list[Board]] = {}
    for board in england().boards:
        for name in dict.fromkeys([*_names(board), *map(_plain, board.places)]):
            found.setdefault(name, []).append(board)
    return tuple(
        (name, tuple(boards))
        for name, boards in sorted(found.items(), key=lambda item: (-len(item[0]), item[0]))
    )
