"""`kb.editing.drafts.choices`: several choices in one answer, none of them lost or guessed."""

from __future__ import annotations

from itertools import permutations

import pytest

from kb.editing.drafts.choices import Choices, read_choices
from kb.model.corpus import Corpus
from kb.model.documents import ConceptId
from kb.model.vocabulary import Concept, Taxonomy

POSTS = Taxonomy(
    "posts",
    tuple(
        Concept(id=ConceptId(name), label=label, about="", also=also)
        for name, label, also in (
            ("partner", "Partner", ("GP partner",)),
            ("locum", "Locum (sessional, or by the day)", ("locum GP",)),
            ("lead", "Lead, or deputy lead, of a network", ()),
            ("lead-gp", "Lead", ()),
            ("nearly", "'Nearly there': doctors, nurses and others", ("trainee",)),
        )
    ),
)
LABELS = {str(concept.id): concept.label for concept in POSTS}


@pytest.mark.parametrize("joined", [", ", "\n", "; ", " and "])
def test_every_pair_of_labels_is_read_as_two(joined: str) -> None:
    """Whatever commas, brackets and colons the labels have, and in whatever order."""
    for pair in permutations(LABELS, 2):
        text = joined.join(LABELS[name] for name in pair)
        assert read_choices(text, POSTS) == Choices(pair), text


def test_all_labels_of_a_real_vocabulary_at_once(corpus: Corpus) -> None:
    """As a form joins them when everything is ticked."""
    for name in ("career_stages", "levels", "roles", "interventions"):
        taxonomy = corpus.vocabularies[name]
        text = ", ".join(concept.label for concept in taxonomy)
        assert read_choices(text, taxonomy) == Choices(tuple(taxonomy.ids))


def test_curly_marks_capitals_and_identifiers() -> None:
    """As people and programs write them."""
    text = "‘NEARLY THERE’: doctors, nurses and others; lead-gp"
    assert read_choices(text, POSTS) == Choices(("nearly", "lead-gp"))


def test_a_near_match_is_named() -> None:
    """It is taken, and somebody has to look at it."""
    assert read_choices("Partnr, trainees", POSTS) == Choices(
        ("partner", "nearly"), (("partnr", "Partner"), ("trainees", LABELS["nearly"]))
    )


def test_a_name_that_several_go_by_is_named() -> None:
    """One is taken, and somebody has to look; a label of one's own is no such name."""
    breaks = Taxonomy(
        "breaks",
        tuple(
            Concept(id=ConceptId(name), label=label, about="", also=also)
            for name, label, also in (
                ("away", "Time away", ("a baby", "return")),
                ("return", "Return", ("a baby",)),
            )
        ),
    )
    assert read_choices("A baby", breaks) == Choices(("away",), (("a baby", "Time away"),))
    assert read_choices("Return, time away", breaks) == Choices(("return", "away"))


@pytest.mark.parametrize("text", ["GP", "Prtr", "Partner, knitting", "", " , ", "x" * 5000])
def test_what_names_nothing_is_no_choice(text: str) -> None:
    """A short word is near to much, and one stranger makes the whole doubtful."""
    assert read_choices(text, POSTS) is None
