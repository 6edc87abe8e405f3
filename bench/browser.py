"""Milliseconds in a headless browser: our engine and Pagefind, on files from a local server."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from site_builder.render.search_data import SCRIPTS
from site_builder.serving import serve_site
from tools.chromium import chromium

_LISTED = re.compile(r'"([a-z]+\.js)"')
_PAGE = "<!doctype html><meta charset=utf-8><title>bench</title><body></body>"
_OURS = """async (queries) => {
  const load = (name) => new Promise((done, failed) => {
    const script = document.createElement('script');
    Object.assign(script, { src: name, async: false, onload: done, onerror: failed });
    document.head.appendChild(script);
  });
  const start = performance.now();
  await Promise.all([...SCRIPTS, 'distress.js', 'core.js', 'meaning.js'].map(load));
  const engine = kbSearch.createEngine(kbSearchData);
  const answer = async (text) => {
    for (;;) {
      const { answer, missing } = engine.look(text);
      if (!missing.length) return answer;
      await Promise.all([...new Set(missing.map((part) => engine.file(part)))].map(load));
      engine.take(kbSearchData);
    }
  };
  await answer(queries[0]);
  const first = performance.now() - start;
  for (let round = 0; round < 4; round += 1) for (const text of queries) await answer(text);
  const times = queries.map((text) => {
    const begun = performance.now();
    engine.look(text);
    return performance.now() - begun;
  });
  return { first, times };
}"""
_PAGEFIND = """async (queries) => {
  const start = performance.now();
  const pagefind = await import('./pagefind.js');
  const answer = async (text) => {
    const { results } = await pagefind.search(text);
    return Promise.all(results.slice(0, 10).map((result) => result.data()));
  };
  await answer(queries[0]);
  const first = performance.now() - start;
  for (let round = 0; round < 4; round += 1) for (const text of queries) await answer(text);
  const times = [];
  for (const text of queries) {
    const begun = performance.now();
    await answer(text);
    times.push(performance.now() - begun);
  }
  return { first, times };
}"""

_RANKINGS = """async (queries) => {
  const pagefind = await import('./pagefind.js');
  const found = [];
  for (const text of queries) {
    const { results } = await pagefind.search(text);
    found.push(await Promise.all(results.map(async (result) => (await result.data()).url)));
  }
  return found;
}"""


def engine_scripts() -> list[str]:
    """Return the names of the engine's scripts, in the order in which the worker loads them."""
    names = _LISTED.findall((SCRIPTS / "worker.js").read_text(encoding="utf-8"))
    return names[: names.index("engine.js") + 1]


def our_times(data: Path, queries: Sequence[str]) -> dict[str, float]:
    """Return the first answer and the median of the others; the engine is copied to the data."""
    names = engine_scripts()
    for name in names:
        shutil.copy(SCRIPTS / name, data)
    return _times(data, _OURS.replace("SCRIPTS", json.dumps(names)), queries)


def pagefind_times(folder: Path, queries: Sequence[str]) -> dict[str, float]:
    """Return the same of an index that Pagefind wrote; an answer has its ten excerpts."""
    return _times(folder, _PAGEFIND, queries)


def pagefind_rankings(folder: Path, queries: Sequence[str]) -> list[list[str]]:
    """Return the addresses that Pagefind finds for each query, best first."""
    found: list[list[str]] = _in_page(folder, _RANKINGS, queries)
    return found


def focus_to_answer(site: Path, query: str, runs: int = 5) -> float:
    """Return the milliseconds from focus to the first full answer on the search page, cold."""
    with serve_site(site, 0) as address, _Browser() as browser:
        return median(_one_visit(browser, address, query) for _ in range(runs))


def _one_visit(browser: Any, address: str, query: str) -> float:
    page = browser.new_context().new_page()
    page.goto(address + "search/")
    page.wait_for_load_state("networkidle")
    found = page.evaluate(
        """(text) => new Promise((done) => {
          const input = document.querySelector('input[name=q]');
          const status = document.querySelector('[data-search-status]');
          const start = performance.now();
          new MutationObserver(() => {
            if (['results', 'none'].includes(status.dataset.state)) done(performance.now() - start);
          }).observe(status, { attributes: true });
          input.focus();
          input.value = text;
          input.dispatchEvent(new Event('input', { bubbles: true }));
        })""",
        query,
    )
    page.context.close()
    return float(found)


def _times(folder: Path, script: str, queries: Sequence[str]) -> dict[str, float]:
    found = _in_page(folder, script, queries)
    return {"first": float(found["first"]), "query": float(median(found["times"]))}


def _in_page(folder: Path, script: str, queries: Sequence[str]) -> Any:
    """Return what a function gives for the queries in an empty page beside the files."""
    (folder / "index.html").write_text(_PAGE, encoding="utf-8", newline="\n")
    with serve_site(folder, 0) as address, _Browser() as browser:
        page = browser.new_page()
        page.goto(address)
        return page.evaluate(script, list(queries))


class _Browser:
    """A headless browser, closed at the end."""

    def __enter__(self) -> Any:
        from playwright.sync_api import sync_playwright

        self._playwright = sync_playwright().start()
        return self._playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )

    def __exit__(self, *_: object) -> None:
        self._playwright.stop()
