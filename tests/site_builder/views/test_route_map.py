"""The roadmaps as lists of stops."""

from __future__ import annotations

from dataclasses import replace

from kb.model.corpus import Corpus
from kb.model.documents import Kind, Roadmap
from site_builder.model.site_content import SiteContent
from site_builder.views.route_map import at_any_time, map_lines, map_stop, short_role


def roadmaps(content: SiteContent) -> list[Roadmap]:
    """Return the roadmaps of the invented content."""
    return [d for d in content.documents(Kind.ROADMAP) if isinstance(d, Roadmap)]


def free_turn(corpus: Corpus, moment: str) -> SiteContent:
    """Return the content with one turn that can come at any time."""
    turns = corpus.vocabularies["moments"]
    free = tuple(replace(c, any_time=c.id == moment) for c in turns)
    vocabularies = {**corpus.vocabularies, "moments": replace(turns, concepts=free)}
    return SiteContent(replace(corpus, vocabularies=vocabularies))


def test_no_roadmaps_make_no_lists(content: SiteContent) -> None:
    """A site without roadmaps is built all the same."""
    assert map_lines(content, []) == ()
    assert at_any_time(content, []) == ()


def test_the_lists_name_every_change_and_every_other_road(content: SiteContent) -> None:
    """Every change of the content, and every other line with the turn."""
    roads = {road.role: road for road in roadmaps(content)}
    for line in map_lines(content, list(roads.values())):
        of_content = roads[line.role].stops  # type: ignore[index]
        assert [stop.moment for stop in line.stops] == [stop.moment for stop in of_content]
        for stop, written in zip(line.stops, of_content, strict=True):
            assert len(stop.changes) == len(written.crosses_to)
            others = [r for role, r in roads.items() if role != line.role]
            assert bool(stop.shared) is any(stop.moment in r.moments for r in others)
            assert stop.url.endswith(f"/#{stop.moment}")


def test_a_stop_on_its_own_page_leads_within_it(content: SiteContent) -> None:
    """And no other line stands beside it."""
    road = roadmaps(content)[0]
    stop = map_stop(content, road, road.stops[0])
    assert stop.url == f"#{road.stops[0].moment}"
    assert stop.shared == ()


def test_a_turn_that_can_come_at_any_time_is_in_no_list(corpus: Corpus) -> None:
    """It stands apart, once, whatever number of roads have it."""
    content = free_turn(corpus, "thinking-of-leaving")
    assert [tag.id for tag in at_any_time(content, roadmaps(content))] == ["thinking-of-leaving"]
    listed = {stop.moment for line in map_lines(content, roadmaps(content)) for stop in line.stops}
    assert "thinking-of-leaving" not in listed
    assert "first-post" in listed


def test_a_role_is_named_in_a_word() -> None:
    """Without GP and what stands in brackets; a label of nothing else stays."""
    assert short_role("Locum (sessional) GP") == "Locum"
    assert short_role("GP partner") == "Partner"
    assert short_role("GP") == "GP"
