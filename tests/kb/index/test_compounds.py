"""Words that stand together are known as pairs."""

from __future__ import annotations

from kb.index.compounds import compounds_of
from kb.index.documents import IndexedDocument, IndexedPassage


def test_hyphens_and_names_of_two_words_make_pairs() -> None:
    """Each pair once; single letters and numbers make none."""
    entry = IndexedDocument(
        id="toolkit/one",
        kind="toolkit",
        title="Rota Bank",
        also=("Café Spin", "a scheme of four words"),
        passages=(
            IndexedPassage(anchor="", heading="", text="Full-time, day-to-day, e-mail and 3-year."),
            IndexedPassage(anchor="", heading="", text="Again full-time."),
        ),
    )
    assert compounds_of([entry]) == ("cafe-spin", "day-to", "full-time", "rota-bank", "to-day")
