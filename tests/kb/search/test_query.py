"""A query is understood: synonyms both ways, spelling, needs, hints and distress."""

from __future__ import annotations

import pytest

from kb.content.distress_net import compile_net
from kb.data.settings import load_settings
from kb.index.documents import IndexedDistress, Lexicon, Need, Synonym
from kb.model.distress import Distress, DistressKind
from kb.search.query import Interpreter, Query
from kb.search.spelling import Speller
from kb.text.phrase_net import net_as_dict
from kb.text.stemmer import stem


class FewWords:
    """A vocabulary of four words."""

    words = ("mentor", "mentoring", "somerset", "partnership")

    def knows_word(self, word: str) -> bool:
        """Whether it is one of them."""
        return word in self.words

    def knows_term(self, term: str) -> bool:
        """Whether it is the stem of one of them."""
        return term in map(stem, self.words)

    def words_within(self, word: str, distance: int) -> list[tuple[str, int]]:
        """All of them that begin alike: how far they are is for the speller to see."""
        del distance
        return [(known, 1) for known in self.words if known[0] == word[0]]


LEXICON = Lexicon(
    needs=(
        Need(id="leave", label="", about="", cues=("had enough", "can't carry on"), pages=()),
        Need(id="alone", label="", about="", cues=("on my own",), pages=()),
    ),
    hints={
        "stage": {"wise-fives": (r"(5[5-9]|6\d)(?=, )", r"retir(e|ing)"), "none": ()},
        "role": {"partner": ("partners?",)},
    },
    synonyms=(
        Synonym(names=("GP training", "VTS"), means="GP training"),
        Synonym(names=("Integrated care board", "ICB"), means="Integrated care board"),
    ),
    distress=IndexedDistress(
        net=net_as_dict(
            compile_net(
                Distress(
                    kinds={
                        "despair": DistressKind(
                            label="Despair",
                            phrases=("end it all", "can't cope"),
                            always=("help me",),
                        )
                    },
                    exceptions=("end it all by Friday", "please help me"),
                ),
                (),
                load_settings().distress,
            )
        )
    ),
)


@pytest.fixture(scope="module")
def interpreter() -> Interpreter:
    """It knows the words above."""
    return Interpreter(LEXICON, Speller(FewWords(), frozenset({"vt"}), load_settings().spelling))


def read(interpreter: Interpreter, text: str) -> Query:
    """The query understood."""
    return interpreter.read(text)


def test_words_are_counted_without_stop_words(interpreter: Interpreter) -> None:
    """A word that is typed twice counts twice."""
    assert read(interpreter, "the mentor of a mentor").typed == {"mentor": 2}


@pytest.mark.parametrize(
    ("text", "typed", "terms"),
    [
        ("what is vts?", "vts", {"gp", "train"}),
        ("GP-training near me", "gp training", {"vt"}),
        ("who runs the integrated care board", "integrated care board", {"icb"}),
    ],
)
def test_synonyms_work_both_ways(
    interpreter: Interpreter, text: str, typed: str, terms: set[str]
) -> None:
    """An acronym finds its term and the term its acronym; case and hyphens do not matter."""
    (expansion,) = read(interpreter, text).expansions
    assert (expansion.typed, set(expansion.terms)) == (typed, terms)


def test_a_synonym_knows_its_whole_name(interpreter: Interpreter) -> None:
    """Words that were typed are part of it, though they add nothing."""
    (expansion,) = read(interpreter, "vts or other training").expansions
    assert expansion.names == (("gp", "train"),)
    assert expansion.terms == ("gp",)


def test_part_of_a_word_is_no_synonym(interpreter: Interpreter) -> None:
    """Names are matched as whole words."""
    assert read(interpreter, "vtsx icbs").expansions == ()


def test_needs_are_given_away_by_their_cues(interpreter: Interpreter) -> None:
    """Quotes may be curly, words may have other endings."""
    assert read(interpreter, "I’ve had enough and can’t carry on").needs == (("leave", 2),)
    assert read(interpreter, "on their own").needs == ()


def test_hints_are_found_as_whole_words(interpreter: Interpreter) -> None:
    """They are hints only; nothing else of the query changes."""
    hints = read(interpreter, "58, partner, thinking of Retiring").hints
    assert hints == {"stage": ("wise-fives",), "role": ("partner",)}
    assert read(interpreter, "658, partnership").hints == {}


def test_capitals_are_no_slip(interpreter: Interpreter) -> None:
    """An acronym beside small letters is left alone; somebody who types all in capitals is not."""
    assert read(interpreter, "SOMEREST scheme").corrections == ()
    assert read(interpreter, "SOMEREST SCHEME").corrections != ()


def test_a_slip_is_corrected(interpreter: Interpreter) -> None:
    """The place of the slip is kept, so that the query can be shown put right."""
    (correction,) = read(interpreter, "in somerest").corrections
    assert (correction.typed, correction.meant, correction.start, correction.end) == (
        "somerest",
        "somerset",
        3,
        11,
    )


@pytest.mark.parametrize(
    ("text", "distressed"),
    [
        ("I want to end it all", True),
        ("she can’t cope", True),
        ("CAN'T COPE!", True),
        ("end it all by Friday", False),
        ("end it all by Friday or I will end it all", True),
        ("bend it all", False),
        ("please help me", True),
        ("", False),
    ],
)
def test_distress(interpreter: Interpreter, text: str, distressed: bool) -> None:
    """Phrases trigger as whole words; exceptions take away only what they cover."""
    assert read(interpreter, text).distress is distressed


@pytest.mark.parametrize("text", ["", "   ", "日本語", "???", "\x00"])
def test_text_without_words(interpreter: Interpreter, text: str) -> None:
    """It is a query like any other, with nothing in it."""
    query = read(interpreter, text)
    assert (query.typed, query.needs, query.corrections) == ({}, (), ())


@pytest.mark.parametrize(
    ("text", "typed", "without", "said"),
    [
        ("mentor -partner", {"mentor"}, [("partner",)], "mentor "),
        ("-part-time mentor", {"mentor"}, [("part", "time")], " mentor"),
        ("one-to-one - mentor", {"on", "mentor"}, [], "one-to-one - mentor"),
        ("-mentor", {"mentor"}, [], "-mentor"),
    ],
)
def test_a_minus_takes_a_word_away(
    interpreter: Interpreter,
    text: str,
    typed: set[str],
    without: list[tuple[str, ...]],
    said: str,
) -> None:
    """Before a word and after a space; where nothing else is left the word is looked for."""
    query = read(interpreter, text)
    assert (set(query.typed), list(query.without), query.said) == (typed, without, said)


def test_words_in_quotation_marks_are_a_phrase(interpreter: Interpreter) -> None:
    """Two words at least, stop words among them; they are looked for as any other."""
    query = read(interpreter, 'a “bank of mentors” and "one" word')
    assert query.phrases == (("bank", "of", "mentor"),)
    assert {"bank", "mentor", "word"} <= set(query.typed)


def test_what_tells_a_stage_is_covered(interpreter: Interpreter) -> None:
    """A query of nothing else is not short of meaning."""
    assert read(interpreter, "retiring").covered == {"retir"}


def test_distress_counts_behind_a_minus(interpreter: Interpreter) -> None:
    """Help is shown once too often rather than once too seldom."""
    assert read(interpreter, "mentor -can't cope").distress
