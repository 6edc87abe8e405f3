"""A plan made of the checklist's answers and of chosen actions, as a file that opens again.

The file says its schema and version. An older version is upgraded, a newer one is refused, and of
a damaged one what can be read is kept and the rest is named. The browser's copy of the rule is
`site_builder/static/action_rule.js`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kb.planning.checklist import THEORY, Question
from kb.planning.cited import Cited
from kb.text.dates import date_text, read_day
from kb.text.ics import Event
from kb.text.pieces import Grid, Heading, Items, Paragraph, Piece

SCHEMA = "gp-support-plan"
VERSION = 2
MOST_ACTIONS = 100
MOST_ANSWERS = 200
STATES: Mapping[str, str] = {
    "": "Not looked at",
    "not-yet": "Not yet",
    "under-way": "Under way",
    "done": "Done",
    "not-for-us": "Not for us",
}
HEAD = ("title", "area", "lead")
TEXTS = ("what", "owner", "measure", "baseline")
DATES = ("start", "review")
_LONGEST = 2000
_LONGEST_OBJECT = 80_000
"""Signs of the longest action, with room to spare."""
_MOST_WORK = 4_000_000
"""Signs that are looked through behind a damage."""
_ACTION = {"what", "action"}
"""What an action has in the present version or in the first."""
_HALF = re.compile("[\ud800-\udfff]")
"""Half of a sign, as a program leaves it that cuts a text within an emoji; no file can hold it."""
_MARKS = re.compile(r'\\.|["{}]', re.DOTALL)
_NAME = re.compile(r'"([^"\\]{1,80})"\s{0,9}:\s{0,9}$')
_HEAD_LINES: Mapping[str, re.Pattern[str]] = {
    **{name: re.compile(rf'"{name}": ("(?:[^"\\\n]|\\.)*")') for name in HEAD},
    "version": re.compile(r'"version": ([0-9]{1,9})\b'),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said to a question: a key of `STATES`, and a note."""

    state: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing that the plan does. Days are ISO dates or ""; `page` is what it is modelled on."""

    id: str
    page: str = ""
    what: str = ""
    owner: str = ""
    measure: str = ""
    baseline: str = ""
    start: str = ""
    review: str = ""
    fairness: tuple[str, ...] = ()
    theory: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan: its head, the answers by question, and the actions in order."""

    title: str = ""
    area: str = ""
    lead: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What came of opening a file: a plan, or an error; and what could not be read of it."""

    plan: Plan | None
    error: str = ""
    faults: tuple[str, ...] = ()


def write_plan(plan: Plan, *, saved: str) -> str:
    """Return a plan as the text of its file."""
    data = {
        "schema": SCHEMA,
        "version": VERSION,
        "saved": saved,
        **{name: getattr(plan, name) for name in HEAD},
        "answers": {
            key: {"state": answer.state, "note": answer.note}
            for key, answer in plan.answers.items()
        },
        "actions": [
            {
                "id": action.id,
                "page": action.page,
                **{name: getattr(action, name) for name in (*TEXTS, *DATES)},
                "fairness": list(action.fairness),
                "theory": dict(action.theory),
            }
            for action in plan.actions
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def open_plan(text: str) -> Opened:
    """Return the plan of a file, whatever state the file is in."""
    faults: list[str] = []
    text = text.removeprefix("\ufeff")
    found = _parsed(text)
    if found is None:
        found, at = repaired(text)
        if found is None:
            return Opened(
                plan=None,
                error="This file cannot be read as a plan: it is damaged, or of another kind.",
            )
        line = text.count("\n", 0, at) + 1
        faults.append(
            f"line {line}: the file is cut off or damaged here; what stands before it was read, "
            "and behind it each answer and action that is whole; look through the plan, add what "
            "is missing, and save it as a new file"
        )
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        return Opened(plan=None, error="This file is not a plan saved from this page.")
    version = found.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        faults.append("it does not say its version; it was read as the present one")
    elif version > VERSION:
        return Opened(
            plan=None,
            error=f"This plan was saved by a newer version (version {version}; this one reads "
            f"version {VERSION}). Open it where it was saved, or use a newer copy of the site.",
        )
    elif version == 1:
        found = _from_first(found)
        faults.append("it was saved by an older version and was brought up to date")
    return Opened(plan=_plan(found, faults), faults=tuple(faults))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def repaired(text: str) -> tuple[Any, int]:
    """Return what can be read of a plan that was cut off or damaged, and where the damage is.

    It is cut behind the last value that is whole, and closed there; behind the damage each answer
    and each action that is whole is looked for. The first is None where nothing can be read.
    """
    found, at = _cut(text)
    if SCHEMA not in text:
        return found, at
    behind = _behind(text, at)
    if found is None and not (behind["answers"] or behind["actions"]):
        return None, at
    whole: dict[str, Any] = {"schema": SCHEMA, **(found or {})}
    for name, pattern in _HEAD_LINES.items():
        line = pattern.search(text)
        if name not in whole and line:
            whole[name] = _parsed(line[1])
    answers, actions = whole.get("answers", {}), whole.get("actions", [])
    if isinstance(answers, dict):
        whole["answers"] = {**behind["answers"], **answers}
    if isinstance(actions, list):
        there = [one.get("id") for one in actions if isinstance(one, dict)]
        whole["actions"] = actions + [a for a in behind["actions"] if a["id"] not in there]
    return whole, at


def _behind(text: str, start: int) -> dict[str, Any]:
    """Return the answers and the actions that are whole behind a place in a damaged text."""
    answers: dict[str, Any] = {}
    actions: list[Any] = []
    at, work = text.find("{", start), 0
    while at >= 0 and work < _MOST_WORK:
        end = _closing(text, at)
        work += end - at if end else _LONGEST_OBJECT
        value = _parsed(text[at:end]) if end else None
        name = _NAME.search(text[max(0, at - 120) : at])
        if isinstance(value, dict) and "state" in value and name:
            answers[name[1]] = value
        elif (
            isinstance(value, dict) and isinstance(value.get("id"), str) and _ACTION & value.keys()
        ):
            actions.append(value)
        else:
            end = 0
        at = text.find("{", end or at + 1)
    return {"answers": answers, "actions": actions}


def _closing(text: str, start: int) -> int:
    """Return the place behind the bracket that closes the one at `start`; 0 if none is near."""
    depth, quoted = 0, False
    for mark in _MARKS.finditer(text, start, start + _LONGEST_OBJECT):
        if mark[0] == '"':
            quoted = not quoted
        elif not quoted and len(mark[0]) == 1:
            depth += 1 if mark[0] == "{" else -1
            if depth == 0:
                return mark.end()
    return 0


def _cut(text: str) -> tuple[Any, int]:
    """Return a damaged text up to the last value that is whole, closed there, and that place."""
    stack: list[str] = []
    cuts: list[tuple[int, str]] = []
    quoted = escaped = False
    for at, sign in enumerate(text):
        if quoted:
            if escaped:
                escaped = False
            elif sign == "\\":
                escaped = True
            elif sign == '"':
                quoted = False
            continue
        if sign == '"':
            quoted = True
        elif sign in "{[":
            stack.append("}" if sign == "{" else "]")
        elif sign in "}]":
            if not stack or stack.pop() != sign:
                break
            cuts.append((at + 1, "".join(reversed(stack))))
        elif sign == ",":
            cuts.append((at, "".join(reversed(stack))))
    # What parses up to a cut parses up to each cut before it: the last one is found by halving.
    low, high = 0, len(cuts)
    whole: Any = None
    while low < high:
        middle = (low + high) // 2
        at, closing = cuts[middle]
        found = _parsed(text[:at] + closing)
        if isinstance(found, dict):
            whole, low = found, middle + 1
        else:
            high = middle
    return whole, cuts[low - 1][0] if low else 0


def _from_first(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return a plan of version 1, where answers were yes or no, as one of version 2."""
    answers, actions = found.get("answers"), found.get("actions")
    return {
        **found,
        "answers": {
            key: {"state": "done" if value is True else "", "note": ""}
            for key, value in (answers.items() if isinstance(answers, dict) else ())
        },
        "actions": [
            {**action, "what": action.get("action", ""), "review": action.get("due", "")}
            for action in (actions if isinstance(actions, list) else ())
            if isinstance(action, dict)
        ],
    }


