"""The phrases of distress are found alike by Python and by the browser's first script."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path

from kb.evaluation.distress import read_lines
from kb.index.load import LoadedIndex
from kb.text.phrase_net import net_from_dict
from site_builder.render.search_data import SCRIPTS
from tests.site_builder.scripts import run_scripts

ROOT = Path(__file__).parents[2]
SIGNS = (
    "",
    " . ",
    "I'M SO TIRED. I want to DIIIIE",
    "I want to\ndie; soon",
    "i\u2019ve got a plan \u2026 and the tablets",
    "\uff29 want to die",
    "sui\u00adcide",
    "wanttodie",
    "__proto__ constructor",
    "a" * 3_000,
    "want to die " * 200,
)
"""Signs, letters and lengths that two languages may treat differently."""


def test_every_line_and_sign(index: LoadedIndex) -> None:
    """Every line of the judged set, and signs that might part the two."""
    raw = index.lexicon.distress.net
    texts = [line.text for line in read_lines(ROOT / "eval" / "distress.yaml")] + list(SIGNS)
    net = net_from_dict(raw)
    body = (
        "const net = require(given[0]).netFrom(given[1]);"
        "return given[2].map((t) => [net.has(t), net.has(t) && net.isPlain(t)]);"
    )
    given = [str(SCRIPTS / "help.js"), raw, texts]
    found = run_scripts(["globalThis.require = require;"], body, given)
    assert found == [[net.has(text), net.has(text) and net.is_plain(text)] for text in texts]


def test_what_comes_first_is_small(data: Mapping[str, bytes]) -> None:
    """The script and its net, in bytes with gzip, before anything else of the search."""
    files = ((SCRIPTS / "help.js").read_bytes(), data["distress.js"])
    assert sum(len(gzip.compress(file, 9, mtime=0)) for file in files) <= 90_000
