"""The files of areas become areas, or problems that say what to do."""

from __future__ import annotations

import pytest

from kb.content.kept import Kept
from kb.content.read import check_corpus
from kb.model.areas import AreaId
from kb.model.corpus import Corpus
from tests.conftest import TODAY, Tree

FENS, MARSH = "areas/the-fens.yaml", "areas/marsh-and-wolds.yaml"


def test_an_area_holds_what_its_file_says(corpus: Corpus) -> None:
    """In order of identifier, with what was left out as empty text."""
    assert list(corpus.areas) == ["marsh-and-wolds", "the-fens"]
    fens = corpus.areas[AreaId("the-fens")]
    assert (fens.name, fens.codes, fens.towns) == ("The Fens", ("QF1",), ("March", "Ely"))
    assert (fens.board.telephone, fens.board.email) == ("01354 700 800", "")
    hub = fens.contacts[1]
    assert (hub.says, hub.as_at, hub.address) == ("It had 12 mentors.", "2023-05", "")


def test_a_council_may_lie_in_two_areas(tree: Tree) -> None:
    """That is so in England, and the reader chooses."""
    for name in (FENS, MARSH):
        assert "Borderland Council" in tree.path(name).read_text()
    assert tree.messages() == []


def test_a_council_that_the_map_has_elsewhere_is_said(tree: Tree) -> None:
    """It may stand in a second file by mistake; where the map knows neither, nothing is said."""
    somerset, dorset = "[QSL]", "[QVV]"
    tree.replace(FENS, "codes: [QF1]", f"codes: {somerset}")
    tree.replace(MARSH, "codes: [QM2]", f"codes: {dorset}")
    for name in (FENS, MARSH):
        tree.replace(name, "Borderland Council", "Dorset Council")
    (message,) = tree.messages()
    assert message.startswith("content/areas/the-fens.yaml:")
    assert (
        ' council-elsewhere: found "Dorset Council", which lies in Dorset by the map of April 2023'
    ) in message
    assert tree.check().corpus is not None
    tree.replace(FENS, "Dorset Council", "North Somerset Council")
    assert tree.messages() == []  # each stands in one file, and boundaries move


