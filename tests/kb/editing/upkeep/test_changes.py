"""`kb.editing.upkeep.changes`: what a pull request changes, in words that cannot do harm."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kb.content.read_leniently import ReadableContent, read_leniently
from kb.editing.upkeep.changes import Changes, PageChange, as_comment, compare, escape
from kb.model.documents import DocId
from kb.text.markdown import render
from tests.conftest import TODAY, Tree

CIRCLE = "casestudies/fenland-peer-circle.md"


def content(root: Path) -> ReadableContent:
    """Read a content folder as it is."""
    return read_leniently(root, today=TODAY)


def test_nothing_changed(corpus_dir: Path) -> None:
    """The comment says so."""
    changes = compare(content(corpus_dir), content(corpus_dir))
    assert changes.pages == ()
    assert as_comment(changes) == "## What this changes\n\nNo page changes.\n"


def test_pages_tags_results_and_grades(corpus_dir: Path, tree: Tree) -> None:
    """New, changed and gone pages, each with what matters to a reader."""
    before = content(corpus_dir)
    tree.replace(CIRCLE, "interventions: [peer-support, mentoring]", "interventions: [coaching]")
    tree.replace(CIRCLE, "    method: not stated\n", "    method: the rota\n")
    tree.replace(CIRCLE, "known_by: counted", "known_by: compared\n    comparison: the next town")
    tree.replace(CIRCLE, "reviewed: 2024-05-01", "reviewed: 2024-05-20")
    text = tree.path("casestudies/ely-listening-line.md").read_text(encoding="utf-8")
    tree.write("casestudies/march-line.md", text.replace("Ely listening line", "March line"))
    tree.path("casestudies/ely-listening-line.md").unlink()
    changes = compare(before, content(tree.root))
    told = {page.id: page for page in changes.pages}
    assert [(page.id, page.state) for page in changes.pages] == [
        ("casestudies/ely-listening-line", "gone"),
        ("casestudies/fenland-peer-circle", "changed"),
        ("casestudies/march-line", "new"),
    ]
    assert told[DocId("casestudies/fenland-peer-circle")].details == (
        "interventions: + coaching, − peer-support, − mentoring",
        "result changed: The group worked nine more sessions a week by the end of the year than "
        "before it began.",
        "evidence: 3, Measured → 5, Measured and compared",
        "reviewed: 2024-05-01 → 2024-05-20",
    )
    assert told[DocId("casestudies/march-line")].details[-1] == "0 results; evidence 1, Hoped for"


def test_a_copy_of_a_page_is_told(tree: Tree, corpus_dir: Path) -> None:
    """Much alike, and one of the two is new."""
    text = tree.path(CIRCLE).read_text(encoding="utf-8").replace("was:", "# was:")
    tree.write("casestudies/second-circle.md", text.replace("Fenland & Wash", "Second"))
    changes = compare(content(corpus_dir), content(tree.root))
    assert [pair[:2] for pair in changes.duplicates] == [
        ("casestudies/fenland-peer-circle", "casestudies/second-circle")
    ]
    assert "`casestudies/second-circle`, 0.9" in as_comment(changes)


def test_a_page_with_faults_is_named_and_not_taken_for_gone(tree: Tree, corpus_dir: Path) -> None:
    """`kb check` tells the rest."""
    tree.write(CIRCLE, "no front matter")
    changes = compare(content(corpus_dir), content(tree.root))
    assert changes.pages == ()
    assert as_comment(changes).endswith(
        f"### Not compared, since `kb check` finds faults\n\n- `content/{CIRCLE}`\n"
    )


def test_the_quality_of_the_search_before_and_after(corpus_dir: Path) -> None:
    """By mode; what was not measured is said so."""
    same = content(corpus_dir)
    changes = compare(
        same, same, search_before={"hybrid": 0.7}, search_after={"hybrid": 0.7123, "keyword": 0.5}
    )
    assert as_comment(changes).endswith(
        "### Search quality (nDCG@10)\n\n| mode | before | after |\n| --- | --- | --- |\n"
        "| hybrid | 0.700 | 0.712 |\n| keyword | not measured | 0.500 |\n"
    )
    assert changes.as_dict()["search"] == {
        "hybrid": {"before": 0.7, "after": 0.7123},
        "keyword": {"before": None, "after": 0.5},
    }


def test_hostile_words_are_shown_as_typed() -> None:
    """No markup, no mention of anyone, no link to an issue."""
    page = PageChange(
        id=DocId("casestudies/x"),
        title="<img src=x> **@everyone** #1 [a](https://e.example)",
        state="new",
        details=("| a | `b` |\n# Heading",),
    )
    comment = as_comment(Changes(pages=(page,), unreadable=(), duplicates=()))
    html = render(comment).html
    assert set(re.findall(r"<([a-z0-9]+)", html)) == {"h2", "p", "strong", "code", "ul", "li"}
    assert "@everyone" not in html
    assert "#1" not in html
    assert "https://e" not in html


@given(st.text(max_size=80))
def test_escaped_text_makes_no_element(text: str) -> None:
    """Whatever it holds, on one line of a list."""
    html = render(f"- x {escape(text)}").html
    assert set(re.findall(r"<([a-z0-9]+)", html)) == {"ul", "li"}


def test_a_very_long_list_is_cut() -> None:
    """A comment has a greatest length."""
    pages = tuple(PageChange(id=DocId(f"toolkit/p{n}"), title="T", state="gone") for n in range(75))
    comment = as_comment(Changes(pages=pages, unreadable=(), duplicates=()))
    assert comment.endswith("And 15 more pages.\n")
