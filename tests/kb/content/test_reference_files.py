"""The files of example questions beside the needs."""

from __future__ import annotations

import pytest

from kb.content.read import read_corpus
from tests.conftest import TODAY, Tree

LINES = """
- say: "locums cancel on us every Friday"
  leads_to: [{page: toolkit/keep-count, weight: 3}, {page: roadmaps/partner, weight: 1}]
- say: "who fills the Friday gap"
  leads_to: [{page: toolkit/keep-count, weight: 2}]
"""


def test_lines_in_a_file_of_their_own(tree: Tree) -> None:
    """They follow those that stand under the need."""
    tree.write("asked/isolation.yaml", LINES)
    tree.write("asked/first-years-support.yaml", LINES.replace("Friday", "Monday"))
    needs = read_corpus(tree.root, today=TODAY).vocabularies["needs"]
    first = next(need for need in needs if need.id == "isolation").example_questions
    assert [line.say for line in first[-2:]] == [
        "locums cancel on us every Friday",
        "who fills the Friday gap",
    ]
    assert first[-2].leads_to == (("toolkit/keep-count", 3), ("roadmaps/partner", 1))
    assert len(first) == 7
    other = next(need for need in needs if need.id == "first-years-support")
    assert len(other.example_questions) == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("say: x", "content/asked/isolation.yaml:1: not-a-list: found"),
        ("- say: x", "content/asked/isolation.yaml:1: [0].leads_to: missing-key"),
        (
            "- say: x\n  leads_to: [{page: toolkit/kept-count, weight: 3}]",
            "content/asked/isolation.yaml:2: [0].leads_to[0].page: unknown-document: found",
        ),
        (
            "- leads_to: [{page: toolkit/keep-count, weight: 3}]\n  say: eating lunch in the car "
            "Again",
            "content/asked/isolation.yaml:2: [0].say: repeated-value: "
            'found "eating lunch in the car Again", already in isolation.asked[2]',
        ),
        (
            "- say: x\n  leads_to: [{page: toolkit/keep-count, weight: 4}]",
            "content/asked/isolation.yaml:2: [0].leads_to[0].weight: ",
        ),
        (LINES + LINES, "content/asked/isolation.yaml:7: [2].say: repeated-value"),
    ],
)
def test_faults_are_told_where_they_are(tree: Tree, text: str, told: str) -> None:
    """With the file, the line and the place in the list."""
    tree.write("asked/isolation.yaml", text)
    messages = tree.messages()
    assert any(message.startswith(told) for message in messages), messages


def test_a_file_of_no_need(tree: Tree) -> None:
    """The need that was meant is offered."""
    tree.write("asked/isolaton.yaml", LINES)
    (message,) = tree.messages()
    assert message.startswith('content/asked/isolaton.yaml:1: unknown-concept: found "isolaton"')
    assert 'did you mean "asked/isolation.yaml"?' in message
