"""Hostile sizes: stated limits, folded problems, and work that grows with the text alone."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from kb.content.checks.figures import doubts
from kb.content.checks.proof import copied_runs
from kb.content.frontmatter import MAX_BODY, MAX_PARAGRAPH, YamlError, read_frontmatter
from kb.content.read import MOST_OF_A_KIND
from kb.model.bibliography import Fingerprint
from kb.text.markdown import sections
from tests.conftest import Tree

NAME = "casestudies/ely-listening-line.md"
PRINTS = Fingerprint.of("Of 12 nurses 7 came to the clinic by bicycle and 5 on foot. " * 3)


def calls_of(work: Callable[[], Any]) -> int:
    """Return how many functions a piece of work calls."""
    count = 0

    def note(frame: object, event: str, arg: object) -> None:
        nonlocal count
        del frame, arg
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


WORK: dict[str, Callable[[str], Any]] = {
    "numbers": lambda text: list(doubts(text, [PRINTS])),
    "copied words": lambda text: list(copied_runs(text, PRINTS, ())),
    "sections": sections,
    "front matter": lambda text: read_frontmatter(f"---\ntitle: x\n---\n{text}"),
    "fields": lambda text: read_frontmatter(f"---\na: [{text.replace(chr(10), '')}]\n---\n"),
    "fingerprint": Fingerprint.of,
}


@pytest.mark.parametrize("work", WORK.values(), ids=WORK)
def test_work_grows_with_the_text(work: Callable[[str], Any]) -> None:
    """Twice the text is at most about twice the work."""
    line = "Of 31 nurses 17 came, our sum, and more.\n\n"
    once, twice = (calls_of(lambda n=n: work(line * n)) for n in (150, 300))
    assert twice < 2.3 * once


@pytest.mark.parametrize(
    ("body", "line", "what"),
    [
        ("word\n\n" * (MAX_BODY // 6 + 1), 4, "a page of more than 60,000 characters"),
        ("x\n\n" + "[" * (MAX_PARAGRAPH + 1), 6, "a paragraph of more than 8,000 characters"),
        ("one line\n" * (MAX_PARAGRAPH // 9 + 1), 892, "a paragraph of more than 8,000 characters"),
    ],
)
def test_a_page_has_limits(body: str, line: int, what: str) -> None:
    """They are told before anything else looks at the page."""
    with pytest.raises(YamlError) as caught:
        read_frontmatter(f"---\ntitle: x\n---\n{body}")
    assert (caught.value.fault, caught.value.found) == ("too-large", what)
    assert caught.value.line == line


def test_a_paragraph_and_a_page_may_reach_their_limits() -> None:
    """Long is not too long."""
    paragraph = "x" * (MAX_PARAGRAPH - 1)
    body = "\n\n".join([paragraph] * (MAX_BODY // MAX_PARAGRAPH))
    assert read_frontmatter(f"---\ntitle: x\n---\n{body}").body == body


def test_problems_of_one_kind_are_folded(tree: Tree) -> None:
    """After twenty the rest is counted; other kinds and other files are told as ever."""
    lines = "\n".join(f"- {number} of them" for number in range(7001, 7031))
    tree.write(NAME, tree.path(NAME).read_text(encoding="utf-8") + f"\n{lines}\n\n<b>x</b>\n")
    tree.replace("toolkit/keep-count.md", "step: 1", "step: 0")
    messages = tree.messages()
    unproved = [message for message in messages if ": unproved-number: " in message]
    assert len(unproved) == MOST_OF_A_KIND + 1
    assert unproved[-1].endswith(
        "unproved-number: found 10 more of this kind in the file; put these right first"
    )
    assert sum(": html-in-body: " in message for message in messages) == 1
    assert sum(": out-of-range: " in message for message in messages) == 1


@pytest.mark.parametrize("escape", [r"\0", r"\u202e", r"\x1b", r"\u200B", r"\uFEFF", r"\U000E0041"])
@pytest.mark.parametrize("field", ["title", "also_called"])
def test_a_sign_behind_an_escape_is_refused(tree: Tree, field: str, escape: str) -> None:
    """What counts is the value, not how it is written."""
    text = f'"Ely {escape} line"'
    written = f"title: {text}" if field == "title" else f"title: Ely line\nalso_called: [{text}]"
    tree.replace(NAME, "title: Ely listening line", written)
    code = f"U+{int(escape[2:] or '0', 16) if escape[1] != '0' else 0:04X}"
    assert any(
        f": control-character: found the character {code}, written as an escape; delete it" in text
        for text in tree.messages()
    )


@pytest.mark.parametrize("name", ["con", "aux", "nul", "com1", "lpt9"])
def test_names_that_windows_keeps_are_refused(tree: Tree, name: str) -> None:
    """A copy there could not be checked out."""
    text = tree.path(NAME).read_text(encoding="utf-8")
    tree.write(f"casestudies/{name}.md", text.replace("title: Ely", "title: Other"))
    assert (
        f'content/casestudies/{name}.md:1: bad-file-name: found "{name}.md", a name that Windows '
        f'keeps for itself; allowed any other name; did you mean "{name}-page"? rename it: a copy '
        "on Windows could not hold it"
    ) in tree.messages()
