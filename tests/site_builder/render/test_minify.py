"""Style sheets and scripts without comments and indentation."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import pytest

from site_builder.render.minify import squeezed
from tests.site_builder.scripts import run_scripts

_EXPRESSION = re.compile(r"/(?![/* ])(?:\\.|\[(?:\\.|[^\]])*\]|[^/\\\[])+/")
"""A regular expression in a line of a script, in which a stroke may stand in brackets."""
STATIC = Path(__file__).parents[3] / "site_builder" / "static"


def squeeze(name: str, text: str) -> str:
    """Return one file as a site sends it."""
    path = PurePosixPath("assets") / name
    return squeezed({path: text.encode()})[path].decode()


def test_a_style_sheet_keeps_its_rules_and_loses_its_comments() -> None:
    """What stands in quotation marks stays, and so do the spaces that a selector needs."""
    text = (
        '/* Long\n   words. */\n.a > .b,\n.c .d {\n  color: red; /* why */\n  content: "· ";\n}\n'
    )
    assert squeeze(
        "x.css", text
    ) == '.a > .b,.c .d {color: red; /* why */content: "· ";}\n'.replace(" /* why */", "")


def test_a_script_keeps_its_lines_and_loses_those_of_comment() -> None:
    """A comment behind a statement stays, as does an address with two strokes."""
    text = '// Why\n(function () {\n  // what\n  var a = "https://x.example"; // here\n})();\n'
    assert squeeze("x.js", text) == (
        '(function () {\nvar a = "https://x.example"; // here\n})();\n'
    )


def test_comments_of_types_are_not_sent() -> None:
    """Neither on one line nor over several; a cast within a statement stays."""
    text = (
        "  /**\n   * @param {string} a\n   */\n  function f(a) {}\n  /** @type {number} */\n"
        "  const b = /** @type {any} */ (f);\n"
    )
    assert squeeze("x.js", text) == ("function f(a) {}\nconst b = /** @type {any} */ (f);\n")


def test_the_front_end_and_other_files_are_left_alone() -> None:
    """They are not ours."""
    for name in ("nhsuk.css", "nhsuk.js", "favicon.svg"):
        assert squeeze(name, "/* a */\n  // b\n") == "/* a */\n  // b\n"


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.js")), ids=lambda path: path.name)
def test_every_script_of_ours_can_be_squeezed(path: Path) -> None:
    """It holds no text that goes over lines, and what is left can be read by a browser."""
    source = path.read_text(encoding="utf-8")
    for line in source.split("\n"):
        if not line.strip().startswith("//"):
            assert _EXPRESSION.sub("", line).count("`") % 2 == 0, line
    assert not re.search(r"\\\n", source)
    read = "return given.map((text) => typeof new Function(text));"
    assert run_scripts([], read, [squeeze(path.name, source)]) == ["function"]


def test_a_squeezed_rule_chooses_as_before() -> None:
    """The scripts of the sheet still run."""
    sources = [(STATIC / name).read_text("utf-8") for name in ("fragment.js", "sheet_rule.js")]
    call = "return given.map((text) => kbFragment.parse(text));"
    given = [["#a=1&b=%20x"], ["#list=casestudies/a"]]
    flat = [text for (text,) in given]
    assert run_scripts([squeeze("x.js", source) for source in sources], call, flat) == run_scripts(
        sources, call, flat
    )
