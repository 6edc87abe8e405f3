"""Lines of two sides in, a linear model of their words out, which says to which side another leans.

What a line has are its words, its pairs of neighbouring words, and the beginnings of its longer
words, which other forms and slips of them share. Each has a place in a table of weights, found by
its hash (FNV-1a, 32 bits; http://www.isthe.com/chongo/tech/comp/fnv/), so that no word has to be
kept; a few share a place, which costs little. What too few lines have has no weight, so that words
that none of them has seldom fall on one. The weights are those of a logistic regression, fitted
with AdaGrad (Duchi and others, 2011), and rounded to a letter each.

Lines are plain words between spaces (`kb.text.plain_words`). The browser scores lines in the same
way (`site_builder/static/search/help.js`).
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any

from kb.data.settings import LineFitting

_FIRST, _PRIME, _MASK = 2166136261, 16777619, 0xFFFFFFFF
_WORD_BITS = 32
_NOUGHT = ord("F")
"""The letter of a weight of nought; those before it are below, those behind it above."""
_LARGEST = 0.99
"""Weights beyond this share of them are rounded down to it, so that the others keep their steps."""
_SEED = 1
_BEGINNING = 4
"""Letters of a beginning. With them a tenth fewer lines are missed at as many shown needlessly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineModel:
    """Weights of what lines have: `weights` a letter each, a step of it `step` large.

    `offset` is what a line without any word has.
    """

    weights: str
    step: float
    offset: float

    def score(self, line: str) -> float:
        """How far a line leans to the side that was sought: above 0 it is likelier of that side."""
        places = _places(_parts(line), len(self.weights).bit_length() - 1)
        total = sum(ord(self.weights[place]) - _NOUGHT for place in places)
        return self.offset + self.step * total / math.sqrt(max(1, len(places)))


def model_as_dict(model: LineModel) -> dict[str, Any]:
    """Return a model as plain data."""
    return {"weights": model.weights, "step": model.step, "offset": model.offset}


def model_from_dict(raw: Mapping[str, Any]) -> LineModel:
    """Return the model that `model_as_dict` was given. A missing key raises `KeyError`."""
    return LineModel(weights=raw["weights"], step=raw["step"], offset=raw["offset"])


@lru_cache(maxsize=4)
def fit_lines(
    sought: tuple[str, ...], others: tuple[str, ...], fitting: LineFitting
) -> LineModel | None:
    """Return a model that tells the lines that are sought from others; None without both.

    The same lines give the same model, on any machine.
    """
    if not (sought and others):
        return None
    parts = [_parts(line) for line in (*sought, *others)]
    seen = Counter(chain.from_iterable(parts))
    rows = [
        _places((part for part in own if seen[part] >= fitting.least_seen), fitting.bits)
        for own in parts
    ]
    wanted = [1.0] * len(sought) + [0.0] * len(others)
    weights, offset = _fitted(rows, wanted, fitting)
    sizes = sorted(abs(weight) for weight in weights if weight)
    largest = sizes[int(_LARGEST * (len(sizes) - 1))] if sizes else 1.0
    step = largest / fitting.levels
    levels = range(-fitting.levels, fitting.levels + 1)
    letters = (
        chr(_NOUGHT + min(max(round(weight / step), levels[0]), levels[-1])) for weight in weights
    )
    return LineModel(weights="".join(letters), step=round(step, 6), offset=round(offset, 6))


def _fitted(
    rows: Sequence[Sequence[int]], wanted: Sequence[float], fitting: LineFitting
) -> tuple[list[float], float]:
    """The weights and the offset: their means over the epochs after the first third.

    The lines are seen in another order in each epoch.
    """
    sums, offsets, kept = [0.0] * 2**fitting.bits, 0.0, 0
    weights = [0.0] * len(sums)
    moved = [1e-8] * len(weights)
    offset, offset_moved = 0.0, 1e-8
    order = list(range(len(rows)))
    shuffle = random.Random(_SEED).shuffle
    for epoch in range(fitting.epochs):
        shuffle(order)
        for number in order:
            row = rows[number]
            scale = 1 / math.sqrt(max(1, len(row)))
            score = offset + scale * sum(weights[place] for place in row)
            wrong = 1 / (1 + math.exp(-score)) - wanted[number]
            offset_moved += wrong * wrong
            offset -= fitting.rate * wrong / math.sqrt(offset_moved)
            for place in row:
                slope = wrong * scale + fitting.decay * weights[place]
                moved[place] += slope * slope
                weights[place] -= fitting.rate * slope / math.sqrt(moved[place])
        if epoch >= fitting.epochs // 3:
            sums = [one + other for one, other in zip(sums, weights, strict=True)]
            offsets += offset
            kept += 1
    return [total / kept for total in sums], offsets / kept


def _parts(line: str) -> set[str]:
    """The words of a line, its pairs of neighbouring words, and the beginnings of its words."""
    words = line.split()
    pairs = (f"{one} {other}" for one, other in pairwise(words))
    return {*words, *pairs, *(f"^{word[:_BEGINNING]}" for word in words if len(word) > _BEGINNING)}


def _places(parts: Iterable[str], bits: int) -> list[int]:
    """Where the weights of what a line has are, each once."""
    return sorted({_hashed(part) >> (_WORD_BITS - bits) for part in parts})


def _hashed(text: str) -> int:
    found = _FIRST
    for byte in text.encode():
        found = ((found ^ byte) * _PRIME) & _MASK
    return found
