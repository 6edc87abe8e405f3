"""A local edition is laid over the national content, and its faults are found where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.content.editions import (
    check_apart,
    edition_folder,
    edition_names,
    refuse_name,
)
from kb.content.read import read_corpus
from kb.content.schema.editions import contrast_with_white, darkened
from kb.model.documents import DocId, SignpostingOption
from kb.model.problems import KbError
from tests.conftest import TODAY, Tree
from tests.kb.content.conftest import AREA, COACH, LINE, Areas, local_page


@pytest.fixture
def national(tree: Tree) -> str:
    """How to start with the line, as the national page has it."""
    line = read_corpus(tree.root, today=TODAY).documents[LINE]
    assert isinstance(line, SignpostingOption)
    return line.how_to_start


def override(was: str, now: str = "Ask the Fens hub first", page: str = str(LINE)) -> str:
    """Return an `overrides.yaml` with one field."""
    return f'{page}:\n  - field: how_to_start\n    was: "{was}"\n    now: "{now}"\n'


def test_what_is_changed_and_what_is_local_are_known(areas: Areas, national: str) -> None:
    """The national page keeps its other fields, and the edition says what it changed."""
    areas.write("overrides.yaml", override(national))
    areas.write(f"{COACH}.md", local_page(areas.tree))
    reading = areas.read()
    assert [str(p) for p in reading.errors] == []
    corpus = reading.corpus
    assert corpus is not None
    assert corpus.edition is not None
    line = corpus.documents[LINE]
    assert isinstance(line, SignpostingOption)
    assert line.how_to_start == "Ask the Fens hub first"
    (change,) = corpus.edition.changes[LINE]
    assert (change.field, change.national, change.is_outdated) == ("how_to_start", national, False)
    assert corpus.edition.local == {COACH}
    assert corpus.edition.note(COACH) == "Local: The Fens"
    assert corpus.edition.note(LINE) == "Changed for The Fens"
    assert corpus.edition.note(DocId("toolkit/keep-count")) == ""


TEMPLATE = """\
---
title: Fenland survey
about: "For GPs in the Fens: what keeps you here?"
credit: [signposting/gp-listening-line]
---

## Questions

1. What keeps you?

