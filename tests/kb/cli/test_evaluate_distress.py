"""The command `kb evaluate --distress`, on a few lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Kb

pytestmark = pytest.mark.usefixtures("quick", "tree")


@pytest.fixture
def lines(kb: Kb, tmp_path: Path) -> Kb:
    """A `kb` with an index, and lines of distress beside ordinary ones."""
    (tmp_path / "eval").mkdir()
    (tmp_path / "eval" / "distress.yaml").write_text(
        """
sources: {}
distress:
  - {kind: oneself, half: tune, text: "I will kill myself"}
  - {kind: drink, half: test, text: "gin for breakfast"}
  - {kind: drink, half: tune, text: "nothing left in me"}
ordinary:
  - {kind: gp, half: test, text: "what is a supper club"}
""",
        encoding="utf-8",
    )
    kb("index")
    return kb


def test_who_is_shown_urgent_help(lines: Kb) -> None:
    """A table by kind and half; of the missed lines those of the half that is fitted to."""
    outcome = lines("evaluate", "--distress", "eval/distress.yaml", "--mode", "keyword")
    assert (outcome.code, outcome.err) == (0, "")
    assert [" ".join(line.split()) for line in outcome.out.splitlines()] == [
        "keyword tune test",
        "distress, missed",
        "oneself 0/1 0.0% 0/0 0.0%",
        "drink 1/1 100.0% 1/1 100.0%",
        "all 1/2 50.0% 1/1 100.0%",
        "ordinary, helped needlessly",
        "gp 0/0 0.0% 0/1 0.0%",
        "all 0/0 0.0% 0/1 0.0%",
        "distress, missed: nothing left in me",
        "",
    ]


def test_who_is_shown_urgent_help_as_json(lines: Kb) -> None:
    """By words alone and with meaning."""
    found = json.loads(lines("evaluate", "--distress", "eval/distress.yaml", "--json").out)
    assert list(found["modes"]) == ["keyword", "hybrid"]
    assert found["modes"]["keyword"]["distress"]["all"]["tune"] == {"lines": 2, "wrong": 1}


def test_lines_of_distress_stand_alone(kb: Kb) -> None:
    """Judged queries are measured by other figures."""
    outcome = kb("evaluate", "--distress", "a.yaml", "--queries", "b.yaml")
    assert outcome.code == 2
    assert outcome.err.endswith("--distress: it stands alone, but for --mode and --runtime\n")
