"""Where the route map draws each line, stop and interchange."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kb.model.corpus import Corpus
from kb.model.documents import Kind, Roadmap
from site_builder.model.site_content import SiteContent
from site_builder.views.route_map import align, route_map, short_role

LINES = st.lists(
    st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1, max_size=6), max_size=4
)


def roadmaps(content: SiteContent) -> list[Roadmap]:
    """Return the roadmaps of the invented content."""
    return [d for d in content.documents(Kind.ROADMAP) if isinstance(d, Roadmap)]


@given(LINES)
def test_rows_rise_along_a_line_and_are_shared_only_by_the_same_stop(
    lines: list[list[str]],
) -> None:
    """Whatever the orders."""
    rows = align(lines)
    stop_at: dict[int, str] = {}
    for line, found in zip(lines, rows, strict=True):
        assert list(found) == sorted(set(found))
        assert len(found) == len(line)
        for stop, row in zip(line, found, strict=True):
            assert stop_at.setdefault(row, stop) == stop


def test_lines_with_one_order_share_every_row() -> None:
    """A line that leaves out a stop does not lose its place."""
    assert align(["abcd", "acd", "bd"]) == ((0, 1, 2, 3), (0, 2, 3), (1, 3))


def test_no_lines_make_an_empty_map(content: SiteContent) -> None:
    """A site without roadmaps is built all the same."""
    assert align([]) == ()
    assert route_map(content, []).lines == ()


def test_stops_that_two_lines_share_in_one_row_are_joined(content: SiteContent) -> None:
    """From the centre of the one to that of the other."""
    drawing = route_map(content, roadmaps(content))
    stops = {(line.x, stop.y): stop for line in drawing.lines for stop in line.stops}
    assert drawing.joints
    for joint in drawing.joints:
        assert stops[joint.left, joint.y].moment == stops[joint.right, joint.y].moment
        assert "Locum" in stops[joint.left, joint.y].shared
        assert "Partner" in stops[joint.right, joint.y].shared


def test_a_joint_says_whether_one_can_change_there(content: SiteContent) -> None:
    """From either end to the other; a turn that both have is not yet a change."""
    drawing = route_map(content, roadmaps(content))
    stops = {(line.x, stop.y): stop for line in drawing.lines for stop in line.stops}
    found = {stops[joint.left, joint.y].moment: joint.change for joint in drawing.joints}
    assert found["thinking-of-leaving"] is True
    assert found["first-post"] is False


def test_the_small_print_and_the_list_name_the_same_lines(content: SiteContent) -> None:
    """Every change of the content, and every other line with the turn, joined to it or told."""
    roads = {road.role: road for road in roadmaps(content)}
    drawing = route_map(content, list(roads.values()))
    joined = {(joint.left, joint.y) for joint in drawing.joints} | {
        (joint.right, joint.y) for joint in drawing.joints
    }
    for line in drawing.lines:
        for stop in line.stops:
            of_content = next(s for s in roads[line.role].stops if s.moment == stop.moment)  # type: ignore[index]
            assert len(stop.changes) == len(of_content.crosses_to)
            assert any(told.startswith("or move to") for told in stop.told) is bool(stop.changes)
            others = [r for role, r in roads.items() if role != line.role]
            assert bool(stop.shared) is any(stop.moment in r.moments for r in others)
            also = any(told.startswith("also on") for told in stop.told)
            assert also is (bool(stop.shared) and (line.x, stop.y) not in joined)


def test_everything_drawn_lies_inside_the_drawing(content: SiteContent) -> None:
    """Labels too."""
    drawing = route_map(content, roadmaps(content))
    for line in drawing.lines:
        for stop in line.stops:
            assert 0 < stop.y < drawing.height
            assert line.x + stop.width < drawing.width


def test_a_turn_that_can_come_at_any_time_is_on_no_line(corpus: Corpus) -> None:
    """It stands apart, once, whatever number of roads have it."""
    turns = corpus.vocabularies["moments"]
    free = tuple(replace(c, any_time=c.id == "thinking-of-leaving") for c in turns)
    vocabularies = {**corpus.vocabularies, "moments": replace(turns, concepts=free)}
    content = SiteContent(replace(corpus, vocabularies=vocabularies))
    drawing = route_map(content, roadmaps(content))
    assert [tag.id for tag in drawing.apart] == ["thinking-of-leaving"]
    drawn = {stop.moment for line in drawing.lines for stop in line.stops}
    assert "thinking-of-leaving" not in drawn
    assert "first-post" in drawn


def test_a_role_is_named_in_a_word() -> None:
    """Without GP and what stands in brackets; a label of nothing else stays."""
    assert short_role("Locum (sessional) GP") == "Locum"
    assert short_role("GP partner") == "Partner"
    assert short_role("GP") == "GP"
