"""`contribute-preview.js`, run in Node: the preview shows what the site will."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from kb.text.markdown import render

STATIC = Path(__file__).parents[3] / "site_builder" / "static" / "editors"
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="Node is not installed")
SCRIPT = """
const fs = require("fs"), vm = require("vm");
const given = JSON.parse(fs.readFileSync(0, "utf8"));
const place = {self: {}};
for (const file of given.files) vm.runInNewContext(fs.readFileSync(file, "utf8"), place);
const html = (part) => typeof part === "string" ? part
  : `<${part.tag}>${part.children.map(html).join("")}</${part.tag}>`;
const out = given.texts.map((text) =>
  place.self.KBPreview.parse(place.self.KBContribute.tidySection(text)).map(html).join(""));
const tidied = given.texts.map((text) => place.self.KBContribute.tidySection(text));
process.stdout.write(JSON.stringify([out, tidied]));
"""
TEXTS = [
    "They:\n- agreed a rota\n- pooled the phone\n\nThen they met.",
    "• shared a nurse\n• paid a porter",
    "> 70 GPs stayed.",
    "> It helped,\n> she said.\n\nMore.",
    "1. One\n2. Two\n\n   still two\n3. Three",
    "Years: 2015.\n2016. Not a list.",
    "- a\n  - b\n  - c\n- d",
    "- a\n\n- b",
    "* one\n+ two",
    "**Bold** and *slanted* and _also_ snake_case_name and `code`.",
    "See [the page](https://a.example/x) or [ours](casestudies/x), not [this](javascript:x).",
    "### Who\n\nAll.\n\n#### Deep\nText",
    "| A | B |\n| --- | --- |\n| 1\\|2 | **3** |\n| 4 |",
    "A | B\nis no table",
    "One\ntwo  \nthree",
    "A \\* star, 5 * 3 * 2 and A&amp;E, 3 < 4 > 2 & more",
    "a\n\n---\n\nb",
    "\tIndented by hand",
    "#Heading without a blank, #1 priority",
    "(“quoted”) – £40 – 50%",
]


def previewed(texts: list[str]) -> tuple[list[str], list[str]]:
    """Return the HTML of the preview of each text, and the text as it is handed in."""
    files = [str(STATIC / name) for name in ("contribute-core.js", "contribute-preview.js")]
    done = subprocess.run(
        [str(NODE), "-e", SCRIPT],
        input=json.dumps({"files": files, "texts": texts}),
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    found: list[Any] = json.loads(done.stdout)
    return found[0], found[1]


def test_footnotes_stand_below_the_text() -> None:
    """With the numbers that the site gives them, wherever the note was typed."""
    given = "It fell.[^b] It rose[^a] and fell.[^b]\n\n[^a]: The *report*\n[^b]: The story\n\nEnd."
    (shown,), (tidied,) = previewed([given])
    assert tidied == given
    assert shown == (
        "<p>It fell.<sup>1</sup> It rose<sup>2</sup> and fell.<sup>1</sup></p><p>End.</p>"
        "<ol><li><p>The story</p></li><li><p>The <em>report</em></p></li></ol>"
    )


def plain(html: str) -> str:
    """Return HTML without attributes, line ends between blocks, and links that lead nowhere."""
    bare = re.sub(r"<(/?[a-z0-9]+)(?:\s[^>]*)?/?>", r"<\1>", html)
    bare = re.sub(r"<hr>(?!</hr>)", "<hr></hr>", re.sub(r"<br>\s*", "\n", bare))
    bare = re.sub(
        r"\s*(</?(?:p|ul|ol|li|h\d|hr|blockquote|table|thead|tbody|tr|th|td)>)\s*", r"\1", bare
    )
    return unescape(bare)


@pytest.fixture(scope="module")
def pairs() -> list[tuple[str, str]]:
    """Each text as the preview shows it and as the site renders what the form hands in."""
    shown, tidied = previewed(TEXTS)
    return [
        (plain(mine), plain(render(text).html)) for mine, text in zip(shown, tidied, strict=True)
    ]


@pytest.mark.parametrize("at", range(len(TEXTS)), ids=[text[:20] for text in TEXTS])
def test_the_preview_is_what_the_site_shows(pairs: list[tuple[str, str]], at: int) -> None:
    """Lists, quotations, tables, bold words, links and signs."""
    mine, site = pairs[at]
    assert mine == site


def test_typed_bullets_and_more_than_are_what_they_mean() -> None:
    """A list and a comparison, on the page too."""
    (bullets, more), _ = previewed(["• a\n• b", "> 70 GPs stayed."])
    assert bullets == "<ul><li>a</li><li>b</li></ul>"
    assert more == "<p>> 70 GPs stayed.</p>"


def test_long_and_hostile_texts_end() -> None:
    """Deep quotations, many stars and brackets."""
    shown, _ = previewed([">" * 3000 + " x", "*" * 3000, "[" * 3000, "- " * 3000, "_a" * 3000])
    assert all(shown)
