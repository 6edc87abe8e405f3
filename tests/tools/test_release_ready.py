"""`tools/release_ready.py`: what must be set before the site is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.hosting import Hosting
from tests.tools.load import tool

ready = tool("release_ready")
HOST = Hosting(repository="https://git.example/o/r")


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty folder, and nothing set."""
    for name in ("REPOSITORY", "BRANCH", "CONTACT"):
        monkeypatch.delenv(f"KB_{name}", raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_a_mailbox_nothing_is_published(capsys: pytest.CaptureFixture[str]) -> None:
    """Readers could not report a mistake."""
    assert ready.main() == 1
    assert capsys.readouterr().out == (
        "::error::found no mailbox for mistakes; set the variable KB_CONTACT of the repository "
        "(Settings, Secrets and variables, Actions, Variables), or contact in site.yaml\n"
    )


def test_a_mailbox_that_cannot_be_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Told as ever."""
    monkeypatch.setenv("KB_CONTACT", "nobody")
    assert ready.main() == 1
    assert capsys.readouterr().out == (
        '::error::contact: found "nobody"; allowed a mailbox, as editors@example.org\n'
    )


def test_owners_that_are_placeholders_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The release goes on."""
    monkeypatch.setenv("KB_CONTACT", "editors@example.org")
    monkeypatch.setenv("KB_REPOSITORY", "https://git.example/o/r")
    owners = Path(".github/CODEOWNERS")
    owners.parent.mkdir()
    owners.write_text("# Who reads.\n/content/ @editors @o/team\n/kb/ @ann # @maintainers\n")
    assert ready.main() == 0
    assert capsys.readouterr().out == (
        "::warning::.github/CODEOWNERS:2: found @editors, which is nobody; allowed a person "
        "(@name), a team (@organisation/team) or a mailbox; put your own there\n"
    )


def test_without_a_host_owners_may_be_placeholders(tmp_path: Path) -> None:
    """They are for whoever hosts it."""
    owners = tmp_path / "CODEOWNERS"
    owners.write_text("/content/ @editors\n")
    assert list(ready.owner_faults(owners, Hosting())) == []
    assert len(list(ready.owner_faults(owners, HOST))) == 1
    assert list(ready.owner_faults(tmp_path / "none", HOST)) == []
