"""What "My dates" reads in the browser: for each road the tasks of its stops, and their sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kb.content.citations import cited, link_of, short_name
from kb.model.documents import Kind, Roadmap, SourceId, Stop, Task
from kb.model.plan import task_ids
from kb.model.timing import in_words
from site_builder.model import permalinks
from site_builder.model.site_content import SiteContent, Tag


def plan_data(content: SiteContent) -> Mapping[str, Mapping[str, object]]:
    """The data of each road by its role, as plain values."""
    return {
        roadmap.role: _road(content, roadmap)
        for roadmap in content.documents(Kind.ROADMAP)
        if isinstance(roadmap, Roadmap)
    }


def plan_script(role: str) -> str:
    """The name of the data script of a road."""
    return f"plan-data-{role}.js"


def _road(content: SiteContent, roadmap: Roadmap) -> Mapping[str, object]:
    named = dict.fromkeys(
        task.proof.source for stop in roadmap.stops for task in stop.tasks if task.proof
    )
    return {
        "label": content.tag("roles", roadmap.role).label,
        "sources": {source: _source(content, source) for source in named},
        "order": [stop.moment for stop in roadmap.stops],
        "stops": {stop.moment: _stop(content, roadmap, stop) for stop in roadmap.stops},
    }


def _stop(content: SiteContent, roadmap: Roadmap, stop: Stop) -> Mapping[str, object]:
    ids = task_ids(f"{roadmap.role}#{stop.moment}", stop.tasks)
    return {
        "label": content.tag("moments", stop.moment).label,
        "anchor": stop.anchor,
        "urgent": content.calls_for_urgent_help(stop),
        "tasks": [
            {**_task(task_id, task, stop), **({"local": content.local_mark} if task.local else {})}
            for task_id, task in zip(ids, stop.tasks, strict=True)
        ],
    }


def _task(task_id: str, task: Task, stop: Stop) -> Mapping[str, object]:
    at = (task.at.start, task.at.end)
    return {
        "id": task_id,
        "do": task.do,
        "at": [[offset.amount, offset.unit.value] for offset in at if offset] or None,
        "when": in_words(task.at, stop.anchor),
        "why": task.why,
        "with": task.with_,
        "only": task.only,
        "source": task.proof.source if task.proof else "",
    }


def _source(content: SiteContent, source: SourceId) -> Mapping[str, str]:
    entry = content.corpus.bibliography[source]
    return {"cited": cited(entry), "short": short_name(entry), "address": link_of(entry)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStop:
    """A stop that can be given dates: what they count from, and where the road says the same."""

    moment: Tag
    anchor: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRoad:
    """A road with its stops, and the address of its data."""

    role: Tag
    script: str
    stops: tuple[PlanStop, ...]


def plan_roads(content: SiteContent) -> tuple[PlanRoad, ...]:
    """What "My dates" offers to choose from, and without script leads to."""
    return tuple(
        PlanRoad(
            role=content.tag("roles", roadmap.role),
            script=permalinks.asset_url(plan_script(roadmap.role)),
            stops=tuple(
                PlanStop(
                    moment=content.tag("moments", stop.moment),
                    anchor=stop.anchor,
                    url=f"{permalinks.document_url(roadmap.id)}#{stop.moment}",
                )
                for stop in roadmap.stops
            ),
        )
        for roadmap in content.documents(Kind.ROADMAP)
        if isinstance(roadmap, Roadmap)
    )
