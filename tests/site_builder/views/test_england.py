"""Marks on the map of England."""

from __future__ import annotations

import math
from itertools import combinations

from kb.content.england import england
from site_builder.views.england import MARK, marks


def test_marks_do_not_overlap_however_close_the_boards() -> None:
    """All 42 at once."""
    found = marks({board.code: ("9", board.name, f"#{board.code}") for board in england().boards})
    assert len(found) == 42
    for one, other in combinations(found, 2):
        assert math.dist((one.x, one.y), (other.x, other.y)) >= 2 * MARK


def test_a_mark_says_what_it_is_given() -> None:
    """Where no other is near, in the middle of its board."""
    board = next(board for board in england().boards if board.name == "Devon")
    (mark,) = marks({board.code: ("3", "Devon: 3 case studies", "#qjk")})
    assert (mark.text, mark.name, mark.url) == ("3", "Devon: 3 case studies", "#qjk")
    assert (mark.x, mark.y) == (board.x, board.y)
