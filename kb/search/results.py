"""What a search answers with, and the object that `kb search --json` prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kb.data.settings import load_settings
from kb.index.documents import Choice, IndexedDistress
from kb.search.facets import FacetCount
from kb.search.snippet import Snippet

_KEYS = ("query", "mode", "filters", "abstained", "distress", "total", "facets")
_RESULT_KEYS = ("id", "kind", "title", "summary", "url", "score", "snippet", "reasons")
"""What every version of `kb search --json` gives, of an answer and of each result."""


class ReasonType(StrEnum):
    """Why a document is among the results, strongest first."""

    NAME = "name"
    WORD = "word"
    SYNONYM = "synonym"
    TAG = "tag"
    NEED = "need"
    SURENESS = "sureness"


class Sureness(StrEnum):
    """How sure the search is that a right page is among the first three."""

    LIKELY = "likely"
    WORTH_A_LOOK = "worth a look"
    NOT_SURE = "not sure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason for a hit: its name, what it mentions of the query ("24-hour retirement"),
    "typed: what it means", whom it is for ("GP partners"), the label of a need, or, for the first
    three hits, how sure the search is of them."""

    type: ReasonType
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One line of an answer. `parts` are the normalised parts of its score, from 0 to 1.

    The score is from 0 to 1; 1 is added where the query is the document's name, and 2 or more for
    the help that is shown to somebody in distress.
    """

    id: str
    kind: str
    title: str
    summary: str
    url: str
    score: float
    snippet: Snippet
    reasons: tuple[Reason, ...]
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A page of a need or of a turn of a career that the query speaks of, or one about the site.

    `said` tells whether it does so in so many words (a cue or a name), rather than likely.
    """

    id: str
    kind: str
    title: str
    summary: str
    said: bool

    def as_dict(self) -> dict[str, object]:
        """The topic as plain data, with the address of its page."""
        return {
            "id": self.id,
            "kind": self.kind,
            "title": self.title,
            "summary": self.summary,
            "url": f"/{self.id}/",
            "said": self.said,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a search found.

    `total` counts the documents that the query and the filters keep (`kb.search.counting`), of
    which `hits` are the first. `abstained` says that nothing here fits well; `hits` are then the
    nearest, three at most, and `nearest` names the closest needs. `sureness` says how likely the
    first hits are right, and is None for a blank query. `topics` are needs and turns of a career
    that the query speaks of, and pages about the site that it asks for, refused or not.
    `first` says what its reader would rather see first, "options" or "stories"
    (`kb.search.voice`); the hits stand by their scores alone.
    `suggestion` is the query with its spelling put right, if any was; `hints` are the career
    stages and roles that the query seems to speak of, offered as filters and never applied.
    """

    query: str
    mode: str
    filters: Mapping[str, tuple[str, ...]]
    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[FacetCount, ...]]
    abstained: bool = False
    distress: bool = False
    nearest: tuple[Choice, ...] = ()
    suggestion: str = ""
    hints: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    sureness: Sureness | None = None
    topics: tuple[Topic, ...] = ()
    first: str = ""

    def as_dict(self, *, explain: bool = False) -> dict[str, Any]:
        """The answer as plain data; with `explain`, each result has the `parts` of its score."""
        return {
            "query": self.query,
            "mode": self.mode,
            "filters": {facet: list(concepts) for facet, concepts in self.filters.items()},
            "abstained": self.abstained,
            "distress": self.distress,
            "sureness": self.sureness.value if self.sureness else "",
            "first": self.first,
            "total": self.total,
            "suggestion": self.suggestion,
            "hints": {facet: _choices(choices) for facet, choices in self.hints.items()},
            "nearest": _choices(self.nearest),
            "topics": [topic.as_dict() for topic in self.topics],
            "facets": {
                facet: [
                    {"id": count.choice.id, "label": count.choice.label, "count": count.count}
                    for count in counts
                ]
                for facet, counts in self.facets.items()
            },
            "results": [_hit(hit, explain) for hit in self.hits],
        }


def public_answer(
    answer: Answer, urgent: IndexedDistress, *, explain: bool = False
) -> dict[str, Any]:
    """What `kb search --json` prints: with `explain`, all that the answer knows.

    `help` has the numbers of urgent help where the query calls for it, or nothing fits.
    """
    whole = answer.as_dict(explain=explain)
    found = whole
    if not explain:
        results = [{key: result[key] for key in _RESULT_KEYS} for result in whole["results"]]
        found = {**{key: whole[key] for key in _KEYS}, "results": results}
    numbers = urgent.numbers if answer.distress or answer.abstained else ()
    return {**found, "help": [{"need": line.need, "do": line.do} for line in numbers]}


def _hit(hit: Hit, explain: bool) -> dict[str, Any]:
    digits = load_settings().digits
    return {
        "id": hit.id,
        "kind": hit.kind,
        "title": hit.title,
        "summary": hit.summary,
        "url": hit.url,
        "score": round(hit.score, digits),
        "snippet": hit.snippet.text,
        "marks": [list(mark) for mark in hit.snippet.marks],
        "anchor": hit.snippet.anchor,
        "heading": hit.snippet.heading,
        "reasons": [{"type": reason.type.value, "text": reason.text} for reason in hit.reasons],
        **({"parts": {name: round(v, digits) for name, v in hit.parts.items()}} if explain else {}),
    }


def _choices(choices: tuple[Choice, ...]) -> list[dict[str, str]]:
    return [{"id": choice.id, "label": choice.label} for choice in choices]
