"""What the benchmarks load into a browser is what the site loads."""

from __future__ import annotations

import re

from bench.browser import engine_scripts
from site_builder.render.search_data import SCRIPTS


def test_every_script_stands_behind_those_that_it_needs() -> None:
    """None is left out, the engine is the last."""
    names = engine_scripts()
    assert names[-1] == "engine.js"
    for at, name in enumerate(names):
        script = (SCRIPTS / name).read_text(encoding="utf-8")
        assert set(re.findall(r'require\("\./([a-z]+\.js)"\)', script)) <= set(names[:at]), name
