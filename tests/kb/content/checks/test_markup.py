"""`kb.content.checks.markup`: marks that would be printed as they stand."""

from __future__ import annotations

import pytest

from tests.conftest import Tree

NAME = "casestudies/ely-listening-line"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("#Wider use", 'found "#Wider use"; put a blank behind the # if it is a heading'),
        (
            "See [the plan][p].",
            'found "[the plan][p]", a link without an address; write it as [words](https://...), '
            "or leave the brackets out",
        ),
        (
            "| A | B |\n| --- | --- |\n| x |",
            "found a row of 1 cells in a table of 2; give every row of the table as many cells, "
            "empty ones too",
        ),
        (
            "| A |\n| --- | --- |\n| x | y |",
            "found a row of 1 cells in a table of 2; give every row of the table as many cells, "
            "empty ones too",
        ),
        (
            "See [the plan](https://ely.example/a plan.pdf).",
            'found "https://ely.example/a plan.pdf", an address with a blank in it, which is no '
            "link; write %20 for each blank",
        ),
        ("re\u00adtention", "found a hyphen that nobody sees (U+00AD); delete it"),
    ],
)
def test_a_loose_mark_is_a_warning(tree: Tree, text: str, found: str) -> None:
    """With its line; the build goes on."""
    tree.replace(f"{NAME}.md", "A line was opened for them.", f"A line.\n\n{text}")
    [said] = [said for said in tree.messages() if " loose-markup: " in said]
    assert said.endswith(found)
    assert tree.check().errors == ()


@pytest.mark.parametrize(
    "text",
    [
        "#1 of them, and [1] [2] as notes.",
        "See [the plan][p].\n\n[p]: https://ely.example/plan",
        "`#Code` and `[a][b]`",
        'See [the plan](https://ely.example/plan "of 2019").',
        "| A | B |\n| --- | --- |\n| a \\| b |  |",
        "```\n#Code\n| A |\n| --- | --- |\n```",
    ],
)
def test_marks_that_mean_what_they_are(tree: Tree, text: str) -> None:
    """No false alarm."""
    tree.replace(f"{NAME}.md", "A line was opened for them.", f"A line.\n\n{text}")
    assert [said for said in tree.messages() if "loose-markup" in said] == []


def test_a_colon_in_a_list_is_told_in_plain_words(tree: Tree) -> None:
    """YAML takes it for a field of its own."""
    tree.replace(
        f"{NAME}.md",
        "  - Is there somebody who just listens to doctors?",
        "  - We asked: who listens?",
    )
    [said] = [said for said in tree.messages() if "situations[2]" in said]
    assert said.endswith(
        'found "We asked: who listens?"; allowed text; put it in quotation marks, since it holds a '
        'colon: "We asked: who listens?"'
    )


def test_curly_quotation_marks_are_accepted(tree: Tree) -> None:
    """A word processor makes them of straight ones; the site shows one pair."""
    page = "casestudies/fenland-peer-circle.md"
    text = tree.path(page).read_text(encoding="utf-8")
    line = next(line for line in text.split("\n") if line.strip().startswith('quote: "'))
    words = line.split('"')[1]
    tree.replace(page, line, line.replace(f'"{words}"', f"“{words}”"))
    assert tree.messages() == []
    corpus = tree.check().corpus
    assert corpus is not None
    [document] = [page for page in corpus.documents.values() if page.slug == "fenland-peer-circle"]
    assert words in [result.quote for result in document.results]


@pytest.mark.parametrize(
    ("sign", "found"),
    [
        ("&#8238;", "control-character: found &#8238;, a sign that nobody sees; delete it"),
        ("&#x2067;", "control-character: found &#x2067;, a sign that nobody sees; delete it"),
        ("&rlm;", "control-character: found &rlm;, a sign that nobody sees; delete it"),
        ("&shy;", "control-character: found &shy;, a sign that nobody sees; delete it"),
        ("&#xD800;", "control-character: found &#xD800;, a sign that nobody sees; delete it"),
        ("&#x37;", 'loose-markup: found &#x37;, which stands for "7"; write the sign itself'),
    ],
)
def test_a_sign_written_as_html_has_it_is_read(tree: Tree, sign: str, found: str) -> None:
    """In a body, a link and a field: what is checked is what a reader gets."""
    body = f"A line{sign} was opened for them."
    tree.replace(f"{NAME}.md", "A line was opened for them.", body)
    [said] = [said for said in tree.messages() if found in said]
    assert said.startswith(f"content/{NAME}.md:41: ")


@pytest.mark.parametrize("text", ["A &amp; B&nbsp;C, caf&eacute;", "`&rlm;`", "&unknown; R&D;"])
def test_other_signs_as_html_has_them_pass(tree: Tree, text: str) -> None:
    """They are seen, or are code."""
    tree.replace(f"{NAME}.md", "A line was opened for them.", f"A line for them. {text}")
    assert tree.messages() == []
