"""One phrase stands for many wordings, and what cannot be read is refused."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from kb.text.line_model import LineModel, _places
from kb.text.phrase_net import (
    Learnt,
    PhraseError,
    PhraseNet,
    compiled,
    expanded,
    forms,
    needed,
    net_as_dict,
    net_from_dict,
    net_index,
)
from kb.text.plain_words import PlainWords

PLAIN = PlainWords(
    fillers=frozenset({"the", "really"}), same={"dont": "not"}, shortest=4, two_slips_from=8
)
LISTS = {"drink": "wine|gin and tonic"}


def found(phrase: str, text: str) -> bool:
    """Whether a phrase stands in a text."""
    pattern = re.compile(expanded(compiled(phrase, PLAIN.unspelt, LISTS), LISTS))
    return any(pattern.search(line) for line in PLAIN.sentences(text))


@pytest.mark.parametrize(
    ("phrase", "text", "is_found"),
    [
        ("on the brink", "I am on the brink now", True),
        ("on the brink", "on the brinks", False),
        ("(end|stop) it", "I will stop it", True),
        ("(end|stop) it", "I will keep it", False),
        ("want [it] to end", "want to end", True),
        ("want [it] to end", "want it to end", True),
        ("crash~ the car", "crashing the car", True),
        ("crash~ the car", "crasher the car", False),
        ("too much {drink}", "too much gin and tonic", True),
        ("too much {drink}", "too much beer", False),
        ("saved ... tablets", "saved up all her tablets", True),
        ("saved ... tablets", "saved up every one of her tablets", False),
        ("I & {drink}", "wine is all I want", True),
        ("I & {drink}", "wine. I want none", False),
        ("I & {drink} unless (quiz|tasting)", "I run the wine tasting", False),
        ("= I give up", "I give up", True),
        ("= I give up", "I give up nights", False),
        ("= I give up", "Well. I really give up!", True),
        ("don't cope", "I dont cope", True),
    ],
)
def test_wordings(phrase: str, text: str, is_found: bool) -> None:
    """Whole words, in the order of the phrase, within a sentence."""
    assert found(phrase, text) is is_found


@pytest.mark.parametrize(
    "phrase",
    ["(end it", "end] it", "too much {soup}", "... it", "[it]", "the", "", "(the|really) end"],
)
def test_what_cannot_be_read_is_refused(phrase: str) -> None:
    """Half a bracket, an unknown list, nothing to begin with, or fillers alone."""
    with pytest.raises(PhraseError):
        compiled(phrase, PLAIN.unspelt, LISTS)


@pytest.mark.parametrize(
    ("word", "all_forms"),
    [
        ("crash", ("crash", "crashes", "crashed", "crashing")),
        ("drive", ("drive", "drives", "drived", "driving")),
        ("cry", ("cry", "cries", "cried", "crying")),
        ("stab", ("stab", "stabs", "stabbed", "stabbing")),
        ("weep", ("weep", "weeps", "weeped", "weeping")),
    ],
)
def test_forms(word: str, all_forms: tuple[str, ...]) -> None:
    """Regular endings; irregular forms are for a list."""
    assert forms(word) == all_forms


NET = PhraseNet(
    plain=PLAIN,
    lists=LISTS,
    phrases={"one": (" end it all ",), "two": (" too much {drink} ",)},
    always={"one": (" help me ",)},
    exceptions=(" end it all by friday ", " please help me find "),
)


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("end it all", True),
        ("end it all by Friday", False),
        ("end it all by Friday or end it all", True),
        ("please help me find a form", True),
        ("too much wine, I will end it all", True),
        ("nothing of the sort", False),
        ("", False),
    ],
)
def test_has(text: str, there: bool) -> None:
    """An exception silences what it covers, and never what asks for help."""
    assert NET.has(text) is there
    assert net_from_dict(net_as_dict(NET)).has(text) is there


LIMITS = {"enough": 9, "needed": -9, "sure": 9}


def learnt(**limits: float) -> PhraseNet:
    """The same with a model that has the word `gin` at 3, `end` at -3 and other words at 0."""
    places = {word: _places([word], 10)[0] for word in ("gin", "end")}
    assert len(set(places.values())) == 2
    weights = {places["gin"]: 3, places["end"]: -3}
    model = LineModel(bits=10, weights=weights, step=1.0, offset=0.0)
    return replace(NET, learnt=Learnt(model=model, whole=1, **LIMITS | limits))


def test_a_line_like_those_that_were_learnt_needs_no_phrase() -> None:
    """From the score that is enough, of the whole or of a sentence."""
    assert not learnt().has("gin now")
    assert learnt(enough=1.7).has("gin now")
    assert not learnt(enough=1.7).has("gin")
    assert learnt(enough=2.9).has("Nothing of the sort. And this is much longer than that. Gin!")
    assert not learnt(enough=2.9).has("")


def test_a_line_is_plain_by_a_phrase_or_by_far() -> None:
    """One that is a little like those that were learnt is not, in either form."""
    for net in (learnt(enough=1.7, sure=2.5), net_from_dict(net_as_dict(learnt(sure=2.5)))):
        assert net.is_plain("end it all")
        assert not net.is_plain("gin now")
        assert net.is_plain("Nothing of the sort. And this is longer. Gin!")
    assert not NET.is_plain("gin now")
    assert NET.is_plain("end it all")


def test_a_line_unlike_them_needs_a_phrase_that_nothing_silences() -> None:
    """Below the score that is needed."""
    assert learnt().has("end it all")
    assert not learnt(needed=0.5).has("end it all")
    assert learnt(needed=0.5).has("help me end it all")


@pytest.mark.parametrize(
    ("phrase", "own", "one_of"),
    [
        ("crash~ the car", {"car"}, {"crash", "crashes", "crashed", "crashing"}),
        ("want [it] to end", {"want", "to", "end"}, set()),
        ("too much {drink}", {"too", "much"}, {"wine", "gin", "and", "tonic"}),
        ("I & {drink} unless (quiz|tasting)", {"i"}, set()),
        ("(end|stop) it (now|soon)", {"it"}, {"end", "stop"}),
    ],
)
def test_a_phrase_is_tried_only_where_its_words_stand(
    phrase: str, own: set[str], one_of: set[str]
) -> None:
    """Its own words, all of them, and one of its first choice; nothing that may be left out."""
    assert tuple(map(set, needed(compiled(phrase, PLAIN.unspelt, LISTS), LISTS))) == (own, one_of)


def test_what_was_kept_of_a_net_is_what_it_would_find() -> None:
    """A net that is read with its index finds what one without finds."""
    raw = net_as_dict(learnt())
    plain, kept = net_from_dict(raw), net_from_dict(raw, net_index(raw))
    assert plain.plain == kept.plain
    for text in ("I give it all up", "on the brink", "all is well", "the brink of it"):
        assert plain.has(text) == kept.has(text)


def test_what_was_learnt_is_plain_data() -> None:
    """It goes to the browser as it is."""
    net = learnt(enough=1)
    assert net_from_dict(json.loads(json.dumps(net_as_dict(net)))).learnt == net.learnt
