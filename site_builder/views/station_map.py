"""The roadmaps as one map of lines and stations, as people know it from transport maps.

A turn of a career is one station, wherever roads have it; a road is a line through its stations
from top to bottom. Lines run side by side, bend at 45 degrees, begin at the name of their road
and end at a station. Words stand to the right of the lines, each station in a row of its own, so
that nothing can meet. Where one can change from a road to another, a white ring lies over both.
Turns that can come at any time are on no line. Only sums: templates/routemap.jinja draws.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from kb.model.documents import Roadmap
from site_builder.model import permalinks
from site_builder.model.site_content import SiteContent
from site_builder.model.words import listed
from site_builder.views.route_map import on_the_road, short_role

START = 3
"""What it weighs that a line begins with a station, against one line that has two in an order."""
BEND = 14
"""Height and width of the bend by which a line leaves the name of its road."""
NAME = 30
"""Height of the name of a road."""
ABOVE = 40
"""From the middle of a name down to the first station of its line."""
BETWEEN = 38
"""From a name to the next, where two lines begin at one station."""
RING = 8
"""Radius of the ring of an interchange."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Measures of one form of the map, in units of the drawing (a pixel where it is not scaled)."""

    width: int
    names: int
    """Kept free for the names of roads, at the left."""
    pitch: int
    """From one line to the next."""
    letter: float
    """Width of a letter of a label, a wide guess; that of small print is in proportion."""
    line: int
    """Height of a line of a label."""
    small: int
    """The same of small print."""
    gap: int
    """Kept free below the words of a station."""
    about: bool
    """Whether the words say what each turn is."""


NARROW = Layout(width=358, names=86, pitch=17, letter=8.4, line=20, small=18, gap=20, about=False)
"""For a phone of 390 pixels, and for the home page."""
WIDE = Layout(width=720, names=102, pitch=22, letter=10.0, line=23, small=18, gap=22, about=True)
"""For wider screens; it says what each turn is."""
POSTER = Layout(width=500, names=102, pitch=22, letter=10.0, line=23, small=18, gap=28, about=False)
"""For a page of A4 to hang on a wall, in large type."""
_SMALL = 0.76
"""A letter of small print against one of a label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """Over the lines between `left` and `right`, where one can change; a ring if both are one."""

    left: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A turn of a career as drawn: its dots and rings on the lines, and its words beside them."""

    moment: str
    url: str
    """The page of the turn, or its stop on the road if one road alone has it."""
    name: str
    """What the link is called: the turn, the roads that have it, and where one can change."""
    y: int
    dots: tuple[int, ...]
    """Where on the way across a line stops and one cannot change."""
    rings: tuple[Ring, ...]
    label: tuple[str, ...]
    about: tuple[str, ...]
    notes: tuple[str, ...]
    """Small print: who stops if lines pass by, and to which other stations one can go on."""
    height: int
    """Of the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """The line of a road: its name, in a box, and the path from there to its last station."""

    role: str
    label: str
    full_label: str
    url: str
    name_y: int
    name_width: int
    path: str
    """As SVG has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StationMap:
    """A drawing, `width` by `height`; without roads it is empty."""

    tracks: tuple[Track, ...]
    stations: tuple[Station, ...]
    width: int
    height: int
    words_x: int
    """Where the words of stations begin."""
    layout: Layout


def station_map(content: SiteContent, roadmaps: Sequence[Roadmap], layout: Layout) -> StationMap:
    """The map of several roads."""
    roads = [road for road in map(on_the_road(content, roadmaps), roadmaps) if road.stops]
    order = common_order([road.moments for road in roads])
    row = {moment: at for at, moment in enumerate(order)}
    spans = [
        (min(row[m] for m in road.moments), max(row[m] for m in road.moments)) for road in roads
    ]
    across = _across(spans, len(order), layout)
    words_x = layout.names + layout.pitch * _most_beside(spans, len(order)) + RING + 8
    texts = [_texts(content, roads, spans, at, order, layout, words_x) for at in range(len(order))]
    places, names = _places(spans, [text.height for text in texts])
    stations = tuple(
        _station(content, roads, order[at], text, places[at], {n: across[n, at] for n in on})
        for at, text in enumerate(texts)
        if (on := [n for n, road in enumerate(roads) if order[at] in road.moments])
    )
    tracks = tuple(
        _track(content, road, names[n], spans[n], [across[n, at] for at in _rows(spans[n])], places)
        for n, road in enumerate(roads)
    )
    bottom = places[-1] + texts[-1].height if places else 0
    return StationMap(
        tracks=tracks,
        stations=stations,
        width=layout.width,
        height=bottom,
        words_x=words_x,
        layout=layout,
    )


