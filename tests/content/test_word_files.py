"""The Word files made of the real content: a brief has two sheets, a template one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kb.content.read import Reading
from kb.model.documents import Kind
from kb.planning.brief import DETAIL, MOST, ROOM, brief, tenths
from kb.planning.cited import Cited, cite
from kb.planning.docx_file import docx_bytes
from kb.planning.templates import whole
from tests.office import pages_of

DAY = date(2026, 11, 28)
PURPOSE = "The board is asked to fund a first year of this. " * 3


def longest(reading: Reading) -> list[Cited]:
    """Return the pages that take the most room in a brief, the longest first."""
    assert reading.corpus
    pages = [
        cite(reading.corpus, document.id)
        for kind in (Kind.CASE_STUDY, Kind.SIGNPOSTING)
        for document in reading.corpus.of_kind(kind)
    ]
    return sorted(pages, key=lambda one: -tenths(brief([one], title="", today=DAY)))


def test_a_brief_shows_more_of_few_pages_and_fits_with_many(reading: Reading) -> None:
    """Of one page as many results as are shown at all; of the six longest no more than fit."""
    pages = longest(reading)
    for number in (2, 4, MOST):
        assert tenths(brief(pages[:number], title="T", purpose=PURPOSE, today=DAY)) <= ROOM
    many = next(one for one in pages if len(one.results) >= DETAIL[0][0])
    shown = [text for text, _, _ in many.results[: DETAIL[0][0]]]
    alone = repr(brief([many], title="", today=DAY))
    assert all(repr(text)[1:-1] in alone for text in shown)


def test_libreoffice_makes_two_sheets_of_a_brief_and_one_of_a_template(
    reading: Reading, tmp_path: Path
) -> None:
    """Of the six longest pages with a purpose, of two pages, and of every template."""
    assert reading.corpus
    pages, templates = longest(reading), reading.corpus.templates
    assert [one.name for one in templates] == [
        "appraisal-prompts",
        "focus-group-guide",
        "start-and-end-diagnostic",
        "stay-interview",
        "workforce-survey",
    ]
    made = {
        "six": brief(
            pages[:MOST], title="Keeping GPs", purpose=PURPOSE, address="https://e.org", today=DAY
        ),
        "two": brief(pages[:2], title="", today=DAY),
        **{one.name: whole(one, ["A page", "Another"]) for one in templates},
    }
    files = []
    for name, pieces in made.items():
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(docx_bytes(pieces, title=name, made=DAY))
    found = pages_of(files, tmp_path)
    assert found.pop("six.docx") == 2
    assert found.pop("two.docx") <= 2
    assert set(found.values()) == {1}
