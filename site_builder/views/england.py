"""What stands on the small map of England by integrated care boards.

`marks` puts numbers on the map; whoever draws gives what stands at each board, so that the same
map serves case studies, areas or anything else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from kb.content.england import Board, england

MARK = 14
"""Radius of the mark on a board: 24 pixels across at least, where the map is 288 wide."""
_STEPS = 60
"""Marks that overlap are moved apart in so many steps at most."""


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
