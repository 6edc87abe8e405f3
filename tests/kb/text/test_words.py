"""Texts come apart into the same words however they are typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text.words import fold, name_key, terms_of, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Café SOCIETY", ["cafe", "society"]),
        ("I&R", ["i&r"]),
        ("A&E, Q&A.", ["a&e", "q&a"]),
        ("the GP's GPs’ GP’s", ["the", "gp", "gps", "gp"]),
        ("I'm they've she'll he'd we're", ["i", "they", "she", "he", "we"]),
        ("can't won’t", ["can't", "won't"]),
        ("one-to-one £300 10pm", ["one", "to", "one", "300", "10pm"]),
        ("½ time", ["1", "2", "time"]),
        ("Ｆｕｌｌ width", ["full", "width"]),
        ("G.P. or L.M.C., e.g. in the U.K.", ["gp", "or", "lmc", "eg", "in", "the", "uk"]),
        ("I & R, I and R; A and E", ["i&r", "i&r", "a&e"]),
        ("I and a friend and I", ["i", "and", "a", "friend", "and", "i"]),
        ("£43 million, £43m or 43,000,000", ["43m", "43m", "or", "43m"]),
        ("9,000 9k 1.5k 2.5bn 3.5 sessions", ["9000", "9000", "1500", "2.5bn", "3.5", "sessions"]),
        ("12 months, 10.30am, 2019,2020", ["12", "months", "10", "30am", "2019", "2020"]),
        ("re\u00adten\u00adtion co\u200bach\ufeff", ["retention", "coach"]),
        ("日本語 … !?", []),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    """Accents, case, signs and endings are dealt with as documented."""
    assert [word.text for word in words_of(text)] == words


def test_stop_words_are_marked_and_left_out_of_terms() -> None:
    """Stop words have a place in a text, but are not searched for."""
    assert [word.stop for word in words_of("what about the mentors")] == [True, True, True, False]
    assert terms_of("what about the mentors") == ["mentor"]


@pytest.mark.parametrize(
    "text", ["Naïve ½ GP’s — café", "Ｆｕｌｌ résumé, I&R", "plain words here"]
)
def test_offsets_lead_back_into_the_text(text: str) -> None:
    """What is marked in a snippet is the word that was found."""
    for word in words_of(text):
        assert word.text in fold(text[word.start : word.end]).replace("’", "'")


@given(st.text(max_size=60))
def test_any_text_is_read_in_order(text: str) -> None:
    """Words stand one after the other within the text, whatever it holds."""
    words = words_of(text)
    assert all(0 <= word.start < word.end <= len(text) for word in words)
    assert [word.start for word in words] == sorted(word.start for word in words)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    """A folded text is folded, so that index and query meet."""
    assert terms_of(fold(text)) == terms_of(text)


def test_names_are_the_same_however_written() -> None:
    """Case, stop words and endings do not part two ways of writing a name."""
    assert name_key("The GP Retention Scheme") == name_key("gp retention schemes")
    assert name_key("What to do") == "what to do"
    assert name_key("—") == ""
