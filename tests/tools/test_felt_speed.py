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


def journey(name: str, **took: float) -> felt_speed.Journey:
    """Return a journey that keeps every goal but for what is given."""
    return felt_speed.Journey(name=name, **{"first": 0.9, "all": 3.9, "key": 40, "task": 9, **took})


def test_a_goal_that_is_missed_is_named() -> None:
    """With a worker; from the home page and from the box each has goals of its own."""
    assert felt_speed.missed([journey("from the box"), journey("from the home page", all=9)]) == ()
    found = felt_speed.missed(
        [
            journey("from the box, metered", first=1.24, all=4.2),
            journey("from the home page", first=2.1, key=77),
            journey("from the box, without a worker", first=7),
            journey("from a disk", first=7),
        ]
    )
    assert found == (
        "from the box, metered, first: 1.24, 1 allowed",
        "from the box, metered, all: 4.2, 4 allowed",
        "from the home page, first: 2.1, 2 allowed",
        "from the home page, key: 77, 50 allowed",
    )


def test_a_busy_machine_is_told_by_its_load(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than a quarter of its processors; one that says nothing counts as busy."""
    monkeypatch.setattr(felt_speed.os, "cpu_count", lambda: 4)
    for load, busy in ((0.9, False), (1.1, True)):
        monkeypatch.setattr(felt_speed.os, "getloadavg", lambda load=load: (load, 0, 0))
        assert felt_speed.is_busy() is busy
    monkeypatch.delattr(felt_speed.os, "getloadavg")
    assert felt_speed.is_busy()
