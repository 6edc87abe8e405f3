"""What a stop says to do, by when, and to know: in words, with a link to each source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from kb.content.citations import STORED
from kb.model.bibliography import Copy
from kb.model.documents import Fact, Proof, Stop, Task
from kb.model.timing import in_words
from kb.text.dates import month_text
from site_builder.model import permalinks
from site_builder.model.site_content import SiteContent
from site_builder.model.words import listed, sentence_start, when_text
from site_builder.views.page_text import PageText
from site_builder.views.sources import SourceLine, source_line


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """One task; `with_` and `only` are sentences or empty, `see` titles and addresses."""

    do: Markup
    why: Markup
    with_: str
    only: str
    source: SourceLine | None
    see: tuple[tuple[str, str], ...]
    local: str = ""
    """Whose it is, if a local edition added it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksAt:
    """The tasks of one time: `when` is "6 months before your CCT date", or "Any time"."""

    when: str
    any_time: bool
    tasks: tuple[TaskView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactView:
    """One thing to know, with the date it was so and where that is said."""

    says: Markup
    as_at: str
    only: str
    source: SourceLine
    local: str = ""
    """Whose it is, if a local edition added it."""


def tasks_by_time(
    content: SiteContent, tasks: Iterable[Task], anchor: str, text: PageText
) -> tuple[TasksAt, ...]:
    """The tasks of a stop, those of one time together, in the order given."""
    return tuple(
        TasksAt(
            when=in_words(timing, anchor),
            any_time=timing.start is None,
            tasks=tuple(_task(content, task, text) for task in found),
        )
        for timing, found in groupby(tasks, key=lambda task: task.at)
    )


def fact_views(content: SiteContent, facts: Iterable[Fact], text: PageText) -> tuple[FactView, ...]:
    """What to know at a stop, in the order given."""
    return tuple(
        FactView(
            says=text.inline(fact.says),
            as_at=when_text(fact.as_at),
            only=_only(fact.only),
            local=content.local_mark if fact.local else "",
            source=source_line(content, fact.proof.source, fact.proof.place),
        )
        for fact in facts
    )


def how_read(content: SiteContent, stops: Iterable[Stop]) -> str:
    """When the pages that tasks and facts of stops rest on were read, in a sentence.

    Empty if no page of them is known to have been read.
    """
    found = dict.fromkeys(proof.source for stop in stops for proof in _proofs(stop))
    entries = [content.corpus.bibliography[source] for source in found]
    months = dict.fromkeys(month_text(entry.read) for entry in entries if entry.read)
    if not months:
        return ""
    stored = [entry for entry in entries if entry.copy is Copy.STORED]
    copies = f", {STORED}" if len(stored) == len(entries) else ""
    return f"Pages read in {listed(tuple(months))}{copies}."


def _proofs(stop: Stop) -> Iterator[Proof]:
    yield from (task.proof for task in stop.tasks if task.proof)
    yield from (fact.proof for fact in stop.facts)


def _task(content: SiteContent, task: Task, text: PageText) -> TaskView:
    return TaskView(
        do=text.inline(task.do),
        why=text.inline(task.why),
        with_=f"With {task.with_}." if task.with_ else "",
        only=_only(task.only),
        local=content.local_mark if task.local else "",
        source=source_line(content, task.proof.source, task.proof.place) if task.proof else None,
        see=tuple(
            (found.title, permalinks.document_url(found.id))
            for page in task.see
            if (found := content.get(page))
        ),
    )


def _only(only: str) -> str:
    return sentence_start(only)