def _plan(found: Mapping[str, Any], faults: list[str]) -> Plan:
    head = {name: _text(found.get(name, ""), name, faults) for name in HEAD}
    return Plan(
        **head,
        answers=dict(_answers(found.get("answers", {}), faults)),
        actions=tuple(_actions(found.get("actions", []), faults)),
    )


def _answers(found: Any, faults: list[str]) -> Iterator[tuple[str, Answer]]:
    if not isinstance(found, dict):
        faults.append("answers: could not be read and were left out")
        return
    if len(found) > MOST_ANSWERS:
        faults.append(f"answers: only the first {MOST_ANSWERS} were kept")
    for name, value in list(found.items())[:MOST_ANSWERS]:
        key = _HALF.sub("", name[:80])
        state = value.get("state", "") if isinstance(value, dict) else None
        if not isinstance(state, str) or state not in STATES:
            faults.append(f"answer {key}: could not be read and was left out")
            continue
        note = _text(value.get("note", ""), f"note on {key}", faults)
        yield key, Answer(state=state, note=note)


def _actions(found: Any, faults: list[str]) -> Iterator[Action]:
    if not isinstance(found, list):
        faults.append("actions: could not be read and were left out")
        return
    if len(found) > MOST_ACTIONS:
        faults.append(f"actions: only the first {MOST_ACTIONS} were kept")
    for number, value in enumerate(found[:MOST_ACTIONS], start=1):
        name = f"action {number}"
        if not isinstance(value, dict):
            faults.append(f"{name}: could not be read and was left out")
            continue
        fairness = value.get("fairness", [])
        theory = value.get("theory", {})
        if not isinstance(fairness, list):
            faults.append(f"{name}, fairness: could not be read and was left out")
        if not isinstance(theory, dict):
            faults.append(f"{name}, theory: could not be read and was left out")
        yield Action(
            id=_text(value.get("id", ""), f"{name}, id", faults)[:40] or f"action-{number}",
            page=_text(value.get("page", ""), f"{name}, page", faults)[:120],
            **{key: _text(value.get(key, ""), f"{name}, {key}", faults) for key in TEXTS},
            **{key: _day(value.get(key, ""), f"{name}, {key}", faults) for key in DATES},
            fairness=tuple(
                _text(one, f"{name}, fairness", faults)
                for one in (fairness if isinstance(fairness, list) else ())[:20]
            ),
            theory={
                key: _text(theory.get(key, ""), f"{name}, {key}", faults)
                for key, _ in THEORY
                if isinstance(theory, dict) and theory.get(key)
            },
        )


