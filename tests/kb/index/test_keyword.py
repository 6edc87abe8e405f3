"""What Whoosh keeps of documents, and what an index without a copy of it is read from."""

from __future__ import annotations

from pathlib import Path

from kb.index.keyword import WhooshWords, write_keyword_index
from kb.index.words import KeywordIndex


def test_whoosh_keeps_terms_words_and_concepts(tmp_path: Path) -> None:
    """Terms are stemmed and counted by field, words are as written, concepts whole."""
    texts = [{"title": "Two circles", "body": "A circle meets circles."}, {"body": "Nobody."}]
    lengths = write_keyword_index(tmp_path, texts, [{"role": ("locum",)}, {}], ("role",))
    words = WhooshWords(tmp_path)
    assert lengths["body"] == [3, 1]
    assert words.documents == 2
    assert words.postings("body", "circl") == ((0, 2.0),)
    assert words.postings("title", "nobodi") == ()
    assert words.terms("words") == ["circle", "circles", "meets", "nobody", "two"]
    assert words.postings("facet_role", "locum") == ((0, 1.0),)
    assert words.words_within("circl", 1) == ["circle"]
    assert KeywordIndex(tmp_path, lengths, k1=1.2, b=0.75).frequency("body", "circl") == 1


def test_nothing_is_written_but_into_the_folder(tmp_path: Path) -> None:
    """Whoosh's lock and its temporary files stay in memory."""
    write_keyword_index(tmp_path / ".", [{"title": "One"}], [{}], ())
    assert all(path.suffix in (".seg", ".toc") for path in tmp_path.iterdir())