def test_content_may_have_no_areas(tree: Tree) -> None:
    """An older folder is read as before."""
    for name in (FENS, MARSH):
        tree.path(name).unlink()
    reading = tree.check()
    assert reading.corpus is not None
    assert reading.corpus.areas == {}


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (
            MARSH,
            "name: Marsh and Wolds",
            "name: THE FENS",
            'content/areas/the-fens.yaml:2: name: duplicate-name: found "The Fens", already that '
            "of areas/marsh-and-wolds.yaml; allowed a name and codes of its own; correct it, or "
            "remove one of the two files if they are one area",
        ),
        (
            MARSH,
            "codes: [QM2]",
            "codes: [QM2, QF1]",
            'content/areas/the-fens.yaml:4: codes: duplicate-name: found "QF1", already that of '
            "areas/marsh-and-wolds.yaml; allowed a name and codes of its own; correct it, or "
            "remove one of the two files if they are one area",
        ),
        (
            FENS,
            "01354 700 800",
            "01354 700 801",
            'content/areas/the-fens.yaml:13: board.telephone: unproved-number: found "01354 700 '
            '801"; allowed a number that stands in fen-contacts; copy it from the source again, '
            "with its spaces",
        ),
        (
            FENS,
            "01354 700 800",
            "+44 1354 700800",
            "content/areas/the-fens.yaml:13: board.telephone: bad-telephone: found "
            '"+44 1354 700800"; allowed a number in the United Kingdom with its area code, as '
            "01438 880010",
        ),
        (
            FENS,
            "office@lmc.fens.example",
            "the office",
            'content/areas/the-fens.yaml:22: contacts[0].email: bad-address: found "the office"; '
            "allowed a mailbox, as office@example.org",
        ),
        (
            FENS,
            "https://fens.example/",
            "javascript:alert(1)",
            'content/areas/the-fens.yaml:12: board.address: bad-address: found "javascript:'
            'alert(1)"; allowed a whole address, as https://host/path',
        ),
        (
            FENS,
            "It had 12 mentors.",
            "It had 14 mentors.",
            'content/areas/the-fens.yaml:31: contacts[1].status.says: unproved-number: found "14"; '
            "allowed numbers that stand in fen-contacts; correct it, take it out, or name the "
            "page that says so",
        ),
        (
            FENS,
            "The committee speaks for every GP in the Fens",
            "The committee speaks for some GPs in the Fens",
            "content/areas/the-fens.yaml:24: contacts[0].quote: quote-not-in-source: found "
            '"The committee speaks for some GPs in the Fens"; allowed words that stand in '
            "fen-contacts in a row; copy them from the source again, leaving nothing out",
        ),
        (
            FENS,
            "source: fen-contacts",
            "source: fen-report",
            'content/areas/the-fens.yaml:16: board.source: wrong-type: found "fen-report", a '
            "document; allowed a web page of the bibliography, which a reader can open",
        ),
        (
            FENS,
            "kind: training-hub",
            "kind: integrated-care-board",
            "content/areas/the-fens.yaml:26: contacts[1].kind: unknown-value: found "
            '"integrated-care-board"; allowed training-hub, local-medical-committee, deanery, '
            "primary-care-school, local-scheme, mentoring, locum-bank, health-service",
        ),
        (
            FENS,
            "councils:",
            "council:",
            'content/areas/the-fens.yaml:6: council: unknown-key: found "council"; allowed name, '
            "region, codes, gss, councils, counties, towns, board, contacts; did you mean "
            '"councils"?',
        ),
    ],
)
def test_a_fault_says_where_and_what_to_do(
    tree: Tree, name: str, old: str, new: str, expected: str
) -> None:
    """Each fault, alone, with its whole message."""
    tree.replace(name, old, new)
    assert expected in tree.messages()


def test_a_name_that_is_no_address_is_refused(tree: Tree) -> None:
    """The name of the file becomes the address, as of a page."""
    text = tree.path(MARSH).read_text()
    tree.path(MARSH).unlink()
    tree.write("areas/Marsh & Wolds.yaml", text)
    assert tree.messages() == [
        'content/areas/Marsh & Wolds.yaml:1: bad-file-name: found "Marsh & Wolds.yaml"; allowed '
        'small letters, digits and single hyphens, up to 80; did you mean "marsh-wolds"? '
        "rename it: the name becomes the address"
    ]


@pytest.mark.parametrize("text", ["", "- a list\n", "name: [\n", "board: 3\ncontacts: 4\n"])
def test_a_broken_file_is_reported_and_no_more(tree: Tree, text: str) -> None:
    """Whatever stands there, the check ends with problems of that file alone."""
    tree.write(MARSH, text)
    messages = tree.messages()
    assert messages
    assert all(message.startswith(f"content/{MARSH}:") for message in messages)


def test_words_are_our_own(tree: Tree) -> None:
    """Twelve words of a source in a row may not stand outside a quote."""
    tree.replace(
        FENS,
        "Which local schemes it pays for.",
        "Words like a GP who joins a partnership should ask for three years of accounts.",
    )
    assert [message.split(": found")[0] for message in tree.messages()] == [
        "content/areas/the-fens.yaml:14: board.ask: copied-words"
    ]


def test_an_area_that_changes_is_read_again(tree: Tree) -> None:
    """What was found out before counts for the same words alone."""
    kept = Kept()
    first = check_corpus(tree.root, today=TODAY, kept=kept)
    tree.replace(FENS, "name: The Fens", "name: The Great Fens")
    second = check_corpus(tree.root, today=TODAY, kept=kept)
    found = [
        reading.corpus.areas[AreaId("the-fens")].name
        for reading in (first, second)
        if reading.corpus
    ]
    assert found == ["The Fens", "The Great Fens"]
