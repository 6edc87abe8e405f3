"""What the visitors' tools know of a corpus."""

from __future__ import annotations

from kb.content.read import read_corpus
from site_builder.model.site_content import SiteContent
from site_builder.tools.guide_reading import NEEDS_AT_A_STOP, read_guide
from tests.conftest import TODAY, Tree


def test_needs_are_those_of_a_doctor(content: SiteContent) -> None:
    """A planner's leads to the toolkit first, and is left out."""
    needs = [need.id for need in read_guide(content).needs]
    assert needs == ["thinking-of-leaving", "isolation", "first-years-support"]


def test_an_option_brings_its_terms_and_status_in_words(content: SiteContent) -> None:
    """As its page has them."""
    options = {option.id: option for option in read_guide(content).options}
    line = options["signposting/gp-listening-line"]
    assert (line.status_label, line.status_detail) == ("Open", "as of 4 March 2024")
    assert (line.checked, line.due, line.due_text) == (
        "1 May 2024",
        "2024-11-01",
        "1 November 2024",
    )
    assert (line.who_for, line.cost) == ("Any doctor", "free")
    assert line.for_gps
    assert line.startable
    coaching = options["signposting/regional-coaching-offer"]
    assert coaching.how_to_start == "Not stated"
    assert not coaching.startable


def test_an_option_without_stage_or_role_is_not_for_gps(tree: Tree) -> None:
    """It is for those who help or plan."""
    tree.replace(
        "signposting/regional-coaching-offer.md", "roles: [salaried-gp, locum]", "roles: []"
    )
    guide = read_guide(SiteContent(read_corpus(tree.root, today=TODAY)))
    assert [option.for_gps for option in guide.options] == [True, False]


def test_a_story_brings_its_leading_result_and_its_level(content: SiteContent) -> None:
    """And where it happened."""
    stories = {story.id: story for story in read_guide(content).stories}
    circle = stories["casestudies/fenland-peer-circle"]
    assert (circle.level, circle.evidence) == (3, "3 of 5, measured")
    assert circle.where == "Fenland, from 2015"
    assert circle.own
    assert stories["casestudies/ely-listening-line"].finding == ""


def test_a_stop_offers_the_needs_that_lead_where_it_leads(content: SiteContent) -> None:
    """Those that lead there most first, and always the one for urgent help if there is one."""
    guide = read_guide(content)
    stop = guide.stop("partner", "thinking-of-leaving")
    assert stop is not None
    assert stop.needs == ("thinking-of-leaving", "isolation", "first-years-support")
    assert stop.url == "/roadmaps/partner/#thinking-of-leaving"
    assert guide.stop("partner", "returning") is None
    assert all(len(stop.needs) <= NEEDS_AT_A_STOP + 1 for stop in guide.stops)


def test_the_need_for_urgent_help_is_offered_at_every_stop(tree: Tree) -> None:
    """Even where nothing else there leads to it."""
    tree.replace(
        "vocabularies/needs.yaml",
        "    - {page: casestudies/fenland-peer-circle, weight: 3}\n"
        "    - {page: signposting/gp-listening-line, weight: 2}\n",
        "    - {page: signposting/gp-listening-line, weight: 2}\n",
    )
    guide = read_guide(SiteContent(read_corpus(tree.root, today=TODAY)))
    assert all("isolation" in stop.needs for stop in guide.stops)
    assert guide.urgent == ("signposting/gp-listening-line",)


def test_everyone_can_ask_where_there_is_no_limit(tree: Tree) -> None:
    """If it runs, and is not the urgent help that stands on every sheet."""
    tree.replace("distress.yaml", "[signposting/gp-listening-line, ", "[")
    guide = read_guide(SiteContent(read_corpus(tree.root, today=TODAY)))
    assert guide.ask == ("signposting/gp-listening-line",)
    assert guide.urgent == ()
