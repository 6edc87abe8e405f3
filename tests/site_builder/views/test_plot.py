"""Results across case studies, as a picture and as rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

from kb.model.documents import CaseStudy
from kb.model.evidence import grade
from site_builder.model.site_content import SiteContent, Tag
from site_builder.views.plot import NARROW, WIDE, PlotRow, plot_rows, plot_svg, results_context

ID = "some-work"
SVG = "{http://www.w3.org/2000/svg}"


def cases(content: SiteContent) -> list[CaseStudy]:
    """Return every case study."""
    return [d for d in content.corpus.documents.values() if isinstance(d, CaseStudy)]


def row(label: str, *counts: int) -> PlotRow:
    """Return a row with results at levels 1 to 5."""
    tag = Tag(vocabulary="interventions", id=ID, label=label, url="")
    return PlotRow(tag=tag, cases=1, counts=counts)


def test_every_result_counts_once_for_each_kind_of_work(content: SiteContent) -> None:
    """Hopes included; nothing is lost and nothing added."""
    rows = plot_rows(content, cases(content))
    assert sum(row.total for row in rows) == sum(
        len(case.results) * len(case.interventions) for case in cases(content)
    )
    mentoring = next(row for row in rows if row.tag.id == "mentoring")
    found = [c for c in cases(content) if "mentoring" in c.interventions]
    assert mentoring.cases == len(found)
    assert mentoring.counts[4] == sum(
        grade(result).level == 5 for case in found for result in case.results
    )


def test_rows_go_by_the_strongest_evidence(content: SiteContent) -> None:
    """A result compared comes before any number of hopes."""
    counts = [row.counts[::-1] for row in plot_rows(content, cases(content))]
    assert counts == sorted(counts, reverse=True)


def test_the_picture_names_every_row_and_writes_every_number() -> None:
    """In both widths; more results make a larger circle; markup in a label is text."""
    rows = (row("A <b> & c", 1, 0, 9, 0, 0), row("Bare", 0, 0, 0, 0, 0))
    for layout, name in ((WIDE, "wide"), (NARROW, "narrow")):
        text = str(plot_svg(rows, layout, name)).replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ')
        picture = ElementTree.fromstring(text)
        words = [element.text for element in picture.iter(f"{SVG}text")]
        assert {"A <b> & c", "Bare", "1", "9", "no result reported"} <= set(words)
        small, large = [float(c.get("r", "0")) for c in picture.iter(f"{SVG}circle")]
        assert small < large
        assert large * 2 < layout.row
        labelled = (picture.get("aria-labelledby") or "").split()
        assert labelled == [element.get("id") for element in list(picture)[:2]]
        assert picture.get("role") == "group"
        links = [link.get("href") for link in picture.iter(f"{SVG}a")]
        assert links == [f"{ID}/index.html#level-1", f"{ID}/index.html#level-3"]


def test_the_narrow_picture_fits_a_narrow_screen() -> None:
    """At 320 pixels nothing of it is scaled down to what cannot be read."""
    assert NARROW.width <= 288
    assert NARROW.font - 3 >= 12


def test_the_table_says_the_same_as_the_picture(
    content: SiteContent, read_page: Callable[[str], str]
) -> None:
    """Each row with its link and its five numbers."""
    page = read_page("evidence/results")
    context = results_context(content)
    rows = context["rows"]
    assert isinstance(rows, tuple)
    for found in rows:
        assert f">{found.tag.label}</a></th>" in page
        line = page.split(f">{found.tag.label}</a></th>", 1)[1].split("</tr>", 1)[0]
        assert re.findall(r">(\d+)(?:</a>)?</td>", line) == [
            str(number) for number in (found.cases, *found.counts)
        ]
    summary = context["summary"]
    assert isinstance(summary, tuple)
    assert summary[0].startswith("3 case studies report ")