def common_order(lines: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """All stations of several lines in one order that goes against as few lines as possible.

    Every two stations count once for each line that has them in the other order, and `START`
    times if the line begins with one of them: a line should begin where its road does. Found by
    moving single stations as long as that makes it better; the same for the same lines.
    """
    return _common_order(tuple(map(tuple, lines)))


@lru_cache(maxsize=100)
def _common_order(lines: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    against: Counter[tuple[str, str]] = Counter()
    for line in lines:
        for at, (one, other) in _pairs(line):
            against[other, one] += START if at == 0 else 1
    places: dict[str, list[float]] = {}
    for line in lines:
        for at, station in enumerate(line):
            places.setdefault(station, []).append(at / len(line))
    order = _first_order(places, against)

    def cost(found: Sequence[str]) -> int:
        return sum(against[pair] for pair in combinations(found, 2))

    best = cost(order)
    better = True
    while better:
        better = False
        for station in tuple(order):
            rest = [other for other in order if other != station]
            tries = [[*rest[:at], station, *rest[at:]] for at in range(len(order))]
            found = min(tries, key=cost)
            if cost(found) < best:
                order, best, better = found, cost(found), True
    return tuple(order)


def _first_order(
    places: Mapping[str, Sequence[float]], against: Mapping[tuple[str, str], int]
) -> list[str]:
    """Station by station the one that fewest lines have behind another of those left.

    Of several such, the one that lines have earliest; so lines of one order make that order.
    """
    left = sorted(places, key=lambda station: sum(places[station]) / len(places[station]))
    order: list[str] = []
    while left:
        found = min(left, key=lambda s: sum(against[s, other] for other in left if other != s))
        left.remove(found)
        order.append(found)
    return order


def _pairs(line: Sequence[str]) -> Iterator[tuple[int, tuple[str, str]]]:
    for at, one in enumerate(line):
        for other in line[at + 1 :]:
            yield at, (one, other)


def _rows(span: tuple[int, int]) -> range:
    return range(span[0], span[1] + 1)


def _beside(spans: Sequence[tuple[int, int]], row: int) -> list[int]:
    """The lines that run through a row, from the right: those that began first."""
    on = [n for n, span in enumerate(spans) if row in _rows(span)]
    return sorted(on, key=lambda n: (spans[n][0], n))


def _most_beside(spans: Sequence[tuple[int, int]], rows: int) -> int:
    return max((len(_beside(spans, row)) for row in range(rows)), default=0)


def _across(
    spans: Sequence[tuple[int, int]], rows: int, layout: Layout
) -> Mapping[tuple[int, int], int]:
    """How far right each line is in each row: side by side, the first begun next to the words."""
    right = layout.names + layout.pitch * _most_beside(spans, rows)
    return {
        (n, row): right - layout.pitch * rank
        for row in range(rows)
        for rank, n in enumerate(_beside(spans, row))
    }


def _places(
    spans: Sequence[tuple[int, int]], heights: Sequence[int]
) -> tuple[list[int], dict[int, int]]:
    """How far down each row is, and the name of each line.

    Names of lines that begin at one station stand above each other, that of the outermost line
    lowest, so that the others pass above it.
    """
    places: list[int] = []
    names: dict[int, int] = {}
    free, below_names = 16, NAME // 2 + 1
    for row, height in enumerate(heights):
        begin = sorted(n for n, span in enumerate(spans) if span[0] == row)
        y = max(free, below_names + BETWEEN * (len(begin) - 1) + ABOVE if begin else 0)
        for at, n in enumerate(begin):
            names[n] = y - ABOVE - BETWEEN * (len(begin) - 1 - at)
        if begin:
            below_names = y - ABOVE + BETWEEN
        places.append(y)
        free = y + height
    return places, names


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    label: tuple[str, ...]
    about: tuple[str, ...]
    notes: tuple[str, ...]
    height: int


def _texts(
    content: SiteContent,
    roads: Sequence[Roadmap],
    spans: Sequence[tuple[int, int]],
    row: int,
    order: Sequence[str],
    layout: Layout,
    words_x: int,
) -> _Texts:
    """The words of a station, in lines that fit beside the lines."""
    moment = order[row]
    room = layout.width - words_x - 6
    small = int(room / (layout.letter * _SMALL))
    about = content.vocabulary("moments").get(moment).about if layout.about else ""
    stopping = [road for road in roads if moment in road.moments]
    notes = []
    if len(stopping) < len(_beside(spans, row)):
        who = listed([_short(content, road.role) for road in stopping])
        notes.append(who if len(stopping) > 1 else f"{who} only")
    onward = _onward(content, roads, moment)
    if onward:
        notes.append(f"Leads on to: {'; '.join(onward)}")
    label = textwrap.wrap(content.tag("moments", moment).label, int(room / layout.letter))
    lines = textwrap.wrap(about, small)
    small_print = [line for note in notes for line in textwrap.wrap(note, small)]
    return _Texts(
        label=tuple(label),
        about=tuple(lines),
        notes=tuple(small_print),
        height=layout.line * len(label)
        + layout.small * (len(lines) + len(small_print))
        + layout.gap,
    )


def _ways(roads: Sequence[Roadmap], moment: str) -> Iterator[tuple[str, str, str]]:
    """Each way to another road from a turn: the role, the role led to, and the turn there.

    Ways to a stop that is not on the map are left out.
    """
    drawn = {(road.role, stop.moment) for road in roads for stop in road.stops}
    for road in roads:
        for stop in road.stops:
            for target in stop.crosses_to if stop.moment == moment else ():
                role, _, other = target.partition("#")
                if (role, other) in drawn:
                    yield road.role, role, other


def _onward(content: SiteContent, roads: Sequence[Roadmap], moment: str) -> tuple[str, ...]:
    """The other stations to which one can change from a turn, each once."""
    others = dict.fromkeys(other for _, _, other in _ways(roads, moment) if other != moment)
    return tuple(content.tag("moments", other).label for other in others)


def _changes(roads: Sequence[Roadmap], moment: str) -> frozenset[str]:
    """The roles of the roads between which one can change at a turn, or that lead on from it."""
    return frozenset(
        role
        for one, other, there in _ways(roads, moment)
        for role in ((one, other) if there == moment else (one,))
    )


def _station(
    content: SiteContent,
    roads: Sequence[Roadmap],
    moment: str,
    text: _Texts,
    y: int,
    across: Mapping[int, int],
) -> Station:
    stopping = [roads[n] for n in across]
    change = _changes(roads, moment)
    ringed = [x for n, x in across.items() if roads[n].role in change]
    tag = content.tag("moments", moment)
    alone = f"{permalinks.document_url(stopping[0].id)}#{moment}"
    name = f"{tag.label}: {listed([_short(content, road.role) for road in stopping])}"
    here = {
        role
        for one, other, there in _ways(roads, moment)
        if there == moment
        for role in (one, other)
    }
    if here:
        between = [_short(content, road.role) for road in stopping if road.role in here]
        name += f"; you could change between {listed(between)} here"
    onward = _onward(content, roads, moment)
    if onward:
        name += f"; leads on to {listed(onward)}"
    return Station(
        moment=moment,
        url=alone if len(stopping) == 1 or not tag.url else tag.url,
        name=name,
        y=y,
        dots=tuple(x for n, x in across.items() if roads[n].role not in change),
        rings=(Ring(left=min(ringed), right=max(ringed)),) if ringed else (),
        label=text.label,
        about=text.about,
        notes=text.notes,
        height=text.height,
    )


def _track(
    content: SiteContent,
    road: Roadmap,
    name_y: int,
    span: tuple[int, int],
    across: Sequence[int],
    places: Sequence[int],
) -> Track:
    """The path of a line: across from its name, down with a bend, and aside where there is room."""
    label = _short(content, road.role)
    width = 20 + 9 * len(label)
    x = across[0]
    path = f"M{width - 4} {name_y}H{x - BEND}l{BEND} {BEND}"
    for row, new in zip(_rows(span), across, strict=True):
        aside = new - x
        if aside:
            path += f"V{places[row] - RING - 4 - abs(aside)}l{aside} {abs(aside)}"
        x = new
    return Track(
        role=road.role,
        label=label,
        full_label=content.tag("roles", road.role).label,
        url=permalinks.document_url(road.id),
        name_y=name_y,
        name_width=width,
        path=f"{path}V{places[span[1]]}",
    )


def _short(content: SiteContent, role: str) -> str:
    return short_role(content.tag("roles", role).label)
