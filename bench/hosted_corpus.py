"""Real pages in, as many made-up ones like them out, with real vectors that are a little turned.

A made-up page has passages and situations of real ones, in which some words are others; the vector
of each is that of the real text, turned by as much as the nearest real text lies away. So words are
as common, and vectors as close to each other, as in what editors write; vectors of noise are not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.corpus import SEED
from kb.data.settings import load_settings
from kb.index.documents import IndexedDocument, IndexedPassage
from kb.index.load import LoadedIndex
from kb.index.need_model import fit_page_directions
from kb.index.vectors import FULL_BITS, Codes, quantise
from kb.index.words import TEXT_FIELDS
from kb.text.english import english
from kb.text.words import terms_of

_OTHER_WORDS = 0.15
"""The share of words that are replaced."""
_TURNED = 0.83
"""The likeness of a made-up text's vector to the real one's: that of the nearest real passage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The lengths of each field, all that publishing asks of the words of an index."""

    lengths: dict[str, list[int]]


def like_the_real(
    real: LoadedIndex,
    count: int,
    *,
    distinct: int = 0,
    repeated: int = 0,
    passages: int = 3,
    situations: int = 3,
) -> LoadedIndex:
    """The real pages with made-up ones after them, `count` in all, as something to publish.

    It has no postings: it can be published, and not be searched by itself.

    Args:
        real: the index of the real pages.
        count: how many pages there are to be.
        distinct: how many have words of their own; 0 for all.
        repeated: how many of these, the last, the others have the words of, again and again; every
            page has vectors of its own.
        passages: of each made-up page.
        situations: likewise.
    """
    distinct = distinct or count
    chance = np.random.default_rng(SEED)
    others = np.array(sorted(english()))
    vectors = real.vectors
    said = [piece for entry in real.entries for piece in entry.passages]
    told = [line for entry in real.entries for line in entry.situations]
    made = count - len(real.entries)
    picked = [
        chance.integers(0, len(said), (made, passages)),
        chance.integers(0, len(told), (made, situations)),
    ]
    base = chance.integers(0, len(real.entries), made)
    entries = [
        _page(
            real.entries[int(base[at])],
            f"casestudies/made-{at:07}",
            [said[n] for n in picked[0][at]],
            [told[n] for n in picked[1][at]],
            others,
            chance,
        )
        for at in range(distinct - len(real.entries))
    ]
    last = entries[len(entries) - repeated :]
    entries += [
        _again(last[at % repeated], f"casestudies/again-{at:07}") for at in range(count - distinct)
    ]
    rows = [_turned(_rows(vectors.passages), picked[0].ravel(), chance)]
    rows.append(_turned(_rows(vectors.situations), picked[1].ravel(), chance))
    pages = rows[0].reshape(made, passages, -1).mean(axis=1)
    pages /= np.linalg.norm(pages, axis=1, keepdims=True)
    first = len(real.entries)
    owners = [
        np.concatenate([of, np.repeat(np.arange(first, count, dtype=np.int32), each)])
        for of, each in ((vectors.passage_of, passages), (vectors.situation_of, situations))
    ]
    situated = np.concatenate([_rows(vectors.situations), rows[1]])
    directions = fit_page_directions(
        situated, owners[1], count, ridge=load_settings().raw["pages"]["ridge"]
    )
    every = (*real.entries, *entries)
    whole: Any = _Words(lengths=_lengths(every[:distinct], count, repeated))
    return replace(
        real,
        entries=every,
        keyword=whole,
        vectors=replace(
            vectors,
            documents=quantise(np.concatenate([_rows(vectors.documents), pages]), FULL_BITS),
            passages=quantise(np.concatenate([_rows(vectors.passages), rows[0]]), FULL_BITS),
            passage_of=owners[0],
            situations=quantise(situated, FULL_BITS),
            situation_of=owners[1],
            pages=quantise(directions, FULL_BITS),
        ),
    )


def _page(
    like: IndexedDocument,
    name: str,
    passages: list[IndexedPassage],
    situations: list[str],
    others: NDArray[Any],
    chance: np.random.Generator,
) -> IndexedDocument:
    return replace(
        like,
        id=name,
        title=_altered(like.title, others, chance),
        summary=_altered(like.summary, others, chance),
        url=f"/{name}/",
        also=(),
        passages=tuple(
            replace(piece, text=_altered(piece.text, others, chance)) for piece in passages
        ),
        situations=tuple(_altered(line, others, chance) for line in situations),
    )


def _again(like: IndexedDocument, name: str) -> IndexedDocument:
    return replace(like, id=name, url=f"/{name}/")


def _altered(text: str, others: NDArray[Any], chance: np.random.Generator) -> str:
    """The text with some of its words replaced, rare ones as often as they come in a list."""
    words = text.split(" ")
    at = np.flatnonzero(chance.random(len(words)) < _OTHER_WORDS)
    drawn = (len(others) ** chance.random(len(at))).astype(int) - 1  # few often, most seldom
    for place, one in zip(at.tolist(), drawn.tolist(), strict=True):
        words[place] = str(others[one])
    return " ".join(words)


def _rows(codes: Codes) -> NDArray[np.float32]:
    """The rows that codes stand for, of unit length."""
    rows = codes.rows * codes.scales[:, None]
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def _turned(
    rows: NDArray[np.float32], picked: NDArray[np.int64], chance: np.random.Generator
) -> NDArray[np.float32]:
    noise = chance.standard_normal((len(picked), rows.shape[1]), dtype=np.float32)
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    found = _TURNED * rows[picked] + np.float32(np.sqrt(1 - _TURNED**2)) * noise
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


def _lengths(
    entries: tuple[IndexedDocument, ...], count: int, repeated: int
) -> dict[str, list[int]]:
    """The number of terms in each field of the distinct pages, and of the others after them."""
    lengths: dict[str, list[int]] = {name: [] for name in TEXT_FIELDS}
    for entry in entries:
        for name, text in entry.texts().items():
            lengths[name].append(len(terms_of(text)))
    for column in lengths.values():
        last = column[len(column) - repeated :]
        column += [last[at % repeated] for at in range(count - len(column))]
    return lengths
