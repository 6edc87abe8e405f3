"""The roadmaps as lists of stops, each with where one can change to another road.

The same as the drawn map has in words, one list for each road; `station_map` works out the
drawing. Turns that can come at any time are no points of a road and stand apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kb.model.documents import Roadmap, Stop
from site_builder.model import permalinks
from site_builder.model.site_content import SiteContent, Tag
from site_builder.model.words import lower_first


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
    """One stop as the list describes it."""

    moment: str
    label: str
    url: str
    changes: tuple[Change, ...]
    shared: tuple[str, ...]
    """The other lines with the same turn, in a word each; none on the page of one road."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLine:
    """One line: a role with its stops from top to bottom."""

    role: str
    label: str
    url: str
    stops: tuple[MapStop, ...]


def map_lines(content: SiteContent, roadmaps: Sequence[Roadmap]) -> tuple[MapLine, ...]:
    """Several roads as lists, without the turns that can come at any time."""
    roads = list(map(on_the_road(content, roadmaps), roadmaps))
    return tuple(
        MapLine(
            role=road.role,
            label=content.tag("roles", road.role).label,
            url=permalinks.document_url(road.id),
            stops=tuple(
                _stop(content, road, stop, _sharing(content, roads, road, stop))
                for stop in road.stops
            ),
        )
        for road in roads
    )


def at_any_time(content: SiteContent, roadmaps: Sequence[Roadmap]) -> tuple[Tag, ...]:
    """The turns of the roads that can come at any time, in the order of the vocabulary."""
    met = {moment for roadmap in roadmaps for moment in roadmap.moments}
    return tuple(
        content.tag("moments", concept.id)
        for concept in content.vocabulary("moments")
        if concept.any_time and concept.id in met
    )


def on_the_road(content: SiteContent, roadmaps: Sequence[Roadmap]) -> Callable[[Roadmap], Roadmap]:
    """What gives a roadmap without its turns that can come at any time."""
    apart = {tag.id for tag in at_any_time(content, roadmaps)}

    def without(roadmap: Roadmap) -> Roadmap:
        stops = tuple(stop for stop in roadmap.stops if stop.moment not in apart)
        return replace(roadmap, stops=stops, moments=tuple(stop.moment for stop in stops))

    return without


def map_stop(content: SiteContent, roadmap: Roadmap, stop: Stop) -> MapStop:
    """A stop on the page of its own road, where no other line is listed beside it."""
    return replace(_stop(content, roadmap, stop, ()), url=f"#{stop.moment}")


def short_role(label: str) -> str:
    """A role's label in one word or two: "Locum (sessional) GP" is "Locum"."""
    words = label.split("(", 1)[0].split()
    short = " ".join(word for word in words if word != "GP") or label
    return short[:1].upper() + short[1:]


def _sharing(
    content: SiteContent, roads: Sequence[Roadmap], here: Roadmap, stop: Stop
) -> tuple[str, ...]:
    """The other lines with the same turn, in a word each."""
    return tuple(
        short_role(content.tag("roles", road.role).label)
        for road in roads
        if road.id != here.id and stop.moment in road.moments
    )


def _stop(content: SiteContent, roadmap: Roadmap, stop: Stop, shared: tuple[str, ...]) -> MapStop:
    return MapStop(
        moment=stop.moment,
        label=content.tag("moments", stop.moment).label,
        url=f"{permalinks.document_url(roadmap.id)}#{stop.moment}",
        changes=tuple(_change(content, target, stop.moment) for target in stop.crosses_to),
        shared=shared,
    )


def _change(content: SiteContent, target: str, here: str) -> Change:
    role, _, moment = target.partition("#")
    road = content.concept_url("roles", role)
    label = content.tag("roles", role).label
    text = short_role(label)
    if moment != here:
        text += f": {lower_first(content.tag('moments', moment).label)}"
    return Change(role=role, role_label=label, text=text, url=f"{road}#{moment}" if road else "")
