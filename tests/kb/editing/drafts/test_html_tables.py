"""`kb.editing.drafts.html_tables`: every figure under its own heading."""

from __future__ import annotations

from pathlib import Path

from kb.editing.drafts.marks import bare
from kb.editing.drafts.web_page import html_to_markdown


def markdown(html: str) -> str:
    """Return HTML as Markdown, without the signs between the steps."""
    return bare(html_to_markdown(html, Path("x.html"))).strip()


def test_a_cell_that_spans_rows_stands_in_each() -> None:
    """So that the figures beside it stay in their columns."""
    made = markdown(
        "<table><tr><th>Site</th><th>2019</th><th>2021</th></tr>"
        "<tr><td rowspan=3>Ely</td><td>31</td><td>17</td></tr>"
        "<tr><td>8</td><td>5</td></tr><tr><td>2</td><td>1</td></tr></table>"
    )
    assert made == (
        "| Site | 2019 | 2021 |\n| --- | --- | --- |\n| Ely | 31 | 17 |\n| Ely | 8 | 5 |\n"
        "| Ely | 2 | 1 |"
    )


def test_a_figure_that_spans_cells_is_repeated_with_a_to_do() -> None:
    """One for both years, or one each: only a person can tell."""
    made = markdown(
        "<table><tr><th>Site</th><th>A</th><th>B</th></tr>"
        "<tr><td>Ely</td><td colspan=2>44</td></tr></table>"
    )
    assert "| Ely | 44 | 44 |" in made
    assert "To do: look at the table: “44” spanned several rows or columns." in made


def test_two_rows_of_headings_become_one() -> None:
    """Each column says both."""
    made = markdown(
        "<table><tr><th rowspan=2>Site</th><th colspan=2>GPs</th></tr><tr><th>Before</th>"
        "<th>After</th></tr><tr><td>Ely</td><td>7</td><td>9</td></tr></table>"
    )
    assert made.startswith("| Site | GPs, Before | GPs, After |\n")
    assert made.endswith("| Ely | 7 | 9 |")


def test_blocks_within_a_cell_are_kept_apart() -> None:
    """Lists, lines and paragraphs, and a bar is no end of a cell."""
    made = markdown(
        "<table><tr><th>A</th><th>B</th></tr><tr><td><ul><li>30<li>40</ul></td>"
        "<td>x|y<br>12<p>13.</p>14</td></tr></table>"
    )
    assert made.endswith("| 30; 40 | x\\|y; 12; 13. 14 |")


def test_a_study_laid_out_in_a_table_is_a_text_with_headings() -> None:
    """Labels in the first column, anything in the second."""
    made = markdown(
        "<table><tr><td>Led by</td><td>Wold Surgery</td></tr><tr><td>What we did</td>"
        "<td><p>Two things:</p><ul><li>asked</li><li>paid</li></ul></td></tr>"
        "<tr><td>Odd</td><td>Own words.</td></tr>"
        "<tr><td>Impact</td><td>Fewer left.</td></tr></table>"
    )
    assert made == (
        "## Led by\n\nWold Surgery\n\n## What we did\n\nTwo things:\n\n- asked\n- paid\n\n"
        "## Odd\n\nOwn words.\n\n## Impact\n\nFewer left."
    )


def test_a_frame_round_one_text_is_taken_off() -> None:
    """Many a template is one cell with a border."""
    assert markdown("<table><tr><td><h2>A</h2><p>b</p></td></tr></table>") == "## A\n\nb"


def test_a_table_within_a_cell_loses_nothing() -> None:
    """Its rows stand on the line of the cell."""
    made = markdown(
        "<table><tr><th>A</th><th>B</th><th>C</th></tr><tr><td>1</td><td>2</td>"
        "<td><table><tr><td>x</td><td>3</td></tr></table></td></tr></table>"
    )
    assert "| 1 | 2 |" in made
    assert "x" in made
    assert "3" in made


def test_spans_without_measure_cost_no_more_than_their_cells() -> None:
    """A hostile page cannot ask for a million columns."""
    made = markdown("<table><tr><td colspan=999999999>a</td></tr><tr><td>b</td></tr></table>")
    assert made.count("|") < 400


def test_a_span_of_nought_or_of_very_many_rows_goes_to_the_end() -> None:
    """Nought means as far as the table goes; sixty rows are sixty."""
    rows = "".join(f"<tr><td>{at}</td></tr>" for at in range(100, 170))
    for span in ("0", "71"):
        made = markdown(f"<table><tr><td rowspan={span}>Ely</td><td>5</td></tr>{rows}</table>")
        assert made.endswith("| Ely | 169 |")


def test_labels_may_stand_above_their_texts() -> None:
    """In one column by turns, or in a row of labels over a row of texts."""
    wanted = "## Background\n\nThey left.\n\n## Results\n\n11 stayed."
    one = "".join(
        f"<tr><td>{words}</td></tr>"
        for words in ("Background", "They left.", "Results", "11 stayed.")
    )
    assert markdown(f"<table>{one}</table>") == wanted
    assert (
        markdown(
            "<table><tr><th>Background</th><th>Results</th></tr>"
            "<tr><td>They left.</td><td>11 stayed.</td></tr></table>"
        )
        == wanted
    )


def test_a_heading_over_the_labels_is_no_part_of_the_study() -> None:
    """It is named, and a table of figures stays one."""
    made = markdown(
        "<table><tr><th>Section</th><th>Details</th></tr>"
        "<tr><td>1. Background</td><td>They left.</td></tr>"
        "<tr><td>2. Results</td><td>11 stayed.</td></tr></table>"
    )
    assert made == "## 1. Background\n\nThey left.\n\n## 2. Results\n\n11 stayed."
    figures = "<table><tr><th>Before</th><th>After</th></tr><tr><td>4</td><td>6</td></tr></table>"
    assert markdown(figures) == "| Before | After |\n| --- | --- |\n| 4 | 6 |"


def test_the_foot_of_a_table_is_its_last_row() -> None:
    """Old pages write it above the rows that it sums up."""
    made = markdown(
        "<table><tfoot><tr><td>Sum</td><td>51</td></tr></tfoot><tbody><tr><th>Site</th><th>GPs</th>"
        "</tr><tr><td>Ely</td><td>51</td></tr></tbody></table>"
    )
    assert made == "| Site | GPs |\n| --- | --- |\n| Ely | 51 |\n| Sum | 51 |"
