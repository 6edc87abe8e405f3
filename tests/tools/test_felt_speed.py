"""The slow line that a search is measured over: what it sends, and the figures in words."""

from __future__ import annotations

import gzip
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tools import felt_speed


def test_files_come_compressed_and_may_be_kept(tmp_path: Path) -> None:
    """As from a host; a folder gives its index, and what is not there is not found."""
    (tmp_path / "search").mkdir()
    text = "<p>isolated</p>" * 2_000
    (tmp_path / "search" / "index.html").write_text(text, encoding="utf-8")
    with felt_speed.serve_slowly(tmp_path) as base:
        with urllib.request.urlopen(base + "search/", timeout=60) as answer:
            assert answer.headers["Cache-Control"] == "max-age=600"
            assert gzip.decompress(answer.read()).decode() == text
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(base + "none.js", timeout=60)


def test_a_journey_in_words() -> None:
    """Seconds with a decimal, milliseconds without."""
    journey = felt_speed.Journey(name="from the box", first=0.94, all=3.26, key=41.2, task=48.6)
    assert str(journey) == (
        "from the box: first results 0.9 s, all 3.3 s, a key held 41 ms, longest task 49 ms"
    )
