"""The commands `kb source ...`."""

from __future__ import annotations

from pathlib import Path

from kb.model.bibliography import plain_words, read_fingerprint
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
        'allowed the entries of bibliography.yaml; did you mean "fen-report"? add it to the '
        "bibliography, or delete the file"
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


PAGE = (
    "<html><head><title>No</title></head><body><p>Give 3 months notice to the board in "
    "writing, and ask for a receipt of it.</p><script>var hidden = 99;</script></body></html>"
)


def test_a_new_page_is_fingerprinted_and_listed(kb: Kb, tree: Tree, tmp_path: Path) -> None:
    """Its words prove, its script does not, and its entry holds how it was read."""
    saved = tmp_path / "saved.html"
    saved.write_text(PAGE, encoding="utf-8")
    before = tree.path("bibliography.yaml").read_text(encoding="utf-8")
    outcome = kb(
        *("source", "add", str(saved), "--id", "fen-notice", "--page"),
        *("--address", "https://fens.example/notice", "--read", "2024-05-30"),
        *("--title", "Notice: how much", "--publisher", "NHS Fens"),
        *("--strength", "official", "--part", "the first paragraph"),
    )
    assert outcome.code == 0, outcome.err
    assert outcome.out.splitlines() == [
        "wrote content/fingerprints/fen-notice",
        "wrote content/bibliography.yaml",
    ]
    after = tree.path("bibliography.yaml").read_text(encoding="utf-8")
    assert after == before + (
        'fen-notice:\n  title: "Notice: how much"\n  publisher: NHS Fens\n  kind: page\n'
        "  date: undated\n  address: https://fens.example/notice\n  live: unchecked\n"
        "  read: 2024-05-30\n  copy: live\n  strength: official\n"
        "  part: the first paragraph\n"
    )
    prints = read_fingerprint(tree.path("fingerprints/fen-notice"), "fen-notice")
    assert prints.has_words(plain_words("ask for a receipt of it"))
    assert prints.has_number("3")
    assert not prints.has_number("99")
    assert tree.messages() == []


def test_a_page_that_is_listed_is_brought_up_to_date(kb: Kb, tree: Tree, tmp_path: Path) -> None:
    """Its entry keeps its place and what is not given; every other line stays."""
    saved = tmp_path / "saved.txt"
    saved.write_text("The board pays for 3 coaches and 12 calls. " * 4, encoding="utf-8")
    before = tree.path("bibliography.yaml").read_text(encoding="utf-8")
    outcome = kb(
        *("source", "add", str(saved), "--id", "fen-board-page", "--page", "--copy", "stored"),
        *("--read", "2024-05-30", "--strength", "official"),
    )
    assert outcome.code == 0, outcome.err
    after = tree.path("bibliography.yaml").read_text(encoding="utf-8")
    added = "  read: 2024-05-30\n  copy: stored\n  strength: official\n"
    assert after.replace(added, "", 1).replace('"', "") == before.replace('"', "")
    assert tree.messages() == []


def test_what_a_page_cannot_do_without(kb: Kb, tree: Tree, tmp_path: Path) -> None:
    """Nothing is written if the entry would be incomplete, or is that of a document."""
    saved = tmp_path / "saved.txt"
    saved.write_text(PAGE, encoding="utf-8")
    outcome = kb("source", "add", str(saved), "--id", "fen-notice", "--page", "--title", "Notice")
    assert outcome.err == (
        'kb: --id: found "fen-notice", which the bibliography does not have; a new entry needs '
        "--publisher, --address, --strength as well; add what is missing, or name an entry that "
        "is there\n"
    )
    assert not tree.path("fingerprints/fen-notice").exists()
    outcome = kb("source", "add", str(saved), "--id", "fen-report", "--page")
    assert outcome.err.startswith('kb: --id: found "fen-report", which the bibliography has as a')
    outcome = kb("source", "add", str(saved), "--id", "fen-rules", "--page", "--dated", "May 2024")
    assert outcome.err == (
        'kb: --dated: bad-date: found "May 2024"; allowed 2024, 2024-10, 2024-10-25 or undated\n'
    )
    assert kb("source", "add", str(saved), "--id", "x", "--strength", "official").code == 2
    assert tree.messages() == []
