"""Every name of the glossary leads to one entry."""

from __future__ import annotations

from kb.model.corpus import Corpus
from kb.model.documents import SourceId
from kb.model.glossary import Became, Glossary, GlossaryEntry


def test_names_lead_to_their_entry(corpus: Corpus) -> None:
    """Terms, acronyms and other names are all names."""
    names = corpus.glossary.names()
    assert names["ICB"] == names["care board"] == names["Integrated care board"] == "icb"
    assert names["finished training"] == "cct"


def test_an_own_name_goes_before_another_one() -> None:
    """A name that two entries give is that of the entry whose term or acronym it is."""
    board = GlossaryEntry(
        id="board", term="Board", short=(), means="A body.", also=("Trust", "Body")
    )
    trust = GlossaryEntry(id="trust", term="Trust", short=(), means="A body.", also=("Body",))
    names = Glossary((board, trust)).names()
    assert names["Trust"] == "trust"
    assert names["Body"] == "board"


def test_a_successor_is_known(corpus: Corpus) -> None:
    """What a body became, since when, and who says so."""
    entry = corpus.glossary.get("ccg")
    assert entry is not None
    assert entry.became == Became(to="icb", from_="2022-07-01", source=SourceId("fen-news"))
    assert corpus.glossary.get("nobody") is None
