"""The command `kb show`."""

from __future__ import annotations

import json

import pytest

from kb.cli.describe import describe
from kb.model.corpus import Corpus
from kb.model.documents import DocId
from tests.conftest import Kb

pytestmark = pytest.mark.usefixtures("tree")


def test_a_document_in_a_terminal(kb: Kb) -> None:
    """Title, summary, fields by their labels, and the body."""
    outcome = kb("show", "casestudies/fenland-peer-circle")
    assert outcome.code == 0
    assert outcome.out.startswith("Fenland & Wash peer circle\ncasestudies/fenland-peer-circle\n")
    assert "For: 'Wise fives'" in outcome.out
    assert "Measured: The group worked nine more sessions a week" in outcome.out
    assert "Zoë Brontë" in outcome.out


def test_a_document_as_json(kb: Kb, corpus: Corpus) -> None:
    """The same data as the library gives."""
    for doc_id in corpus.documents:
        outcome = kb("show", doc_id, "--json")
        assert json.loads(outcome.out) == describe(corpus.documents[DocId(doc_id)])


def test_a_document_that_does_not_exist(kb: Kb) -> None:
    """The nearest is offered."""
    outcome = kb("show", "casestudies/fenland-peer-circles")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        'kb: unknown-document: found "casestudies/fenland-peer-circles"; allowed a document, as '
        "casestudies/somerset-peer-support-scheme; did you mean "
        '"casestudies/fenland-peer-circle"?\n'
    )
