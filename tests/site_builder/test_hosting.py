"""`site_builder.hosting`: where pages are edited, as the settings say and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.model.problems import KbError
from site_builder.hosting import Hosting, read_hosting

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own settings do not count."""
    for name in ("KB_REPOSITORY", "KB_BRANCH", "KB_CONTACT"):
        monkeypatch.delenv(name, raising=False)


def config(tmp_path: Path, text: str) -> Path:
    """Write a file of settings."""
    path = tmp_path / "site.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_addresses_of_a_host(tmp_path: Path) -> None:
    """The new-file, edit and issue pages, with names escaped."""
    hosting = read_hosting(
        config(
            tmp_path, "repository: https://git.example/o/r/\nbranch: a/b\ncontact: e@x.example\n"
        )
    )
    assert hosting.new_file_address("casestudies") == (
        "https://git.example/o/r/new/a/b/content/casestudies"
    )
    assert hosting.edit_address("casestudies/a b.md") == (
        "https://git.example/o/r/edit/a/b/content/casestudies/a%20b.md"
    )
    assert hosting.new_issue_address("case-study.yml") == (
        "https://git.example/o/r/issues/new?template=case-study.yml"
    )
    assert hosting.contact == "e@x.example"


def test_without_a_host_there_is_nothing_to_open(tmp_path: Path) -> None:
    """Nor without a file of settings."""
    hosting = read_hosting(tmp_path / "none.yaml")
    assert hosting == Hosting()
    assert hosting.new_file_address("casestudies") == ""
    assert hosting.edit_address("x") == hosting.new_issue_address("x") == ""


def test_the_environment_stands_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a workflow can say where the repository lives."""
    monkeypatch.setenv("KB_REPOSITORY", "https://git.example/fork/r")
    path = config(tmp_path, "repository: https://git.example/o/r\n")
    assert read_hosting(path).repository == "https://git.example/fork/r"


def test_the_settings_of_this_repository_can_be_read() -> None:
    """And name no host."""
    assert read_hosting(ROOT / "site.yaml") == Hosting()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "repository: javascript:alert(1)\n",
            'repository: found "javascript:alert(1)"; allowed an https address, '
            "as https://example.org/owner/name",
        ),
        ('branch: "a b"\n', 'branch: found "a b"; allowed a name, as main'),
        (
            "contact: nobody\n",
            'contact: found "nobody"; allowed a mailbox, as editors@example.org',
        ),
        ("host: x\n", "site.yaml: found other settings; allowed branch, contact, repository"),
        ("- a\n", "site.yaml: found other settings; allowed branch, contact, repository"),
    ],
)
def test_settings_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    """Each is told with what is allowed."""
    config(tmp_path, text)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(KbError) as caught:
        read_hosting(Path("site.yaml"))
    assert str(caught.value) == message
