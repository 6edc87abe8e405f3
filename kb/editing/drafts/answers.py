"""One answer of a form or document, as the value of its field: text, lists, results.

Concepts may be named by identifier or by label, lists by lines or bullets, results by a table or
by lines "key: value". What cannot be understood gives None, and stays where it was written; what
was understood only nearly comes with a to-do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kb.editing.drafts.choices import Choices, read_choices
from kb.model.documents import KnownBy, Strength
from kb.model.fields import VOCABULARY_NAMES
from kb.model.vocabulary import Taxonomy, Vocabularies
from kb.text.markdown import render

_LISTS = {"also_called", "organisations", "situations"}
_BULLET = re.compile(r"^\s*(?:[-*+•]|\d+[.)])\s+")
_BOX = re.compile(r"\[( |x|X|)\](?!\()|([☐□⬜❏❐❑❒▢◻◽])|([☑☒✅✓✔🗹🗸])|\(( |x|X|•)\)")
_SOURCE = re.compile(r"^([a-z0-9]+(?:-[a-z0-9]+)*)\s*[:,]\s+(\S.*)$")
_OWN = re.compile(r"^(?:our|my) own account\b", re.IGNORECASE)
_ADDRESS = re.compile(r"\[([^\[\]\n]{0,500})\]\(([a-z]+:[^)\s]{1,2000})\)")
_CELL_END = re.compile(r"(?<!\\)\|")

RESULT_LABELS: Mapping[str, tuple[str, ...]] = {
    "known_by": ("known by", "how it is known", "how known", "how do you know"),
    "outcome": ("outcome", "what changed"),
    "finding": ("finding", "result", "what was found", "sentence"),
    "value": ("value", "figure", "number", "after"),
    "change": ("change", "difference"),
    "before": ("before", "earlier figure", "baseline"),
    "unit": ("unit", "what was counted", "counted"),
    "strength": ("strength", "hedge"),
    "population": ("population", "group", "who", "in whom"),
    "period": ("period", "over what time", "time"),
    "method": ("method", "how it was measured", "measured by"),
    "sample": ("sample", "how many answered", "answers"),
    "comparison": ("comparison", "compared with"),
    "evaluator": ("evaluator", "evaluated by"),
    "source": ("source",),
    "place": ("place", "where in the source"),
    "quote": ("quote", "words of the source", "exact words"),
}
"""What people call the parts of a result."""

_RESULT_KEYS = {label: key for key, labels in RESULT_LABELS.items() for label in labels}
_FIGURES = {"value", "change", "before", "sample"}
_SIGNS = {"%": "percent", "£": "pounds"}
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The value of a field; None if every box was left unticked.

    `to_do` says what a person has to look at, `left_out` what the field cannot hold.
    """

    value: Any
    to_do: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(slots=True)
class _Boxes:
    """The text beside ticked boxes, and that beside boxes left empty."""

    ticked: list[str] = field(default_factory=list)
    unticked: list[str] = field(default_factory=list)


def read_answer(name: str, text: str, vocabularies: Vocabularies) -> Any:
    """Return an answer as the value of a field; None if it cannot be one."""
    answer = understand(name, text, vocabularies)
    return answer.value if answer else None


def understand(name: str, text: str, vocabularies: Vocabularies) -> Answer | None:
    """Return an answer as the value of a field, with what came of it; None if it cannot be one."""
    text = text.strip()
    if not text:
        return None
    left_out = [f"the address {href} behind “{words}”" for words, href in _ADDRESS.findall(text)]
    if name in VOCABULARY_NAMES or name in _LISTS:
        boxes = _boxes(text)
        left_out += [f"a box that was not ticked: “{words}”" for words in boxes.unticked]
        text = "\n".join(boxes.ticked)
        if not text and boxes.unticked:
            return Answer(value=None, left_out=tuple(left_out))
    if name in VOCABULARY_NAMES:
        chosen = read_choices(_plain_lines(text), vocabularies[name])
        return _chosen(chosen, left_out) if chosen else None
    value: Any = None
    if name in _LISTS:
        value = read_list(name, text)
    elif name == "sources":
        value = _sources(text)
    elif name == "results":
        value = _results(text, vocabularies)
    elif not (name == "summary" and "\n\n" in text):
        line = _plain(text)
        value = line if len(line) <= 600 and "\n\n" not in text and "|" not in text else None
    return None if value is None else Answer(value=value, left_out=tuple(left_out))


def _chosen(choices: Choices, left_out: Sequence[str]) -> Answer:
    to_do = tuple(
        f"“{said}” was read as “{label}”: look whether that is right"
        for said, label in choices.near
    )
    return Answer(value=list(choices.concepts), to_do=to_do, left_out=tuple(left_out))


def _plain(text: str) -> str:
    plain = render(text).plain.strip()
    return "; ".join(" ".join(line.split()) for line in plain.split("\n")) or " ".join(text.split())


def _plain_lines(text: str) -> str:
    return "\n".join(" ".join(render(line).plain.split()) or line for line in text.split("\n"))


def _boxes(text: str) -> _Boxes:
    """Sort the lines of a text by their boxes; a line without one counts as ticked."""
    found = _Boxes()
    for line in text.split("\n"):
        match = _BULLET.match(line)
        bare = (line[match.end() :] if match else line).strip()
        marks = list(_BOX.finditer(bare))
        if not marks:
            found.ticked += [bare] if bare else []
            continue
        first = marks[0].start() == 0
        ends = [mark.start() for mark in marks[1:]] + [len(bare)]
        starts = [0, *(mark.end() for mark in marks[:-1])]
        for at, mark in enumerate(marks):
            words = bare[mark.end() : ends[at]] if first else bare[starts[at] : mark.start()]
            ticked = bool(mark[3]) or (mark[1] or mark[4] or "").lower() in {"x", "•"}
            if words.strip(" ,;"):
                (found.ticked if ticked else found.unticked).append(words.strip(" ,;"))
        if not first and bare[marks[-1].end() :].strip(" ,;."):
            found.ticked.append(bare[marks[-1].end() :].strip(" ,;"))
    return found


