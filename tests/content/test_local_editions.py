"""The walk of `docs/local-editions.md`, command by command, on the real content."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from kb.content.clock import today
from kb.content.editions import edition_names, read_edition
from kb.content.kept import Kept
from kb.content.read import Reading
from tests.conftest import Kb
from tests.site_builder.conftest import write_frontend

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/local-editions.md").read_text(encoding="utf-8")
STEPS = re.findall(r"(?s)```(sh|yaml (\S+))\n(.*?)```", PAGE.split("## Pages of your own")[0])


def test_the_walk_leads_to_a_local_site(
    kb: Kb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command does what it says, and each file is as the page has it."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    shutil.copytree(ROOT / "content", tmp_path / "content")
    write_frontend(tmp_path / "build" / "frontend")
    for kind, name, text in STEPS:
        if kind != "sh":
            (tmp_path / name).write_text(text, encoding="utf-8")
            continue
        for line in text.splitlines():
            done = kb(*shlex.split(line)[1:])
            assert done.code == 0, f"{line}\n{done.out}{done.err}"
            assert "problem" not in done.err or "no problems" in done.err
    option = tmp_path / "build/editions/devon/site/signposting/primary-care-training-hubs"
    html = (option / "index.html").read_text(encoding="utf-8")
    assert "Ask the Devon Training Hub what it has for you" in html
    assert "a national page, changed here" in html


@pytest.mark.parametrize("name", edition_names(ROOT / "areas"))
def test_a_sample_edition_has_no_problem(
    name: str, reading: Reading, kept: Kept, tmp_path: Path
) -> None:
    """Nor has the national content moved on under it, of which no page is checked again."""
    assert reading.corpus is not None
    there, work, own = ROOT / "areas" / name, tmp_path / name, Kept(base=kept)
    edition = read_edition(there, ROOT / "content", work, today=today(), kept=own)
    assert [str(problem) for problem in edition.problems] == []
