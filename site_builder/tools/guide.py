"""What the visitors' tools know: roles, turns, needs, options and stories as plain data.

`guide_reading.py` reads the content once into the `Guide`, from which `sheet_rule.py` chooses and
`browser_data.py` makes the browser's copy, so that both choose from the same facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideConcept:
    """One answer a visitor can give: a role, stage, turn of a career or need."""

    id: str
    label: str
    about: str
    url: str
    prompts: tuple[str, ...] = ()
    leads_to: Mapping[str, int]
    """Of a need: weights from 1 to 3 by document, best first; else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideItem:
    """What options and stories have in common: who they fit, and whether they run.

    `stages`, `roles` and `moments` are as in the content: ``("any",)`` names no limit. `due` is
    the day (ISO) from which the page is due for review.
    """

    id: str
    title: str
    url: str
    stages: tuple[str, ...]
    roles: tuple[str, ...]
    moments: tuple[str, ...]
    needs: tuple[str, ...]
    status: str
    status_label: str
    status_detail: str
    status_colour: str
    checked: str
    due: str
    due_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideOption(GuideItem):
    """A support option with the terms that a sheet gives."""

    who_for: str
    you_get: str
    how_to_start: str
    cost: str
    run_by: str
    web: str
    """The address of its own page; "" if none is known."""
    instead: tuple[str, ...]
    for_gps: bool
    """Whether it is for GPs themselves."""
    startable: bool
    """Whether a reader can act on it: it runs, or at least its start is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story(GuideItem):
    """A case study as a sheet gives it; `level` is that of its leading result, 1 to 5."""

    summary: str
    where: str
    level: int
    evidence: str
    finding: str
    own: bool
    """Whether it is about support for GPs in their own careers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideStop:
    """One stop of a roadmap: where it leads and what is on people's minds there."""

    role: str
    moment: str
    url: str
    next_step: str
    leads_to: tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """All that the finder and the sheet choose from, in the order of the content's files."""

    roles: tuple[GuideConcept, ...]
    stages: tuple[GuideConcept, ...]
    moments: tuple[GuideConcept, ...]
    needs: tuple[GuideConcept, ...]
    """The needs of a doctor; those of a practice or a system are left out."""
    role_stages: Mapping[str, tuple[str, ...]]
    """The career stages that the roadmap of each role is for."""
    stops: tuple[GuideStop, ...]
    options: tuple[GuideOption, ...]
    stories: tuple[Story, ...]
    reading: Mapping[str, tuple[str, str]]
    """Title and address of the toolkit pages and roadmaps, by identifier."""
    urgent: tuple[str, ...]
    """Options to turn to in distress, urgent help first."""
    ask: tuple[str, ...]
    """Options to ask where nothing fits, best first."""

    def stop(self, role: str, moment: str) -> GuideStop | None:
        """The stop of a role's roadmap at a moment, or None if it does not stop there."""
        return next((s for s in self.stops if (s.role, s.moment) == (role, moment)), None)
