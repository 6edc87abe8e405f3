"""Pages and concepts set beside each other in every way that tags are proposed from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.editing.suggest.tag_model import TagEvidence
from kb.editing.suggest.word_space import WordSpace, space_of, unit
from kb.model.documents import ANY, Document
from kb.model.vocabulary import Concept, Taxonomy
from kb.text.words import terms_of

Array = NDArray[np.float64]
Encode = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts in, unit vectors out, as an encoder of `kb.index` has it."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of the pages, and of a new one at the end, compared in every way there is."""

    terms: tuple[list[str], ...]
    heads: tuple[list[str], ...]
    space: WordSpace
    likeness: tuple[Array, ...]
    vectors: Array | None


def texts_of(whole: Sequence[str], heads: Sequence[str], encode: Encode | None) -> Texts:
    """Return the whole texts and their heads, compared by words and, with an encoder, meaning."""
    terms = tuple(terms_of(text) for text in whole)
    space = space_of(terms)
    rows = space.matrix(terms)
    vectors = _vectors(whole, encode) if encode else None
    likeness = (rows @ rows.T,) if vectors is None else (rows @ rows.T, vectors @ vectors.T)
    return Texts(terms, tuple(terms_of(head) for head in heads), space, likeness, vectors)


def evidence_of(
    texts: Texts, tags: Sequence[Sequence[str]], taxonomy: Taxonomy, encode: Encode | None
) -> TagEvidence:
    """Return what is known of texts and the concepts of a vocabulary, with the tags given."""
    profiles = np.stack([texts.space.vector(profile(concept)) for concept in taxonomy])
    matches = [
        texts.space.matrix(texts.terms) @ profiles.T,
        _hits(texts.terms, taxonomy),
        np.minimum(_hits(texts.heads, taxonomy), 1.0),
    ]
    if encode is not None and texts.vectors is not None:
        meant = encode([f"{concept.label}. {concept.about}" for concept in taxonomy])
        matches.append(texts.vectors @ meant.astype(np.float64).T)
    has = [[float(concept.id in own) for concept in taxonomy] for own in tags]
    return TagEvidence(texts.likeness, tuple(matches), np.array(has))


def profile(concept: Concept) -> list[str]:
    """Return the terms of a concept's own words: label, description, other names, cues."""
    return terms_of(" ".join((concept.label, concept.about, *concept.also, *_phrase_cues(concept))))


def decided(tags: Sequence[Sequence[str]]) -> list[int]:
    """Return the pages with informative tags; `any` does not say which concept fits."""
    return [at for at, own in enumerate(tags) if tuple(own) != (ANY,)]


def head_of(page: Document) -> str:
    """Return the title and summary of a page."""
    return f"{page.title}\n{page.summary}"


def _vectors(texts: Sequence[str], encode: Encode) -> Array:
    """Return one unit vector for each text: the mean of its paragraphs' vectors."""
    parts = [
        [line for line in text.split("\n") if len(line.split()) > 3] or [text] for text in texts
    ]
    encoded = encode([line for lines in parts for line in lines]).astype(np.float64)
    found, at = [], 0
    for lines in parts:
        found.append(unit(encoded[at : at + len(lines)].mean(axis=0)))
        at += len(lines)
    return np.stack(found)


def _phrase_cues(concept: Concept) -> Iterator[str]:
    """The cues that are plain phrases; those of stages and roles are patterns."""
    for cue in concept.cues:
        if not any(sign in cue for sign in "()[]?*+|\\^$"):
            yield cue


def _hits(texts: Sequence[Sequence[str]], taxonomy: Taxonomy) -> Array:
    """Return how often a concept's names stand in each text, log of 1 + count."""
    joined = [f" {' '.join(terms)} " for terms in texts]
    names = [
        {
            f" {' '.join(terms_of(name))} "
            for name in (concept.label, *concept.also, *_phrase_cues(concept))
        }
        - {"  "}
        for concept in taxonomy
    ]
    counts = [[sum(text.count(name) for name in own) for own in names] for text in joined]
    return np.log1p(np.array(counts, dtype=np.float64))
