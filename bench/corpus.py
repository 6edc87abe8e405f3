"""Generated documents: everyday words as often as words come in English, with tags and needs.

Document k is the same however many there are, so that sizes can be compared.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from functools import cache
from itertools import accumulate

import numpy as np

from kb.index.documents import Choice, IndexedDocument, IndexedPassage, Lexicon, Need
from kb.index.encoder.model import Vectors
from kb.model.documents import Kind
from kb.model.fields import FACET_FIELDS, KIND_FACET
from kb.text.english import english

SEED = 2026
DIMENSIONS = 256
_NEEDS = 16
_FACETS = {
    KIND_FACET: tuple(kind.value for kind in Kind),
    **{facet: tuple(f"{facet}-{n}" for n in range(12)) for facet in FACET_FIELDS},
}
_LITTLE_WORDS = ("the", "of", "and", "to", "a", "in", "for", "is", "that", "with")


def generated_entries(
    count: int, *, passages: int = 6, passage_words: int = 100, situations: int = 8
) -> list[IndexedDocument]:
    """Return so many documents in the order of their identifiers."""
    return [_entry(number, passages, passage_words, situations) for number in range(count)]


def generated_lexicon(count: int) -> Lexicon:
    """Return needs that lead to documents of the first hundred, and the choices of each facet."""
    chance = random.Random(SEED)
    reach = min(count, 100)
    return Lexicon(
        facets={
            facet: tuple(Choice(id=name, label=name.replace("-", " ")) for name in names)
            for facet, names in _FACETS.items()
        },
        needs=tuple(
            Need(
                id=f"need-{number}",
                label=_sentence(chance, 6),
                about=_sentence(chance, 12),
                cues=tuple(_sentence(chance, 2) for _ in range(20)),
                pages=tuple(
                    (_identifier(page), chance.randint(1, 3))
                    for page in sorted(chance.sample(range(reach), min(reach, 12)))
                ),
            )
            for number in range(_NEEDS)
        ),
    )


def generated_queries(count: int) -> list[str]:
    """Return so many queries of one to ten words."""
    chance = random.Random(SEED + 1)
    return [_sentence(chance, chance.randint(1, 10)) for _ in range(count)]


class Noise:
    """An encoder whose vectors are chance, the same for the same text: for speed and size alone."""

    name = "noise"

    def __init__(self, dimensions: int = DIMENSIONS) -> None:
        self._dimensions = dimensions

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector for each text, in order."""
        rows = np.empty((len(texts), self._dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
            drawn = np.random.default_rng(seed).standard_normal(self._dimensions)
            rows[row] = drawn / np.sqrt(drawn @ drawn)
        return rows


def _identifier(number: int) -> str:
    return f"casestudies/document-{number:06}"


def _entry(number: int, passages: int, passage_words: int, situations: int) -> IndexedDocument:
    chance = random.Random(SEED * 1_000_003 + number)
    tags = {
        facet: tuple(chance.sample(names, chance.randint(1, 2))) for facet, names in _FACETS.items()
    }
    return IndexedDocument(
        id=_identifier(number),
        kind="casestudies",
        title=_sentence(chance, 6),
        summary=_sentence(chance, 24),
        url=f"/{_identifier(number)}/",
        also=(f"document {number:06}",),
        facets={**tags, "kind": ("casestudies",)},
        situations=tuple(_sentence(chance, 10) for _ in range(situations)),
        passages=tuple(
            IndexedPassage(
                anchor=f"part-{at // 2}",
                heading=f"Part {at // 2}",
                text=". ".join(_sentence(chance, passage_words // 5) for _ in range(5)) + ".",
            )
            for at in range(passages)
        ),
        tags="\n".join(name.replace("-", " ") for names in tags.values() for name in names),
    )


def _sentence(chance: random.Random, words: int) -> str:
    vocabulary, weights = _vocabulary()
    return " ".join(chance.choices(vocabulary, cum_weights=weights, k=words)).capitalize()


@cache
def _vocabulary() -> tuple[list[str], list[float]]:
    """Words with their cumulative weights, by Zipf's law: the n-th comes 1/n as often."""
    words = sorted(english())
    random.Random(SEED).shuffle(words)
    vocabulary = [*_LITTLE_WORDS, *words]
    return vocabulary, list(accumulate(1 / (rank + 10) for rank in range(len(vocabulary))))
