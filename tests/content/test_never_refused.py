"""What is ours is never refused: names, organisations, areas, each word and pair of their words.

The general table stands in for the trained encoder: what is answered whatever the vectors say
needs no model.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from kb.index.build import build_index
from kb.index.encoder.fit import untrained
from kb.index.encoder.train import GENERAL, General
from kb.index.load import LoadedIndex, load_index
from kb.model.corpus import Corpus
from kb.search.engine import Engine
from kb.search.results import Answer
from kb.text.words import words_of


@pytest.fixture(scope="module")
def index(content: Corpus, tmp_path_factory: pytest.TempPathFactory) -> LoadedIndex:
    """The real content, indexed without a model."""
    folder = tmp_path_factory.mktemp("ours") / "index"
    student = untrained(General.load(GENERAL))
    build_index(content, folder, encoder=student)
    return load_index(folder)


@pytest.fixture(scope="module")
def engine(index: LoadedIndex) -> Engine:
    """An engine over it."""
    return Engine(index, untrained(General.load(GENERAL)))


def pieces(text: str) -> Iterator[str]:
    """Each word of a text, and each pair of neighbouring words, that is not all stop words."""
    words = words_of(text)
    for word in words:
        if not word.stop:
            yield text[word.start : word.end]
    for one, other in pairwise(words):
        if not (one.stop and other.stop):
            yield text[one.start : other.end]


def fits(engine: Engine, text: str, mode: str) -> bool:
    """Whether a query is answered; scores are asked only where that is not plain without."""
    if engine.ranker.words.spotted(engine.ranker.read(text)).ours:
        return True
    return engine.fitting(engine.ranker.score(text, mode), mode)


def test_every_word_and_pair_of_names_is_answered(index: LoadedIndex, engine: Engine) -> None:
    """Of titles, other names, organisations and areas."""
    texts = {
        piece
        for entry in index.entries
        for name in (entry.title, *entry.also, *entry.places)
        for piece in pieces(name)
    }
    assert len(texts) > 500
    assert [text for text in sorted(texts) if not fits(engine, text, "hybrid")] == []


def test_every_word_of_the_content_is_answered(index: LoadedIndex, engine: Engine) -> None:
    """Typed alone, as somebody types who has read it."""
    words = sorted(index.keyword.vocabulary())
    assert len(words) > 2000
    assert [word for word in words if not fits(engine, word, "hybrid")] == []


def find(engine: Engine, text: str) -> Answer:
    """The answer to a query by its words."""
    return engine.search(text, mode="keyword", limit=5)


@pytest.mark.parametrize(
    ("text", "document", "rank"),
    [
        ("Gateshead", "casestudies/gateshead-social-prescribing", 3),
        ("st austell", "casestudies/st-austell-healthcare-merger", 3),
        ("SPIN", "casestudies/gp-salaried-portfolio-innovation-scheme", 3),
        ("Beacon Medical Group", "casestudies/beacon-duty-team", 5),
        ("Isle of Wight clinical commissioning", "casestudies/isle-of-wight-legacy-five", 5),
        ("Isle of Wight CCG", "casestudies/isle-of-wight-legacy-five", 5),
        ("Leamington", "casestudies/waterside-active-signposting", 3),
        ("G.P. Health Service", "signposting/gp-health-service", 3),
        ("L M C", "signposting/local-medical-committee", 3),
        ("I & R scheme", "signposting/induction-and-refresher-scheme", 3),
        ("i and r", "signposting/induction-and-refresher-scheme", 3),
        ("Yeovil", "casestudies/south-somerset-symphony-programme", 3),
    ],
)
def test_a_name_or_place_finds_its_page(
    engine: Engine, text: str, document: str, rank: int
) -> None:
    """Among the first, whichever way an acronym is written."""
    assert document in [hit.id for hit in find(engine, text).hits][:rank]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("organisation", "organization"),
        ("parttime", "part-time"),
        ("reten\u00adtion", "retention"),
        ("£43m", "£43 million"),
        ("G.P.", "GP"),
    ],
)
def test_spellings_of_one_word_find_the_same(engine: Engine, one: str, other: str) -> None:
    """The same page first."""
    answers = [find(engine, text) for text in (one, other)]
    assert not any(answer.abstained for answer in answers)
    assert answers[0].hits[0].id == answers[1].hits[0].id
