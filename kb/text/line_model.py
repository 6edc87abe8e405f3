"""Lines of two sides in, a linear model of their words out, which says to which side another leans.

What a line has are its words, its pairs of neighbouring words, and the beginnings of its longer
words, which other forms and slips of them share. Each has a place in a table of weights, found by
its hash (FNV-1a, 32 bits; http://www.isthe.com/chongo/tech/comp/fnv/), so that no word has to be
kept. There are ten times as many places as weights, since a word that no line had must not fall on
the weight of another: with three times as many, a quarter more lines were judged wrongly. What too
few lines have has no weight, nor has what says little. The weights are those of a logistic
regression, fitted with AdaGrad (Duchi and others, 2011), and rounded to a few levels.

Lines are plain words between spaces (`kb.text.plain_words`). The browser scores lines in the same
way (`site_builder/static/search/help.js`).
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any

from kb.data.settings import LineFitting

_FIRST, _PRIME, _MASK = 2166136261, 16777619, 0xFFFFFFFF
_WORD_BITS = 32
_NOUGHT = ord("F")
"""The letter of a weight of nought; those before it are below, those behind it above."""
_NEXT, _FAR = ord("]"), ord("~")
"""The letters of how many places have no weight before the next that has one, from none up; the
last says that as many as it stands for have none, and that the count goes on."""
_LARGEST = 0.99
"""Weights beyond this share of them are rounded down to it, so that the others keep their steps."""
_SEED = 1
_BEGINNING = 4
"""Letters of a beginning. With them a tenth fewer lines are missed at as many shown needlessly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineModel:
    """Weights of what lines have, by place, in steps each `step` large; other places have none.

    There are two to the power of `bits` places. `offset` is what a line without any word has.
    """

    bits: int
    weights: Mapping[int, int]
    step: float
    offset: float

    def score(self, line: str) -> float:
        """How far a line leans to the side that was sought: above 0 it is likelier of that side."""
        places = _places(_parts(line), self.bits)
        total = sum(self.weights.get(place, 0) for place in places)
        return self.offset + self.step * total / math.sqrt(max(1, len(places)))


def model_as_dict(model: LineModel) -> dict[str, Any]:
    """Return a model as plain data, its weights as letters.

    `gaps` leads from each place that has a weight to the next, and `weights` are theirs in turn.
    Apart, each of the two packs well.
    """
    return {
        "bits": model.bits,
        "gaps": "".join(_gaps(model.weights)),
        "weights": "".join(chr(_NOUGHT + model.weights[at]) for at in sorted(model.weights)),
        "step": model.step,
        "offset": model.offset,
    }


def model_from_dict(raw: Mapping[str, Any]) -> LineModel:
    """Return the model that `model_as_dict` was given. A missing key raises `KeyError`."""
    places, place = [], 0
    for letter in raw["gaps"]:
        place += ord(letter) - _NEXT
        if ord(letter) != _FAR:
            places.append(place)
            place += 1
    levels = (ord(letter) - _NOUGHT for letter in raw["weights"])
    return LineModel(
        bits=raw["bits"],
        weights=dict(zip(places, levels, strict=True)),
        step=raw["step"],
        offset=raw["offset"],
    )


def _gaps(places: Iterable[int]) -> Iterator[str]:
    after = 0
    for place in sorted(places):
        far, rest = divmod(place - after, _FAR - _NEXT)
        yield chr(_FAR) * far + chr(_NEXT + rest)
        after = place + 1


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
    sizes = sorted(abs(weight) for weight in weights.values() if weight)
    largest = sizes[int(_LARGEST * (len(sizes) - 1))] if sizes else 1.0
    step = largest / fitting.levels
    kept = {
        place: max(-fitting.levels, min(round(weight / step), fitting.levels))
        for place, weight in weights.items()
        if abs(weight) >= fitting.least_steps * step
    }
    return LineModel(bits=fitting.bits, weights=kept, step=round(step, 6), offset=round(offset, 6))


def _fitted(
    rows: Sequence[Sequence[int]], wanted: Sequence[float], fitting: LineFitting
) -> tuple[dict[int, float], float]:
    """The weight of each place of the rows, and the offset: their means over the later epochs.

    The first third of the epochs does not count. Each sees the lines in another order.
    """
    places = sorted(set(chain.from_iterable(rows)))
    number_of = {place: number for number, place in enumerate(places)}
    numbers = [[number_of[place] for place in row] for row in rows]
    sums, offsets, kept = [0.0] * len(places), 0.0, 0
    weights = [0.0] * len(places)
    moved = [1e-8] * len(places)
    offset, offset_moved = 0.0, 1e-8
    order = list(range(len(numbers)))
    shuffle = random.Random(_SEED).shuffle
    for epoch in range(fitting.epochs):
        shuffle(order)
        for at in order:
            row = numbers[at]
            scale = 1 / math.sqrt(max(1, len(row)))
            score = offset + scale * sum(weights[number] for number in row)
            wrong = 1 / (1 + math.exp(-score)) - wanted[at]
            offset_moved += wrong * wrong
            offset -= fitting.rate * wrong / math.sqrt(offset_moved)
            for number in row:
                slope = wrong * scale + fitting.decay * weights[number]
                moved[number] += slope * slope
                weights[number] -= fitting.rate * slope / math.sqrt(moved[number])
        if epoch >= fitting.epochs // 3:
            sums = [one + other for one, other in zip(sums, weights, strict=True)]
            offsets += offset
            kept += 1
    means = (total / kept for total in sums)
    return dict(zip(places, means, strict=True)), offsets / kept


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
