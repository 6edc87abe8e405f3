"""A document as plain data and as labelled lines."""

from __future__ import annotations

import json

import pytest

from kb.cli.describe import describe, find, labelled, page_id
from kb.model.corpus import Corpus
from kb.model.documents import DocId
from kb.model.problems import KbError


def test_a_case_study_as_data(corpus: Corpus) -> None:
    """Fields have their names in front matter; levels are worked out."""
    plain = describe(corpus.documents[DocId("casestudies/marsh-and-wolds-mentoring")])
    assert plain["id"] == "casestudies/marsh-and-wolds-mentoring"
    assert plain["kind"] == "casestudies"
    assert plain["period"] == "April 2016 to March 2018"
    assert plain["reviewed"] == "2024-05-01"
    assert plain["evidence"] == {
        "level": 5,
        "label": "Measured",
        "name": "Measured and compared",
        "reason": "compared with the next valley, which had no scheme for new doctors in the marsh",
        "result": 0,
    }
    assert plain["results"][4]["value"] == [16, 20]
    assert plain["results"][3] == {
        "known_by": "reported",
        "finding": "The pilot practices had far fewer letters.",
        "source": "fen-report",
        "place": "The marsh mentoring scheme",
        "quote": "Letters were halved in the pilot practices",
        "outcome": "workload-reduced",
        "level": 2,
        "label": "Reported",
        "reason": "said by the source or those involved, without a figure",
    }
    assert "lines" not in plain
    json.dumps(plain)


def test_no_result_is_level_one(corpus: Corpus) -> None:
    """A page without results still has a level, and says why."""
    plain = describe(corpus.documents[DocId("casestudies/ely-listening-line")])
    assert (plain["evidence"]["level"], plain["evidence"]["result"]) == (1, None)


def test_every_document_is_json(corpus: Corpus) -> None:
    """Every kind can be written out."""
    for document in corpus.documents.values():
        assert json.loads(json.dumps(describe(document)))["title"] == document.title


def test_lines_for_a_reader(corpus: Corpus) -> None:
    """Concepts are shown by their labels."""
    lines = dict(labelled(corpus, corpus.documents[DocId("signposting/gp-listening-line")]))
    assert lines["For"] == lines["Role"] == "any"
    assert lines["Level"] == "Career support"
    assert lines["Now"].startswith("open, as at 2024-03-04; checked 2024-05-01. The board's page")
    page = dict(labelled(corpus, corpus.documents[DocId("toolkit/keep-count")]))
    assert page["Series"] == "The improvement cycle, step 1"
    assert page["Now"] == "as at 2018-05; checked 2024-05-01. The report is still the newest."
    stops = [
        text
        for name, text in labelled(corpus, corpus.documents[DocId("roadmaps/locum")])
        if name == "Stop"
    ]
    assert stops[-1] == "Coming back: Write down what has changed."


def test_what_a_stop_says_to_do_and_know(corpus: Corpus) -> None:
    """Tasks with their timing, for whom and with whom; facts with their date and source."""
    roadmap = corpus.documents[DocId("roadmaps/locum")]
    lines = list(labelled(corpus, roadmap))
    assert (
        "6 months before your last day",
        "Tell the board that you are leaving. (with your practice manager; Rules for joining and "
        "leaving)",
    ) in lines
    assert ("Any time", "Talk to somebody outside the practice.") in lines
    known = dict(lines)["To know"]
    assert known.startswith("The listening line answers within 2 days. (as at 2024-05; ")
    stop = next(s for s in describe(roadmap)["stops"] if s["moment"] == "thinking-of-leaving")
    assert stop["tasks"][0]["at"] == "-6 months"
    assert stop["tasks"][0]["with"] == "your practice manager"


@pytest.mark.parametrize(
    "text",
    [
        "toolkit/keep-count",
        " toolkit/keep-count ",
        "/toolkit/keep-count/",
        "content/toolkit/keep-count.md",
        "..\\content\\toolkit\\keep-count.md",
        "https://example.org/gps/toolkit/keep-count/",
        "https://example.org/toolkit/keep-count/index.html#top",
        "build/site/toolkit/keep-count/index.html",
    ],
)
def test_a_page_by_its_identifier_its_file_or_its_address(corpus: Corpus, text: str) -> None:
    """However somebody has it at hand."""
    assert find(corpus, text).id == "toolkit/keep-count"


@pytest.mark.parametrize(
    "text", ["keep-count", "toolkit/", "toolkit/keep-count/more", "tools/keep-count.md", "", "/"]
)
def test_what_names_no_page_stays_as_it_was(text: str) -> None:
    """So that the message shows what was typed."""
    assert page_id(text) == text


def test_a_document_that_does_not_exist(corpus: Corpus) -> None:
    """The whole identifier is offered to one who typed its last part."""
    with pytest.raises(KbError) as raised:
        find(corpus, "keep-count")
    assert str(raised.value) == (
        'unknown-document: found "keep-count"; allowed a document, as '
        'casestudies/somerset-peer-support-scheme; did you mean "toolkit/keep-count"?'
    )
    with pytest.raises(KbError) as raised:
        find(corpus, "zzz")
    assert str(raised.value) == (
        'unknown-document: found "zzz"; allowed a document, as '
        "casestudies/somerset-peer-support-scheme; kb search finds one by its words"
    )
