"""A stop of a roadmap as a plan: found by its name, its tasks in words, and as calendar events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.content.citations import cited, link_of
from kb.model.bibliography import BibliographyEntry
from kb.model.corpus import Corpus
from kb.model.documents import Kind, Roadmap, Stop, Task
from kb.model.plan import PlannedTask
from kb.model.problems import KbError
from kb.model.timing import in_words
from kb.model.vocabulary import nearest
from kb.text.ics import Event

UID_HOST = "gp-retention-kb"
"""What stands behind the @ of an event's identifier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One stop of one roadmap, by the name under which it is asked for."""

    roadmap: Roadmap
    stop: Stop

    @property
    def name(self) -> str:
        """The role and the moment, as ``locum#last-five-years``."""
        return f"{self.roadmap.role}#{self.stop.moment}"


def places(corpus: Corpus) -> tuple[Place, ...]:
    """Return every stop of every roadmap, in order."""
    return tuple(
        Place(roadmap=document, stop=stop)
        for document in corpus.of_kind(Kind.ROADMAP)
        if isinstance(document, Roadmap)
        for stop in document.stops
    )


def find_place(corpus: Corpus, name: str) -> Place:
    """Return the stop that a name gives.

    Raises:
        KbError: there is none; the stops of that road are named, or the nearest of all.
    """
    known = {place.name: place for place in places(corpus)}
    if name in known:
        return known[name]
    role = name.partition("#")[0]
    near = nearest(name, known)
    here = [other for other in known if other.partition("#")[0] == role]
    allowed = ", ".join(here) if here else "a role and a turn, as locum#last-five-years"
    raise KbError(
        f'unknown-stop: found "{name}"; allowed {allowed}'
        + (f'; did you mean "{near}"?' if near else "")
    )


def timing_words(task: Task, stop: Stop) -> str:
    """Return when a task is due, in words: "6 months before your CCT date"."""
    return in_words(task.at, stop.anchor)


def source_of(corpus: Corpus, task: Task) -> BibliographyEntry | None:
    """Return what a task rests on; None for one of our own."""
    return corpus.bibliography.get(task.proof.source) if task.proof else None


def details_of(corpus: Corpus, task: Task, stop: Stop) -> tuple[str, ...]:
    """Return what a calendar says of a task below its title, line by line."""
    source = source_of(corpus, task)
    return tuple(
        _sentence(line)
        for line in (
            "Local" if task.local else "",
            f"Only {task.only}" if task.only else "",
            task.why,
            f"With {task.with_}" if task.with_ else "",
            timing_words(task, stop) if task.at.start else "",
            f"Source: {cited(source)}" if source else "",
        )
        if line
    )


def events_of(
    corpus: Corpus, place: Place, tasks: Sequence[PlannedTask], *, address: str = ""
) -> Iterator[Event]:
    """Yield a calendar event for each task that has a day.

    Its link is the page that the task rests on, or else `address`, that of the stop.
    """
    for planned in tasks:
        if planned.start is None or planned.end is None:
            continue
        source = source_of(corpus, planned.task)
        yield Event(
            uid=f"{planned.id}@{UID_HOST}",
            start=planned.start,
            end=planned.end,
            title=planned.task.do.rstrip("."),
            details="\n".join(details_of(corpus, planned.task, place.stop)),
            url=(link_of(source) if source else "") or address,
        )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
