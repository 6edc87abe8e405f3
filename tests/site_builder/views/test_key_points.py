"""Three lines at the top of a case study, worked out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.model.corpus import Corpus
from kb.model.documents import CaseStudy, DocId
from site_builder.views.key_points import NO_RESULT, NOT_DESCRIBED, gist


@pytest.fixture
def case(corpus: Corpus) -> CaseStudy:
    """A case study of the invented content."""
    found = corpus.documents[DocId("casestudies/fenland-peer-circle")]
    assert isinstance(found, CaseStudy)
    return found


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "Experienced doctors of the fens were thinking of giving up (toolkit, wise fives).",
            "Experienced doctors of the fens were thinking of giving up.",
        ),
        (
            "This account is as at 2019. Nobody knew what doctors in the fens would need to stay.",
            "Nobody knew what doctors in the fens would need to stay.",
        ),
        (
            "As at 2019, doctors of the fens were tired of it, and of much else besides.",
            "Doctors of the fens were tired of it, and of much else besides.",
        ),
        ("Doctors left. So did the nurses.", "Doctors left. So did the nurses."),
        (
            "Doctors in the fens had no shortage of advice on their careers. But it was scattered.",
            "Doctors in the fens had no shortage of advice on their careers. But it was scattered.",
        ),
        ("The toolkit does not describe a problem. It had aims.", NOT_DESCRIBED),
        (
            "Doctors of the fens were short of these three things above all others:\n\n- sleep",
            "Doctors of the fens were short of these three things above all others.",
        ),
    ],
)
def test_the_problem_is_told_in_its_first_telling_sentence(
    case: CaseStudy, text: str, line: str
) -> None:
    """Without citation and date of the account; a silent source is said to be one."""
    assert gist(replace(case, body=f"## The problem\n\n{text}\n")).problem == line


def test_what_changed_is_the_best_known_result(case: CaseStudy) -> None:
    """And without one the line says so."""
    assert gist(case).changed.startswith("The group worked nine more sessions")
    assert gist(replace(case, results=())).changed == NO_RESULT


def test_what_they_did_opens_the_summary_and_a_missing_section_gives_no_line(
    case: CaseStudy,
) -> None:
    """Nothing is made up."""
    lines = gist(replace(case, body="## What they did\n\nThings.\n"))
    assert lines.problem == ""
    assert case.summary.startswith(lines.did)
