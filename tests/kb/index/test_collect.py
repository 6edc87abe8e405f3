"""An entry holds what search needs of a document, and the lexicon what it needs of the lists."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kb.index import collect
from kb.index.collect import entries_of, lexicon_of
from kb.index.documents import (
    entry_as_dict,
    entry_from_dict,
    lexicon_as_dict,
    lexicon_from_dict,
)
from kb.model.corpus import Corpus


def test_entries_stand_in_the_order_of_their_identifiers(corpus: Corpus) -> None:
    """A document's number is its place, the same in every build."""
    ids = [entry.id for entry in entries_of(corpus)]
    assert ids == sorted(map(str, corpus.documents))


def test_an_entry_has_names_tags_and_facets(corpus: Corpus) -> None:
    """The names of a page are its own, its slug and those of the glossary for any of them."""
    entry = next(e for e in entries_of(corpus) if e.id == "casestudies/fenland-peer-circle")
    assert entry.url == "/casestudies/fenland-peer-circle/"
    assert entry.also == ("The supper club", "Café circle", "fenland peer circle")
    assert entry.facets["kind"] == ("casestudies",)
    assert entry.facets["stage"] == ("wise-fives",)
    assert entry.places == ("Fenland Alliance", "Fenland CCG", "Fenland")
    assert "Fenland Alliance" not in entry.tags
    assert "Mentoring" in entry.tags


def test_an_option_without_limits_is_for_any(corpus: Corpus) -> None:
    """`any` is kept as it is, and its label is no tag."""
    entry = next(e for e in entries_of(corpus) if e.id == "signposting/gp-listening-line")
    assert entry.facets["stage"] == ("any",)
    assert "any" not in entry.tags.split("\n")


def test_what_a_page_says_beside_its_body_is_searched(corpus: Corpus) -> None:
    """The findings of a case study and the terms of an option are on the page, and in the index."""
    entries = {entry.id: entry for entry in entries_of(corpus)}
    circle = [p.text for p in entries["casestudies/fenland-peer-circle"].passages]
    assert any("nine more sessions a week" in text for text in circle)
    first = entries["signposting/gp-listening-line"].passages[0]
    assert (first.anchor, first.heading) == ("", "")


def test_what_a_stop_says_to_do_and_know_is_searched(corpus: Corpus) -> None:
    """Tasks and facts follow the text of their stop, also those that all roads share."""
    entries = {entry.id: entry for entry in entries_of(corpus)}
    passages = entries["roadmaps/locum"].passages
    found = [p for p in passages if "Tell the board that you are leaving." in p.text]
    assert [(p.anchor, p.heading) for p in found] == [
        ("thinking-of-leaving", "Thinking of leaving")
    ]
    assert "The board needs notice of 6 months." in found[0].text
    assert "The listening line answers within 2 days." in found[0].text
    order = list(dict.fromkeys(p.anchor for p in passages))
    assert order.index("thinking-of-leaving") + 1 == order.index("coming-back")


def test_the_lexicon_leads_only_to_pages_that_are_there(corpus: Corpus) -> None:
    """A planned page cannot be found, so no need and no help leads to it."""
    lexicon = lexicon_of(corpus)
    pages = {page for need in lexicon.needs for page, _ in need.pages}
    assert pages <= set(corpus.documents)
    assert "signposting/wolds-fellowship" not in pages
    assert lexicon.distress.help == (
        "signposting/gp-listening-line",
        "casestudies/fenland-peer-circle",
    )


def test_a_body_and_what_it_became_are_synonyms(corpus: Corpus) -> None:
    """An acronym means its term, and the old body's names find the new one."""
    groups = {synonym.names: synonym.means for synonym in lexicon_of(corpus).synonyms}
    assert groups[("Integrated care board", "ICB", "care board")] == "Integrated care board"
    successor = (
        "Clinical commissioning group",
        "CCG",
        "Integrated care board",
        "ICB",
        "care board",
    )
    assert groups[successor] == "Integrated care board"


def test_entries_and_lexicon_survive_json(corpus: Corpus) -> None:
    """What is read back from an index is what was written."""
    import json

    lexicon = lexicon_of(corpus)
    assert lexicon_from_dict(json.loads(json.dumps(lexicon_as_dict(lexicon)))) == lexicon
    for entry in entries_of(corpus):
        assert entry_from_dict(json.loads(json.dumps(entry_as_dict(entry)))) == entry


def test_a_heading_is_read_once() -> None:
    """Passages below one heading do not make its words count twice."""
    from kb.index.documents import IndexedDocument, IndexedPassage

    pieces = tuple(
        IndexedPassage(anchor="a", heading="Money", text=text) for text in ("One.", "Two.")
    )
    assert (
        IndexedDocument(id="x/y", kind="", title="T", passages=pieces).texts()["body"]
        == "Money\nOne.\nTwo."
    )


def test_the_net_is_compiled_again_only_for_other_words(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Content that is read again is mostly as it was; a phrase or a name makes another net."""
    first = lexicon_of(corpus).distress
    made: list[None] = []
    real = collect.compile_net

    def counted(*given: Any) -> Any:
        made.append(None)
        return real(*given)

    monkeypatch.setattr(collect, "compile_net", counted)
    assert lexicon_of(corpus).distress == first
    assert made == []
    document = next(iter(corpus.documents.values()))
    other = replace(document, title="Zanzibar")
    assert lexicon_of(replace(corpus, documents={**corpus.documents, other.id: other})).distress
    assert len(made) == 1
    again = replace(corpus, distress=replace(corpus.distress, lines=("I mean to drown",)))
    assert lexicon_of(again).distress.net != first.net
    assert len(made) == 2
    assert lexicon_of(corpus).distress == first
