"""The real content is all there, without a problem, and says what the model promises."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from kb.content.read import Reading
from kb.model.corpus import Corpus
from kb.model.documents import CaseStudy, DocId, Kind, KnownBy, Roadmap, SignpostingOption, Status
from kb.model.evidence import grade
from kb.model.standing import standing
from kb.planning.checklist import gone_names, questions

MAP = yaml.safe_load((Path(__file__).parent / "map.yaml").read_text(encoding="utf-8"))
COUNTS = {"casestudies": 37, "signposting": 40, "toolkit": 21, "roadmaps": 4}


def test_the_content_has_neither_errors_nor_warnings(reading: Reading) -> None:
    """`kb check` passes."""
    assert [str(problem) for problem in reading.problems] == []


@pytest.mark.parametrize("kind", list(Kind))
def test_every_document_of_the_map_is_there(content: Corpus, kind: Kind) -> None:
    """The map counts the files: nothing is missing and nothing unknown has come in."""
    slugs = sorted(document.slug for document in content.of_kind(kind))
    assert slugs == sorted(MAP[kind.value])
    assert len(slugs) == COUNTS[kind.value]


@pytest.mark.parametrize("name", [name for name in MAP if name not in COUNTS])
def test_every_concept_of_the_map_is_there(content: Corpus, name: str) -> None:
    """Published identifiers do not go away."""
    assert set(MAP[name]) <= set(content.vocabularies[name].ids)


def test_nothing_is_only_planned(content: Corpus) -> None:
    """Every page that is linked has been written."""
    assert dict(content.planned) == {}


def test_a_closed_scheme_leads_to_an_option_that_is_not(content: Corpus) -> None:
    """Nobody is sent from one closed door to another and no further."""
    for document in content.documents.values():
        if document.now.status is Status.CLOSED:
            targets = [content.documents[target] for target in document.now.instead]
            assert any(target.now.status is not Status.CLOSED for target in targets), document.id


def test_every_option_and_case_study_fits_a_roadmap_or_is_left_out_on_purpose(
    content: Corpus,
) -> None:
    """A roadmap leads to all that fits.

    What helps planners alone, or was last heard of in 2019, is in none.
    """
    reached = {
        target
        for roadmap in content.of_kind(Kind.ROADMAP)
        if isinstance(roadmap, Roadmap)
        for stop in roadmap.stops
        for target in stop.leads_to
    }
    options = {d.id for d in content.of_kind(Kind.SIGNPOSTING)}
    cases = {d.id for d in content.of_kind(Kind.CASE_STUDY)}
    assert (options | cases) - reached == {
        DocId("casestudies/gateshead-social-prescribing"),
        DocId("casestudies/weston-worle-diagnostic"),
        DocId("signposting/futurenhs-platform"),
        DocId("signposting/gp-career-support-pack"),
        DocId("signposting/general-practice-development-programme"),
        DocId("signposting/gp-demand-and-supply-tool"),
        DocId("signposting/retention-impact-estimation-tool"),
        DocId("signposting/standard-contract-implementation-toolkit"),
    }


def test_the_checklist_asks_about_bodies_of_today(content: Corpus) -> None:
    """What the toolkit named in 2019 stands apart, in the brackets of each question."""
    asked = questions(content)
    assert {q.text: gone for q in asked if (gone := gone_names(content, q.text))} == {}
    assert any("CCG" in q.then for q in asked)
    assert not any("in 2019" in q.text for q in asked)


def test_roadmaps_cross(content: Corpus) -> None:
    """Each roadmap leads to the others; a registrar takes a post or locum work first."""
    wanted = {
        "registrar": {"salaried-gp", "locum"},
        "salaried-gp": {"partner", "locum"},
        "partner": {"salaried-gp", "locum"},
        "locum": {"salaried-gp", "partner"},
    }
    for roadmap in content.of_kind(Kind.ROADMAP):
        assert isinstance(roadmap, Roadmap)
        crossings = (to for stop in roadmap.stops for to in stop.crosses_to)
        lines = {to.split("#")[0].split("/")[-1] for to in crossings}
        assert lines >= wanted[roadmap.slug], roadmap.id


def test_no_first_step_leads_back_to_an_appraisal(content: Corpus) -> None:
    """Sheets give the step at the appraisal, where "tell your appraiser" is no step."""
    steps = {
        f"{road.id} {stop.moment}": stop.next_step
        for road in content.documents.values()
        if isinstance(road, Roadmap)
        for stop in road.stops
    }
    assert steps
    assert [where for where, step in steps.items() if "apprais" in step.lower()] == []


def test_roadmaps_lead_to_what_runs(content: Corpus) -> None:
    """Fewer than one option in ten is closed or not confirmed, and none of them comes first."""
    for roadmap in content.documents.values():
        if not isinstance(roadmap, Roadmap):
            continue
        at_stops = [
            [
                standing(found.now) in (Status.OPEN, Status.CHANGED)
                for page in stop.leads_to
                if isinstance(found := content.documents[page], SignpostingOption)
            ]
            for stop in roadmap.stops
        ]
        runs = [one for options in at_stops for one in options]
        assert len(runs) > 80, roadmap.id
        assert runs.count(False) * 10 < len(runs), roadmap.id
        assert all(options[0] for options in at_stops if options), roadmap.id


def test_every_need_is_claimed_by_some_page_it_leads_to(content: Corpus) -> None:
    """The pages a need leads to say themselves that they help with it."""
    for need in content.vocabularies["needs"].concepts:
        pages = [content.documents[page] for page, _ in need.leads_to]
        assert pages, need.id
        assert any(need.id in page.needs for page in pages), need.id


def test_situations_are_not_repeated_on_another_page(content: Corpus) -> None:
    """Each page has its own words."""
    lines = Counter(
        line.casefold() for document in content.documents.values() for line in document.situations
    )
    assert [line for line, count in lines.items() if count > 1] == []


def test_the_evidence_is_as_weak_as_it_is(content: Corpus) -> None:
    """Nothing in these sources is set against a comparison group, and hopes stay hopes."""
    levels = Counter()
    for document in content.of_kind(Kind.CASE_STUDY):
        assert isinstance(document, CaseStudy)
        for result in document.results:
            level = grade(result).level
            levels[level] += 1
            if result.known_by is KnownBy.EXPECTED:
                assert level == 1
    assert sum(levels[level] for level in (1, 2, 3)) > sum(levels[level] for level in (4, 5))


def test_an_option_without_pages_states_no_terms(content: Corpus) -> None:
    """What nothing tells is not stated, and a price is free only if a page says so."""
    for option in content.of_kind(Kind.SIGNPOSTING):
        assert isinstance(option, SignpostingOption)
        if not option.terms.seen:
            assert {option.who_for, option.you_get, option.how_to_start} == {"not stated"}
            assert {option.cost_to_gp, option.run_by} == {"not stated"}