def _text(value: Any, name: str, faults: list[str]) -> str:
    if not isinstance(value, str):
        faults.append(f"{name}: found no text, and left it empty")
        return ""
    whole = _HALF.sub("", value)
    if whole != value:
        faults.append(f"{name}: half of a sign, such as a face, was left out")
    if len(whole) > _LONGEST:
        faults.append(f"{name}: more than {_LONGEST} signs, and was cut")
    return whole[:_LONGEST]


def _day(value: Any, name: str, faults: list[str]) -> str:
    if value == "":
        return ""
    if not isinstance(value, str):
        faults.append(f"{name}: found no day, and left it empty")
        return ""
    try:
        read_day(value)
    except ValueError:
        faults.append(
            f"{name}: {value[:40]} is no day in the calendar, and was left out; "
            "give one as 2027-04-01"
        )
        return ""
    return value


def plan_pieces(
    plan: Plan,
    *,
    questions: Sequence[Question],
    fairness: Sequence[str],
    cited: Mapping[str, Cited],
    address: str = "",
    today: date,
) -> tuple[Piece, ...]:
    """Return a plan as pieces of a document, with citations and grades.

    Args:
        plan: from `open_plan`.
        questions: of the checklist.
        fairness: the questions by which an initiative is screened.
        cited: pages that actions are modelled on, by identifier; others are named alone.
        address: of the site, for the addresses of pages.
        today: the day that the document names.
    """
    facts = [f"Area: {plan.area}." if plan.area else "", f"Lead: {plan.lead}." if plan.lead else ""]
    pieces: list[Piece] = [
        Heading(1, plan.title or "Action plan to keep GPs"),
        Paragraph(" ".join([*filter(None, facts), f"As at {date_text(today)}."])),
        Heading(2, "Actions"),
    ]
    if not plan.actions:
        pieces.append(Paragraph("No action has been chosen yet."))
    else:
        pieces.append(
            Grid(
                ("What", "Owner", "Start", "Measure", "Review"),
                tuple(
                    (
                        _name(a, cited),
                        a.owner or "not named",
                        _said_day(a.start),
                        a.measure or "not chosen",
                        _said_day(a.review),
                    )
                    for a in plan.actions
                ),
            )
        )
    for number, action in enumerate(plan.actions, start=1):
        pieces += _action_pieces(number, action, fairness, cited)
    pieces += _checklist_pieces(plan, questions)
    used = [cited[a.page] for a in plan.actions if a.page in cited]
    if used:
        lines = [
            f"{one.title}: {address.rstrip('/')}{one.url}, checked on {one.checked}"
            for one in dict.fromkeys(used)
        ]
        pieces += [Heading(2, "Sources"), Items(tuple(lines), numbered=True)]
    return tuple(pieces)


