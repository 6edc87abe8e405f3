"""How close documents are in meaning."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from kb.index.vectors import quantise
from kb.search.related import likeness


def index_of(passages: list[tuple[str, list[float]]]) -> Any:
    """Return as much of an index as is needed: passages by document, in documents' order."""
    ids = list(dict.fromkeys(document for document, _ in passages))
    vectors = np.array([vector for _, vector in passages], dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return SimpleNamespace(
        entries=[SimpleNamespace(id=document) for document in ids],
        vectors=SimpleNamespace(
            passages=quantise(vectors, 8),
            passage_of=np.array([ids.index(document) for document, _ in passages], dtype=np.int32),
        ),
    )


FOUR = index_of(
    [
        ("a", [1.0, 0.1, 0.0, 0.0]),
        ("a", [0.0, 0.0, 1.0, 0.1]),
        ("b", [1.0, 0.0, 0.1, 0.0]),
        ("b", [0.0, 0.1, 1.0, 0.0]),
        ("c", [0.0, 1.0, 0.0, 0.2]),
        ("d", [0.0, 0.3, 0.0, 1.0]),
    ]
)


def test_documents_with_like_passages_are_close() -> None:
    """Closer than any other pair, both ways alike."""
    found = likeness(FOUR)
    assert found["a"]["b"] == pytest.approx(found["b"]["a"])  # type: ignore[index]
    assert found["a"]["b"] == max(max(others.values()) for others in found.values())  # type: ignore[index]


def test_closeness_is_in_standard_deviations_above_the_mean() -> None:
    """Over the pairs of different documents; nothing is close to itself."""
    found = likeness(FOUR)
    values = np.array([value for others in found.values() for value in others.values()])
    assert values.mean() == pytest.approx(0)
    assert values.std() == pytest.approx(1)
    assert all(document not in others for document, others in found.items())


def test_one_document_is_close_to_none() -> None:
    """No division by nothing."""
    assert likeness(index_of([("a", [1.0, 0.0])])) == {"a": {}}
