"""A stop of a roadmap with real dates: its tasks, soonest first, from the date of its anchor.

Pure sums on plain calendar days. `site_builder/static/plan_rule.js` follows the same rule in the
browser; a test compares the two.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kb.model.documents import Task

_ID_DIGITS = 12


class Due(StrEnum):
    """Where a task stands today."""

    LATE = "late"
    """Its last day has passed."""
    NOW = "now"
    """Today lies between its first day and its last."""
    AHEAD = "ahead"
    ANY = "any time"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTask:
    """A task with its days, `start` to `end`; both None for a task at any time.

    `id` stays the same as long as the task's words do, whatever the dates.
    """

    id: str
    task: Task
    start: date | None
    end: date | None
    due: Due


def planned(
    place: str, tasks: Sequence[Task], anchor: date, today: date
) -> tuple[PlannedTask, ...]:
    """Return the tasks of a stop with their days, soonest first, those at any time last.

    Args:
        place: the stop, as ``locum#last-five-years``; it is part of each identifier.
        tasks: in the order of their timing.
        anchor: the day that their timing counts from.
        today: by which a task is late or not.

    Raises:
        OverflowError: a day would lie outside the calendar (before year 1 or after 9999).
    """
    found = [
        _planned(task_id, task, anchor, today)
        for task_id, task in zip(task_ids(place, tasks), tasks, strict=True)
    ]
    return tuple(sorted(found, key=_soonest))


def task_ids(place: str, tasks: Sequence[Task]) -> tuple[str, ...]:
    """Return an identifier for each task of a stop: a hash of the stop and of the task's words.

    A task that stands twice has a number behind the second.
    """
    seen: Counter[str] = Counter()
    ids = []
    for task in tasks:
        words = "\n".join((place, task.do, task.only))
        name = hashlib.sha256(words.encode()).hexdigest()[:_ID_DIGITS]
        seen[name] += 1
        ids.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return tuple(ids)


def _planned(task_id: str, task: Task, anchor: date, today: date) -> PlannedTask:
    first, last = task.at.start, task.at.end
    if first is None or last is None:
        return PlannedTask(id=task_id, task=task, start=None, end=None, due=Due.ANY)
    # Units are compared by their average length; the calendar may turn two close days round.
    start, end = sorted((first.after(anchor), last.after(anchor)))
    due = Due.LATE if end < today else Due.NOW if start <= today else Due.AHEAD
    return PlannedTask(id=task_id, task=task, start=start, end=end, due=due)


def _soonest(planned_task: PlannedTask) -> tuple[date, date]:
    return planned_task.start or date.max, planned_task.end or date.max