def _name(action: Action, cited: Mapping[str, Cited]) -> str:
    return action.what or (cited[action.page].title if action.page in cited else "Not named yet")


def _said_day(day: str) -> str:
    return date_text(date.fromisoformat(day)) if day else "no date"


def _action_pieces(
    number: int, action: Action, fairness: Sequence[str], cited: Mapping[str, Cited]
) -> list[Piece]:
    pieces: list[Piece] = [Heading(3, f"{number}. {_name(action, cited)}")]
    model = cited.get(action.page)
    if model:
        offer = "A support offer" if model.kind != "casestudies" else "No result reported"
        grade = model.evidence or offer
        pieces.append(Paragraph(f"{model.title}. {grade}. Status: {model.status}.", "Modelled on:"))
    if action.baseline:
        pieces.append(Paragraph(action.baseline, "Figure before it starts:"))
    pieces += [
        Paragraph(action.theory[key], prompt) for key, prompt in THEORY if action.theory.get(key)
    ]
    pieces += [
        Paragraph(answer, question)
        for question, answer in zip(fairness, action.fairness, strict=False)
        if answer
    ]
    missing = [
        words
        for words, there in (
            ("an owner", action.owner),
            ("a measure", action.measure),
            ("a figure from before it starts", action.baseline),
            ("a review date", action.review),
            ("the equality screening", all(action.fairness) and len(action.fairness) > 0),
        )
        if not there
    ]
    if missing:
        pieces.append(Paragraph(f"{', '.join(missing)}.", "Still missing:"))
    return pieces


def _checklist_pieces(plan: Plan, questions: Sequence[Question]) -> list[Piece]:
    if not questions:
        return []
    done = sum(plan.answers.get(q.id, Answer()).state == "done" for q in questions)
    rows = tuple(
        (q.text, STATES[answer.state], answer.note)
        for q in questions
        for answer in [plan.answers.get(q.id, Answer())]
    )
    return [
        Heading(2, "Checklist"),
        Paragraph(f"{done} of {len(questions)} done."),
        Grid(("Question", "State", "Note"), rows),
    ]


PLAN_HEADER = (
    "what",
    "modelled_on",
    "evidence",
    "status",
    "owner",
    "start",
    "measure",
    "baseline",
    "review",
)


def plan_rows(plan: Plan, cited: Mapping[str, Cited]) -> list[list[str]]:
    """Return a line for each action, under `PLAN_HEADER`."""
    rows = []
    for action in plan.actions:
        model = cited.get(action.page)
        rows.append(
            [
                _name(action, cited),
                action.page,
                model.evidence if model else "",
                model.status if model else "",
                action.owner,
                action.start,
                action.measure,
                action.baseline,
                action.review,
            ]
        )
    return rows


def plan_events(plan: Plan, cited: Mapping[str, Cited]) -> tuple[Event, ...]:
    """Return the starts and reviews of a plan as events, soonest first."""
    events = [
        Event(
            uid=f"{action.id}-{kind}@{SCHEMA}",
            start=date.fromisoformat(day),
            end=date.fromisoformat(day),
            title=f"{word}: {_name(action, cited)}",
            details=f"Owner: {action.owner}" if action.owner else "",
        )
        for action in plan.actions
        for kind, word in (("start", "Start"), ("review", "Review"))
        if (day := getattr(action, kind))
    ]
    return tuple(sorted(events, key=lambda event: (event.start, event.uid)))
