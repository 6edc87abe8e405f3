"""The gap map: what is covered, thin and empty, and what would fill a gap."""

from __future__ import annotations

from kb.model.corpus import Corpus
from kb.planning.gaps import METER, concept_words, fillers, gap_map
from kb.planning.local_offers import Offer


def offer(name: str, *stages: str, level: str = "career-support", page: str = "") -> Offer:
    """Return an offer."""
    return Offer(name=name, stages=stages or ("any",), level=level, page=page, line=1)


def test_cells_count_offers_of_their_stage_and_level(corpus: Corpus) -> None:
    """One is thin, two are covered; an offer for all stages counts in each."""
    found = gap_map(corpus, [offer("A", "wise-fives"), offer("B"), offer("C", level="system")])
    states = {(cell.stage, cell.level): cell.state for cell in found.cells}
    assert states["wise-fives", "career-support"] == "covered"
    assert states["returner", "career-support"] == "thin"
    assert states["returner", "practices-and-networks"] == "empty"
    assert found.levels == ("career-support", "system")
    assert len(states) == len(corpus.vocabularies["career_stages"].ids) * 3


def test_gaps_are_filled_by_the_best_evidence_and_nothing_closed_or_in_use(corpus: Corpus) -> None:
    """Case studies first; a page that is in use is not proposed again."""
    every = fillers(corpus)
    grades = [filler.grade for filler in every]
    assert grades == sorted(grades, reverse=True)
    assert not any(f.status == "closed" and f.kind == "signposting" for f in every)
    page = next(f for f in every if f.grade and "career-support" in f.levels)
    free = {f.id for cell in gap_map(corpus, []).cells for f in cell.fill}
    used = {
        f.id
        for cell in gap_map(corpus, [offer("X", "returner", page=page.id)]).cells
        for f in cell.fill
    }
    assert page.id in free
    assert page.id not in used


def test_an_offer_takes_stages_and_levels_from_its_page(corpus: Corpus) -> None:
    """Where it names none of its own; without a level it has no place."""
    page = next(f for f in fillers(corpus) if f.stages and f.levels)
    found = gap_map(corpus, [offer("X", level="", page=page.id), offer("Y", level="")])
    placed = {cell.level for cell in found.cells if "X" in cell.offers}
    assert placed == set(page.levels)
    assert found.unplaced == ("Y",)


def test_words_for_levels_have_numbers_and_other_names(corpus: Corpus) -> None:
    """As people write them."""
    words = concept_words(corpus, "levels")
    assert words["level 1"] == words["1"] == words["career support"] == "career-support"
    assert concept_words(corpus, "career_stages")["first fives"] == "newly-qualified"


def test_the_meter_says_what_it_does_not_know() -> None:
    """The figure never stands without its limits."""
    assert "twice as likely" in METER
    assert "leaves out how many GPs were asked" in METER
