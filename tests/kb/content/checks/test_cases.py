"""Every fault of a content file, one at a time, with its whole message.

Each case changes lines of the fixture corpus; what is expected is every problem of the tree,
so that one fault never brings another with it unseen.
"""

from __future__ import annotations

import pytest

from tests.conftest import FIXTURES, Tree
from tests.port import Case, read_cases, with_text_of_line, write_expected

FILES = ("fields", "now", "results", "stops", "proof", "body", "references")
CASES = [case for name in FILES for case in read_cases(FIXTURES / "frontmatter" / f"{name}.md")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case, tree: Tree, update_golden: bool) -> None:
    """The changed tree has the expected problems and no others."""
    name, old, new = _change(case)
    tree.replace(name, old, new)
    actual = "\n".join(with_text_of_line(message, tree.root) for message in tree.messages())
    if update_golden:
        write_expected(case, actual)
        return
    assert actual == case.expected


def test_the_line_of_a_problem_is_named_by_its_text(tree: Tree) -> None:
    """Lines that read the same are told apart; a message about no line is left alone."""
    tree.write("x.md", f"a\nb\n  a\n{'c' * 61}\n")
    at = [with_text_of_line(f"content/x.md:{n}: f: fault", tree.root) for n in (1, 2, 3, 4)]
    assert at == [
        "content/x.md «a» (1 of 2): f: fault",
        "content/x.md «b»: f: fault",
        "content/x.md «a» (2 of 2): f: fault",
        f"content/x.md «{'c' * 60}…»: f: fault",
    ]
    assert with_text_of_line("no content here", tree.root) == "no content here"


def test_the_tree_has_no_problem(tree: Tree) -> None:
    """The corpus that the cases start from is sound, warnings included."""
    assert tree.messages() == []


def _change(case: Case) -> tuple[str, str, str]:
    """Return the file, the lines to find and the lines to put in their place."""
    name, *lines = case.given.split("\n")
    old = [line[2:] for line in lines if line[:1] == "-"]
    new = [line[2:] for line in lines if line[:1] == "+"]
    whole = "" if new else "\n"
    return name, "\n".join(old) + whole, "\n".join(new)
