"""The direction of a need or a page points to what editors wrote for it."""

from __future__ import annotations

import numpy as np

from kb.index.documents import Need
from kb.index.need_model import fit_directions, fit_page_directions, shares_of_needs
from tests.hashes import HashEncoder

NEEDS = (
    Need(id="alone", label="", about="", cues=(), pages=(("a", 3), ("b", 1))),
    Need(id="money", label="", about="", cues=(), pages=(("b", 3),)),
)
NUMBERS = {"a": 0, "b": 1, "c": 2}


def test_needs_share_a_page_by_their_weights() -> None:
    """A page that no need leads to has no share."""
    assert shares_of_needs(NEEDS, NUMBERS).tolist() == [[1.0, 0.25, 0.0], [0.0, 0.75, 0.0]]


def test_a_direction_tells_its_need() -> None:
    """What shares words with a need's cues and situations lies that way, other text does not."""
    encoder = HashEncoder()
    situations = encoder.encode(["nobody to talk to", "sums and pensions", "an unrelated fox"])
    cues = encoder.encode(["lonely isolated", "pay accounts"])
    directions, offsets = fit_directions(
        situations,
        np.array([0, 1, 2], dtype=np.int32),
        cues,
        np.array([0, 1], dtype=np.int32),
        shares_of_needs(NEEDS, NUMBERS),
        ridge=0.1,
        situation_count=2,
    )
    told = (
        encoder.encode(["isolated, nobody to talk to", "pay and pensions"]) @ directions.T + offsets
    )
    assert told[0, 0] > told[0, 1] + 0.3
    assert told[1, 1] > told[1, 0] + 0.3


def test_no_needs_have_no_directions() -> None:
    """A public collection has neither needs nor situations."""
    none = np.zeros((0, 8), dtype=np.float32)
    nobody = np.zeros(0, dtype=np.int32)
    shares = shares_of_needs((), NUMBERS)
    directions, offsets = fit_directions(
        none, nobody, none, nobody, shares, ridge=1, situation_count=1
    )
    assert directions.shape == (0, 8)
    assert offsets.shape == (0,)


def test_what_every_page_says_tells_none_of_them() -> None:
    """A page's direction lies towards the words that it alone has."""
    encoder = HashEncoder()
    lines = encoder.encode([f"tired partner wants {what}" for what in ("money", "rest", "peers")])
    directions = fit_page_directions(lines, np.arange(3, dtype=np.int32), 4, ridge=0.1)
    rest, common = encoder.encode(["rest", "tired partner wants"])
    assert (directions @ rest).argmax() == 1
    assert np.ptp((directions @ common)[:3]) < np.ptp((directions @ rest)[:3]) / 2
    assert directions[3].tolist() == [0] * directions.shape[1]


def test_without_situations_no_page_has_a_direction() -> None:
    """Nor does a public collection."""
    none = np.zeros((0, 8), dtype=np.float32)
    assert fit_page_directions(none, np.zeros(0, dtype=np.int32), 5, ridge=1).shape == (0, 8)
