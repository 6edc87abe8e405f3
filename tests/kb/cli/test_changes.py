"""`kb changes`: the comment on a pull request."""

from __future__ import annotations

import json
import subprocess

from tests.conftest import Kb, Tree

NAME = "casestudies/ely-listening-line.md"


def committed(tree: Tree) -> None:
    """Make a repository of the invented content, with one commit on main."""
    for arguments in (
        ("init", "--quiet", "--initial-branch=main"),
        ("add", "."),
        ("-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "--quiet", "-m", "One"),
    ):
        subprocess.run(["git", "-C", str(tree.root.parent), *arguments], check=True, timeout=300)


def test_since_a_revision(kb: Kb, tree: Tree) -> None:
    """As Markdown and as JSON."""
    committed(tree)
    assert kb("changes", "--base", "main").out == "## What this changes\n\nNo page changes.\n"
    tree.replace(NAME, "title: Ely listening line", "title: Ely night line")
    assert kb("changes", "--base", "main").out == (
        "## What this changes\n\n**Changed: Ely night line** (`casestudies/ely-listening-line`)\n"
        "- title:\u200b Ely listening line → Ely night line\n"
    ).replace(":\u200b ", ": ")
    data = json.loads(kb("changes", "--base", "main", "--json").out)
    assert data["pages"][0]["state"] == "changed"


def test_search_quality_from_runs(kb: Kb, tree: Tree) -> None:
    """Runs that `kb run` wrote, before and after."""
    committed(tree)
    root = tree.root.parent
    (root / "queries.yaml").write_text(
        '- id: q001\n  persona: gp\n  type: [situation]\n  text: "nights"\n'
        "  relevant: {casestudies/ely-listening-line: 3}\n",
        encoding="utf-8",
    )
    for name, text in (("before", ""), ("after", "q001 Q0 casestudies/ely-listening-line 1 1 t\n")):
        (root / name).mkdir()
        (root / name / "hybrid.run").write_text(text, encoding="utf-8")
    outcome = kb(
        "changes",
        "--base",
        "main",
        "--queries",
        "queries.yaml",
        "--runs-before",
        "before",
        "--runs-after",
        "after",
    )
    assert outcome.out.endswith("| hybrid | 0.000 | 1.000 |\n"), outcome.err


def test_a_revision_that_is_not_there(kb: Kb, tree: Tree) -> None:
    """One line, and the code of an error."""
    committed(tree)
    outcome = kb("changes", "--base", "nowhere")
    assert (outcome.code, outcome.err) == (
        1,
        'kb: --base: found "nowhere", which Git does not know; allowed a branch, tag or commit; '
        "fetch it first\n",
    )
