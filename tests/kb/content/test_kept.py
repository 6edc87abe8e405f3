"""What was found out before is used again only where it would be found out again."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest

from kb.content import kept as module
from kb.content.kept import Kept
from kb.content.read import Reading, check_corpus
from kb.model.documents import Kind
from kb.model.problems import Problem
from kb.text.pieces import Blank, Grid, Heading, Items
from tests.conftest import TODAY, Tree

STUDY = "casestudies/ely-listening-line.md"
Change = Callable[[Tree], object]

CHANGES: dict[str, Change] = {
    "nothing": lambda _tree: None,
    "a body": lambda tree: tree.replace(STUDY, "## ", "A new first line.\n\n## "),
    "a field": lambda tree: tree.replace(STUDY, "title: ", "title: Another "),
    "a field with a fault": lambda tree: tree.replace(STUDY, "title: ", "titel: "),
    "a dead link": lambda tree: tree.replace(STUDY, "## ", "[x](toolkit/none)\n\n## "),
    "a label": lambda tree: tree.replace("vocabularies/needs.yaml", "label: ", "label: My "),
    "a term": lambda tree: tree.replace("glossary.yaml", "means: ", "means: It is "),
    "a source": lambda tree: tree.replace("bibliography.yaml", "title: ", "title: The "),
    "an allowed phrase": lambda tree: tree.write("allowed-phrases.txt", "one two three\n"),
    "a fingerprint": lambda tree: tree.write("fingerprints/fen-report", "damaged\n"),
    "a page less": lambda tree: tree.path(STUDY).unlink(),
    "a page of another name": lambda tree: tree.path(STUDY).rename(
        tree.path("casestudies/ely-line.md")
    ),
    "a stranger": lambda tree: tree.write("notes.txt", "x"),
}


def read(tree: Tree, kept: Kept | None, day: date = TODAY) -> Reading:
    """Read and check a tree."""
    return check_corpus(tree.root, today=day, kept=kept)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("in_memory", [True, False])
def test_the_same_comes_out_after_any_change(
    tree: Tree, tmp_path: Path, change: str, in_memory: bool
) -> None:
    """Corpus and problems are those that are found out without anything kept."""
    path = None if in_memory else tmp_path / "kept.bin"
    kept = Kept(path)
    read(tree, kept)
    CHANGES[change](tree)
    again = kept if in_memory else Kept(path)
    assert read(tree, again) == read(tree, None)
    assert read(tree, again if in_memory else Kept(path)) == read(tree, None)


def test_another_day_is_looked_at_anew(tree: Tree, tmp_path: Path) -> None:
    """A date can be in the future."""
    path = tmp_path / "kept.bin"
    read(tree, Kept(path))
    early = date(2019, 1, 1)
    found = read(tree, Kept(path), early)
    assert found == read(tree, None, early)
    assert found.errors


def test_another_program_keeps_results_of_its_own(
    tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an older one found out is not believed."""
    path = tmp_path / "kept.bin"
    read(tree, Kept(path))
    monkeypatch.setattr(module, "code_version", lambda: "another")
    assert Kept(path).get(Kept(path).key("content", "x")) is None
    looked: list[str] = []
    monkeypatch.setattr(
        "kb.content.checking.check_body", lambda page, *_: looked.append(page.id) or ()
    )
    read(tree, Kept(path))
    assert STUDY.removesuffix(".md") in looked


def test_only_what_changed_is_looked_at(
    tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One page, and no fingerprint of others."""
    path = tmp_path / "kept.bin"
    read(tree, Kept(path))
    CHANGES["a body"](tree)
    looked: list[str] = []
    from kb.content import checking

    check = checking.check_body
    monkeypatch.setattr(
        "kb.content.checking.check_body",
        lambda page, reference: looked.append(page.id) or check(page, reference),
    )
    read(tree, Kept(path))
    read(tree, Kept(path))
    assert looked == [STUDY.removesuffix(".md")]


@pytest.mark.parametrize("at", [0, 10, 40, -1])
def test_a_damaged_file_is_said_and_made_again(tree: Tree, tmp_path: Path, at: int) -> None:
    """Wherever a bit has flipped."""
    path = tmp_path / "kept.bin"
    read(tree, Kept(path))
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    said: list[str] = []
    assert read(tree, Kept(path, say=said.append)) == read(tree, None)
    assert said == [f"{path}: damaged: what it kept is worked out again"]
    said.clear()
    assert read(tree, Kept(path, say=said.append)) == read(tree, None)
    assert said == []


def test_a_file_cut_short_is_damaged(tree: Tree, tmp_path: Path) -> None:
    """As when a disk was full, long ago."""
    path = tmp_path / "kept.bin"
    read(tree, Kept(path))
    path.write_bytes(path.read_bytes()[:-7])
    said: list[str] = []
    assert read(tree, Kept(path, say=said.append)) == read(tree, None)
    assert len(said) == 1


class Stranger:
    """Something that would run as it is read."""

    def __reduce__(self) -> tuple[object, ...]:
        """Ask for a program to be run."""
        return os.system, ("exit 3",)


def test_nothing_runs_that_somebody_put_in() -> None:
    """Only data comes out, and read-only data stays so."""
    for value in (Stranger(), Path("x"), ValueError("x")):
        with pytest.raises(pickle.UnpicklingError, match="is no part of a result"):
            module._unpack(pickle.dumps(value))
    problem = Problem(
        path="a", line=1, field="", fault="f", found="", allowed="", remedy="put it right"
    )
    value = (Kind.TOOLKIT, frozenset({"a"}), date(2020, 2, 29), problem, MappingProxyType({"k": 1}))
    found = module._unpack(module._pack(value))
    assert found == value
    assert isinstance(found[-1], MappingProxyType)


def test_pieces_of_templates_can_be_kept() -> None:
    """They stand outside the model; else each command would call what is kept damaged."""
    value = (Heading(1, "A"), Items(("b", "c")), Blank(3), Grid(("d",), (("e",),)))
    assert module._unpack(module._pack(value)) == value


def test_a_folder_that_cannot_be_written_to_is_no_fault(tree: Tree, tmp_path: Path) -> None:
    """All is found out again next time."""
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    assert read(tree, Kept(blocked / "kept.bin")) == read(tree, None)


def test_what_is_no_longer_used_is_let_go(tree: Tree, tmp_path: Path) -> None:
    """The file holds what the last reading needed, and does not grow with every edit."""
    path = tmp_path / "kept.bin"
    read(tree, Kept(path))
    size = path.stat().st_size
    for number in range(3):
        tree.replace(STUDY, "## ", f"Line {number}.\n\n## ")
        read(tree, Kept(path))
    assert path.stat().st_size < 1.2 * size


def test_work_that_did_not_end_lets_nothing_go(tmp_path: Path) -> None:
    """What it did not come to may be needed by the next; work that ends knows what it needs."""
    path = tmp_path / "kept.bin"
    first = Kept(path)
    for key in ("a", "b"):
        first.put(key, (key,))
    first.save()
    stopped = Kept(path)
    assert stopped.get("a") == ("a",)
    stopped.put("c", ("c",))
    stopped.save(finished=False)
    assert [Kept(path).get(key) for key in "abc"] == [("a",), ("b",), ("c",)]
    ended = Kept(path)
    ended.get("b")
    ended.put("d", ("d",))
    ended.save()
    assert [Kept(path).get(key) for key in "abcd"] == [None, ("b",), None, ("d",)]
