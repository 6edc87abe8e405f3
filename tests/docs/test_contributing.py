"""The docs for contributors are true: labels, commands, pictures and figures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.cli.main import COMMANDS
from kb.editing.drafts.labels import FIELD_LABELS, SECTION_LABELS
from kb.model.evidence import LEVELS

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "add-a-case-study.md").read_text(encoding="utf-8")
POLICY = (ROOT / "docs" / "editorial-policy.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ALL = {"guide": GUIDE, "policy": POLICY, "contributing": CONTRIBUTING}


def test_every_label_stands_in_the_guide() -> None:
    """With all that is understood for it."""
    for labels in FIELD_LABELS.values():
        assert f"| {labels[0]} | {', '.join(labels[1:])} |" in GUIDE
    for name, labels in SECTION_LABELS.items():
        assert f"| {name} | {', '.join(labels)} |" in GUIDE


@pytest.mark.parametrize("name", list(ALL))
def test_commands_and_files_are_there(name: str) -> None:
    """Every `kb` command that is named exists, and every relative link leads to a file."""
    text = ALL[name]
    for command in re.findall(r"(?:`|bin/|^)kb ([a-z]+)", text, re.MULTILINE):
        assert command in COMMANDS, command
    folder = ROOT if name == "contributing" else ROOT / "docs"
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert target.startswith("https://") or (folder / target).is_file(), target


def test_pictures_say_in_words_what_they_show() -> None:
    """And are not too heavy for a repository."""
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", GUIDE)
    assert len(pictures) == 4
    for words, path in pictures:
        assert len(words.split()) > 5
        assert (ROOT / "docs" / path).stat().st_size < 150_000


def test_the_policy_has_the_levels_of_evidence() -> None:
    """As the rules name and explain them, in their order."""
    rows = [
        f"| {number} | {level.name} | {level.meaning.rstrip('.')} |"
        for number, level in LEVELS.items()
    ]
    assert "\n".join(["| Level | Name | When |", "| --- | --- | --- |", *rows, ""]) in POLICY


@pytest.mark.parametrize(
    "question",
    [
        "What is accepted",
        "Failures are welcome",
        "A source of your own",
        "How the evidence is graded",
        "Who decides, and how long it takes",
        "Interests",
        "How one figure is corrected",
        "How a page is withdrawn",
    ],
)
def test_the_policy_answers(question: str) -> None:
    """What a contributor asks."""
    assert f"\n## {question}\n\n" in POLICY
