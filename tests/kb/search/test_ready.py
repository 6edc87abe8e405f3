"""What is read with an index is what would be worked out, and an engine answers the same by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.data.settings import load_settings
from kb.index.build import build_index
from kb.index.load import LoadedIndex, load_index
from kb.model.corpus import Corpus
from kb.search import ready
from kb.search.engine import Engine
from kb.search.names import name_table
from kb.search.open import engine_over, open_engine
from kb.search.ready import NAME, read_ready, ready_of_lexicon, write_ready
from tests.hashes import HashEncoder

QUERIES = (
    "peer circle",
    "I am a locum and burnt out",
    "coming to the end of my training",
    "G.P. partner wants to go part time",
    "zzyzx qqfv",
    "menotring -partner",
    '"listening line"',
    "ely listening line",
    "I want to end it all",
    "",
)


@pytest.fixture(scope="module")
def written(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> LoadedIndex:
    """The invented content, indexed as `kb index` does."""
    folder = tmp_path_factory.mktemp("ready") / "index"
    build_index(corpus, folder, encoder=HashEncoder(), beside=write_ready)
    return load_index(folder)


def test_what_is_read_is_what_was_worked_out(written: LoadedIndex) -> None:
    """Every part, the votes and the net of distress too."""
    found = read_ready(written.folder)
    assert found is not None
    names = name_table(written.entries)
    wanted = ready_of_lexicon(written.lexicon, load_settings(), names)
    assert found.known == wanted.known != frozenset()
    assert found.alone == wanted.alone
    assert found.names == wanted.names
    assert found.terms.needs == wanted.terms.needs
    assert found.terms.lines == wanted.terms.lines
    assert found.terms.elsewhere == wanted.terms.elsewhere
    assert [*found.terms.pages] == [*wanted.terms.pages]
    for name in ("lines", "pages", "weights"):
        column = getattr(found.terms.votes, name)
        assert column.tolist() == getattr(wanted.terms.votes, name).tolist() != []
    assert found.keys.cues == wanted.keys.cues
    assert found.keys.phrases == wanted.keys.phrases
    assert found.keys.synonyms == wanted.keys.synonyms
    assert found.keys.net == wanted.keys.net
    assert found.lexicon == wanted.lexicon
    assert found.lexicon.needs != written.lexicon.needs


@pytest.mark.parametrize("query", QUERIES)
def test_an_engine_answers_the_same_by_it(
    written: LoadedIndex, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what was kept, and with all worked out anew; in every mode."""
    monkeypatch.setattr("kb.search.ranking.ready_of_lexicon", _not_again)
    engine = engine_over(written, HashEncoder())
    opened = open_engine(written.folder, content_dir=None, encoder="transformer")
    monkeypatch.undo()
    assert opened.search(query, mode="keyword") == engine.search(query, mode="keyword")
    plain = Engine(written, HashEncoder())
    for mode in ("hybrid", "keyword", "semantic"):
        assert engine.search(query, mode=mode) == plain.search(query, mode=mode)


def _not_again(*_: object) -> None:
    raise AssertionError("what was kept is worked out again")


def test_what_another_program_kept_is_worked_out_anew(
    written: LoadedIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And so it is where the file is cut short, or is none."""
    path = written.folder / NAME
    whole = path.read_bytes()
    monkeypatch.setattr(ready, "_version", lambda: bytes(32))
    assert read_ready(written.folder) is None
    monkeypatch.undo()
    try:
        for content in (whole[:-9], whole[:32], b"", whole[:32] + b"(\x00\x00\x00\x00"):
            path.write_bytes(content)
            assert read_ready(written.folder) is None
    finally:
        path.write_bytes(whole)
    assert read_ready(written.folder) is not None


def test_the_same_content_gives_the_same_bytes(written: LoadedIndex, tmp_path: Path) -> None:
    """An index is the same whoever makes it."""
    write_ready(tmp_path, load_index(written.folder).entries, written.lexicon)
    assert (tmp_path / NAME).read_bytes() == (written.folder / NAME).read_bytes()
