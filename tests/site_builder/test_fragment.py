"""The part of an address behind its #, as the scripts read it; hostile ones above all."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.model.site_content import SiteContent
from site_builder.tools.browser_data import tools_data
from tests.site_builder.scripts import run_scripts, static

READ = "return given.map((fragment) => kbSheet.read(kbGuide, fragment));"
LIST = "return given.map(([fragment, bare]) => kbFragment.list(fragment, bare));"


@pytest.fixture
def scripts(content: SiteContent) -> list[str]:
    """What the sheet's page loads, but for what touches the page."""
    data = tools_data(content)["guide-data.js"].decode()
    return [data, static("fragment.js"), static("sheet_rule.js")]


def test_only_identifiers_of_the_site_pass(scripts: list[str]) -> None:
    """And how many did not is told."""
    good = (
        "#role=locum&stage=wise-fives&need=isolation,unknown,isolation"
        "&add=signposting/gp-listening-line"
    )
    hostile = [
        "#role=<script>alert(1)</script>&stage=__proto__&moment=constructor&need=%3Cimg%3E",
        "#add=javascript:alert(1),signposting/../../etc/passwd,toString,signposting/unknown",
        "#role=%E0%A4%A&role=locum",
        "#__proto__=x&constructor=y&hasOwnProperty=z",
        "#" + "add=" + "a," * 5000,
        "#=&&==&#&",
        "",
    ]
    found = run_scripts(scripts, READ, [good, *hostile])
    empty = {"role": "", "stage": "", "moment": "", "needs": [], "add": [], "without": []}
    assert found[0] == {
        **empty,
        "role": "locum",
        "stage": "wise-fives",
        "needs": ["isolation"],
        "add": ["signposting/gp-listening-line"],
        "dropped": 1,
    }
    assert [{**answer, "dropped": 0} for answer in found[1:]] == [{**empty, "dropped": 0}] * 7
    assert [answer["dropped"] for answer in found[1:]] == [4, 4, 1, 0, 5000, 0, 0]


def test_a_situation_survives_the_address(scripts: list[str]) -> None:
    """Written and read again, it is the same."""
    body = "return kbSheet.write(kbSheet.read(kbGuide, given));"
    text = (
        "role=partner&moment=thinking-of-leaving&need=isolation,thinking-of-leaving"
        "&without=casestudies/ely-listening-line"
    )
    assert run_scripts(scripts, body, "#" + text) == text


@pytest.mark.parametrize(
    ("fragment", "bare", "expected"),
    [
        ("#list=casestudies/a,signposting/b", False, ["casestudies/a", "signposting/b"]),
        ("#casestudies/a,signposting/b", True, ["casestudies/a", "signposting/b"]),
        ("#casestudies/a", False, None),
        ("", True, None),
        ("#list=", False, []),
        ("#stage=x&list=casestudies/a,casestudies/a", False, ["casestudies/a"]),
        ("#list=toolkit/a,casestudies/A,casestudies/../x,casestudies/a%2Fb", False, []),
        ("#list=<b>,__proto__,casestudies/", False, []),
        ("#list=" + ",".join(f"casestudies/{n}" for n in range(40)), False, 12),
    ],
)
def test_a_list_holds_at_most_twelve_identifiers_of_the_right_form(
    fragment: str, bare: bool, expected: list[str] | int | None
) -> None:
    """Without repeats; a bare list counts only where it is asked for."""
    found = run_scripts([static("fragment.js")], LIST, [[fragment, bare]])[0]
    assert (len(found) if isinstance(expected, int) else found) == expected


@pytest.mark.parametrize(
    ("fragment", "ids", "expected"),
    [
        ("#stage=a&list=casestudies/x", ["casestudies/y"], "stage=a&list=casestudies/y"),
        ("#stage=a&list=casestudies/x", [], "stage=a"),
        ("#a-heading", ["casestudies/y"], "a-heading&list=casestudies/y"),
        ("", ["casestudies/y"], "list=casestudies/y"),
        ("", [], ""),
    ],
)
def test_a_list_takes_its_place_beside_the_rest_of_an_address(
    fragment: str, ids: list[str], expected: str
) -> None:
    """Filters and anchors stay."""
    body = "return kbFragment.withList(given[0], given[1]);"
    assert run_scripts([static("fragment.js")], body, [fragment, ids]) == expected


def test_no_script_of_the_tools_makes_markup_from_text() -> None:
    """Text is set as text; the one string of markup is a file that is saved.

    The list alone may be kept on the device, where a visitor asks for it.
    """
    folder = Path(__file__).parents[2] / "site_builder" / "static"
    for name in ("fragment", "list", "sheet", "sheet-out", "sheet_rule", "finder", "compare"):
        text = (folder / f"{name}.js").read_text(encoding="utf-8")
        kept = () if name == "list" else ("localStorage",)
        for word in ("innerHTML", "insertAdjacentHTML", "document.write", "eval(", *kept):
            assert word not in text, f"{name}.js: {word}"
        assert "fetch(" not in text
        assert "XMLHttpRequest" not in text


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("#q=50% of GPs", "50% of GPs"),
        ("#q=50%%20of%20GPs", "50% of GPs"),
        ("#q=100%25 sure", "100% sure"),
        ("#q=caf%C3%A9%20%", "café %"),
        ("#q=%E0%A4%A", "%E0%A4%A"),
        ("#stage=newly-qualified%2Creturner", "newly-qualified,returner"),
        ("#list=casestudies%2Fa%2Csignposting%2Fb", "casestudies/a,signposting/b"),
    ],
)
def test_what_other_programs_wrote_is_read_alike(
    scripts: list[str], fragment: str, expected: str
) -> None:
    """Escapes are undone in every part, and a sign that is none stays."""
    body = "return Object.values(kbFragment.parse(given))[0];"
    assert run_scripts(scripts, body, fragment) == expected
