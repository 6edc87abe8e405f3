"""Editions beside a copy of the invented content."""

from __future__ import annotations

import pytest

from kb.content.editions import read_edition
from kb.content.read import Reading
from kb.model.documents import DocId
from tests.conftest import TODAY, Tree

LINE = DocId("signposting/gp-listening-line")
COACH = DocId("signposting/fens-coach")
AREA = """\
name: "The Fens"
about: "For GPs in the Fens."
contact: "hub@fens.example"
area: the-fens
first: [signposting/gp-listening-line]
colour: "#003087"
"""


class Areas:
    """Editions beside a copy of the invented content."""

    def __init__(self, tree: Tree) -> None:
        self.tree, self.root = tree, tree.root.parent / "areas"

    def write(self, name: str, text: str, edition: str = "fens") -> None:
        """Write a file of an edition."""
        path = self.root / edition / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def read(self, edition: str = "fens") -> Reading:
        """Read an edition with the national content."""
        work = self.root.parent / "build" / edition
        return read_edition(self.root / edition, self.tree.root, work, today=TODAY)

    def messages(self) -> list[str]:
        """Return every problem as text."""
        return [str(problem) for problem in self.read().problems]


@pytest.fixture
def areas(tree: Tree) -> Areas:
    """An edition with its one file."""
    found = Areas(tree)
    found.write("area.yaml", AREA)
    return found


def local_page(tree: Tree) -> str:
    """Return a page like the national line, under another title and with other situations."""
    text = tree.path(f"{LINE}.md").read_text(encoding="utf-8")
    head, situations = text.split("situations:\n")
    said, rest = situations.split("sources:\n", 1)
    head = head.replace("title: GP listening line", "title: Fens coach")
    head = head.replace("summary: A line that", "summary: A coach whom")
    said = said.replace("  - ", "  - Here in the Fens, ")
    return f"{head}situations:\n{said}sources:\n{rest}"
