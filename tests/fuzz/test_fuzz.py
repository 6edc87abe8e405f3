"""Hostile texts of every kind: read or refused, never an exception, never anything unsafe.

A run of the tests tries what is kept and a few more; `make fuzz` tries thousands.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.browser.export import search_data
from kb.browser.node import browser_answers, node
from kb.index.encoder.fit import untrained
from kb.index.encoder.train import GENERAL, General
from kb.index.load import LoadedIndex
from kb.model.problems import QueryError
from kb.search.engine import Engine
from tests.fuzz.mutate import PROFILE, kept, kinds, texts, tried
from tests.fuzz.targets import TARGETS, in_one_line, plain_yaml
from tests.kb.search.conftest import engine, index  # noqa: F401  fixtures
from tests.parity.conftest import ENGINE
from tests.site_builder.scripts import run_scripts, static

SCRIPTS = [static("plan_rule.js"), static("fragment.js"), static("editors/contribute-core.js")]
READ_ALL = """
return given.map((text) => {
  const parts = kbFragment.parse(text);
  const list = kbFragment.list(text, true) || [];
  const plan = kbPlan.readPlan(text);
  const draft = KBContribute.readDraft(text);
  return {
    list, prototype: Object.getPrototypeOf(parts), polluted: ({}).polluted,
    plan: plan.plan ? kbPlan.readPlan(kbPlan.writePlan(plan.plan, "2026-11-28")).plan : null,
    given: plan.plan || null, error: typeof plan.error, draft: typeof draft,
  };
});
"""


@pytest.mark.parametrize("kind", sorted(TARGETS))
def test_what_is_kept_is_read_or_refused(kind: str) -> None:
    """Each was hostile once, or made something fail."""
    for text in kept(kind):
        TARGETS[kind](text)
        plain_yaml(text)


def test_every_kind_is_tried() -> None:
    """A folder of texts without a use would look like a test."""
    assert set(kinds()) == {*TARGETS, "query", "plan"}


@pytest.mark.parametrize("kind", sorted(TARGETS))
@PROFILE
@given(data=st.data())
def test_what_is_made_of_them_is_too(kind: str, data: st.DataObject) -> None:
    """With pieces cut out, doubled, moved and put in."""
    text = data.draw(texts(kind))
    tried(kind, TARGETS[kind], text)
    tried(kind, plain_yaml, text)


@PROFILE
@given(batch=st.lists(texts("query"), min_size=1, max_size=20))
def test_queries_are_answered(engine: Engine, batch: list[str]) -> None:  # noqa: F811
    """In every mode, with snippets that stand in their page, or refused in one line."""

    def ask(text: str) -> None:
        for mode in ("hybrid", "keyword", "semantic"):
            try:
                answer = engine.search(text[:500], mode=mode).as_dict()
            except QueryError as error:
                in_one_line(error)
                continue
            json.dumps(answer, allow_nan=False)

    for text in batch:
        tried("query", ask, text)


@pytest.mark.skipif(node() is None, reason="no Node on this machine")
@PROFILE
@given(batch=st.lists(texts("query"), min_size=10, max_size=60))
def test_both_engines_give_the_same(index: LoadedIndex, batch: list[str]) -> None:  # noqa: F811
    """Pages, order and refusals, whatever is typed."""
    student = untrained(General.load(GENERAL))
    ours = Engine(index, student)
    queries = [{"text": text[:500], "mode": "keyword"} for text in batch]
    theirs = browser_answers(search_data(index, student), ENGINE, queries)
    for query, found in zip(queries, theirs, strict=True):
        wanted = ours.search(**query).as_dict()
        assert _pages(found) == _pages(wanted), query


def _pages(answer: Mapping[str, Any]) -> list[str]:
    return [result["id"] for result in answer["results"]]


@pytest.mark.skipif(node() is None, reason="no Node on this machine")
@PROFILE
@given(batch=st.lists(st.one_of(texts("plan"), texts("address")), min_size=20, max_size=80))
def test_scripts_bear_any_file_and_address(batch: list[str]) -> None:
    """A plan that was read is the same when it is saved and read again; nothing is polluted."""
    batch = [*kept("plan"), *kept("address"), *batch]
    for text, found in zip(batch, run_scripts(SCRIPTS, READ_ALL, batch), strict=True):
        assert found["prototype"] is None
        assert "polluted" not in found
        assert found["plan"] == found["given"]
        assert (found["error"] == "string") == (found["plan"] is None), text
        assert all(entry.startswith(("casestudies/", "signposting/")) for entry in found["list"])
