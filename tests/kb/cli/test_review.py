"""`kb review`: a check is recorded."""

from __future__ import annotations

import pytest

from tests.conftest import Kb, Tree

NAME = "casestudies/ely-listening-line"


def test_a_review_is_recorded(kb: Kb, tree: Tree) -> None:
    """Today's date in both places, and the page passes."""
    outcome = kb("review", NAME, "--by", "the LMC")
    assert (outcome.code, outcome.out) == (0, f"wrote content/{NAME}.md: reviewed 2024-06-01\n")
    text = tree.path(f"{NAME}.md").read_text(encoding="utf-8")
    assert "  checked: 2024-06-01\n  checked_by: the LMC\n" in text
    assert "\nreviewed: 2024-06-01\n" in text


def test_a_page_may_be_named_by_its_file(kb: Kb, tree: Tree) -> None:
    """As the shell completes it."""
    outcome = kb("review", str(tree.path(f"{NAME}.md")), "--by", "the LMC")
    assert (outcome.code, outcome.out) == (0, f"wrote content/{NAME}.md: reviewed 2024-06-01\n")


@pytest.mark.parametrize("by", ["a\nb", "the **LMC**", "<b>us</b>", "To do: ask"])
def test_a_name_that_cannot_stand_writes_nothing(kb: Kb, tree: Tree, by: str) -> None:
    """Neither it nor the dates."""
    before = tree.path(f"{NAME}.md").read_bytes()
    outcome = kb("review", NAME, "--by", by)
    assert outcome.code == 1
    assert "now.checked_by: " in outcome.out
    assert outcome.out.endswith(f"nothing was written to content/{NAME}.md\n")
    assert tree.path(f"{NAME}.md").read_bytes() == before


def test_a_date_that_cannot_be_is_told(kb: Kb, tree: Tree) -> None:
    """By `kb check`'s own words, the code says so, and nothing is written."""
    before = tree.path(f"{NAME}.md").read_bytes()
    outcome = kb("review", NAME, "--as-at", "2030")
    assert outcome.code == 1
    assert f'content/{NAME}.md:26: now.as_at: later-than-checked: found "2030"' in outcome.out
    assert tree.path(f"{NAME}.md").read_bytes() == before


def test_a_page_that_is_not_there(kb: Kb, tree: Tree) -> None:
    """The nearest is offered."""
    assert tree.root.is_dir()
    outcome = kb("review", "ely-listening-line")
    assert outcome.code == 1
    assert outcome.err == (
        'kb: found no page "ely-listening-line"; allowed folder/name, '
        f'as casestudies/newham-staff-bank; did you mean "{NAME}"?\n'
    )


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_every_other_line_stays_as_it_is(kb: Kb, tree: Tree, mark: bytes, line_end: bytes) -> None:
    """With the mark and the line ends that an editor's program gave the file."""
    path = tree.path(f"{NAME}.md")
    before = mark + path.read_bytes().replace(b"\n", line_end)
    path.write_bytes(before)
    assert kb("review", NAME).code == 0
    after = path.read_bytes()
    pairs = zip(before.split(b"\n"), after.split(b"\n"), strict=True)
    assert [new for old, new in pairs if old != new] == [
        b"  checked: 2024-06-01" + line_end[:-1],
        b"reviewed: 2024-06-01" + line_end[:-1],
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"reviewed: ", b"looked_at: ", ": reviewed: missing-key: add it, then record"),
        (b"---\n", b"--\n", ': line 1: no-front-matter: found "--"'),
        (b"title: ", b"title: \xe9", ":2: not-utf-8: found the byte 0xe9"),
    ],
)
def test_what_stands_in_the_way_is_said_with_its_file(
    kb: Kb, tree: Tree, old: bytes, new: bytes, said: str
) -> None:
    """Nothing is written."""
    path = tree.path(f"{NAME}.md")
    before = path.read_bytes().replace(old, new, 1)
    path.write_bytes(before)
    outcome = kb("review", NAME)
    assert (outcome.code, outcome.out) == (1, "")
    assert f"kb: content/{NAME}.md{said}" in outcome.err
    assert path.read_bytes() == before
