"""Records that a page was read again: sets its dates and leaves every other line as it is."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import replace
from datetime import date
from pathlib import Path

from kb.content.checks.body import check_todo
from kb.content.checks.fields import check_fields_together
from kb.content.folder import read_folder
from kb.content.frontmatter import FrontMatter, read_frontmatter
from kb.content.reference import read_reference
from kb.content.schema import check_fields
from kb.content.source_page import read_page
from kb.editing.drafts.yaml_text import scalar
from kb.model.problems import KbError, Problem


def record_review(
    text: str, *, today: date, checked_by: str = "", as_at: str = "", sources_only: bool = False
) -> str:
    """Return the text of a content file with its review recorded.

    Args:
        text: the whole file.
        today: the day of the review.
        checked_by: who looked at where it stands now; kept as it was if "".
        as_at: the date up to which the pages seen bear it out; kept as it was if "".
        sources_only: only the sources were read again, not where it stands now.

    Raises:
        KbError: the file has no such fields, or has them in a form whose lines cannot be located.
    """
    matter = read_frontmatter(text)
    lines = text.split("\n")
    _set(lines, matter, "reviewed", str(today))
    if not sources_only:
        _set(lines, matter, "now.checked", str(today))
        if checked_by:
            _set(lines, matter, "now.checked_by", checked_by)
        if as_at:
            _set(lines, matter, "now.as_at", as_at)
    changed = "\n".join(lines)
    after = read_frontmatter(changed)
    if after.body != matter.body or set(after.lines) != set(matter.lines):
        raise KbError("review: found fields that share a line; write each on a line of its own")
    return changed


def bad_answers(
    text: str, path: str, content_dir: Path, *, today: date, given: Set[str]
) -> tuple[Problem, ...]:
    """Return what is wrong with the answers to a review, before they are written.

    Args:
        text: the whole file with the review recorded.
        path: the file below the content folder (``casestudies/newham-staff-bank.md``).
        content_dir: the content folder.
        today: dates after it are in the future.
        given: the fields that were answered, as ``now.checked_by``.
    """
    folder = read_folder(content_dir)
    reference, _ = read_reference(folder, today)
    page = read_page(replace(folder, texts={**folder.texts, path: text}), path)
    if isinstance(page, Problem):
        return (page,)
    checked = check_fields(page, vocabularies=reference.vocabularies, today=today)
    faults = checked if isinstance(checked, list) else []
    found = [*faults, *check_fields_together(page, reference), *check_todo(page)]
    return tuple(problem for problem in found if problem.field in given)


def _set(lines: list[str], matter: FrontMatter, field: str, value: str) -> None:
    at = matter.lines.get(field)
    key = field.rsplit(".", 1)[-1]
    if at is None:
        raise KbError(f"{field}: missing-key: add it, then record the review again")
    start = re.match(rf"(\s*){key}:(?:\s|$)", lines[at - 1])
    if not start:
        raise KbError(
            f"{field}: found on line {at} beside other fields; write it on a line of its own"
        )
    lines[at - 1] = f"{start[1]}{key}: {scalar(value)}"
