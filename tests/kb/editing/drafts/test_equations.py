"""`kb.editing.drafts.equations`: no figure of an equation becomes another on one line."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from kb.editing.drafts.convert import read_file
from kb.editing.drafts.equations import web_equation, word_equation

_M = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def _run(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        (_run("1") + _run("7"), "17"),
        (f"<m:f><m:num>{_run('5')}</m:num><m:den>{_run('8')}</m:den></m:f>", "5/8"),
        (
            f"<m:f><m:num>{_run('a+b')}</m:num><m:den>{_run('40')}</m:den></m:f>",
            "(a+b)/40",
        ),
        (f"<m:sSup><m:e>{_run('12')}</m:e><m:sup>{_run('2')}</m:sup></m:sSup>", "12^2"),
        (f"<m:sSub><m:e>{_run('x')}</m:e><m:sub>{_run('3')}</m:sub></m:sSub>", "x_3"),
        (
            f"<m:rad><m:deg>{_run('3')}</m:deg><m:e>{_run('27')}</m:e></m:rad>",
            "√[3](27)",
        ),
        (f"<m:rad><m:radPr/><m:deg/><m:e>{_run('9')}</m:e></m:rad>", "√(9)"),
        (
            '<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr>'
            f"<m:sub>{_run('1')}</m:sub><m:sup>{_run('9')}</m:sup><m:e>{_run('x')}</m:e></m:nary>",
            "∑_1^9 x",
        ),
        (f'<m:d><m:dPr><m:begChr m:val="["/></m:dPr><m:e>{_run("2")}</m:e></m:d>', "[2]"),
    ],
)
def test_an_equation_of_word(inner: str, words: str) -> None:
    """What stands above and below is written with a sign between."""
    tree = ElementTree.fromstring(f'<m:oMath xmlns:m="{_M}">{inner}</m:oMath>')
    assert word_equation(tree) == words


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        ("<mfrac><mn>5</mn><mn>8</mn></mfrac>", "5/8"),
        ("<msup><mn>12</mn><mn>2</mn></msup>", "12^2"),
        ("<mrow><mi>x</mi><mo>=</mo><msqrt><mn>16</mn></msqrt></mrow>", "x = √(16)"),
        ("<mroot><mn>27</mn><mn>3</mn></mroot>", "√[3](27)"),
        (
            "<semantics><mrow><mn>4</mn></mrow><annotation>\\frac44</annotation></semantics>",
            "4",
        ),
        ("<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>", "x_1^2"),
        ("<mtable><mtr><mtd>1</mtd><mtd>2</mtd></mtr><mtr><mtd>3</mtd></mtr></mtable>", "1, 2; 3"),
    ],
)
def test_an_equation_of_a_page(inner: str, words: str) -> None:
    """The same of MathML, once where it is there in two languages."""
    math = BeautifulSoup(f"<math>{inner}</math>", "html.parser").math
    assert web_equation(math) == words


def test_a_draft_names_an_equation_with_its_figures(tmp_path: Path) -> None:
    """In its to-do."""
    file = tmp_path / "a.html"
    file.write_text("<p>Up</p><math><msup><mn>10</mn><mn>3</mn></msup></math>", encoding="utf-8")
    assert read_file(file).markdown == "Up\n\nTo do: an equation stood here: 10^3.\n"
