"""A collection that every store is tried on, and the comparison of a store with a whole index."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from bench.corpus import generated_entries, generated_lexicon, generated_queries
from kb.index.build import build_entries
from kb.index.documents import Choice, IndexedDistress, IndexedDocument, Lexicon, Synonym
from kb.index.load import LoadedIndex, load_index
from kb.model.documents import DocId
from kb.model.vocabulary import ExampleQuestion
from kb.search.engine import Engine
from kb.search.facets import Filters
from kb.search.results import Answer
from kb.search.stored import Found, StoreEngine
from tests.hashes import HashEncoder

LED_TO = 20
"""The first documents, which needs and example questions lead to; no lexicon knows the others."""


def collection(count: int) -> tuple[list[IndexedDocument], Lexicon]:
    """So many documents with passages, situations, places, closed offers, and their lexicon."""
    chance = random.Random(7)
    entries = [
        replace(
            entry,
            places=(chance.choice(("Marsh Trust", "Fen Trust", "Wold Board")),),
            situations=entry.situations[: number % 4],
            closed=number % 17 == 3,
            running=number % 5 != 0,
            kind="signposting" if number % 3 else "casestudies",
        )
        for number, entry in enumerate(
            generated_entries(count, passages=3, passage_words=30, situations=3)
        )
    ]
    made = generated_lexicon(LED_TO)
    said = generated_queries(30)
    first = made.needs[0]
    asked = tuple(
        ExampleQuestion(say=say, leads_to=((DocId(entries[number % LED_TO].id), 1 + number % 3),))
        for number, say in enumerate(said)
    )
    word = entries[50].title.split()[0].lower()
    lexicon = replace(
        made,
        needs=(replace(first, example_questions=asked), *made.needs[1:]),
        hints={"role": {"role-1": ("locums?",), "role-2": ("partners?",)}},
        synonyms=(Synonym(names=(word, entries[60].title), means="the same thing"),),
        distress=IndexedDistress(help=(entries[3].id,), title="Help"),
    )
    roles = tuple(Choice(id=f"role-{n}", label=f"role {n}") for n in range(12))
    return entries, replace(lexicon, facets={**lexicon.facets, "role": roles})


def indexed(folder: Path, count: int = 100) -> LoadedIndex:
    """The collection, indexed with an encoder that loads no model."""
    entries, lexicon = collection(count)
    build_entries(entries, lexicon, folder, encoder=HashEncoder(), content=f"made-{count}")
    return load_index(folder)


def queries(index: LoadedIndex, count: int) -> Iterator[str]:
    """Queries of every kind: words, names, parts of names, places, slips, phrases, minus, roles."""
    chance = random.Random(11)
    said = generated_queries(count)
    for number, text in enumerate(said):
        entry = index.entries[chance.randrange(len(index.entries))]
        yield (
            text,
            entry.title,
            f"{entry.title.split()[0]} {text}",
            f"{' '.join(entry.places[:1])} {entry.title.split()[-1]}",
            f'"{" ".join(entry.title.split()[:2])}" {text}',
            f"{text} -{entry.title.split()[0]}",
            f"locum {text}",
            _slipped(chance, text),
            entry.summary,
            (entry.passages[0].text if entry.passages else entry.title),
            entry.title.split()[0],
            entry.id,
        )[number % 12]


def _slipped(chance: random.Random, text: str) -> str:
    at = chance.randrange(max(len(text) - 1, 1))
    return text[:at] + text[at + 1 :]


def ranking(answer: Answer) -> list[tuple[str, float]]:
    """The identifiers of an answer in order, and their scores to nine decimals."""
    return [(hit.id, round(hit.score, 9)) for hit in answer.hits]


def compared(
    whole: Engine,
    store: StoreEngine,
    texts: Iterable[str],
    *,
    mode: str = "hybrid",
    filters: Filters | None = None,
    limit: int = 10,
) -> list[Found]:
    """What a store finds; each answer that it calls proved must be that of the whole index."""
    found = []
    for text in texts:
        wanted = whole.search(text, mode=mode, filters=filters, limit=limit)
        got = store.search(text, mode=mode, filters=filters, limit=limit)
        if got.proved:
            assert ranking(got.answer) == ranking(wanted), text
            assert [hit.reasons for hit in got.answer.hits] == [hit.reasons for hit in wanted.hits]
            assert [hit.snippet for hit in got.answer.hits] == [hit.snippet for hit in wanted.hits]
            assert got.answer.abstained == wanted.abstained, text
        if got.counted:
            assert got.answer.total == wanted.total, text
        found.append(got)
    return found
