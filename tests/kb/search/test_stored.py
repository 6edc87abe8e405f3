"""A store answers as a whole index does, and knows when it cannot be sure of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.data.settings import load_settings
from kb.index import port
from kb.index.load import LoadedIndex
from kb.model.problems import QueryError
from kb.search.embedded import EmbeddedSnapshot
from kb.search.engine import Engine
from kb.search.stored import StoreEngine, terms_asked
from tests.hashes import HashEncoder
from tests.stores import compared, indexed, queries, ranking


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> LoadedIndex:
    """100 documents, most of which no need leads to."""
    return indexed(tmp_path_factory.mktemp("stored") / "index")


@pytest.fixture(scope="module")
def whole(made: LoadedIndex) -> Engine:
    """The engine over all of them."""
    return Engine(made, HashEncoder())


def store(made: LoadedIndex, depth: int, deepest: int) -> StoreEngine:
    """An engine that sees them through the port."""
    return StoreEngine(EmbeddedSnapshot(made), HashEncoder(), depth=depth, deepest=deepest)


@pytest.mark.parametrize("mode", ["hybrid", "keyword", "semantic"])
def test_few_candidates_give_the_same_answers(made: LoadedIndex, whole: Engine, mode: str) -> None:
    """Where an answer is called proved; and most are, from a part of the documents."""
    found = compared(whole, store(made, 25, 90), queries(made, 18), mode=mode)
    part = [one for one in found if one.proved and one.looked_at < len(made.entries)]
    assert len(part) > len(found) / 4


def test_filters_are_applied_before_documents_are_proposed(
    made: LoadedIndex, whole: Engine
) -> None:
    """Those that a filter keeps are found though others are nearer."""
    filters = {"role": ["role-2"], "kind": ["casestudies"]}
    found = compared(whole, store(made, 20, 99), queries(made, 12), filters=filters)
    assert sum(one.proved for one in found) > len(found) / 2


def test_all_documents_are_a_proof(made: LoadedIndex, whole: Engine) -> None:
    """An edition that is no larger than the depth is ranked whole, counts and all."""
    texts = list(queries(made, 12))
    found = compared(whole, store(made, 100, 100), texts)
    assert all(one.proved and one.counted and one.looked_at == 100 for one in found)
    for text, one in zip(texts, found, strict=True):
        assert one.answer.as_dict() == whole.search(text).as_dict()


def test_an_answer_that_is_not_proved_is_looked_for_deeper(
    made: LoadedIndex, whole: Engine
) -> None:
    """Up to the limit, and says so where that does not do."""
    texts = list(queries(made, 12))
    shallow = compared(whole, store(made, 2, 2), texts)
    deep = compared(whole, store(made, 2, 64), texts)
    assert {one.depth for one in shallow} == {2}
    assert sum(one.proved for one in deep) > sum(one.proved for one in shallow)
    assert not all(one.proved for one in shallow)


def test_a_list_that_may_pass_some_over_proves_nothing(
    made: LoadedIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an approximate index of vectors does."""
    nearest = EmbeddedSnapshot.nearest

    def likely(self: EmbeddedSnapshot, *given: object, **more: object) -> port.Nearest:
        return replace(nearest(self, *given, **more), exact=False)  # type: ignore[arg-type]

    monkeypatch.setattr(EmbeddedSnapshot, "nearest", likely)
    engine = store(made, 30, 60)
    assert not any(engine.search(text).proved for text in queries(made, 12))


def test_a_blank_query_lists_everything(made: LoadedIndex, whole: Engine) -> None:
    """By identifier, as the filters keep it."""
    filters = {"kind": ["casestudies"]}
    wanted = whole.search(" ", filters=filters)
    found = store(made, 5, 5).search(" ", filters=filters)
    assert found.answer.as_dict() == wanted.as_dict()
    assert ranking(found.answer) == ranking(wanted)
    assert found.proved
    assert found.counted


@pytest.mark.parametrize(
    "asked", [{"mode": "fuzzy"}, {"limit": 0}, {"filters": {"colour": ["red"]}}]
)
def test_what_a_search_refuses(made: LoadedIndex, asked: dict[str, object]) -> None:
    """The same as a search of a whole index."""
    with pytest.raises(QueryError):
        store(made, 5, 5).search("tea", **asked)  # type: ignore[arg-type]


def test_every_term_is_asked_for(made: LoadedIndex) -> None:
    """Those typed, corrected, taken away, quoted and brought in by other names."""
    engine = Engine(made, HashEncoder())
    title = made.entries[60].title.lower()
    query = engine.ranker.read(f'"{title}" -marsh fen')
    terms = terms_asked(query, load_settings())
    assert {"marsh", "fen", *query.phrases[0]} <= set(terms)
    assert len(terms) == len(set(terms))


def test_the_folder_is_left_as_it_was(made: LoadedIndex) -> None:
    """A store of an open index writes nothing."""
    before = sorted((path, path.stat().st_mtime_ns) for path in Path(made.folder).rglob("*"))
    store(made, 5, 5).search("tea")
    assert before == sorted((path, path.stat().st_mtime_ns) for path in made.folder.rglob("*"))
