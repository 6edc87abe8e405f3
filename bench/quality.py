"""The quality of the search on judged queries, beside plain engines on the same pages.

Run by `make quality`, or `python -m bench.quality [--beir FOLDER]`. Every engine is given what a
page says, its "Is this you?" list included, and the filters of a query; none but ours ever refuses
one that it has a word of. What needs Node or a browser is left out where there is none.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from bench.browser import pagefind_rankings
from bench.run import WORK, install, run_node
from kb.browser.export import search_data
from kb.browser.node import browser_outcomes, node
from kb.evaluation.measures import JudgedQuery, Outcome, measure
from kb.evaluation.run import DEFAULT_INDEX, Trial, open_trial
from kb.index.documents import IndexedDocument
from kb.index.encoder.model import TransformerEncoder
from kb.index.encoder.table import Student
from kb.index.store import STUDENT
from kb.search.engine import Engine
from site_builder.render.search_data import SCRIPTS
from tools.chromium import chromium

CONTENT = Path("content")
DEPTH = 10
_HEADINGS = ("nDCG@10", "recall@5", "RR", "refused", "wrongly")

Outcomes = Mapping[str, Outcome]
Scores = Mapping[str, Mapping[str, float]]
"""Query identifier to document identifier to score; what is not found is left out."""


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description="Measure the quality of the search.")
    asked.add_argument("--beir", type=Path, help="a public collection in place of our queries")
    asked.add_argument("--index", type=Path, help="the index, or where to keep the collection's")
    chosen = asked.parse_args()
    print(f"{'':34}" + "".join(f"{heading:>10}" for heading in _HEADINGS))
    for encoder in ("student", "transformer"):
        index = chosen.index or (None if chosen.beir else DEFAULT_INDEX)
        if chosen.beir and index:
            index = index / encoder
        with open_trial(
            queries=None,
            beir=chosen.beir,
            index_dir=index,
            content_dir=CONTENT,
            encoder=encoder,
        ) as trial:
            if encoder == "student":
                plain_rows(trial, collection=chosen.beir is not None)
                engine_rows(trial)
            else:
                for mode in ("semantic", "hybrid"):
                    row(f"ours, {mode}, full model", trial, trial.run(mode=mode, limit=DEPTH))


def plain_rows(trial: Trial, *, collection: bool) -> None:
    """Print what plain engines come to on the pages of a trial."""
    words = whoosh_scores(trial)
    meaning = meaning_scores(trial)
    row("plain Whoosh (BM25F)", trial, kept(trial, words))
    row("plain MiniLM (best passage)", trial, kept(trial, meaning))
    row("both, half and half", trial, kept(trial, both(words, meaning)))
    if not collection and node() and chromium():
        row("Pagefind, in the browser", trial, kept(trial, pagefind_scores(trial)))


def engine_rows(trial: Trial) -> None:
    """Print what our engine comes to with the small encoder: the browser's, run by Node."""
    if node():
        data = search_data(trial.index, Student.load(trial.index.folder / STUDENT))
        for mode in ("keyword", "semantic", "hybrid"):
            outcomes = browser_outcomes(
                data, SCRIPTS / "engine.js", trial.queries, mode=mode, limit=DEPTH
            )
            row(f"ours, {mode}, browser's engine", trial, outcomes)
    else:
        for mode in ("keyword", "semantic", "hybrid"):
            row(f"ours, {mode}, small encoder", trial, trial.run(mode=mode, limit=DEPTH))


def row(name: str, trial: Trial, outcomes: Outcomes) -> None:
    """Print one line of the table."""
    found = measure(trial.queries, outcomes)
    figures = (found.ndcg, found.recall, found.reciprocal_rank)
    refused = f"{found.refused}/{found.unanswerable}"
    wrongly = f"{found.wrongly_refused}/{found.queries}"
    cells = "".join(f"{value:>10.3f}" for value in figures)
    print(f"{name:34}{cells}{refused:>10}{wrongly:>10}", flush=True)


