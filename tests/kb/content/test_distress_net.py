"""The words of distress as editors write them become a net of phrases, or a named fault."""

from __future__ import annotations

import pytest

from kb.content.distress_net import compile_net, faults
from kb.data.settings import load_settings
from kb.model.distress import Distress, DistressKind

SETTINGS = load_settings().distress


def distress(*phrases: str, always: tuple[str, ...] = ()) -> Distress:
    """Words of distress with a list, fillers, other ways of writing and an exception."""
    return Distress(
        fillers=("really",),
        same={"not": ("dont", "do not")},
        lists={"me": ("myself", "himself")},
        kinds={"oneself": DistressKind(label="Oneself", phrases=phrases, always=always)},
        exceptions=("end it by Friday",),
    )


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("I might hurt myself", True),
        ("I might really hurt HIMSELF", True),
        ("I might hurt myslef", True),
        ("I might hurt my knee", False),
        ("end it", True),
        ("I must end it by Friday", False),
        ("I want to die, end it by Friday", True),
    ],
)
def test_what_is_found(text: str, is_found: bool) -> None:
    """Lists are written out, slips put right, exceptions silence all but the first phrases."""
    words = distress("hurt {me}", "end it", always=("want to die",))
    net = compile_net(words, right=("knee",), settings=SETTINGS)
    assert net.has(text) is is_found


def test_a_word_that_is_right_is_no_slip() -> None:
    """A real word one letter from that of a phrase is left alone; without knowing it, it is not."""
    words = distress("drowning in it")
    assert not compile_net(words, right=("crowning", "frowning"), settings=SETTINGS).has(
        "frowning in it"
    )
    assert not compile_net(words, right=("drowsing",), settings=SETTINGS).has("drowsing in it")
    assert compile_net(words, right=(), settings=SETTINGS).has("drowsing in it")


def test_each_fault_has_its_place() -> None:
    """The field, the phrase and the reason of each phrase that cannot be read."""
    found = list(faults(distress("hurt {me}", "hurt (him", always=("kill {nobody}",)), SETTINGS))
    assert found == [
        ("kinds.oneself.always[0]", "kill {nobody}", "no list has the name nobody"),
        ("kinds.oneself.phrases[1]", "hurt (him", "a bracket without its other half"),
    ]
