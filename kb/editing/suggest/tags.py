"""Proposes the tags of a page, each with its certainty and the sentence that supports it.

It learns from the pages there are (`kb.editing.suggest.tag_model`), by words alone or by words
and an encoder's vectors. `measure_tags` measures how good it is, leaving out one page at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kb.content.passages import sentences
from kb.editing.suggest.tag_features import (
    Array,
    Encode,
    decided,
    evidence_of,
    head_of,
    profile,
    texts_of,
)
from kb.editing.suggest.tag_model import TagEvidence, predict
from kb.editing.suggest.word_space import WordSpace, page_terms, text_of, unit
from kb.model.documents import Document
from kb.model.fields import TAG_KEYS
from kb.model.vocabulary import Concept, Taxonomy, Vocabularies
from kb.text.words import terms_of

LIKELY = 0.5
"""From this probability a concept is proposed for the page."""
POSSIBLE = 0.2
"""From this one it is named as worth a thought."""

_STEPS = (POSSIBLE, LIKELY, 0.7, 0.9, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A concept for a field, with its probability and the sentence that supports it."""

    field: str
    concept: str
    label: str
    sure: float
    passage: str

    @property
    def likely(self) -> bool:
        """Whether it is proposed, and not only worth a thought."""
        return self.sure >= LIKELY

    def as_dict(self) -> dict[str, object]:
        """The suggestion as plain data."""
        return {
            "field": self.field,
            "id": self.concept,
            "label": self.label,
            "sure": round(self.sure, 3),
            "passage": self.passage,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How often suggestions for a field are right, each page in turn left out.

    `precision` and `recall` are of the likely ones, all pairs counted alike; `with_possible` is
    the recall when those worth a thought are taken in; `first` how often the surest is right,
    over the pages that have any tag in the field.
    """

    field: str
    pages: int
    precision: float
    recall: float
    with_possible: float
    first: float

    def as_dict(self) -> dict[str, object]:
        """The figures as plain data, rounded to three places."""
        names = ("precision", "recall", "with_possible", "first")
        rounded = {name: round(float(getattr(self, name)), 3) for name in names}
        return {"field": self.field, "pages": self.pages, **rounded}


@dataclass(frozen=True, slots=True, kw_only=True)
class Honesty:
    """How often suggestions between two probabilities have been right, beside what they said."""

    low: float
    high: float
    suggestions: int
    said: float
    right: float

    def as_dict(self) -> dict[str, object]:
        """The figures as plain data, rounded to three places."""
        return {
            "low": self.low,
            "high": self.high,
            "suggestions": self.suggestions,
            "said": round(self.said, 3),
            "right": round(self.right, 3),
        }


def suggest_tags(
    title: str,
    summary: str,
    body: str,
    pages: Sequence[Document],
    vocabularies: Vocabularies,
    *,
    encode: Encode | None = None,
    fields: Sequence[str] = TAG_KEYS,
) -> tuple[Suggestion, ...]:
    """Return the concepts that a text seems to call for, by field, the surest first.

    Args:
        title: what the page is called; may be empty.
        summary: its summary; may be empty.
        body: the text below it, plain.
        pages: the pages to learn from; the page itself must not be among them.
        vocabularies: the concepts.
        encode: an encoder, for meaning beside words.
        fields: the fields that are wanted.
    """
    if len(pages) < 2:
        return ()
    whole = f"{title}\n{summary}\n{body}"
    texts = texts_of(
        [*map(text_of, pages), whole], [*map(head_of, pages), f"{title}\n{summary}"], encode
    )
    said = sentences(whole)
    found: list[Suggestion] = []
    for field in fields:
        taxonomy = vocabularies[field]
        tags = [getattr(page, field) for page in pages]
        train = decided(tags)
        if not any(tags[at] for at in train):
            continue
        evidence = evidence_of(texts, [*tags, ()], taxonomy, encode)
        sure = predict(evidence, len(pages), train)
        found += _best(field, taxonomy, sure, said, texts.space, evidence, pages)
    return tuple(found)


def measure_tags(
    pages: Sequence[Document],
    vocabularies: Vocabularies,
    *,
    encode: Encode | None = None,
    fields: Sequence[str] = TAG_KEYS,
) -> tuple[tuple[Measure, ...], tuple[Honesty, ...]]:
    """Return how good suggestions are, each page in turn left out.

    The first part is by field; the second says for all fields whether the certainty is right.
    """
    found = []
    guesses: list[Array] = [np.zeros(0)]
    truths: list[Array] = [np.zeros(0)]
    for field, guess, truth in _left_out(pages, vocabularies, encode, fields):
        found.append(_measure(field, guess, truth))
        guesses.append(guess.reshape(-1))
        truths.append(truth.reshape(-1))
    return tuple(found), _honesty(np.concatenate(guesses), np.concatenate(truths))


def _left_out(
    pages: Sequence[Document],
    vocabularies: Vocabularies,
    encode: Encode | None,
    fields: Sequence[str],
) -> Iterator[tuple[str, Array, Array]]:
    """Yield for each field what is guessed of every page from the others, and what is true."""
    texts = texts_of([*map(text_of, pages)], [*map(head_of, pages)], encode)
    for field in fields:
        tags = [getattr(page, field) for page in pages]
        train = decided(tags)
        if sum(bool(tags[at]) for at in train) < 3:
            continue
        evidence = evidence_of(texts, tags, vocabularies[field], encode)
        guesses = [
            predict(evidence, page, [other for other in train if other != page]) for page in train
        ]
        yield field, np.stack(guesses), evidence.tags[train]


def _honesty(guesses: Array, truth: Array) -> tuple[Honesty, ...]:
    found = []
    for low, high in pairwise(_STEPS):
        within = (guesses >= low) & (guesses < high if high < 1 else guesses <= 1)
        if within.any():
            found.append(
                Honesty(
                    low=low,
                    high=high,
                    suggestions=int(within.sum()),
                    said=float(guesses[within].mean()),
                    right=float(truth[within].mean()),
                )
            )
    return tuple(found)


def _measure(field: str, guesses: Array, truth: Array) -> Measure:
    likely, possible = guesses >= LIKELY, guesses >= POSSIBLE
    right = float((truth * likely).sum())
    tagged = truth.any(axis=1)
    first = truth[np.arange(len(truth)), guesses.argmax(axis=1)][tagged].mean()
    return Measure(
        field=field,
        pages=len(truth),
        precision=right / max(1.0, float(likely.sum())),
        recall=right / max(1.0, float(truth.sum())),
        with_possible=float((truth * possible).sum()) / max(1.0, float(truth.sum())),
        first=float(first),
    )


def _best(
    field: str,
    taxonomy: Taxonomy,
    sure: Array,
    said: Sequence[str],
    space: WordSpace,
    evidence: TagEvidence,
    pages: Sequence[Document],
) -> list[Suggestion]:
    order = sorted(range(len(sure)), key=lambda at: (-sure[at], taxonomy.ids[at]))
    found = []
    for at in order:
        if sure[at] < POSSIBLE:
            break
        concept = taxonomy.concepts[at]
        tagged = [page for page, row in zip(pages, evidence.tags, strict=False) if row[at]]
        found.append(
            Suggestion(
                field=field,
                concept=concept.id,
                label=concept.label,
                sure=float(sure[at]),
                passage=_passage(concept, said, space, tagged),
            )
        )
    return found


def _passage(
    concept: Concept, said: Sequence[str], space: WordSpace, tagged: Sequence[Document]
) -> str:
    """Return the sentence nearest to a concept's own words and to the pages that carry it."""
    if not said:
        return ""
    like = unit(
        sum((space.vector(page_terms(page)) for page in tagged), np.zeros(len(space.columns)))
    )
    wanted = 2 * space.vector(profile(concept)) + 0.5 * like
    names = [f" {' '.join(terms_of(name))} " for name in (concept.label, *concept.also)]
    scores = []
    for sentence in said:
        terms = terms_of(sentence)
        named = any(name.strip() and name in f" {' '.join(terms)} " for name in names)
        scores.append(float(space.vector(terms) @ wanted) + (1.0 if named else 0.0))
    return said[int(np.argmax(scores))]
