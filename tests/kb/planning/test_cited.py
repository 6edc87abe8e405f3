"""What is cited of a page says what its sources leave open."""

from __future__ import annotations

from dataclasses import replace

from kb.model.corpus import Corpus
from kb.model.documents import NOT_STATED, CaseStudy, DocId
from kb.planning.cited import can_cite, cite


def test_what_the_source_leaves_open_is_said(corpus: Corpus) -> None:
    """Cost, payer, time and comparison, each only where it is missing."""
    page = DocId("casestudies/marsh-and-wolds-mentoring")
    case = corpus.documents[page]
    assert isinstance(case, CaseStudy)
    bare = replace(case, cost=NOT_STATED, paid_by=NOT_STATED, when=NOT_STATED, results=())
    found = cite(replace(corpus, documents={**corpus.documents, page: bare}), page)
    assert found.unknown[1:4] == ("what it cost", "who paid", "when it ran")
    assert found.unknown[0].startswith("whether it would have happened anyway")
    assert (found.level, found.evidence, found.cost) == (1, "", "")
    whole = cite(corpus, page)
    assert not any("anyway" in text for text in whole.unknown)
    assert whole.level == 5


def test_sources_have_title_publisher_and_date(corpus: Corpus) -> None:
    """Of an option, those its terms rest on too."""
    found = cite(corpus, "signposting/gp-listening-line")
    assert found.sources
    assert all(", " in line for line in found.sources)
    assert found.status


def test_only_case_studies_and_options_are_cited(corpus: Corpus) -> None:
    """Other pages and names of nothing are told apart before they are asked for."""
    assert can_cite(corpus, "signposting/gp-listening-line")
    assert not can_cite(corpus, "toolkit/keep-count")
    assert not can_cite(corpus, "casestudies/nothing")
