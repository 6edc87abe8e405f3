"""The browser's engine is laid out as the Python one: twins have one file name."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SCRIPTS = ROOT / "site_builder" / "static"
TWINS = {
    "search/words.js": "kb/text/words.py",
    "search/query.js": "kb/search/query.py",
    "search/parts.js": "kb/search/parts.py",
    "search/snippet.js": "kb/search/snippet.py",
    "search/engine.js": "kb/search/engine.py",
    "search/voice.js": "kb/search/voice.py",
    "sheet_rule.js": "site_builder/tools/sheet_rule.py",
}
"""The scripts that follow a Python module, and the module."""
OWN = {
    "search/begin.js": "starts the worker while the page is read",
    "search/data.js": "reads what kb/browser/export.py writes",
    "search/flow.js": "from an answer to the signposting sheet",
    "search/help.js": "urgent help: kb/text/plain_words.py and phrase_net.py, and the box",
    "search/local.js": "the search in the page itself",
    "search/page.js": "what the search page does",
    "search/results.js": "the cards of an answer",
    "search/service.js": "the search as messages",
    "search/unpack.js": "undoes bzip2, which Python has in its standard library",
    "search/worker.js": "the search in a worker",
}
"""The scripts of the search that have no twin, and what they are."""


@pytest.mark.parametrize(("script", "module"), TWINS.items())
def test_a_script_and_its_twin_have_one_name(script: str, module: str) -> None:
    """And the script names the module, so that a reader of one finds the other."""
    assert Path(script).stem == Path(module).stem
    assert (ROOT / module).is_file()
    assert module in (SCRIPTS / script).read_text(encoding="utf-8")


def test_every_script_of_the_search_has_a_twin_or_a_reason() -> None:
    """A new script is paired, or said to stand alone."""
    there = {f"search/{path.name}" for path in (SCRIPTS / "search").glob("*.js")}
    assert there - set(TWINS) == set(OWN)
