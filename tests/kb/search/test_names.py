"""The name of a document finds it, however it is typed."""

from __future__ import annotations

import pytest

from kb.index.documents import IndexedDocument
from kb.search.names import Names

NAMES = Names(
    (
        IndexedDocument(
            id="casestudies/spin", kind="", title="Salaried Innovation Scheme (GP SPIN)"
        ),
        IndexedDocument(
            id="signposting/retainers", kind="", title="Retention Scheme", also=("retainer scheme",)
        ),
        IndexedDocument(
            id="toolkit/what-to-do", kind="", title="What to do", also=("retainer scheme",)
        ),
    )
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("salaried innovation scheme (gp spin)", {0: "Salaried Innovation Scheme (GP SPIN)"}),
        ("the Salaried Innovation scheme", {0: "Salaried Innovation Scheme "}),
        ("gp spin", {0: "GP SPIN"}),
        ("GPSPIN", {0: "GP SPIN"}),
        ("G.P.-Spin", {0: "GP SPIN"}),
        ("spin", {0: "spin"}),
        ("casestudies/spin", {0: "casestudies/spin"}),
        ("What is the retainer scheme?", {1: "retainer scheme", 2: "retainer scheme"}),
        ("what to do", {2: "What to do"}),
        ("innovation", {}),
        ("", {}),
    ],
)
def test_names(text: str, found: dict[int, str]) -> None:
    """Titles, what they have in brackets, other names, slugs and identifiers all count."""
    assert {n: name.strip() for n, name in NAMES.find(text).items()} == {
        n: name.strip() for n, name in found.items()
    }


def test_terms_of_names_are_known() -> None:
    """They are never taken for slips."""
    assert {"spin", "retain"} <= NAMES.terms()
