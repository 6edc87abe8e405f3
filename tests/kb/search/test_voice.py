"""Doctors who speak of themselves see options first, those who plan see stories first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from kb.data.settings import load_settings
from kb.index.documents import Lexicon, Need
from kb.search.query import Query
from kb.search.voice import OPTIONS, STORIES, Voice, group_of, grouped
from kb.text.words import words_of

KINDS = {"o": "signposting", "s": "casestudies", "t": "toolkit"}
LEXICON = Lexicon(
    needs=(
        Need(id="tired", label="I am tired", about="", cues=(), pages=(("o", 2), ("s", 3))),
        Need(id="plan", label="We plan", about="", cues=(), pages=(("o", 1), ("t", 2))),
    )
)


def first(
    text: str,
    chances: tuple[float, float] = (0.0, 0.0),
    *,
    distress: bool = False,
    kinds: tuple[str, ...] = ("casestudies",),
    named: bool = False,
    hints: dict[str, tuple[str, ...]] | None = None,
) -> str:
    """What comes first for a text, with the chances of the two needs."""
    query = Query(
        text=text,
        said=text,
        words=words_of(text),
        typed={},
        without=(),
        phrases=(),
        corrections=(),
        expansions=(),
        needs=(),
        covered=frozenset(),
        hints=hints or {},
        distress=distress,
    )
    voice = Voice(LEXICON, KINDS, load_settings())
    return voice.first(query, np.array(chances), kinds, named=named)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I\u2019m tired of my list", OPTIONS),
        ("how did others recruit us a nurse", STORIES),
        ("which ICBs run a bank", STORIES),
        ("evaluation of mentoring", STORIES),
        ("my ICB says no", STORIES),  # both voices: as the best result is
        ("we want what my neighbour has", STORIES),  # both voices: as the best result is
        ("mentoring", STORIES),
    ],
)
def test_words_tell_who_speaks(text: str, wanted: str) -> None:
    """Where no need is likely."""
    assert first(text) == wanted


def test_a_role_is_that_of_somebody_who_speaks_of_themselves() -> None:
    """As "locum, isolated" does without any pronoun."""
    assert first("locum", hints={"role": ("locum",)}) == OPTIONS


def test_needs_weigh_more_than_words_of_one_doctor() -> None:
    """Whom a need belongs to follows from where it leads; "we" are no doctor in trouble."""
    assert first("our area", (0.5, 0.0)) == STORIES
    assert first("tired", (0.5, 0.0)) == OPTIONS
    assert first("I and my area", (0.0, 0.5)) == STORIES
    assert first("I", (0.3, 0.4)) == STORIES
    assert first("we", (0.1, 0.1)) == STORIES  # no need is likely


def test_distress_asks_for_options() -> None:
    """Whatever else is said."""
    assert first("we", (0.0, 0.9), distress=True) == OPTIONS


def test_a_name_is_followed_by_its_kind() -> None:
    """And nothing found has nothing first."""
    assert first("I", (0.9, 0.0), named=True) == STORIES
    assert first("I", (0.9, 0.0), kinds=()) == ""


@dataclass(frozen=True)
class Hit:
    """A result of a kind."""

    id: str
    kind: str


def test_groups_keep_their_order_and_what_follows_its_place() -> None:
    """Only the first ones are grouped."""
    kinds = ("casestudies", "signposting", "toolkit", "roadmaps", "signposting")
    hits = [Hit(str(at), kind) for at, kind in enumerate(kinds)]
    assert [hit.id for hit in grouped(hits, OPTIONS, 4)] == ["1", "3", "0", "2", "4"]
    assert [hit.id for hit in grouped(hits, STORIES, 4)] == ["0", "2", "1", "3", "4"]
    assert group_of("anything else") == STORIES
