"""Pictures that say in a glance what the words beside them say: a cycle, and levels in each other.

Only sums; templates/pictures.jinja draws. Each picture is a set of links with names, in the order
of the words, so that whoever cannot see it misses nothing.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace

from site_builder.model.words import listed

CYCLE = 300
"""Width and height of the drawing of a cycle."""
_RADIUS = 112
STEP = 26
"""Radius of the disc of a step."""
LEVELS_WIDTH = 358
_INSET = 14
"""From the side of a level to that of the one within it."""
_LINE = 20
_LETTER = 8.3
"""Width of a letter of a label (15 px, bold), a wide guess."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a cycle: its number in a disc, and the arrow that leads on from it."""

    number: int
    title: str
    url: str
    x: float
    y: float
    arrow: str
    """An arc to the edge of the next disc, as SVG has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level: a box that holds all lower ones."""

    name: str
    """Its number and label."""
    lines: tuple[str, ...]
    """The same in lines that fit."""
    url: str
    count: str
    """How much there is on it."""
    x: int
    y: int
    width: int
    height: int


def cycle(steps: Sequence[tuple[str, str]]) -> tuple[Step, ...]:
    """Steps on a circle, clockwise from the top, the last leading back to the first.

    Args:
        steps: Title and address of each; with fewer than three there is no circle to see.
    """
    if len(steps) < 3:
        return ()
    turn = 2 * math.pi / len(steps)
    gap = (STEP + 9) / _RADIUS
    return tuple(
        Step(
            number=at + 1,
            title=title,
            url=url,
            x=round(_on_circle(turn * at)[0], 1),
            y=round(_on_circle(turn * at)[1], 1),
            arrow=_arc(turn * at + gap, turn * (at + 1) - gap),
        )
        for at, (title, url) in enumerate(steps)
    )


def _on_circle(angle: float) -> tuple[float, float]:
    """The point at an angle in radians, clockwise from the top."""
    middle = CYCLE / 2
    return middle + _RADIUS * math.sin(angle), middle - _RADIUS * math.cos(angle)


def _arc(start: float, end: float) -> str:
    (x, y), (u, v) = _on_circle(start), _on_circle(end)
    return f"M{x:.1f} {y:.1f}A{_RADIUS} {_RADIUS} 0 0 1 {u:.1f} {v:.1f}"


def nested(levels: Sequence[tuple[str, str, Sequence[str]]]) -> tuple[Level, ...]:
    """Levels as boxes in each other, the first innermost; given from the outermost.

    Args:
        levels: Label, address and counts ("12 case studies") of each, the narrowest first.
    """
    found = []
    top = 1
    for depth, (label, url, counts) in enumerate(reversed(levels)):
        name = f"{len(levels) - depth}. {label}"
        width = LEVELS_WIDTH - 2 - 2 * _INSET * depth
        lines = tuple(textwrap.wrap(name, int((width - 2 * _INSET) / _LETTER)))
        found.append(
            Level(
                name=name,
                lines=lines,
                url=url,
                count=listed(counts),
                x=1 + _INSET * depth,
                y=top,
                width=width,
                height=0,
            )
        )
        top += _LINE * (len(lines) + 1) + _INSET
    return tuple(
        replace(level, height=top + _INSET * (len(found) - depth - 1) - level.y)
        for depth, level in enumerate(found)
    )


def nested_height(levels: Sequence[Level]) -> int:
    """Height of the drawing of levels."""
    return levels[0].y + levels[0].height + 1 if levels else 0
