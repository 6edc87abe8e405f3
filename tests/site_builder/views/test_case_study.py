"""What the page of a case study shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from markupsafe import Markup

from kb.model.corpus import Corpus
from kb.model.documents import CaseStudy, DocId
from site_builder.model.site_content import SiteContent
from site_builder.views.case_study import OPEN_WORDS, case_context, unfolded
from site_builder.views.page_text import BodySection, PageText
from tests.site_builder.pages.test_all_pages import words

Read = Callable[[str], str]
FENLAND = DocId("casestudies/fenland-peer-circle")


def context_of(corpus: Corpus, case: CaseStudy) -> dict[str, object]:
    """Return what the page of a case study is made from."""
    content = SiteContent(corpus)
    return dict(case_context(content, case, PageText(content, f"/{case.id}/", path=case.path)))


def fenland(corpus: Corpus) -> CaseStudy:
    """Return one case study of the invented content."""
    case = corpus.documents[FENLAND]
    assert isinstance(case, CaseStudy)
    return case


def test_the_fold_counts_the_other_results_by_label(corpus: Corpus) -> None:
    """Measured first; none, no fold."""
    case = fenland(corpus)
    measured, *_ = case.results
    hoped = next(r for r in case.results if r.known_by == "expected")
    found = context_of(corpus, replace(case, results=(hoped, measured, measured, hoped)))
    assert found["other_results"] == "3 more results: 1 measured and 2 hoped for"
    found = context_of(corpus, replace(case, results=(measured, hoped)))
    assert found["other_results"] == "1 more result: 1 hoped for"
    assert context_of(corpus, replace(case, results=(measured,)))["other_results"] == ""


def test_context_and_cost_stand_in_the_sections_even_without_texts(corpus: Corpus) -> None:
    """Cost behind what they did, context behind what they learned."""
    case = replace(
        fenland(corpus),
        body="## The problem\n\nA.\n\n## What changed\n\nB.\n\n## Who to talk to\n\nC.\n",
    )
    found = context_of(corpus, case)["sections"]
    assert [section.heading for section in found] == [  # type: ignore[attr-defined]
        "The problem",
        "What it took",
        "What changed",
        "Would it work here?",
        "Who to talk to",
    ]


def test_would_it_work_here_gives_place_people_level_cost_and_state(read_page: Read) -> None:
    """What a reader holds against their own area."""
    text = words(read_page("casestudies/fenland-peer-circle"))
    box = text[text.rindex("Would it work here?") : text.rindex("Where this stands now")]
    for label in ("Where Fenland", "When from 2015", "Who ran it", "Level", "Cost £250"):
        assert label in box
    assert "Still running? Running in 2018 not confirmed since" in box


def test_a_phone_shows_unfolded_what_a_reader_came_for_as_far_as_it_fits() -> None:
    """What to try first, then what they did; the results always, a long text never."""

    def sections(**words: int) -> list[BodySection]:
        names = {"did": "What they did", "tried": "Try it yourself", "learned": "What they learned"}
        found = [BodySection(heading="What changed", anchor="c", body_html=Markup("x " * 900))]
        for key, count in words.items():
            html = Markup("<p>" + "word " * count + "</p>")
            found.append(BodySection(heading=names[key], anchor=key, body_html=html))
        return found

    always = ("", "What changed")
    assert unfolded(sections(did=OPEN_WORDS)) == (*always, "What they did")
    assert unfolded(sections(did=OPEN_WORDS + 1)) == always
    assert unfolded(sections(did=OPEN_WORDS, tried=1)) == ("", "Try it yourself", "What changed")
    assert unfolded(sections(did=60, tried=60, learned=1)) == (
        "",
        "Try it yourself",
        "What changed",
        "What they did",
    )
