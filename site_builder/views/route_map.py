"""The roadmaps as a route map: where each line, stop and interchange is drawn.

Each roadmap is a line from top to bottom with its stops in order. Lines share a row where they
share a moment, as far as their orders allow; there they are joined, and the joint shows whether
one can change between the two. Small print beside a stop names every change from it, and the
lines that have the same turn in another row. Only sums: templates/routemap.jinja draws, and the
pages say the same as a list.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, pairwise, permutations

from kb.model.documents import ConceptId, Roadmap, Stop
from site_builder.model import permalinks
from site_builder.model.site_content import SiteContent, Tag
from site_builder.model.words import listed, lower_first

LETTER = 8.2
"""Width of a letter of a label in units of the drawing (16 to the em); a wide guess."""
SMALL_LETTER = 7.0
LINE_PITCH = 236
"""From one line to the next; room for a label of 24 letters."""
FIRST = 18
"""How far right the first line is."""
TOP = 62
"""How far down the first row is, below the names of the lines."""
ROW = 46
TOLD = 18
"""Added to a row for a line of small text."""
_MOST_ORDERS = 5
"""Up to so many lines are laid out in every order of merging; more in their own order only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One way to another line: its role and the stop there; no `url` if it is not yet written."""

    role: str
    role_label: str
    text: str
    """The line in a word, and the turn if it is another than here: "Locum: becoming a locum"."""
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapStop:
    """One stop as drawn, and as the list describes it."""

    moment: str
    label: str
    name: str
    """What the link is called: the label with its line, and where one can change to."""
    url: str
    y: float
    width: float
    """Of the label."""
    changes: tuple[Change, ...]
    shared: tuple[str, ...]
    """The other lines with the same turn, in a word each; none on the map of one line."""
    told: tuple[str, ...]
    """Lines of small print: "or move to Salaried, Locum", and "also on" those not joined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLine:
    """One line: a role with its stops from top to bottom."""

    role: str
    label: str
    url: str
    x: float
    stops: tuple[MapStop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """Where two lines that have the same turn are joined, from the left to the right."""

    y: float
    left: float
    right: float
    change: bool
    """Whether one can change here from either of the two to the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteMap:
    """A drawing of lines, `width` by `height`; empty without lines.

    `apart` are the turns that can come at any time: no points of a road, so that no line has
    them.
    """

    lines: tuple[MapLine, ...]
    joints: tuple[Joint, ...]
    width: int
    height: int
    apart: tuple[Tag, ...] = ()


def route_map(content: SiteContent, roadmaps: Sequence[Roadmap]) -> RouteMap:
    """The map of several roadmaps, from left to right."""
    apart = _at_any_time(content, roadmaps)
    roadmaps = [_without(roadmap, {tag.id for tag in apart}) for roadmap in roadmaps]
    rows = align([roadmap.moments for roadmap in roadmaps])
    told = {
        (at, stop.moment): _told(content, roadmaps, rows, at, stop)
        for at, roadmap in enumerate(roadmaps)
        for stop in roadmap.stops
    }
    shared = {
        (at, moment): _sharing(content, roadmaps, at, moment)
        for at, roadmap in enumerate(roadmaps)
        for moment in roadmap.moments
    }
    places, height = _places(roadmaps, rows, told)
    lines = []
    for at, roadmap in enumerate(roadmaps):
        stops = tuple(
            _stop(
                content,
                roadmap,
                stop,
                y=places[row],
                told=told[at, stop.moment],
                shared=shared[at, stop.moment],
            )
            for stop, row in zip(roadmap.stops, rows[at], strict=True)
        )
        lines.append(_line(content, roadmap, stops, x=FIRST + LINE_PITCH * at))
    return RouteMap(
        lines=tuple(lines),
        joints=tuple(_joints(roadmaps, lines, rows, places)),
        width=LINE_PITCH * max(len(lines), 1),
        height=height,
        apart=apart,
    )


def _at_any_time(content: SiteContent, roadmaps: Sequence[Roadmap]) -> tuple[Tag, ...]:
    """The turns of the roads that can come at any time, in the order of the vocabulary."""
    met = {moment for roadmap in roadmaps for moment in roadmap.moments}
    return tuple(
        content.tag("moments", concept.id)
        for concept in content.vocabulary("moments")
        if concept.any_time and concept.id in met
    )


def _without(roadmap: Roadmap, moments: Collection[str]) -> Roadmap:
    """The roadmap with the stops at other moments alone."""
    stops = tuple(stop for stop in roadmap.stops if stop.moment not in moments)
    return replace(roadmap, stops=stops, moments=tuple(stop.moment for stop in stops))


def map_stop(content: SiteContent, roadmap: Roadmap, stop: Stop) -> MapStop:
    """A stop on the page of its own road, where no other line is drawn beside it."""
    return _stop(content, roadmap, stop, y=0, here=True)


def align(lines: Sequence[Sequence[str]]) -> tuple[tuple[int, ...], ...]:
    """For each line the row of each of its stops: rows rise along a line.

    Two lines share a row only where they share a stop. As many stops as possible are shared
    by the means used: lines are merged one by one along their longest common run of stops, in
    every order of merging; the layout with most pairs in one row is taken, then the one with
    fewest rows, then the first.
    """
    numbers = range(len(lines))
    orders = permutations(numbers) if len(lines) <= _MOST_ORDERS else [tuple(numbers)]
    layouts = [_merged(lines, order) for order in orders]
    return min(layouts, key=lambda found: (-_pairs(found), len({c for f in found for c in f})))


def _pairs(rows: Sequence[Sequence[int]]) -> int:
    return sum(len(set(one) & set(other)) for one, other in combinations(rows, 2))


def _merged(lines: Sequence[Sequence[str]], order: Iterable[int]) -> tuple[tuple[int, ...], ...]:
    """The rows of all lines, merged in an order."""
    merged: list[tuple[str, dict[int, int]]] = []
    for number in order:
        line = lines[number]
        pairs = _common(tuple(label for label, _ in merged), tuple(line))
        fresh: list[tuple[str, dict[int, int]]] = []
        old = new = 0
        for old_at, new_at in (*pairs, (len(merged), len(line))):
            fresh += merged[old:old_at]
            fresh += [(line[at], {number: at}) for at in range(new, new_at)]
            if old_at < len(merged):
                label, holders = merged[old_at]
                fresh.append((label, {**holders, number: new_at}))
            old, new = old_at + 1, new_at + 1
        merged = fresh
    rows = [[0] * len(line) for line in lines]
    for row, (_, holders) in enumerate(merged):
        for number, at in holders.items():
            rows[number][at] = row
    return tuple(tuple(found) for found in rows)


@lru_cache(maxsize=256)
def _common(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Places of a longest common run of stops, in both; gaps are allowed."""
    best: dict[tuple[int, int], tuple[tuple[int, int], ...]] = {}
    for i in range(len(one), -1, -1):
        for j in range(len(other), -1, -1):
            if i == len(one) or j == len(other):
                best[i, j] = ()
            elif one[i] == other[j]:
                best[i, j] = ((i, j), *best[i + 1, j + 1])
            else:
                best[i, j] = max(best[i + 1, j], best[i, j + 1], key=len)
    return best[0, 0]


def short_role(label: str) -> str:
    """A role's label in one word or two: "Locum (sessional) GP" is "Locum"."""
    words = label.split("(", 1)[0].split()
    short = " ".join(word for word in words if word != "GP") or label
    return short[:1].upper() + short[1:]


def _places(
    roadmaps: Sequence[Roadmap],
    rows: Sequence[Sequence[int]],
    told: Mapping[tuple[int, ConceptId], tuple[str, ...]],
) -> tuple[Mapping[int, float], int]:
    """How far down each row is, and the height of all."""
    places: dict[int, float] = {}
    y: float = TOP
    for row in sorted({row for found in rows for row in found}):
        places[row] = y
        most = max(
            len(told[at, roadmaps[at].moments[found.index(row)]])
            for at, found in enumerate(rows)
            if row in found
        )
        y += ROW + TOLD * most
    return places, round(y)


def _told(
    content: SiteContent,
    roadmaps: Sequence[Roadmap],
    rows: Sequence[Sequence[int]],
    at: int,
    stop: Stop,
) -> tuple[str, ...]:
    """The small print of a stop: every change, and the lines of the same turn not joined to it."""
    row = rows[at][roadmaps[at].moments.index(stop.moment)]
    joined = {roadmap.role for other, roadmap in enumerate(roadmaps) if row in rows[other]}
    changes = dict.fromkeys(_short(content, target.partition("#")[0]) for target in stop.crosses_to)
    apart = _sharing(content, roadmaps, at, stop.moment, without=joined)
    lines = [f"or move to {', '.join(changes)}"] if changes else []
    if len(apart) == len(roadmaps) - 1 > 1:
        lines.append("also on all other roadmaps")
    elif apart:
        lines.append(f"also on {', '.join(apart)}")
    return tuple(lines)


def _sharing(
    content: SiteContent,
    roadmaps: Sequence[Roadmap],
    at: int,
    moment: str,
    *,
    without: Collection[str] = (),
) -> tuple[str, ...]:
    """The other lines with the same turn, in a word each, but for the roles in `without`."""
    return tuple(
        _short(content, roadmap.role)
        for other, roadmap in enumerate(roadmaps)
        if other != at and moment in roadmap.moments and roadmap.role not in without
    )


def _short(content: SiteContent, role: str) -> str:
    return short_role(content.tag("roles", role).label)


def _stop(
    content: SiteContent,
    roadmap: Roadmap,
    stop: Stop,
    *,
    y: float,
    told: tuple[str, ...] = (),
    shared: tuple[str, ...] = (),
    here: bool = False,
) -> MapStop:
    label = content.tag("moments", stop.moment).label
    changes = tuple(_change(content, target, stop.moment) for target in stop.crosses_to)
    lines = tuple(dict.fromkeys(change.role_label for change in changes))
    name = f"{label}, {content.tag('roles', roadmap.role).label}"
    if lines:
        name += f"; you could move to: {listed(lines)}"
    if shared:
        name += f"; also on the roadmap for {listed(shared)}"
    return MapStop(
        moment=stop.moment,
        label=label,
        name=name,
        url=f"{'' if here else permalinks.document_url(roadmap.id)}#{stop.moment}",
        y=y,
        width=16 + max(LETTER * len(label), *(SMALL_LETTER * len(line) for line in told), 0),
        changes=changes,
        shared=shared,
        told=told,
    )


def _line(
    content: SiteContent, roadmap: Roadmap, stops: tuple[MapStop, ...], *, x: float
) -> MapLine:
    return MapLine(
        role=roadmap.role,
        label=content.tag("roles", roadmap.role).label,
        url=permalinks.document_url(roadmap.id),
        x=x,
        stops=stops,
    )


def _joints(
    roadmaps: Sequence[Roadmap],
    lines: Sequence[MapLine],
    rows: Sequence[Sequence[int]],
    places: Mapping[int, float],
) -> Iterator[Joint]:
    for row in sorted(places):
        stopping = [at for at, found in enumerate(rows) if row in found]
        for left, right in pairwise(stopping):
            ends = [(at, roadmaps[at].stops[rows[at].index(row)]) for at in (left, right)]
            yield Joint(
                y=places[row],
                left=lines[left].x,
                right=lines[right].x,
                change=any(
                    f"{roadmaps[other].role}#{stop.moment}" in stop.crosses_to
                    for (_, stop), (other, _) in (ends, ends[::-1])
                ),
            )


def _change(content: SiteContent, target: str, here: str) -> Change:
    role, _, moment = target.partition("#")
    road = content.concept_url("roles", role)
    label = content.tag("roles", role).label
    text = short_role(label)
    if moment != here:
        text += f": {lower_first(content.tag('moments', moment).label)}"
    return Change(role=role, role_label=label, text=text, url=f"{road}#{moment}" if road else "")
