"""`kb links`: what is found never fails anything."""

from __future__ import annotations

import json
from pathlib import Path

from kb.editing.upkeep.web_state import LinkFound, LinkState, write_cache
from tests.conftest import TODAY, Kb, Tree


def test_what_the_cache_knows(kb: Kb, tree: Tree, tmp_path: Path) -> None:
    """With the places where it stands; dead links leave the code at 0."""
    assert tree.root.is_dir()
    address = "https://marsh.example/review"
    found = LinkFound(address=address, state=LinkState.DEAD, reason="answered 404", checked=TODAY)
    write_cache(tmp_path / "build" / "links.json", {address: found})
    outcome = kb("links", "--offline")
    assert outcome.code == 0
    assert outcome.out == (
        f"dead: {address}: answered 404\n    in bibliography.yaml: marsh-review\n"
    )
    assert outcome.err == (
        "0 ok, 0 moved, 1 dead, 0 blocked, 0 unreachable, 3 not asked yet; 0 asked now\n"
    )
    data = json.loads(kb("links", "--offline", "--json").out)
    assert data["counts"]["dead"] == 1
    assert data["links"][0]["places"] == ["bibliography.yaml: marsh-review"]


def test_without_a_network_nothing_is_called_dead(kb: Kb, tree: Tree) -> None:
    """No name of the invented content can be looked up: told, not written; the code stays 0."""
    outcome = kb("links")
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == (
        "kb: no host could be looked up, so there seems to be no network; "
        "nothing was recorded; try again when there is one\n"
        "0 ok, 0 moved, 0 dead, 0 blocked, 0 unreachable, 4 not asked yet; 0 asked now\n"
    )
    assert not (tree.root.parent / "build" / "links.json").exists()
    assert json.loads(kb("links", "--json").out)["no_network"] is True


def test_what_moved_or_died_is_written_for_an_issue(kb: Kb, tree: Tree, tmp_path: Path) -> None:
    """With the places and what to do, as code; an empty file where there is nothing."""
    assert tree.root.is_dir()
    file = tmp_path / "new" / "issue.md"
    assert kb("links", "--offline", "--report", str(file)).code == 0
    assert file.read_text("utf-8") == ""
    review, rules = "https://marsh.example/review", "https://fens.example/rules"
    dead = LinkFound(
        address=review, state=LinkState.DEAD, reason="answered `404`\n# no", checked=TODAY
    )
    moved = LinkFound(address=rules, state=LinkState.MOVED, reason="to /new", checked=TODAY)
    write_cache(tmp_path / "build" / "links.json", {review: dead, rules: moved})
    kb("links", "--offline", "--report", str(file))
    text = file.read_text("utf-8")
    assert text.index("## Dead") < text.index(review) < text.index("## Moved") < text.index(rules)
    assert f"- `{review}`: `answered 404 # no`\n  - in `bibliography.yaml: marsh-review`" in text
    assert "live: false" in text
