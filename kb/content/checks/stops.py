"""Checks of what the stops of a roadmap say to do and to know: proof, order, and where it leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kb.content.checks.fields import check_quote_form, check_source
from kb.content.checks.figures import doubts, number_elsewhere
from kb.content.checks.proof import check_quote_words
from kb.content.checks.years import check_task_years
from kb.content.reference import ReferenceData
from kb.content.schema.text import shown
from kb.content.source_page import SourcePage
from kb.model.documents import SourceId
from kb.model.problems import Problem, Severity
from kb.model.timing import Timing, read_timing
from kb.text.numbers import claims, normal

_PROOF = ("quote", "source", "place")


def check_stop(
    page: SourcePage, reference: ReferenceData, stop: Mapping[str, Any], field: str
) -> Iterator[Problem]:
    """Yield a problem for each task and fact of a stop that is not borne out, or out of order.

    Args:
        page: the file that the stop stands in, to name its lines.
        reference: the bibliography and its fingerprints.
        stop: the fields of the stop, or of what a moment holds for every GP.
        field: the field that holds them (``stops[2]``).
    """
    tasks = _entries(stop.get("tasks"))
    for at, task in enumerate(tasks):
        yield from _check_task(page, reference, task, f"{field}.tasks[{at}]")
        yield from check_task_years(page, reference, task, f"{field}.tasks[{at}]")
    yield from _check_order(page, tasks, field)
    if any(_offset(task) for task in tasks) and not stop.get("anchor"):
        yield page.problem(
            "missing-key",
            field=f"{field}.anchor",
            allowed="the event that dates count from, as your CCT date",
            remedy="add it: a task that is due by a date needs it",
        )
    for at, fact in enumerate(_entries(stop.get("facts"))):
        inner = f"{field}.facts[{at}]"
        yield from check_claim(page, reference, fact, inner, ("says",))


def _check_task(
    page: SourcePage, reference: ReferenceData, task: Mapping[str, Any], field: str
) -> Iterator[Problem]:
    if task.get("ours") is not True:
        for key in _PROOF:
            if task.get(key) is None:
                yield page.problem(
                    "missing-key",
                    field=f"{field}.{key}",
                    remedy="add it, or mark the task ours: true if it states no rule, date or sum",
                )
        texts = ("do", "why") if task.get("at_ours") is True else ("do", "why", "at")
        yield from check_claim(page, reference, task, field, texts)
        return
    for key in _PROOF:
        if task.get(key) is not None:
            yield page.problem(
                "key-not-allowed",
                field=f"{field}.{key}",
                found=shown(task[key]),
                remedy="take it out, or take ours out: what rests on a source is not ours",
            )
    for key in ("do", "why", "at"):
        for number in claims(str(task.get(key) or "")):
            yield page.problem(
                "unproved-number",
                field=f"{field}.{key}",
                found=f'"{number.shown}" in a task of our own',
                allowed="no rule, date or sum",
                remedy="name the page that says so in quote, source and place, or take it out",
            )


def check_claim(
    page: SourcePage,
    reference: ReferenceData,
    claim: Mapping[str, Any],
    field: str,
    texts: Sequence[str],
) -> Iterator[Problem]:
    """Yield a problem for a quote or a number that the source of a claim does not have.

    A claim is a task, a fact or a contact; `texts` are its fields that hold numbers.
    """
    source = claim.get("source")
    if not isinstance(source, str):
        return
    yield from check_source(page, reference, source, f"{field}.source")
    yield from check_quote_form(page, claim, f"{field}.quote")
    prints = reference.fingerprints.get(SourceId(source))
    if prints is None:
        if SourceId(source) in reference.bibliography and reference.is_page(source):
            yield page.problem(
                "page-not-read",
                field=f"{field}.source",
                found=f'"{source}", a page without a fingerprint',
                allowed="a page whose words were read and fingerprinted",
                remedy=f"read it and run kb source add FILE --id {source} --page",
            )
        return
    yield from check_quote_words(page, prints, claim, f"{field}.quote")
    stated = frozenset(number.normal for number in claims(str(claim.get("quote") or "")))
    for key in texts:
        text, inner = str(claim.get(key) or ""), f"{field}.{key}"
        if key == "at":
            figures = _timing_figures(text)
            absent = [s for n, s in figures if n not in stated and not prints.has_number(n)]
        else:
            found = list(doubts(text, [prints], lambda number, _: number.normal in stated))
            absent = [number.shown for number, lacking in found if lacking]
            for number, lacking in found:
                if not lacking:
                    yield number_elsewhere(page, inner, number.shown)
        for said in absent:
            yield page.problem(
                "unproved-number",
                field=inner,
                found=f'"{said}"',
                allowed=f"numbers that stand in {source}",
                remedy="correct it, take it out, or name the page that says so",
            )


def _timing_figures(text: str) -> list[tuple[str, str]]:
    """Return the number of each offset, from two up as in `claims`, in one form and as written."""
    try:
        timing = read_timing(text)
    except ValueError:
        return []
    ends = dict.fromkeys(end for end in (timing.start, timing.end) if end is not None)
    return [(normal(abs(end.amount)), str(end)) for end in ends if abs(end.amount) > 1]


def _check_order(
    page: SourcePage, tasks: Sequence[Mapping[str, Any]], field: str
) -> Iterator[Problem]:
    last: Timing | None = None
    for at, task in enumerate(tasks):
        try:
            timing = read_timing(str(task.get("at")))
        except ValueError:
            continue
        if last is not None and timing.order < last.order:
            yield page.problem(
                "not-in-order",
                field=f"{field}.tasks[{at}].at",
                found=f'"{timing}" after "{last}"',
                allowed="tasks in order of time, any time last",
                remedy="move the task up",
                severity=Severity.WARNING,
            )
        last = timing


def _offset(task: Mapping[str, Any]) -> bool:
    try:
        return read_timing(str(task.get("at"))).start is not None
    except ValueError:
        return False


def _entries(value: object) -> list[Mapping[str, Any]]:
    entries = value if isinstance(value, list) else []
    return [entry if isinstance(entry, dict) else {} for entry in entries]
