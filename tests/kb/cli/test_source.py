"""The commands `kb source ...`."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import FIXTURES, Kb, Tree


def test_a_source_is_added(kb: Kb, tree: Tree) -> None:
    """The fingerprint is written where the checks look for it."""
    tree.path("fingerprints/fen-report").unlink()
    source = str(FIXTURES / "sources/fen-report.txt")
    outcome = kb("source", "add", source, "--id", "fen-report")
    assert (outcome.code, outcome.out) == (0, "wrote content/fingerprints/fen-report\n")
    assert kb("check").code == 0


def test_a_source_without_an_entry(kb: Kb, tree: Tree) -> None:
    """`kb check` asks for the entry in the bibliography."""
    kb("source", "add", str(FIXTURES / "sources/fen-report.txt"), "--id", "fen-reports")
    assert tree.messages() == [
        'content/fingerprints/fen-reports:1: fingerprint-without-document: found "fen-reports"; '
        'allowed the documents of bibliography.yaml; did you mean "fen-report"? add it to the '
        "bibliography as a document, or delete the file"
    ]


def test_wrong_usage(kb: Kb, tmp_path: Path) -> None:
    """A file that is not there, or no identifier, is wrong usage."""
    assert kb("source", "add", str(tmp_path / "x.txt"), "--id", "x").code == 2
    assert kb("source", "add", str(FIXTURES / "sources/fen-report.txt")).code == 2


def test_an_error_is_a_line(kb: Kb, tree: Tree) -> None:
    """What the library raises is told with its mend."""
    outcome = kb("source", "add", str(FIXTURES / "sources/fen-report.txt"), "--id", "Fen Report")
    assert outcome.code == 1
    assert outcome.err == (
        'kb: --id: bad-identifier: found "Fen Report"; allowed small letters, digits and hyphens, '
        "as somerset-story\n"
    )
    assert tree.messages() == []
