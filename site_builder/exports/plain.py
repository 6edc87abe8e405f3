"""Documents as plain data, and the JSON Schema and dictionary of that data.

The schema is made from the types of `kb.model.documents`, so that it cannot fall behind them.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, Union, get_args, get_origin, get_type_hints

from kb.model.areas import Area
from kb.model.documents import (
    CaseStudy,
    Document,
    Kind,
    Result,
    Roadmap,
    SignpostingOption,
    ToolkitPage,
)
from kb.model.evidence import Grade, grade, leading
from kb.model.timing import Timing
from site_builder.model import permalinks
from site_builder.model.words import due_date

VERSION = 1
"""Of the shape of the data: it rises when a field goes or changes its meaning."""

KINDS: Mapping[Kind, type[Document]] = MappingProxyType(
    {
        Kind.CASE_STUDY: CaseStudy,
        Kind.SIGNPOSTING: SignpostingOption,
        Kind.TOOLKIT: ToolkitPage,
        Kind.ROADMAP: Roadmap,
    }
)
_LEFT_OUT = frozenset({"path", "body_line", "lines"})
"""Where a page stands in its files, which is nothing to readers of the data."""

DICTIONARY: Mapping[str, str] = MappingProxyType(
    {
        "id": "Identifier: folder and name of the page. It is kept; see the promise.",
        "kind": "The kind of page.",
        "url": "Where the page is: a full address, or a path from the root of the site.",
        "title": "Its title.",
        "summary": "What it says in two or three sentences.",
        "career_stages": "Career stages it is for; any: all of them; empty: none is named.",
        "levels": "Levels of support: direct to a GP, practices and networks, or system.",
        "roles": "Roles it is for; any: all of them; empty: none is named.",
        "interventions": "What was done or is offered.",
        "outcomes": "Outcomes reported, those only hoped for set aside.",
        "needs": "What is on the mind of those whom it may help.",
        "moments": "Turning points of a career that it has to do with.",
        "situations": "What somebody may say whom it may help. Written by the editors.",
        "sources": "The sources that the page rests on.",
        "source": "Identifier of a source; sources.json, sources.bib and sources.ris have it.",
        "place": "Where in the source it stands.",
        "reviewed": "The day on which an editor last read the whole page against its sources.",
        "review_in": "Months after which the page is due for review.",
        "due": "The day from which the page is due for review.",
        "now": "What is known today of what the page describes.",
        "status": "open, changed, closed or unknown; null for pages that are no scheme or offer.",
        "as_at": "Up to when this is known: a year, a month or a day, as the source has it.",
        "checked": "The day on which an editor last looked.",
        "checked_by": "Who looked.",
        "note": "What was found, in a few sentences.",
        "seen": "Sources that bear it out.",
        "instead": "Pages of what took its place.",
        "stands": "Why what runs needs no page of this year; null where it needs one.",
        "body": "The text in Markdown. Links name identifiers of pages.",
        "also_called": "Other names.",
        "was": "Former identifiers, which lead to this page.",
        "organisations": "Who ran it.",
        "area": "Where.",
        "when": "When it ran, in the words of the source.",
        "cost": "What it cost, in the words of the source; often not stated.",
        "paid_by": "Who paid.",
        "results": "What is reported, hoped for or counted, one by one.",
        "known_by": "How the source knows the result, from expected to evaluated.",
        "finding": "The result in a sentence.",
        "quote": "The source's own words that prove it.",
        "outcome": "The outcome, an identifier of the vocabulary.",
        "value": "Its figure: a number, or a range of two.",
        "change": "A change: a number, or a range of two; less is negative.",
        "before": "The earlier figure of the same measure.",
        "unit": "The unit of the figure.",
        "strength": "The hedge of the source: about, nearly, over, up-to or at-least.",
        "population": "Which group the figure is of.",
        "period": "Which time the figure is of.",
        "method": "How it was found.",
        "sample": "How many answered.",
        "comparison": "The group it is compared with.",
        "evaluator": "Who evaluated it, apart from those who ran it.",
        "evidence": "The grade, worked out by rule: how strong the evidence is, not its worth.",
        "level": "The level of the grade, from 1 (hoped for) to 5 (measured and compared).",
        "label": "The short name of the grade.",
        "reason": "Why it has this grade.",
        "terms": "What the terms of the option rest on.",
        "who_for": "Who may use it.",
        "you_get": "What one gets.",
        "how_to_start": "How to start.",
        "cost_to_gp": "What it costs a GP.",
        "run_by": "Who runs it.",
        "series": "The series of toolkit pages it belongs to.",
        "step": "Its place in the series, from 1.",
        "stops": "The turning points of the road, in order.",
        "moment": "The turning point, an identifier of the vocabulary.",
        "leads_to": "Pages that help there, best first.",
        "next_step": "One thing to do this week.",
        "anchor": "The day that the dates of its tasks count from.",
        "tasks": "What to do there.",
        "facts": "What to know there.",
        "crosses_to": "Stops of other roads.",
        "do": "What to do.",
        "at": "By when, counted from the anchor.",
        "why": "Why.",
        "with": "With whom.",
        "only": "For whom alone, in words.",
        "at_ours": "Whether the time is our suggestion, because the source gives none.",
        "local": "Whether a local edition added it.",
        "proof": "The source's words that carry it; null for common sense.",
        "see": "Pages that help with it.",
        "says": "The right, sum, term or limit; of a contact, what is known of it.",
        "name": "The name of a grade, an area or a contact.",
        "region": "The region of England.",
        "codes": "Codes of the area's board in the NHS, as of April 2023.",
        "gss": "Codes of the area in official statistics, as of April 2023.",
        "councils": "The councils in the area; one may lie in two.",
        "counties": "The counties in it.",
        "towns": "Towns in it by which people look for it.",
        "board": "Its integrated care board.",
        "contacts": "Who else can be asked there.",
        "ask": "What to ask a contact for.",
        "address": "Its web page.",
        "telephone": "Its telephone number, where it publishes one.",
        "email": "Its mailbox, where it publishes one.",
        "to_look_up": "Whether it is a list in which to find one's own.",
    }
)
"""Every field of the data, with what it holds."""


def document_data(document: Document, *, base_url: str = "") -> dict[str, Any]:
    """A document as plain data: every field, its address, its due day and its grades."""
    found: dict[str, Any] = {"id": str(document.id), "url": address_of(document, base_url)}
    found |= plain(document)
    found["due"] = due_date(document).isoformat()
    if isinstance(document, CaseStudy):
        found["evidence"] = plain(leading(document.results)[1])
        for given, result in zip(found["results"], document.results, strict=True):
            given["evidence"] = plain(grade(result))
    return found


def address_of(document: Document, base_url: str) -> str:
    """The full address of a document's page, or its path where the site's is not known."""
    url = permalinks.document_url(document.id)
    return permalinks.absolute(base_url, url) if base_url else url


def plain(value: Any) -> Any:
    """A value of the model as JSON has it."""
    if isinstance(value, Timing):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {shown: plain(getattr(value, name)) for name, shown in _shown(type(value))}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value


@cache
def _shown(kind: type[Any]) -> tuple[tuple[str, str], ...]:
    """The fields of a data class that the data have, each with its name there."""
    return tuple((f.name, _name(f.name)) for f in fields(kind) if f.name not in _LEFT_OUT)


def schema(kind: Kind) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the file that holds every document of a kind."""
    definitions: dict[str, Any] = {}
    document = _object(KINDS[kind], definitions)
    definitions[KINDS[kind].__name__] = document
    extra = {"url": {"type": "string"}, "due": {"type": "string", "format": "date"}}
    if kind is Kind.CASE_STUDY:
        _object(Grade, definitions)
        extra["evidence"] = {"$ref": "#/$defs/Grade"}
        _add(definitions[Result.__name__], {"evidence": {"$ref": "#/$defs/Grade"}})
    _add(document, extra)
    of_kind = {"$ref": f"#/$defs/{KINDS[kind].__name__}"}
    return _file_schema(kind.value, "documents", of_kind, definitions)


