"""`kb.editing.drafts.html_blocks`: what stood apart on the screen stays apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.editing.drafts.marks import bare
from kb.editing.drafts.web_page import html_to_markdown


def markdown(html: str) -> str:
    """Return HTML as Markdown, without the signs between the steps."""
    return bare(html_to_markdown(html, Path("x.html"))).strip()


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<dl><dt>Where:</dt><dd>Ely</dd><dt>Led by</dt><dd>A</dd><dd>B</dd></dl>",
         "Where: Ely\n\nLed by: A; B"),
        ("<div>12</div><div>GPs</div>3 left", "12\n\nGPs\n\n3 left"),
        ('<div><span class="n">40</span><span class="t">visits</span></div>', "40 visits"),
        ("<p><b>7</b><span>practices</span></p>", "**7** practices"),
        ("<p><span>Vis</span><span>its</span></p>", "Visits"),
        ("<p><span>1</span><span>2</span> GPs</p>", "12 GPs"),
        ("<figure><figcaption>Table 2</figcaption>9 GPs</figure>", "Table 2\n\n9 GPs"),
        ("<details><summary>More</summary>Text</details>", "**More**\n\nText"),
        ("<p>She said <q>stay</q>.</p>", "She said “stay”."),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"),
        ('<ol start="4"><li>d</li><li>e</li></ol>', "4. d\n5. e"),
        ("<ol><li>a<li value=7>g<li>h</ol>", "1. a\n7. g\n8. h"),
        ("<ul>before<li>a</li>after <b>b</b></ul>", "- before\n- a\n- after **b**"),
        ("<p>Kept</p><td>9</td><td>GPs</td>", "Kept\n\n9\n\nGPs"),
        ("<p><big-number>31</big-number><big-label>towns</big-label></p>", "31 towns"),
        ("<p>a<p>b<ul><li>c<li>d</ul>", "a\n\nb\n\n- c\n- d"),
    ],
)  # fmt: skip
def test_blocks(html: str, shown: str) -> None:
    """Neither words nor figures run together, and none is torn apart."""
    assert markdown(html) == shown
