"""The map of England, and which care board a place lies in."""

from __future__ import annotations

import re

import pytest

from kb.content.england import boards_of, boards_with, england


def test_the_map_has_every_board_inside_the_drawing() -> None:
    """With its credit; an outline is closed and within bounds."""
    whole = england()
    assert len(whole.boards) == len({board.code for board in whole.boards}) == 42
    assert "Open Government Licence" in whole.credit
    assert [board.name for board in whole.boards] == sorted(b.name for b in whole.boards)
    for board in whole.boards:
        assert 0 < board.x < whole.width
        assert 0 < board.y < whole.height
        for ring in filter(None, board.path.split("z")):
            numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
            x, y = numbers[:2]
            for across, down in zip(numbers[2::2], numbers[3::2], strict=True):
                x, y = x + across, y + down
                assert 0 <= x <= whole.width
                assert 0 <= y <= whole.height


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sheffield", ["South Yorkshire"]),
        ("a practice in Leeds, West Yorkshire", ["West Yorkshire"]),
        ("North Somerset", ["Bristol, North Somerset and South Gloucestershire"]),
        ("Somerset", ["Somerset"]),
        ("Winchester, Hampshire", ["Hampshire and Isle of Wight"]),
        ("Worthing, West Sussex", ["Sussex"]),
        ("Kent and Medway", ["Kent and Medway"]),
        ("Cornwall and Devon", ["Cornwall and the Isles of Scilly", "Devon"]),
        ("Isles of Scilly", ["Cornwall and the Isles of Scilly"]),
        ("Hackney, London", ["North East London"]),
        ("England", []),
        ("England, with a pilot in Devon", []),
        ("the North Midlands", []),
        ("Somersetshire", []),
        ("", []),
    ],
)
def test_a_place_lies_in_the_board_that_its_names_say(text: str, names: list[str]) -> None:
    """Longer names first; England is no place in it; what no name fits lies nowhere."""
    assert [board.name for board in boards_of(text)] == names


@pytest.mark.parametrize(
    ("council", "names"),
    [
        (
            "North Yorkshire Council",
            ["Humber and North Yorkshire", "Lancashire and South Cumbria", "West Yorkshire"],
        ),
        ("Leeds City Council", ["West Yorkshire"]),
        ("Council of the Isles of Scilly", ["Cornwall and the Isles of Scilly"]),
        ("Rutland County Council", ["Leicester, Leicestershire and Rutland"]),
        ("Cardiff Council", []),
    ],
)
def test_a_council_lies_in_every_board_that_has_land_of_it(council: str, names: list[str]) -> None:
    """Also in those that are not named after it."""
    assert [board.name for board in boards_with(council)] == names
