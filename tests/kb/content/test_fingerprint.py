"""A source's fingerprint is written into the content folder."""

from __future__ import annotations

import pytest

from kb.content.fingerprint import add_source
from kb.model.bibliography import Fingerprint
from kb.model.problems import KbError
from tests.conftest import FIXTURES, Tree


def test_the_fingerprint_is_that_of_the_text_and_not_the_text(tree: Tree) -> None:
    """It is the same each time, and holds hashes alone."""
    source = FIXTURES / "sources" / "fen-report.txt"
    written = add_source(source, "fen-report", tree.root)
    assert written == tree.path("fingerprints/fen-report")
    text = written.read_text(encoding="ascii")
    assert text == Fingerprint.of(source.read_text(encoding="utf-8")).dumps()
    assert text == (FIXTURES / "corpus/fingerprints/fen-report").read_text(encoding="ascii")
    assert "supper" not in text
    assert sorted(path.name for path in written.parent.iterdir()) == [
        "fen-contacts",
        "fen-report",
        "fen-rules",
        "marsh-review",
    ]


@pytest.mark.parametrize(
    ("source_id", "said"),
    [
        ("../x", "; allowed small letters, digits and hyphens, as somerset-story"),
        (
            "lpt3",
            ", a name that Windows keeps for itself; allowed any other name; did you mean "
            '"lpt3-account"?',
        ),
    ],
)
def test_an_identifier_that_is_none(tree: Tree, source_id: str, said: str) -> None:
    """Nothing is written outside the folder, or where a copy on Windows could not hold it."""
    with pytest.raises(KbError) as raised:
        add_source(FIXTURES / "sources/fen-report.txt", source_id, tree.root)
    assert str(raised.value) == f'--id: bad-identifier: found "{source_id}"{said}'
    assert tree.messages() == []


def test_a_text_that_is_too_short(tree: Tree) -> None:
    """A fingerprint of nothing would prove nothing and seem to work."""
    source = tree.write("../short.txt", "A few words.")
    with pytest.raises(KbError) as raised:
        add_source(source, "short", tree.root)
    assert str(raised.value) == (
        f"{source}: too-short: found 3 words; allowed 12 or more; save the whole text of the source"
    )


def test_a_file_that_is_no_text(tree: Tree) -> None:
    """A PDF has to be saved as text first."""
    source = tree.root.parent / "source.pdf"
    source.write_bytes(b"%PDF-1.7\n\xe2\xe3\xcf\xd3")
    with pytest.raises(KbError) as raised:
        add_source(source, "source", tree.root)
    assert str(raised.value) == (
        f"{source}: not-utf-8: found the byte 0xe2 at 9; allowed plain text in UTF-8; "
        "save the source as text first"
    )


def test_no_content_folder(tree: Tree) -> None:
    """It is not made, since that would hide a wrong folder."""
    with pytest.raises(KbError) as raised:
        add_source(FIXTURES / "sources/fen-report.txt", "x", tree.root / "nowhere")
    assert str(raised.value) == (
        f"{tree.root / 'nowhere'}: found no such folder; allowed a folder of content; "
        "run kb where the folder content is, or name the folder with --content"
    )
