"""The command `kb evaluate --distress`, on a few lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.index.encoder.model import TransformerEncoder
from kb.index.encoder.table import Student
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
  - {kind: oneself, text: "I will kill myself"}
  - {kind: drink, text: "gin for breakfast"}
  - {kind: drink, text: "nothing left in me"}
ordinary:
  - {kind: gp, text: "what is a supper club"}
""",
        encoding="utf-8",
    )
    kb("index")
    return kb


def test_who_is_shown_urgent_help(lines: Kb) -> None:
    """A table by kind, and below it the lines that are wrong."""
    outcome = lines("evaluate", "--distress", "eval/distress.yaml")
    assert (outcome.code, outcome.err) == (0, "")
    assert [" ".join(line.split()) for line in outcome.out.splitlines()] == [
        "distress, missed",
        "oneself 0/1 0.0%",
        "drink 2/2 100.0%",
        "all 2/3 66.7%",
        "ordinary, helped needlessly",
        "gp 0/1 0.0%",
        "all 0/1 0.0%",
        "distress, missed: gin for breakfast",
        "distress, missed: nothing left in me",
    ]


def test_who_is_shown_urgent_help_as_json(lines: Kb) -> None:
    """By side and kind."""
    found = json.loads(lines("evaluate", "--distress", "eval/distress.yaml", "--json").out)
    assert found["distress"]["oneself"] == {"lines": 1, "wrong": []}
    assert found["distress"]["drink"]["wrong"] == ["gin for breakfast", "nothing left in me"]


def test_no_encoder_is_opened_for_it(lines: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words alone decide."""
    opened: list[object] = []
    for encoder in (Student, TransformerEncoder):
        monkeypatch.setattr(encoder, "__init__", lambda *given, **_: opened.append(given))
        monkeypatch.setattr(encoder, "encode", lambda *given: opened.append(given))
    assert lines("evaluate", "--distress", "eval/distress.yaml").code == 0
    assert opened == []


@pytest.mark.parametrize(
    "other", [("--queries", "b.yaml"), ("--encoder", "student"), ("--mode", "hybrid")]
)
def test_lines_of_distress_stand_alone(kb: Kb, other: tuple[str, str]) -> None:
    """Judged queries are measured by other figures, and no encoder has a part in it."""
    outcome = kb("evaluate", "--distress", "a.yaml", *other)
    assert outcome.code == 2
    assert outcome.err.endswith("--distress: it stands alone, but for --runtime\n")
