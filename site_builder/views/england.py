"""A small map of England by integrated care boards, and which of them a place lies in.

The outlines are data of their own (`kb/data/england.json`, whose `about` and `credit` say where
they come from). `placed` puts pages on the map by the places that they name; whoever draws
gives what stands at each board, so that the same map serves case studies, areas or anything else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations

from kb.data import DATA

MARK = 14
"""Radius of the mark on a board: 24 pixels across at least, where the map is 288 wide."""
_STEPS = 60
"""Marks that overlap are moved apart in so many steps at most."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A number on the map: where, and what it leads to."""

    board: Board
    text: str
    name: str
    """What the link is called."""
    url: str
    x: float
    y: float


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
    left = f" {_plain(text)} "
    if left.startswith(" england "):
        return ()
    found: set[str] = set()
    for place, boards in _gazetteer():
        if f" {place} " in left:
            left = left.replace(f" {place} ", "  ")
            named = [board for board in boards if _named_after(board, place)]
            found |= {board.code for board in named or boards}
    return tuple(board for board in england().boards if board.code in found)


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


def marks(of: Mapping[str, tuple[str, str, str]]) -> tuple[Mark, ...]:
    """What stands on the map, moved apart where it would overlap.

    Args:
        of: By the code of a board its text, the name of its link and where that leads.
    """
    boards = [board for board in england().boards if board.code in of]
    places = [(float(board.x), float(board.y)) for board in boards]
    return tuple(
        Mark(board=board, text=text, name=name, url=url, x=round(x, 1), y=round(y, 1))
        for board, (x, y) in zip(boards, _moved_apart(places), strict=True)
        for text, name, url in [of[board.code]]
    )


def _moved_apart(places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The same points, each at least two radii and a bit from the others, as far as steps go."""
    found = list(places)
    least = 2 * MARK + 2
    for _ in range(_STEPS):
        still = True
        for one, other in combinations(range(len(found)), 2):
            (x, y), (u, v) = found[one], found[other]
            apart = ((u - x) ** 2 + (v - y) ** 2) ** 0.5
            if apart >= least:
                continue
            still = False
            across, down = ((u - x) / apart, (v - y) / apart) if apart else (1.0, 0.0)
            half = (least - apart) / 2 + 0.05
            found[one] = (x - across * half, y - down * half)
            found[other] = (u + across * half, v + down * half)
        if still:
            break
    return found
