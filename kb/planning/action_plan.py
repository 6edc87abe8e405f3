"""A plan made of the checklist's answers and of chosen actions, as a file that opens again.

The file says its schema and version. An older version is upgraded, a newer one is refused, and of
a damaged one what can be read is kept and the rest is named. The browser's copy of the rule is
`site_builder/static/action_rule.js`.
"""

from __future__ import annotations

import json
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
_CUTS = 200


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
    found = _parsed(text.removeprefix("\ufeff"))
    if found is None:
        found = repaired(text.removeprefix("\ufeff"))
        if found is None:
            return Opened(
                plan=None,
                error="This file cannot be read as a plan: it is damaged, or of another kind.",
            )
        faults.append("the file is cut off or damaged; what stands before the damage was read")
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


def repaired(text: str) -> Any:
    """Return what can be read of a text of JSON that was cut off or damaged; None for nothing.

    It is cut behind the last value that is whole, and closed there.
    """
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
    for at, closing in reversed(cuts[-_CUTS:]):
        found = _parsed(text[:at] + closing)
        if isinstance(found, dict):
            return found
    return None


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
    for key, value in list(found.items())[:MOST_ANSWERS]:
        state = value.get("state", "") if isinstance(value, dict) else None
        if not isinstance(state, str) or state not in STATES:
            faults.append(f"answer {key[:80]}: could not be read and was left out")
            continue
        note = _text(value.get("note", ""), f"note on {key[:80]}", faults)
        yield key[:80], Answer(state=state, note=note)


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
    if len(value) > _LONGEST:
        faults.append(f"{name}: more than {_LONGEST} signs, and was cut")
    return value[:_LONGEST]


def _day(value: Any, name: str, faults: list[str]) -> str:
    if value == "":
        return ""
    if not isinstance(value, str):
        faults.append(f"{name}: found no day, and left it empty")
        return ""
    try:
        read_day(value)
    except ValueError:
        faults.append(f"{name}: {value[:40]} is no day in the calendar, and was left out")
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
