"""`kb.content.checks.body`: what a draft leaves to be written is reported, and nothing else is."""

from __future__ import annotations

from tests.conftest import Tree

NAME = "casestudies/ely-listening-line.md"


def test_to_dos_of_body_and_fields(tree: Tree) -> None:
    """Each on its line, with what it asks for."""
    tree.replace(
        NAME, "A line was opened for them.", "To do: the steps in order.\n\n- TODO: who led"
    )
    tree.replace(NAME, "area: Ely", 'area: "To do: where"')
    assert tree.messages() == [
        f'content/{NAME}:17: area: to-do: found "To do: where"; '
        "write what it asks for in its place",
        f'content/{NAME}:41: to-do: found "To do: the steps in order."; '
        "write what it asks for in its place",
        f'content/{NAME}:43: to-do: found "- TODO: who led"; write what it asks for in its place',
    ]


def test_words_that_only_look_like_one(tree: Tree) -> None:
    """A sentence about a to-do list is none."""
    tree.replace(NAME, "A line was opened for them.", "Their to-do list: long. What to do is told.")
    assert tree.messages() == []