def read_list(name: str, text: str) -> list[str] | None:
    """Return the entries of a list: lines, or what semicolons or commas part in one line."""
    lines = [line for line in text.split("\n") if line.strip()]
    parts = lines
    if name == "organisations" and len(lines) == 1 and ";" not in text:
        parts = text.split(",")
    elif name != "situations":
        parts = [part for line in lines for part in line.split(";")]
    return [_plain(part) for part in parts if part.strip()] or None


def _sources(text: str) -> list[dict[str, str]] | None:
    found = []
    for line in (line for line in text.split("\n") if line.strip()):
        match = _SOURCE.match(_BULLET.sub("", line))
        if not match:
            return None
        found.append({"source": match[1], "place": _plain(match[2])})
    return found or None


def is_own_account(text: str) -> bool:
    """Whether an answer on sources says that all there is is one's own account."""
    return bool(_OWN.match(text.strip()))


def _results(text: str, vocabularies: Vocabularies) -> list[dict[str, Any]] | None:
    """Return results; None if any part of the text has no place in them."""
    rows = _table(text) if text.lstrip().startswith("|") else _blocks(text)
    found = [_result(row, vocabularies) for row in rows or ()]
    return found if found and all("finding" in result for result in found) else None


def table_rows(text: str) -> list[list[str]]:
    """Return the cells of a table in Markdown, without the rule below its heading."""
    rows = [table_cells(line) for line in text.split("\n") if line.strip().startswith("|")]
    return [row for row in rows if not all(re.fullmatch(r":?-*:?", cell) for cell in row)]


def _table(text: str) -> list[dict[str, str]] | None:
    rows = table_rows(text)
    if not rows or any(not line.lstrip().startswith("|") for line in text.strip().split("\n")):
        return None
    keys = [_RESULT_KEYS.get(cell.casefold().strip(" ?:*_"), "") for cell in rows[0]]
    found = []
    for row in rows[1:]:
        if any(cell and (at >= len(keys) or not keys[at]) for at, cell in enumerate(row)):
            return None
        found.append({key: cell for key, cell in zip(keys, row, strict=False) if key and cell})
    return found if len(set(filter(None, keys))) == len(list(filter(None, keys))) else None


def table_cells(line: str) -> list[str]:
    """Return the cells of one row of a table in Markdown."""
    bare = line.strip().removeprefix("|")
    cells = _CELL_END.split(bare)
    if not cells[-1].strip():
        cells.pop()
    return [cell.strip().replace("\\|", "|") for cell in cells]


def _blocks(text: str) -> list[dict[str, str]] | None:
    blocks = []
    for block in re.split(r"\n\s*\n", text):
        found: dict[str, str] = {}
        for line in filter(str.strip, block.split("\n")):
            label, sign, value = _BULLET.sub("", line).partition(":")
            key = _RESULT_KEYS.get(label.casefold().strip(" *_?"), "")
            if not (sign and key) or key in found:
                return None
            if value.strip(" *_"):
                found[key] = value.strip(" *_")
        if found:
            blocks.append(found)
    return blocks or None


def _result(row: Mapping[str, str], vocabularies: Vocabularies) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in RESULT_LABELS:
        if key not in row:
            continue
        text = row[key].strip()
        if key in _FIGURES:
            found[key] = _figure(text, found)
        elif key in {"outcome", "unit"}:
            found[key] = _concept(text, vocabularies[f"{key}s"]) or text
        elif key in {"known_by", "strength"}:
            found[key] = _choice(text, KnownBy if key == "known_by" else Strength)
        elif key == "quote":
            found[key] = text.strip("\"“”' ")
        else:
            found[key] = _plain(text)
    return found


def _concept(text: str, taxonomy: Taxonomy) -> str:
    """Return the concept that a text names exactly; "" if it names none, or several."""
    chosen = read_choices(text, taxonomy)
    return chosen.concepts[0] if chosen and len(chosen.concepts) == 1 and not chosen.near else ""


def _figure(text: str, found: dict[str, Any]) -> Any:
    """Return a figure without its sign, which becomes the unit; a range as two numbers.

    What is no figure stays text, which `kb check` reports: "12 5" is not 125, nor "1,5" 15.
    """
    bare = re.sub(r"(?<=\d)\s?(?:%|per ?cent)|£(?=\d)", "", text).strip()
    value: Any = text
    if match := re.fullmatch(rf"({_NUMBER})\s?(?:to|-|–)\s?({_NUMBER})", bare):
        value = [_number(match[1]), _number(match[2])]
    elif re.fullmatch(rf"[-−+]?\s?{_NUMBER}", bare):
        value = _number(bare.replace(" ", ""))
    if value is not text:
        for sign, unit in _SIGNS.items():
            if sign in text:
                found.setdefault("unit", unit)
    return value


def _number(text: str) -> float | int:
    value = float(text.replace("−", "-").replace(",", ""))
    return int(value) if value.is_integer() else value


def _choice(text: str, choices: Sequence[str] | type[KnownBy] | type[Strength]) -> str:
    wanted = re.sub(r"[^a-z]+", "-", text.casefold().replace(" and ", " ")).strip("-")
    for choice in choices:
        if wanted == str(choice) or wanted.startswith(f"{choice}-"):
            return str(choice)
    return text