def areas_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the file that holds every area of England."""
    definitions: dict[str, Any] = {}
    _add(_object(Area, definitions), {"url": {"type": "string"}})
    return _file_schema("areas", "areas", {"$ref": "#/$defs/Area"}, definitions)


def _file_schema(
    title: str, name: str, items: Mapping[str, Any], definitions: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{title}, version {VERSION}",
        "type": "object",
        "properties": {
            "version": {"const": VERSION},
            "licence": {"type": "string"},
            "as_at": {"type": "string", "format": "date"},
            name: {"type": "array", "items": items},
        },
        "required": ["version", "licence", "as_at", name],
        "additionalProperties": False,
        "$defs": definitions,
    }


def _add(definition: dict[str, Any], extra: Mapping[str, Any]) -> None:
    for name, given in extra.items():
        definition["properties"][name] = {**given, "description": DICTIONARY[name]}
        definition["required"].append(name)


def _object(model: type, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(model)
    found: dict[str, Any] = {
        "type": "object",
        "properties": {
            _name(f.name): {
                **_type(hints[f.name], definitions),
                "description": DICTIONARY[_name(f.name)],
            }
            for f in fields(model)
            if f.name not in _LEFT_OUT
        },
        "additionalProperties": False,
    }
    found["required"] = list(found["properties"])
    definitions[model.__name__] = found
    return found


_SIMPLE: Mapping[Any, Mapping[str, str]] = {
    str: {"type": "string"},
    Timing: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    type(None): {"type": "null"},
}


def _type(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of a type of the model.

    Raises:
        TypeError: there is no rule for it: write one.
    """
    hint = getattr(hint, "__supertype__", hint)
    if hint in _SIMPLE:
        return dict(_SIMPLE[hint])
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return {"anyOf": [_type(one, definitions) for one in inner]}
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        return {"type": "array", "items": _type(inner[0], definitions)}
    if origin is tuple:
        items = [_type(one, definitions) for one in inner]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "items": False}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"type": "string", "enum": [one.value for one in hint]}
    if isinstance(hint, type) and is_dataclass(hint):
        if hint.__name__ not in definitions:
            _object(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    raise TypeError(f"no schema for {hint}")


def _name(name: str) -> str:
    """A field's name without the underscore that keeps it from being a word of the language."""
    return name.rstrip("_")
