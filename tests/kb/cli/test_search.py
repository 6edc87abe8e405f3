"""The command `kb search`: its table, its object, its errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Kb, Tree

pytestmark = pytest.mark.usefixtures("quick", "tree")


@pytest.fixture
def indexed(kb: Kb) -> Kb:
    """A `kb` whose index is built."""
    assert kb("index").code == 0
    return kb


def test_hits_in_a_terminal(indexed: Kb) -> None:
    """Rank, title, identifier, snippet and reasons."""
    outcome = indexed("search", "the", "supper", "club")
    assert (outcome.code, outcome.err) == (0, "")
    assert " 1. Fenland & Wash peer circle  casestudies/fenland-peer-circle\n" in outcome.out
    assert "named: The supper club" in outcome.out


def test_hits_as_json(indexed: Kb) -> None:
    """One object with the fixed keys; the filters are those given."""
    outcome = indexed(
        "search",
        "supper club",
        "--stage",
        "wise-fives",
        "--stage",
        "returner",
        "--json",
        "--limit",
        "1",
    )
    found = json.loads(outcome.out)
    assert found["filters"] == {"stage": ["wise-fives", "returner"]}
    assert [result["id"] for result in found["results"]] == ["casestudies/fenland-peer-circle"]
    assert found["abstained"] is False


def test_the_parts_of_a_score(indexed: Kb) -> None:
    """--explain gives them in both forms."""
    assert "situation_words" in indexed("search", "supper club", "--explain").out
    found = json.loads(indexed("search", "supper club", "--explain", "--json").out)
    assert set(found["results"][0]["parts"]) >= {"words", "meaning"}


def test_no_hits_is_no_error(indexed: Kb) -> None:
    """A refusal says so, names the nearest needs, and exits with 0."""
    outcome = indexed("search", "zzzz qqqq")
    assert outcome.code == 0
    assert outcome.out.startswith("Nothing here fits. The nearest things on people's minds:\n")
    assert json.loads(indexed("search", "zzzz qqqq", "--json").out)["abstained"] is True


def test_distress_in_a_terminal(indexed: Kb) -> None:
    """The first line points to help, the first hit is help."""
    outcome = indexed("search", "I will kill myself")
    assert outcome.out.startswith("If you or somebody else may be in danger, get help now.\n")
    assert outcome.out.index("GP listening line") < outcome.out.index("Fenland & Wash")


def test_an_unknown_concept(indexed: Kb) -> None:
    """An error with the allowed list and a near match."""
    outcome = indexed("search", "x", "--stage", "wise-five")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        'kb: stage: unknown-concept: found "wise-five"; allowed gp-trainee, newly-qualified, '
        'wise-fives, returner; did you mean "wise-fives"?\n'
    )


@pytest.mark.parametrize("args", [("--limit", "0"), ("--mode", "magic"), ("--no-such",), ()])
def test_wrong_usage(indexed: Kb, args: tuple[str, ...]) -> None:
    """It exits with 2 and says how to use it."""
    outcome = indexed("search", *(("x", *args) if args else ()))
    assert outcome.code == 2
    assert "Usage: kb search" in outcome.err


def test_a_missing_index(kb: Kb) -> None:
    """Never an empty answer."""
    outcome = kb("search", "supper")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == "kb: build/index: missing-index: no index here; run `kb index`\n"


def test_a_stale_index(indexed: Kb, tree: Tree) -> None:
    """Content that changed since is found out."""
    tree.replace("casestudies/fenland-peer-circle.md", "worn out", "worn right out")
    outcome = indexed("search", "supper")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        "kb: build/index: stale-index: the content has changed since this index was built; "
        "run `kb index`\n"
    )


def test_a_damaged_index(indexed: Kb, tmp_path: Path) -> None:
    """A file cut short is found out."""
    path = tmp_path / "build" / "index" / "documents.json"
    path.write_bytes(path.read_bytes()[:-1])
    outcome = indexed("search", "supper")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        "kb: build/index: damaged-index: documents.json is missing or not as it was written; "
        "run `kb index`\n"
    )


def test_searching_needs_no_content(indexed: Kb, tree: Tree) -> None:
    """An index that was brought without its content is searched as it is."""
    tree.root.rename(tree.root.with_name("elsewhere"))
    assert indexed("search", "supper club").code == 0
