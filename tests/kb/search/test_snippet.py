"""The snippet is the stretch of the page that fits best, with the matched words marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.data.settings import load_settings
from kb.index.documents import IndexedDocument, IndexedPassage
from kb.search.snippet import best_piece, cut, term_worths

SETTINGS = load_settings()


def piece(text: str, heading: str = "H") -> IndexedPassage:
    """A passage under a heading."""
    return IndexedPassage(anchor=heading.lower(), heading=heading, text=text)


ENTRY = IndexedDocument(
    id="a/b",
    kind="",
    title="T",
    summary="Of foxes.",
    passages=(piece("A bank of locums."), piece("Mentors for partners.", "M")),
)


def test_words_choose_the_passage() -> None:
    """The passage with the rarer words of the query is taken; a tie goes to the earlier."""
    assert best_piece(ENTRY, {"mentor": 2.0, "bank": 1.0}, None, SETTINGS).heading == "M"
    assert best_piece(ENTRY, {"mentor": 1.0, "bank": 1.0}, None, SETTINGS).heading == "H"
    assert best_piece(ENTRY, {"fox": 1.0}, None, SETTINGS).text == "Of foxes."


def test_meaning_chooses_where_words_do_not() -> None:
    """Likeness counts as much as words do."""
    assert best_piece(ENTRY, {}, [0.1, 0.4], SETTINGS).heading == "M"
    assert best_piece(ENTRY, {"bank": 1.0}, [0.3, 0.4], SETTINGS).heading == "H"
    assert best_piece(ENTRY, {}, [0.1, 0.2], SETTINGS).text == "Of foxes."


def test_the_summary_stands_in_where_nothing_matches() -> None:
    """Every hit has something to show."""
    assert best_piece(ENTRY, {}, None, SETTINGS).text == "Of foxes."
    assert best_piece(IndexedDocument(id="a", kind="", title="T"), {}, None, SETTINGS).text == "T"


def test_matches_are_marked_and_the_cut_is_shown() -> None:
    """Forty words round the matches, with marks at the words themselves."""
    text = "Zero " * 60 + "then the mentors’ café helped. " + "Last " * 60
    snippet = cut(piece(text.strip()), {"mentor": 1.0, "cafe": 1.0}, SETTINGS.snippet)
    assert snippet.text.startswith("… ")
    assert snippet.text.endswith(" …")
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["mentors", "café"]


def test_a_snippet_is_of_whole_sentences_where_it_can_be() -> None:
    """It begins with the sentence of the match, and ends with one, without dots."""
    before = "Nothing is told of it here. " * 8
    text = f"{before}“Mentors” met every week for a year (2019). {'More was said later. ' * 12}"
    snippet = cut(piece(text.strip()), {"mentor": 1.0}, SETTINGS.snippet)
    assert snippet.text.startswith("“Mentors” met every week for a year (2019). More was said")
    assert snippet.text.endswith("later.")
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["Mentors"]


def test_a_snippet_begins_where_a_reader_can_follow() -> None:
    """With a sentence that stands by itself, even if the match comes in the one after it."""
    first = "Practices in the county shared a nurse (2018). "
    talk = "Two later said that mentors had helped them to stay on for another year. "
    text = "Nothing is told of it here at all. " * 7 + first + talk + "More was said of it. " * 8
    snippet = cut(piece(text.strip()), {"mentor": 1.0}, SETTINGS.snippet)
    assert snippet.text.startswith("Practices in the county shared a nurse")
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["mentors"]


def test_a_passage_may_lean_at_its_own_beginning() -> None:
    """There its heading stands above it."""
    snippet = cut(piece("They met. " + "All agreed. " * 30), {"met": 1.0}, SETTINGS.snippet)
    assert snippet.text.startswith("They met.")


def test_a_common_word_is_marked_only_beside_another() -> None:
    """What most pages have is no match by itself."""
    snippet = cut(
        piece("Doors never shut out us. Burnt out, he left."),
        {"burnt": 2.0, "out": 0.1},
        SETTINGS.snippet,
    )
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["Burnt", "out"]


def test_the_summary_is_taken_before_a_passage_that_is_hardly_nearer() -> None:
    """It speaks for the page; a passage must show more of the words, or the same and be nearest."""
    entry = IndexedDocument(
        id="a/b",
        kind="",
        title="T",
        summary="A bank of doctors.",
        passages=(piece("No contact for the bank."), piece("Mentors for partners.", "M")),
    )
    assert best_piece(entry, {"bank": 1.0}, [0.3, 0.4], SETTINGS).text == "A bank of doctors."
    assert best_piece(entry, {"bank": 1.0}, [0.4, 0.3], SETTINGS).text == "No contact for the bank."


def test_stop_words_are_not_marked() -> None:
    """Only what was searched for is marked."""
    assert cut(
        piece("The bank of the bank."), {"the": 1.0, "bank": 1.0}, SETTINGS.snippet
    ).marks == (
        (4, 8),
        (16, 20),
    )


def test_worth_is_rarity_times_count() -> None:
    """A rare word that counts half may be worth more than a common one."""
    assert term_worths({"a": 1.0, "b": 0.5}, {"a": 1.0, "b": 4.0}.__getitem__) == {
        "a": 1.0,
        "b": 2.0,
    }


@given(st.text(max_size=400))
def test_a_snippet_is_a_stretch_of_its_text(text: str) -> None:
    """Nothing is made up, it is never long, and marks lie within it."""
    snippet = cut(piece(text), {"a": 1.0, "bank": 2.0}, SETTINGS.snippet)
    assert snippet.text.removeprefix("… ").removesuffix(" …") in text
    assert len(snippet.text.split()) <= max(len(text.split()), SETTINGS.snippet.words + 2)
    assert all(0 <= start < end <= len(snippet.text) for start, end in snippet.marks)