def kept(trial: Trial, scores: Scores) -> Outcomes:
    """Return the ten best pages of each query that its filters keep."""
    engine = Engine(trial.index, trial.encoder)
    ids = [entry.id for entry in trial.index.entries]
    outcomes = {}
    for query in trial.queries:
        mask = dict(zip(ids, engine.keep(query.filters), strict=True))
        found = [(page, score) for page, score in scores[query.id].items() if mask[page]]
        best = sorted(found, key=lambda pair: -pair[1])[:DEPTH]
        outcomes[query.id] = Outcome(ranking=tuple(best), abstained=not best)
    return outcomes


def both(words: Scores, meaning: Scores) -> Scores:
    """Return the plain hybrid: the sum of both scores, each over its maximum."""
    fused = {}
    for query, likeness in meaning.items():
        worth = words[query]
        most = max(worth.values(), default=1.0)
        nearest = max(likeness.values())
        fused[query] = {
            page: worth.get(page, 0.0) / most + value / nearest for page, value in likeness.items()
        }
    return fused


def page_texts(entries: Sequence[IndexedDocument]) -> list[str]:
    """Return what each page says, the title left out."""
    return [
        "\n".join([entry.summary, *(p.text for p in entry.passages), *entry.situations])
        for entry in entries
    ]


def whoosh_scores(trial: Trial) -> Scores:
    """Return what Whoosh gives each page: stemmed title and text, any word, its own BM25F."""
    from whoosh.analysis import StemmingAnalyzer
    from whoosh.fields import ID, TEXT, Schema
    from whoosh.filedb.filestore import RamStorage
    from whoosh.qparser import MultifieldParser, OrGroup

    schema = Schema(
        id=ID(stored=True),
        title=TEXT(analyzer=StemmingAnalyzer()),
        text=TEXT(analyzer=StemmingAnalyzer()),
    )
    index = RamStorage().create_index(schema)
    writer = index.writer()
    entries = trial.index.entries
    for entry, text in zip(entries, page_texts(entries), strict=True):
        writer.add_document(id=entry.id, title=entry.title, text=text)
    writer.commit()
    parser = MultifieldParser(["title", "text"], schema, group=OrGroup)
    with index.searcher() as searcher:
        return {
            query.id: {
                hit["id"]: float(hit.score)
                for hit in searcher.search(parser.parse(plain(query)), limit=None)
            }
            for query in trial.queries
        }


def plain(query: JudgedQuery) -> str:
    """Return the words of a query without the signs that a query language may read."""
    return "".join(sign if sign.isalnum() else " " for sign in query.text)


def meaning_scores(trial: Trial) -> Scores:
    """Return the likeness of each page's best passage, by the full model's vectors."""
    model = TransformerEncoder()
    entries = trial.index.entries
    owners = [number for number, entry in enumerate(entries) for _ in entry.passages]
    vectors = model.encode([f"{e.title}. {piece.text}" for e in entries for piece in e.passages])
    asked = model.encode([query.text for query in trial.queries])
    scores = {}
    for query, vector in zip(trial.queries, asked, strict=True):
        best = np.full(len(entries), -1.0)
        np.maximum.at(best, owners, vectors @ vector)
        scores[query.id] = {
            entry.id: float(score) for entry, score in zip(entries, best, strict=True)
        }
    return scores


def pagefind_scores(trial: Trial) -> Scores:
    """Return one over its rank for every page that Pagefind finds."""
    install()
    folder = WORK / "quality"
    folder.mkdir(parents=True, exist_ok=True)
    entries = trial.index.entries
    documents = [
        {"id": entry.id, "title": entry.title, "summary": "", "text": text}
        for entry, text in zip(entries, page_texts(entries), strict=True)
    ]
    (folder / "documents.json").write_text(json.dumps(documents), encoding="utf-8", newline="\n")
    run_node("pagefind.js", folder / "documents.json", folder / "pagefind", WORK)
    found = pagefind_rankings(folder / "pagefind", [plain(query) for query in trial.queries])
    return {
        query.id: {url.strip("/"): 1 / rank for rank, url in enumerate(urls, start=1)}
        for query, urls in zip(trial.queries, found, strict=True)
    }


if __name__ == "__main__":
    main()
