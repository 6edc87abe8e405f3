"""The file of words holds what Whoosh does, and is passed over where it is not as written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.index.keyword import WhooshWords, write_keyword_index
from kb.index.word_file import NAME, WordFile, read_words, write_words
from kb.index.words import SPELLING_FIELD, TEXT_FIELDS, KeywordIndex, facet_field, open_words

TEXTS: tuple[dict[str, str], ...] = (
    {"title": "Résumé of a peer circle", "body": "A circle of peers; the circle met. 9,000 & I"},
    {"situations": "I can't go on, ΩMEGA", "summary": "mentor mentors mentoring"},
    {},
)
TAGS: tuple[dict[str, tuple[str, ...]], ...] = (
    {"role": ("locum", "any")},
    {"role": ("locum",)},
    {},
)
FIELDS = (*TEXT_FIELDS, SPELLING_FIELD, facet_field("role"))
_WORD = st.text("abcde", min_size=3, max_size=6)


def both(folder: Path, texts: tuple[dict[str, str], ...]) -> tuple[WhooshWords, WordFile]:
    """Return the same documents as Whoosh has them and as the file has them."""
    folder.mkdir(exist_ok=True)
    write_keyword_index(folder, texts, TAGS[: len(texts)], ("role",))
    whoosh = WhooshWords(folder)
    write_words(folder, whoosh, FIELDS)
    found = read_words(folder)
    assert found is not None
    return whoosh, found


def test_the_file_answers_as_whoosh_does(tmp_path: Path) -> None:
    """Every field, its terms, their postings; and terms that are not there, before and behind."""
    whoosh, ours = both(tmp_path, TEXTS)
    assert ours.documents == whoosh.documents == 3
    for field in FIELDS:
        terms = whoosh.terms(field)
        assert ours.terms(field) == terms
        for term in (*terms, "0", "nowhere", "zzz", "é"):
            assert ours.postings(field, term) == whoosh.postings(field, term)
            assert ours.has(field, term) == (term in terms)
            assert ours.holding(field, term) == len(ours.postings(field, term))
    assert any(ours.postings(field, "circl") == ((0, 2.0),) for field in TEXT_FIELDS)
    assert not ours.has("body", "")
    assert not ours.has("body", "\udcff")


@given(
    words=st.lists(_WORD, min_size=1, max_size=12),
    asked=_WORD,
    distance=st.integers(min_value=1, max_value=2),
)
@settings(max_examples=40, deadline=None)
def test_near_words_are_those_of_whoosh(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], asked: str, distance: int
) -> None:
    """Letters changed, left out and put in, behind the first one."""
    whoosh, ours = both(tmp_path_factory.mktemp("near"), ({"body": " ".join(words)},))
    assert ours.words_within(asked, distance) == whoosh.words_within(asked, distance)


def test_an_index_is_read_from_the_file(tmp_path: Path) -> None:
    """Whoosh's own files are not needed to search."""
    whoosh, ours = both(tmp_path, TEXTS)
    assert isinstance(open_words(tmp_path), WordFile)
    lengths = {name: [0, 0, 0] for name in TEXT_FIELDS}
    keyword = KeywordIndex(tmp_path, lengths, k1=1.2, b=0.75)
    assert keyword.concepts("role") == {"any": (0,), "locum": (0, 1)}
    assert list(keyword.vocabulary()) == whoosh.terms(SPELLING_FIELD)
    assert ours.terms("title")


def test_a_damaged_file_is_passed_over(tmp_path: Path) -> None:
    """Cut short, longer, of another kind, of another machine: Whoosh is read then."""
    both(tmp_path, TEXTS)
    path = tmp_path / NAME
    whole = path.read_bytes()
    other = whole.replace(b'"little"', b'"middle"').replace(b'"big"', b'"mid"')
    for content in (whole[:-4], whole + b"\0\0\0\0", b"", b"x" + whole[1:], other, whole[:40]):
        path.write_bytes(content)
        assert read_words(tmp_path) is None
        assert isinstance(open_words(tmp_path), WhooshWords)
    path.write_bytes(whole)
    assert read_words(tmp_path) is not None
