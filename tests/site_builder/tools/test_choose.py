"""The pages of the table, and its script's rule against that of Python."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.planning.evidence_table import FILTERS, ORDERS, cells_of, choose, evidence_rows, ranks_of
from kb.text.csv_text import csv_text
from site_builder.model.site_content import SiteContent
from site_builder.tools.choose import STATIC_ORDERS, choice_data, choice_pages
from tests.site_builder.scripts import run_scripts, static

RULE = ["save.js", "choose_rule.js"]
WANTED = (
    {},
    {"outcome": "gps-retained"},
    {"outcome": "sessions-gained", "grade": "3"},
    {"stage": "wise-fives", "status": "runs"},
    {"did": "mentoring", "cost": "stated"},
    {"place": " FEN", "year": "2015"},
    {"level": "career-support", "role": "partner"},
)


def test_each_main_order_has_a_page_that_lists_every_case_study(
    content: SiteContent, read_page: Callable[[str], str]
) -> None:
    """And leads to the others, so that the table needs no script."""
    pages = list(choice_pages(content))
    assert len(pages) == len(STATIC_ORDERS) == len({page.title for page in pages})
    for page in pages:
        html = read_page(page.url.strip("/"))
        assert html.count('<tr id="row-') == len(evidence_rows(content.corpus))
        assert html.count("data-choose-plain") == 1
        others = [f"by-{order}/index.html" for order in STATIC_ORDERS[1:]]
        assert sum(other in html for other in others) >= len(STATIC_ORDERS) - 2


def test_the_script_chooses_as_python_does(content: SiteContent) -> None:
    """Every order with every question: the same rows, and as many left out for the same reason."""
    data = json.loads(json.dumps(choice_data(content)))
    asked = [[wanted, order] for wanted in WANTED for order in ORDERS]
    body = (
        "return given.asked.map(([wanted, order]) => { const found = kbChoose.choose("
        "given.data.rows, wanted, order, given.data.ranks); return [found.rows.map(r => r.id),"
        "found.leftOut.map(([name, n]) => [given.data.reasons[name], n])]; });"
    )
    found = run_scripts([static(name) for name in RULE], body, {"data": data, "asked": asked})
    rows, ranks = evidence_rows(content.corpus), ranks_of(content.corpus)
    for (wanted, order), (ids, left_out) in zip(asked, found, strict=True):
        expected = choose(rows, wanted, order, ranks)  # type: ignore[arg-type]
        assert ids == [row.id for row in expected.rows], (wanted, order)
        assert left_out == [list(pair) for pair in expected.left_out], (wanted, order)


def test_the_script_writes_the_same_cells_and_the_same_text(content: SiteContent) -> None:
    """With formulas, quotes and lines made harmless."""
    data = json.loads(json.dumps(choice_data(content)))
    odd = [["=1+1", 'a "b", c', "x\ny"], ["-11", "-cmd|'x'!A0", "＝1"]]
    body = (
        "return [given.data.rows.map(r => kbChoose.cells(r, 'gps-retained')),"
        "kbSave.csv(['a','b','c'], given.odd), kbChoose.filters, kbChoose.orders];"
    )
    cells, text, filters, orders = run_scripts(
        [static(name) for name in RULE], body, {"data": data, "odd": odd}
    )
    assert cells == [list(cells_of(row, "gps-retained")) for row in evidence_rows(content.corpus)]
    assert text == csv_text(["a", "b", "c"], odd)
    assert filters == list(FILTERS)
    assert orders == list(ORDERS)


@pytest.mark.parametrize("name", ["case-studies.csv", "case-studies.json"])
def test_the_whole_table_is_a_file(site: Path, content: SiteContent, name: str) -> None:
    """Every case study in both."""
    text = (site / "evidence/table" / name).read_text(encoding="utf-8")
    assert all(row.id in text for row in evidence_rows(content.corpus))
    assert text.startswith("\ufeffid,title" if name.endswith("csv") else "{")


def test_an_outcome_counts_the_same_on_its_page_and_in_the_index(
    read_page: Callable[[str], str], content: SiteContent
) -> None:
    """Those that only hope for it are said apart."""
    index = read_page("outcomes")
    for concept in content.vocabulary("outcomes"):
        page = read_page(f"outcomes/{concept.id}")
        if "What is known" in page:
            said = page.split("What is known</h2>\n<p>", 1)[1].split(", ", 1)[0]
            assert said.split(" and ")[0][1:] in index
