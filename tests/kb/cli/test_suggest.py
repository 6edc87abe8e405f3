"""`kb suggest` and `kb similar`: advice in lines and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from kb.editing.drafts.convert import MAX_PARAGRAPH
from tests.conftest import Kb, Tree
from tests.kb.editing.files import word_account

CIRCLE = "content/casestudies/fenland-peer-circle.md"


def test_advice_in_lines(kb: Kb, tree: Tree) -> None:
    """Tags with how sure they are, figures and wording by line; nothing is changed."""
    before = tree.path("casestudies/fenland-peer-circle.md").read_bytes()
    outcome = kb("suggest", CIRCLE)
    assert outcome.code == 0
    assert "figures that are not among the results:\n  line " in outcome.out
    assert "250" in outcome.out
    assert tree.path("casestudies/fenland-peer-circle.md").read_bytes() == before


def test_a_page_may_have_more_fields_than_a_paragraph_has_words(kb: Kb, tree: Tree) -> None:
    """As a roadmap has; it is a page like any other."""
    words = "".join(
        f"\n  - Somebody said {number} times that it was enough" for number in range(600)
    )
    tree.replace("casestudies/fenland-peer-circle.md", "situations:", f"situations:{words}")
    assert len(tree.path("casestudies/fenland-peer-circle.md").read_bytes()) > MAX_PARAGRAPH
    for command in ("suggest", "similar"):
        outcome = kb(command, CIRCLE)
        assert (outcome.code, outcome.err) == (0, "")
        assert outcome.out


def test_advice_as_json(kb: Kb, tree: Tree) -> None:
    """One object, the same data."""
    assert tree.root.is_dir()
    data = json.loads(kb("suggest", CIRCLE, "--json").out)
    assert set(data) == {"tags", "has", "figures", "wording"}
    assert data["has"]["interventions"] == ["peer-support", "mentoring"]


def test_measured(kb: Kb, tree: Tree) -> None:
    """A line for each field that has tags enough; as JSON too."""
    assert tree.root.is_dir()
    lines = kb("suggest", "--measure").out.splitlines()
    assert lines[0].split() == ["field", "pages", "right", "found", "with", "?", "first"]
    data = json.loads(kb("suggest", "--measure", "--json").out)
    names = [line.split()[0] for line in lines[1 : lines.index("")]]
    assert [row["field"] for row in data["fields"]] == names
    assert lines[lines.index("") + 1].split() == ["how", "sure", "count", "said", "right"]
    assert data["how_sure"]


def test_either_a_file_or_the_measure(kb: Kb) -> None:
    """Wrong usage else."""
    outcome = kb("suggest")
    assert outcome.code == 2
    assert outcome.err.endswith("Error: give either FILE or --measure\n")


def test_what_a_file_is_like(kb: Kb, tree: Tree, tmp_path: Path) -> None:
    """By title, likeness and identifier; a Word document too."""
    assert tree.root.is_dir()
    line = kb("similar", CIRCLE, "--limit", "1").out
    assert line.count("\n") == 1
    assert "casestudies/" in line or "roadmaps/" in line or "signposting/" in line
    file = word_account(tmp_path / "account.docx")
    data = json.loads(kb("similar", str(file), "--json").out)
    assert data[0]["likeness"] >= data[-1]["likeness"]
    other = tmp_path / "empty.md"
    other.write_text("zzzz", encoding="utf-8")
    assert kb("similar", str(other)).out == "nothing like it yet\n"
