"""The words in memory are those that Whoosh keeps in files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.index.keyword import write_keyword_index
from kb.index.keyword_memory import KeywordMemory
from kb.index.words import TEXT_FIELDS, KeywordIndex

TEXTS = (
    {"title": "The peer circle", "body": "A circle of peers. Peers meet; the circle meets again."},
    {"title": "", "situations": "I can't go on\nG.P. with 9,000 patients & I and R"},
    {"title": "Café naïve", "tags": "peer peer peer"},
)
FACETS = (
    {"kind": ("casestudies",), "roles": ("partner", "locum")},
    {"kind": ("signposting",)},
    {"kind": ("casestudies",), "roles": ("locum",)},
)
NAMES = ("kind", "roles", "stages")


def read(keyword: KeywordIndex | KeywordMemory) -> dict[str, object]:
    """Return all that data for a browser are made from."""
    return {
        "lengths": {name: list(found) for name, found in keyword.lengths.items()},
        "terms": {name: keyword.terms(name) for name in TEXT_FIELDS},
        "postings": {
            (name, term): keyword.frequencies(name, term)
            for name in TEXT_FIELDS
            for term in (*keyword.terms(name), "nowhere")
        },
        "words": list(keyword.vocabulary().items()),
        "concepts": {name: keyword.concepts(name) for name in NAMES},
    }


def files_of(
    folder: Path,
    texts: Sequence[Mapping[str, str]],
    facets: Sequence[Mapping[str, Sequence[str]]],
) -> KeywordIndex:
    """Return the same index as Whoosh keeps it."""
    folder.mkdir(parents=True)
    lengths = write_keyword_index(folder, texts, facets, NAMES)
    return KeywordIndex(folder, lengths, k1=1.2, b=0.75)


def test_it_reads_as_the_files_do(tmp_path: Path) -> None:
    """Lengths, terms, how often each occurs, spelling words and facets, each in its order."""
    memory = KeywordMemory(TEXTS, FACETS, NAMES)
    assert read(memory) == read(files_of(tmp_path / "k", TEXTS, FACETS))
    assert memory.frequencies("tags", "peer") == [(2, 3.0)]


_WORDS = st.lists(
    st.sampled_from("peer peers meet the and i r gp 9,000 £43m can't naïve ß I&R A. x".split()),
    max_size=12,
).map(" ".join)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(TEXT_FIELDS), _WORDS), min_size=1, max_size=4))
def test_any_texts_read_as_the_files_do(
    tmp_path_factory: pytest.TempPathFactory, texts: list[dict[str, str]]
) -> None:
    """Also where a word would reach from one field into the next."""
    given_texts = tuple(texts)
    facets: tuple[dict[str, tuple[str, ...]], ...] = tuple({} for _ in texts)
    folder = tmp_path_factory.mktemp("any") / "k"
    memory = KeywordMemory(given_texts, facets, NAMES)
    assert read(memory) == read(files_of(folder, given_texts, facets))
