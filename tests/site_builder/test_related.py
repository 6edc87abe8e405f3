"""Related documents by shared tags."""

from __future__ import annotations

from kb.model import DocId
from site_builder.library import Library
from site_builder.related import LIMIT, related_by_tags


def test_shared_tags_relate_and_give_the_reason(library: Library) -> None:
    """The closest first, with words for the reader."""
    found = related_by_tags(library)[DocId("casestudies/ely-listening-line")]
    assert [entry.document for entry in found][:2] == [
        "casestudies/fenland-peer-circle",
        "signposting/gp-listening-line",
    ]
    assert found[0].reasons == ("also peer support", "same need: I feel alone in this job")


def test_no_document_is_related_to_itself_or_to_a_roadmap(library: Library) -> None:
    """Roadmaps touch everything, which says nothing."""
    for document, found in related_by_tags(library).items():
        assert document not in [entry.document for entry in found]
        assert not any(entry.document.startswith("roadmaps/") for entry in found)
        assert len(found) <= LIMIT
        assert all(entry.reasons for entry in found)
