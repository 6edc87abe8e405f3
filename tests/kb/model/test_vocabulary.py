"""Concepts are looked up by identifier, and a mistyped one brings the nearest."""

from __future__ import annotations

import pytest

from kb.model.corpus import Corpus
from kb.model.problems import TaxonomyError
from kb.model.vocabulary import nearest


def test_concepts_keep_the_order_of_the_file(corpus: Corpus) -> None:
    """Facets are shown in the editors' order."""
    assert corpus.vocabularies["roles"].ids == ("salaried-gp", "partner", "locum")
    assert "partner" in corpus.vocabularies["roles"]
    assert "any" not in corpus.vocabularies["roles"]
    assert len(corpus.vocabularies["roles"]) == 3


def test_a_concept_holds_what_its_file_says(corpus: Corpus) -> None:
    """Labels, cues, prompts and the pages of a need are there."""
    stage = corpus.vocabularies["career_stages"].get("newly-qualified")
    assert (stage.label, stage.also) == ("Newly qualified GPs", ("first fives",))
    assert stage.cues == ("newly[- ]qualified", "CCT")
    assert corpus.vocabularies["moments"].get("first-post").prompts == (
        "What do you want to learn next?",
        "Who would you ask?",
    )
    assert corpus.vocabularies["needs"].get("isolation").leads_to == (
        ("casestudies/fenland-peer-circle", 3),
        ("signposting/gp-listening-line", 2),
    )


def test_an_unknown_concept_brings_those_there_are(corpus: Corpus) -> None:
    """The message lists what is allowed and offers the nearest."""
    with pytest.raises(TaxonomyError) as raised:
        corpus.vocabularies["levels"].get("practise-and-networks")
    assert str(raised.value) == (
        'levels: unknown-concept: found "practise-and-networks"; '
        "allowed career-support, practices-and-networks, system; "
        'did you mean "practices-and-networks"?'
    )
    with pytest.raises(TaxonomyError) as raised:
        corpus.vocabularies["levels"].get("xyz")
    assert str(raised.value) == (
        'levels: unknown-concept: found "xyz"; '
        "allowed career-support, practices-and-networks, system"
    )


def test_the_nearest_is_found_by_label_and_other_words(corpus: Corpus) -> None:
    """A visitor types labels, not identifiers."""
    assert corpus.vocabularies["roles"].nearest("Sessional GP") == "locum"
    assert corpus.vocabularies["roles"].nearest("Salaried GPs") == "salaried-gp"
    assert corpus.vocabularies["roles"].nearest("zzz") == ""


def test_nothing_is_near_nothing() -> None:
    """No names, no suggestion."""
    assert nearest("anything", []) == ""
