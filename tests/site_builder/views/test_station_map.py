"""Where the map of the roads draws lines, stations, rings and words."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.corpus import Corpus
from kb.model.documents import ConceptId, DocId, Roadmap
from site_builder.model.site_content import SiteContent
from site_builder.views.station_map import (
    NARROW,
    POSTER,
    WIDE,
    Layout,
    StationMap,
    Track,
    common_order,
    station_map,
)
from tests.site_builder.views.test_route_map import free_turn, roadmaps

LAYOUTS = pytest.mark.parametrize(
    "layout", [NARROW, WIDE, POSTER], ids=["narrow", "wide", "poster"]
)
STATIONS = "abcdefgh"


def line(*moments: str, role: str, road: Roadmap, **ways: str) -> Roadmap:
    """Return a road with some turns; `ways` lead from a turn (with _ for -) to another road."""
    stops = tuple(
        replace(
            road.stops[0],
            moment=ConceptId(moment),
            crosses_to=tuple(filter(None, [ways.get(moment.replace("-", "_"), "")])),
        )
        for moment in moments
    )
    return replace(
        road,
        id=DocId(f"roadmaps/{role}"),
        roles=(ConceptId(role),),
        stops=stops,
        moments=tuple(map(ConceptId, moments)),
    )


def points(track: Track) -> list[tuple[int, int]]:
    """Follow the path of a line; every step goes across, down, or down at 45 degrees."""
    x, y = map(int, re.match(r"M(-?\d+) (-?\d+)", track.path).groups())  # type: ignore[union-attr]
    found = [(x, y)]
    for step, one, other in re.findall(r"([HVl])(-?\d+)(?: (-?\d+))?", track.path):
        if step == "H":
            x = int(one)
        elif step == "V":
            assert int(one) >= y, f"{track.path} goes up"
            y = int(one)
        else:
            assert abs(int(one)) == int(other), f"{track.path} bends at another angle"
            x, y = x + int(one), y + int(other)
        found.append((x, y))
    return found


def at(track: Track, y: int) -> int:
    """Return how far across a line is at a height."""
    below = [x for (x, top), (_, bottom) in pairwise(points(track)) if top <= y <= bottom]
    return below[-1]


def check(drawing: StationMap, roads: list[Roadmap], apart: set[str]) -> None:
    """Hold what every map holds, whatever its roads."""
    assert len({station.y for station in drawing.stations}) == len(drawing.stations)
    for above, below in pairwise(drawing.stations):
        assert above.y - 14 + above.height - 6 < below.y - 14
    tracks = {track.role: track for track in drawing.tracks}
    for road in roads:
        turns = [moment for moment in road.moments if moment not in apart]
        if not turns:
            assert road.role not in tracks
            continue
        track = tracks[road.role]
        stops = [station for station in drawing.stations if station.moment in turns]
        assert points(track)[-1][1] == stops[-1].y
        assert track.name_y < stops[0].y
        for station in stops:
            x = at(track, station.y)
            assert x < drawing.words_x
            ringed = any(ring.left <= x <= ring.right for ring in station.rings)
            assert ringed or x in station.dots
    for one, other in combinations(drawing.tracks, 2):
        assert abs(one.name_y - other.name_y) >= 32
        for station in drawing.stations:
            both = [
                at(track, station.y)
                for track in (one, other)
                if points(track)[1][1] < station.y <= points(track)[-1][1]
            ]
            assert len(set(both)) == len(both)
    for station in drawing.stations:
        assert station.y - 14 + station.height - 6 <= drawing.height
        room = drawing.width - drawing.words_x
        assert all(len(text) * drawing.layout.letter <= room for text in station.label)


@given(st.lists(st.lists(st.sampled_from(STATIONS), unique=True, min_size=1), max_size=4))
def test_all_stations_stand_in_one_order(lines: list[list[str]]) -> None:
    """Each once, whatever the orders of the lines, and the same each time."""
    order = common_order(lines)
    assert sorted(order) == sorted({station for found in lines for station in found})
    assert common_order(lines) == order


@given(
    st.lists(st.sets(st.sampled_from(STATIONS), min_size=1), max_size=4), st.permutations(STATIONS)
)
def test_lines_of_one_order_keep_it(lines: list[set[str]], whole: list[str]) -> None:
    """No line has then to go back."""
    kept = [[station for station in whole if station in found] for found in lines]
    order = common_order(kept)
    for found in kept:
        assert [station for station in order if station in found] == found


def test_a_line_begins_where_its_road_does() -> None:
    """Though more lines have the station later."""
    assert common_order(["abcd", "abcd", "cabd"])[0] == "a"
    assert common_order(["ab", "ba", "bax"]) == ("b", "a", "x")
    assert common_order(["cab", "xac", "xac"]) == ("x", "c", "a", "b")


@LAYOUTS
def test_the_roads_of_the_invented_content_make_a_map(content: SiteContent, layout: Layout) -> None:
    """With no turn twice."""
    roads = roadmaps(content)
    drawing = station_map(content, roads, layout)
    check(drawing, roads, set())
    moments = [station.moment for station in drawing.stations]
    assert len(moments) == len(set(moments))
    assert set(moments) == {moment for road in roads for moment in road.moments}


MOMENTS = ("first-post", "going-part-time", "thinking-of-leaving", "returning", "last-five-years")
ROLES = ("registrar", "salaried-gp", "partner", "locum")


@given(st.lists(st.lists(st.sampled_from(MOMENTS), unique=True), min_size=1, max_size=4))
def test_any_roads_make_a_map_that_can_be_read(
    content: SiteContent, chosen: list[list[str]]
) -> None:
    """No words meet, no line meets another, none bends but at 45 degrees."""
    base = roadmaps(content)[0]
    roads = [
        line(*moments, role=role, road=base) for role, moments in zip(ROLES, chosen, strict=False)
    ]
    check(station_map(content, roads, NARROW), roads, set())


def test_without_roads_the_map_is_empty(content: SiteContent) -> None:
    """A site without roadmaps is built all the same."""
    drawing = station_map(content, [], WIDE)
    assert (drawing.tracks, drawing.stations, drawing.height) == ((), (), 0)


def test_a_turn_that_can_come_at_any_time_is_no_station(corpus: Corpus) -> None:
    """And no line runs to it."""
    content = free_turn(corpus, "last-five-years")
    drawing = station_map(content, roadmaps(content), NARROW)
    check(drawing, roadmaps(content), {"last-five-years"})
    assert "last-five-years" not in [station.moment for station in drawing.stations]


def test_a_ring_lies_over_the_lines_between_which_one_can_change(content: SiteContent) -> None:
    """A turn that both have is not yet a change; nobody is told to change to the line here."""
    base = roadmaps(content)[0]
    roads = [
        line("first-post", "returning", role="partner", road=base, returning="locum#returning"),
        line("first-post", "returning", role="locum", road=base),
    ]
    first, second = station_map(content, roads, NARROW).stations
    assert (first.rings, len(first.dots)) == ((), 2)
    assert second.dots == ()
    (ring,) = second.rings
    assert ring.right - ring.left == NARROW.pitch
    assert second.notes == ()
    assert second.name.endswith(
        "Partner and Locum; you could change between Partner and Locum here"
    )


def test_a_turn_that_leads_to_another_says_so(content: SiteContent) -> None:
    """By the name of the station, if that is on the map; the ring lies on the one line."""
    base = roadmaps(content)[0]
    roads = [
        line("going-part-time", role="partner", road=base, going_part_time="locum#returning"),
        line("going-part-time", "returning", role="locum", road=base),
    ]
    station = station_map(content, roads, WIDE).stations[0]
    coming_back = content.tag("moments", "returning").label
    assert " ".join(station.notes) == f"Leads on to: {coming_back}"
    assert [ring.left == ring.right for ring in station.rings] == [True]
    assert len(station.dots) == 1
    alone = station_map(content, roads[:1], WIDE).stations[0]
    assert (alone.notes, alone.rings) == ((), ())


def test_a_station_that_lines_pass_by_says_who_stops(content: SiteContent) -> None:
    """One that all stop at need not; the address is the turn's, or the stop's on one road."""
    base = roadmaps(content)[0]
    roads = [
        line("first-post", "going-part-time", "returning", role="partner", road=base),
        line("first-post", "returning", role="locum", road=base),
    ]
    first, alone, last = station_map(content, roads, WIDE).stations
    assert (first.notes, last.notes) == ((), ())
    assert alone.notes == ("Partner only",)
    assert alone.url == "/roadmaps/partner/#going-part-time"
    assert first.url == "/moments/first-post/"


def test_a_line_moves_aside_when_the_one_next_to_the_words_has_ended(
    content: SiteContent,
) -> None:
    """By a bend of 45 degrees, and only then."""
    base = roadmaps(content)[0]
    roads = [
        line("first-post", role="partner", road=base),
        line("first-post", "returning", role="locum", road=base),
    ]
    partner, locum = station_map(content, roads, NARROW).tracks
    assert partner.path.count("l") == 1
    assert locum.path.count("l") == 2
    assert points(locum)[-1][0] == points(partner)[-1][0]
