"""`docs/tools.md` describes the choosing rule as it is."""

from __future__ import annotations

import re
from pathlib import Path

from site_builder.model import permalinks
from site_builder.tools.guide_reading import NEEDS_AT_A_STOP
from site_builder.tools.sheet_rule import OPTION_LEAST, OPTION_LIMIT, WEIGHTS

DOCS = (Path(__file__).parents[2] / "docs/tools.md").read_text(encoding="utf-8")
NUMBERS = {3: "three", 6: "six"}


def test_every_ground_stands_with_its_worth_in_the_order_of_the_rule() -> None:
    """A weight that is changed is changed in the docs too."""
    rule = DOCS.partition("| Ground | Points |")[2].partition("**Closed**")[0]
    told = [int(worth) for worth in re.findall(r"\| (-?\d+) \|", rule)]
    assert told == list(WEIGHTS.values())


def test_the_limits_and_addresses_are_those_of_the_site() -> None:
    """Six options, three at least, six needs."""
    assert f"**At most {NUMBERS[OPTION_LIMIT]}** options" in DOCS
    assert f"fewer than {NUMBERS[OPTION_LEAST]} fit" in DOCS
    assert f"At most {NUMBERS[NEEDS_AT_A_STOP]} are shown" in DOCS
    for address in (permalinks.FINDER, permalinks.SHEET, permalinks.COMPARE, permalinks.RESULTS):
        assert f"| `{address}` |" in DOCS
