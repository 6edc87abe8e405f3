"""Headings that were made by bold lines, as most people make them in a word processor.

A line that is bold from end to end is a heading if it is a known one, or if the file has no other
headings. "**Results:** Visits fell" is a heading with its text behind it.
"""

from __future__ import annotations

import re

from kb.editing.drafts.labels import field_of, section_of

LONGEST = 100
"""Characters of a bold line that is a heading; longer ones are emphasis."""

_BOLD = re.compile(r"^(\*{1,3}|_{1,3})(?!\s)([^*_\n]+?)\1\s*:?$")
_NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2})?[.)]?\s+(?=\*\*|__)")
_RUN_IN = re.compile(r"^(\*\*|__)([^*_\n]{2,60}?)(?:[:.]\1|\1\s*[:.–-])\s+(\S.*)$")
_PLAIN_RUN_IN = re.compile(r"^([A-Z][A-Za-z?’' ]{2,40}?)\s*:\s+(\S.*)$")
_HEADING = re.compile(r"^(#{1,6})\s")


def with_headings(body: str) -> str:
    """Return Markdown whose bold lines stand as headings where they are meant as such."""
    lines = body.split("\n")
    marked = [line for line in lines if _HEADING.match(line)]
    has_own = any(_HEADING.match(line)[1] != "#" for line in marked) or len(marked) > 1  # type: ignore[index]
    has_title = bool(marked)
    begun = False
    found: list[str] = []
    for at, line in enumerate(lines):
        after_blank = at == 0 or not lines[at - 1].strip()
        made = _heading(line, has_own=has_own) if after_blank and line.strip() else None
        if made is None:
            found.append(line)
        else:
            heading, text = made
            is_title = not has_own and not has_title and not begun and not _is_known(heading)
            found += [f"{'#' if is_title else '##'} {heading}", ""]
            found += [text] if text else []
        begun = begun or bool(line.strip())
    return "\n".join(found)


def _heading(line: str, *, has_own: bool) -> tuple[str, str] | None:
    """Return the heading that a line is, and the text behind it on the same line."""
    bold = _BOLD.match(_NUMBER.sub("", line.strip()))
    if bold and len(bold[2]) <= LONGEST:
        heading = bold[2].strip().rstrip(":").strip()
        is_bold = len(bold[1]) > 1
        is_short = is_bold and not has_own and heading and heading[-1] not in ".,;"
        if _is_known(heading) or is_short:
            return heading, ""
        return None
    run_in = _RUN_IN.match(line)
    if run_in and section_of(run_in[2]) and not field_of(run_in[2]):
        return run_in[2].strip(), run_in[3]
    if has_own:
        return None
    plain = line.strip().rstrip(":")
    if len(plain) <= 40 and section_of(plain) and not re.match(r"[-*+>|]|\d+[.)]", plain):
        return plain, ""
    run_in = _PLAIN_RUN_IN.match(line)
    if run_in and section_of(run_in[1]) and not field_of(run_in[1]):
        return run_in[1], run_in[2]
    return None


def _is_known(heading: str) -> bool:
    return bool(section_of(heading) or field_of(heading))