{blank 2}
"""


def test_a_template_of_its_own_stands_beside_the_national_ones(areas: Areas) -> None:
    """It is no page, and the edition knows that it is local."""
    areas.write("templates/fen-survey.md", TEMPLATE)
    reading = areas.read()
    assert [str(p) for p in reading.errors] == []
    assert reading.corpus is not None
    assert reading.corpus.edition is not None
    assert reading.corpus.edition.templates == {"fen-survey"}
    assert reading.corpus.edition.local == frozenset()
    names = [one.name for one in reading.corpus.templates]
    national = [one.name for one in read_corpus(areas.tree.root, today=TODAY).templates]
    assert sorted(names) == sorted([*national, "fen-survey"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            TEMPLATE.replace("listening-line", "listning-line"),
            "areas/fens/templates/fen-survey.md:4",
        ),
        (TEMPLATE.replace("{blank 2}", "> no form"), "areas/fens/templates/fen-survey.md:11"),
        (TEMPLATE.replace("title:", "titel:"), "areas/fens/templates/fen-survey.md:2"),
    ],
)
def test_a_template_of_its_own_is_held_to_the_same_rules(
    areas: Areas, text: str, found: str
) -> None:
    """With the file and the line in the edition."""
    areas.write("templates/fen-survey.md", text)
    reading = areas.read()
    assert reading.errors
    assert all(str(problem).startswith("areas/fens/") for problem in reading.errors)
    assert any(str(problem).startswith(found) for problem in reading.errors)


def test_a_template_may_not_take_the_name_of_a_national_one(areas: Areas) -> None:
    """Whose words an edition does not change."""
    name = read_corpus(areas.tree.root, today=TODAY).templates[0].name
    areas.write(f"templates/{name}.md", TEMPLATE)
    (message,) = areas.messages()
    assert "the name of a template of the national content" in message
    assert message.endswith("rename it")


def test_nothing_local_leaks(areas: Areas, national: str) -> None:
    """Neither into the national content nor into another edition."""
    before = {path: path.read_bytes() for path in areas.tree.root.rglob("*") if path.is_file()}
    areas.write("overrides.yaml", override(national))
    areas.write(f"{COACH}.md", local_page(areas.tree))
    areas.write("area.yaml", AREA.replace("The Fens", "The Marsh"), "marsh")
    assert areas.read().corpus is not None
    other = areas.read("marsh").corpus
    assert other is not None
    again = read_corpus(areas.tree.root, today=TODAY)
    for corpus in (other, again):
        assert COACH not in corpus.documents
        line = corpus.documents[LINE]
        assert isinstance(line, SignpostingOption)
        assert line.how_to_start == national
    assert before == {
        path: path.read_bytes() for path in areas.tree.root.rglob("*") if path.is_file()
    }


def test_a_national_change_since_is_flagged_with_both_texts(areas: Areas, national: str) -> None:
    """As a warning: the edition is still built."""
    areas.write("overrides.yaml", override("Write a letter"))
    reading = areas.read()
    assert reading.corpus is not None
    assert reading.corpus.edition is not None
    assert reading.corpus.edition.changes[LINE][0].is_outdated
    assert [str(problem) for problem in reading.problems] == [
        f"areas/fens/overrides.yaml:3: {LINE}[0].was: changed-nationally: found "
        f'"Write a letter", while the national page now says "{national}"; allowed the words of '
        "the national page, so that a later change of it is noticed; see whether the local text "
        "still fits, then copy the national one into was"
    ]


def test_a_local_text_is_held_to_the_same_rules(areas: Areas, national: str) -> None:
    """And the problem stands in the file of the edition."""
    areas.write("overrides.yaml", override(national, "words and " * 30))
    (problem,) = areas.read().errors
    assert (problem.path, problem.line, problem.fault) == (
        "areas/fens/overrides.yaml",
        4,
        "too-long",
    )


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "overrides.yaml",
            override("x", page="signposting/gp-listening-lines"),
            "areas/fens/overrides.yaml:1: signposting/gp-listening-lines: unknown-document: found "
            '"signposting/gp-listening-lines"; allowed a page of the national content; did you '
            'mean "signposting/gp-listening-line"?',
        ),
        (
            "overrides.yaml",
            "- a list\n",
            "areas/fens/overrides.yaml:1: not-a-mapping: found a list; allowed entries, as "
            "name: value; write each page as its identifier, a colon and its fields below it",
        ),
        (
            "area.yaml",
            AREA.replace("the-fens", "the-fen"),
            'areas/fens/area.yaml:4: area: unknown-area: found "the-fen"; allowed an area of '
            'content/areas; did you mean "the-fens"?',
        ),
        (
            "area.yaml",
            AREA.replace("#003087", "#ffcc00"),
            'areas/fens/area.yaml:6: colour: bad-colour: found "#ffcc00", on which white words '
            "have a contrast of 1.5; allowed a contrast of 4.5 or more; did you mean "
            '"#8e7200"?',
        ),
        *(
            (
                "area.yaml",
                AREA.replace('"#003087"', f'"{given}"'),
                f'areas/fens/area.yaml:6: colour: bad-colour: found "{given}"; allowed # and six '
                'signs from 0 to 9 and a to f, in quotation marks, as "#0b3c49"; '
                + (
                    f'did you mean "{meant}"?'
                    if meant
                    else "ask whoever made the logo for its colour in this form"
                ),
            )
            for given, meant in (
                ("#038", "#003388"),
                ("003087", "#003087"),
                ("#003087ff", "#003087"),
                ("rgb(0, 48, 135)", "#003087"),
                ("navy", "#000080"),
                ("Yellow", "#7a7a00"),
                ("transparent", ""),
                ("#00308", ""),
                ("var(--brand)", ""),
            )
        ),
        (
            "area.yaml",
            AREA.replace('"#003087"', "#003087"),
            'areas/fens/area.yaml:6: colour: lost-words: found "#003087", of which nothing is '
            "read from the sign # on; put the value in double quotation marks, or a space after "
            "the # of a remark",
        ),
        (
            "area.yaml",
            AREA.replace("colour:", "color:"),
            'areas/fens/area.yaml:6: color: unknown-key: found "color"; allowed name, about, '
            'contact, area, first, colour, logo; did you mean "colour"?',
        ),
        (
            "roadmaps/own.md",
            "---\n---\n",
            'areas/fens/roadmaps/own.md:1: unknown-file: found "roadmaps/own.md"; allowed '
            "area.yaml, overrides.yaml, stops.yaml, bibliography.yaml, fingerprints/ID, a logo, "
            "casestudies/NAME.md, signposting/NAME.md, toolkit/NAME.md, templates/NAME.md; "
            "move it out of the edition, or give it its place",
        ),
        (
            "signposting/gp-listening-line.md",
            "---\ntitle: x\n---\n",
            "areas/fens/signposting/gp-listening-line.md:1: duplicate-permalink: found the name "
            'of a page of the national content, "signposting/gp-listening-line.md"; allowed a '
            "name of its own; rename it, or change fields of the national page in overrides.yaml",
        ),
    ],
)
def test_a_fault_says_where_and_what_to_do(
    areas: Areas, name: str, text: str, expected: str
) -> None:
    """Each fault, alone, with its whole message."""
    areas.write(name, text)
    assert areas.messages() == [expected]
    assert areas.read().corpus is None


@pytest.mark.parametrize(
    ("picture", "found"),
    [
        ("<svg><script>alert(1)</script></svg>", 'a drawing with "<script"'),
        ('<svg onload="alert(1)"></svg>', 'a drawing with "onload="'),
        ('<svg><x:script xmlns:x="y">alert(1)</x:script></svg>', 'a drawing with "<x:script"'),
        ("<svg><SCRIPT>alert(1)</SCRIPT></svg>", 'a drawing with "<SCRIPT"'),
        ('<svg><a href="#"><animate/></a></svg>', 'a drawing with "<a"'),
        ('<?xml-stylesheet type="text/css"?><svg/>', 'a drawing with "<?xml-"'),
        ('<svg><rect\nONCLICK = "x()"/></svg>', 'a drawing with "ONCLICK ="'),
        ('<svg><image href="https://x.example/y"/></svg>', "a drawing with"),
        ("no picture", "a file that is no SVG drawing"),
        ("<svg>" + " " * 110_000 + "</svg>", "a picture of more than 100 kB"),
        (None, '"logo.svg", and there is no such file'),
    ],
)
def test_a_logo_only_shows_itself(areas: Areas, picture: str | None, found: str) -> None:
    """No script, nothing from elsewhere, nothing huge."""
    areas.write("area.yaml", AREA + "logo: logo.svg\n")
    if picture is not None:
        areas.write("logo.svg", picture)
    (message,) = areas.messages()
    assert message.startswith(f"areas/fens/area.yaml:7: logo: bad-picture: found {found}")


def test_a_plain_drawing_is_taken(areas: Areas) -> None:
    """Shapes, and references within the drawing."""
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/></svg>'
    areas.write("area.yaml", AREA + "logo: logo.svg\n")
    areas.write("logo.svg", drawing)
    corpus = areas.read().corpus
    assert corpus is not None
    assert corpus.edition is not None
    assert corpus.edition.picture == drawing.encode()


def test_a_change_is_not_laid_over_another(areas: Areas, national: str) -> None:
    """Nor back again: each is of the national words, and says something else."""
    twice = override(national) + override("Ask the Fens hub first", "Write").split("\n", 1)[1]
    areas.write("overrides.yaml", twice)
    (message,) = areas.messages()
    assert message.startswith(
        f"areas/fens/overrides.yaml:5: {LINE}[1].field: repeated-value: found"
    )
    assert "which is changed above; allowed one change of a field" in message
    areas.write("overrides.yaml", override(national, national))
    (message,) = areas.messages()
    assert "found the words of the national page itself" in message


def test_a_page_of_its_own_is_changed_in_its_file(areas: Areas) -> None:
    """An edition that changed its own page would go round in a circle."""
    areas.write(f"{COACH}.md", local_page(areas.tree))
    areas.write("overrides.yaml", override("x", page=str(COACH)))
    (message,) = areas.messages()
    assert message == (
        f'areas/fens/overrides.yaml:1: {COACH}: unknown-document: found "{COACH}", a page of '
        f"this edition itself; allowed a page of the national content; write in {COACH}.md what "
        "it is to say, and take this change out"
    )


def test_a_broken_file_is_said_once(areas: Areas) -> None:
    """A key given twice is no missing key as well."""
    areas.write("area.yaml", AREA + 'name: "Again"\n')
    (message,) = areas.messages()
    assert "duplicate-key" in message
    (areas.root / "fens" / "area.yaml").write_bytes(b"\xff\xfe")
    (message,) = areas.messages()
    assert "not-utf-8" in message


def test_two_editions_of_one_name_are_told_apart(areas: Areas) -> None:
    """The second is asked for another, however it is written."""
    areas.write("area.yaml", AREA.replace("The Fens", "the fens "), "marsh")
    (problem,) = check_apart(edition_names(areas.root), areas.root)
    assert str(problem).startswith(
        'areas/marsh/area.yaml:1: name: duplicate-name: found "the fens", already that of '
        "areas/fens/area.yaml"
    )
    areas.write("area.yaml", AREA.replace("The Fens", "The Marsh"), "marsh")
    assert check_apart(edition_names(areas.root), areas.root) == ()


@pytest.mark.parametrize(
    "name", ["casestudies", "assets", "stages", "Fens", "the fens", "../x", "", "nul", "com1"]
)
def test_a_name_of_ours_or_of_no_address_is_refused(name: str) -> None:
    """The folder of an edition must not be taken for one of the site."""
    assert refuse_name(name)
    assert not refuse_name("isle-of-wight")


def test_an_edition_is_found_by_name(areas: Areas) -> None:
    """Or the nearest is named."""
    assert edition_names(areas.root) == ("fens",)
    assert edition_folder("fens", areas.root) == areas.root / "fens"
    with pytest.raises(KbError, match='did you mean "fens"'):
        edition_folder("fen", areas.root)


def test_a_folder_of_somebody_else_is_not_replaced(areas: Areas) -> None:
    """Where the edition is put together may hold no other work."""
    strange: Path = areas.root.parent / "build" / "fens" / "content"
    strange.mkdir(parents=True)
    (strange / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(KbError, match="not put together here"):
        areas.read()
    assert (strange / "thesis.txt").is_file()


@pytest.mark.parametrize("colour", ["#ffcc00", "#ffffff", "#00ff00", "#003087"])
def test_a_shade_that_can_be_read_is_suggested(colour: str) -> None:
    """The same colour if it will do."""
    assert contrast_with_white(darkened(colour)) >= 4.5
    assert darkened("#003087") == "#003087"
