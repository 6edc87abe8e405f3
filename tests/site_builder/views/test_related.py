"""Related documents by shared tags and by meaning."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.model.corpus import Corpus
from kb.model.documents import CaseStudy, ConceptId, DocId
from site_builder.model.site_content import SiteContent
from site_builder.views import related
from site_builder.views.related import LIMIT, related_documents

ELY = DocId("casestudies/ely-listening-line")
FENLAND = DocId("casestudies/fenland-peer-circle")
COUNT = DocId("toolkit/keep-count")


def test_shared_tags_relate_and_give_the_reason(content: SiteContent) -> None:
    """The closest first, with words for the reader."""
    found = related_documents(content)[ELY]
    assert [entry.document for entry in found][:2] == [
        "casestudies/fenland-peer-circle",
        "signposting/gp-listening-line",
    ]
    assert found[0].reasons == (
        "the same problem and a similar answer in another area",
        "also peer support",
    )


def test_no_document_is_related_to_itself_or_to_a_roadmap(content: SiteContent) -> None:
    """Roadmaps touch everything, which says nothing."""
    for document, found in related_documents(content).items():
        assert document not in [entry.document for entry in found]
        assert not any(entry.document.startswith("roadmaps/") for entry in found)
        assert len(found) <= LIMIT
        assert all(1 <= len(entry.reasons) <= 2 for entry in found)


def test_two_cases_of_one_area_say_so(corpus: Corpus) -> None:
    """Rather than that the problem is the same."""
    ely = corpus.documents[ELY]
    fenland = corpus.documents[FENLAND]
    assert isinstance(ely, CaseStudy)
    assert isinstance(fenland, CaseStudy)
    moved = replace(ely, area=fenland.area)
    content = SiteContent(replace(corpus, documents={**corpus.documents, ELY: moved}))
    found = {entry.document: entry.reasons for entry in related_documents(content)[FENLAND]}
    assert found[ELY][0] == "also in Fenland"


def test_meaning_alone_relates_what_is_very_close(content: SiteContent) -> None:
    """And says so; a little closeness is no reason."""
    before = {entry.document for entry in related_documents(content)[COUNT]}
    assert ELY not in before
    close = related_documents(content, {COUNT: {ELY: 3.0}})[COUNT]
    assert ("covers similar ground",) in [e.reasons for e in close if e.document == ELY]
    far = related_documents(content, {COUNT: {ELY: 1.9}})[COUNT]
    assert ELY not in [entry.document for entry in far]


def test_a_document_with_every_tag_is_not_everybodys_friend(corpus: Corpus) -> None:
    """Its shared tags count for less."""
    line = corpus.documents[DocId("signposting/gp-listening-line")]
    content = SiteContent(corpus)
    before = [entry.document for entry in related_documents(content)[ELY]]
    assert line.id in before
    crowded = replace(
        line, interventions=line.interventions + tuple(ConceptId(f"x{n}") for n in range(400))
    )
    content = SiteContent(replace(corpus, documents={**corpus.documents, line.id: crowded}))
    assert line.id not in [entry.document for entry in related_documents(content)[ELY]]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(
    copies=st.integers(0, 12),
    near=st.lists(st.tuples(st.integers(0), st.integers(0), st.floats(-3, 4)), max_size=12),
)
def test_what_is_passed_over_is_worth_too_little(
    content: SiteContent, copies: int, near: list[tuple[int, int, float]]
) -> None:
    """The same come out as if each document were set against every other."""
    documents = dict(content.corpus.documents)
    for number in range(copies):
        documents[DocId(f"casestudies/copy-{number}")] = replace(
            documents[ELY], id=DocId(f"casestudies/copy-{number}"), levels=(), moments=()
        )
    many = SiteContent(replace(content.corpus, documents=documents))
    ids = sorted(documents)
    likeness: dict[DocId, dict[DocId, float]] = {}
    for one, other, nearness in near:
        likeness.setdefault(ids[one % len(ids)], {})[ids[other % len(ids)]] = nearness
    found = related_documents(many, likeness)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            related,
            "_candidates",
            lambda document, *rest: [d for d in rest[-1].values() if d.id != document.id],
        )
        assert related_documents(many, likeness) == found
