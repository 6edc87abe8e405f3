"""The issue form for a case study, made from the same schema and labels as everything else.

`tools/issue_form.py` writes it; `kb import --issue` reads its answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kb.content.schema import json_schema
from kb.editing.drafts.draft import ASKS
from kb.editing.drafts.labels import FIELD_LABELS
from kb.editing.drafts.yaml_text import yaml_lines
from kb.model.documents import Kind
from kb.model.fields import FIELDS, TagField
from kb.model.sections import SECTIONS
from kb.model.vocabulary import Vocabularies

_HEAD = (
    "# Made by tools/issue_form.py from the schema of a case study; run it again when that changes."
)
_REQUIRED = ("title", "The problem", "What they did", "What changed")
_RESULTS = (
    "One block for each result, with an empty line between. Lines to use: Finding, Outcome, "
    "How it is known (reported, counted, surveyed, before and after, ...), Figure or Change, "
    "Before, Unit, Group, Period, Method, Quote (the exact words of the source)."
)
_SOURCES = (
    "The report, page or minutes that say so, and where in them. If it is your own account, say "
    "who can confirm it."
)


def issue_form(vocabularies: Vocabularies) -> str:
    """Return the issue form as YAML."""
    schema = json_schema(Kind.CASE_STUDY, vocabularies)
    form: dict[str, Any] = {
        "name": "A case study",
        "description": "Tell what was done to keep GPs in practice. Gaps are fine.",
        "title": "Case study: ",
        "labels": ["case study"],
    }
    fields = list(_fields(schema["properties"], vocabularies))
    return "\n".join([_HEAD, *yaml_lines({**form, "body": fields})]) + "\n"


def _fields(properties: Mapping[str, Any], vocabularies: Vocabularies) -> Iterator[dict[str, Any]]:
    yield {
        "type": "markdown",
        "attributes": {
            "value": "Small stories count, and so do ones that did not work. Name no patient, and "
            "no doctor’s health or money."
        },
    }
    for name in _asked_for(tags=False):
        yield _box("input", name, properties[name].get("description", ""))
    yield _box("textarea", "summary", f"{properties['summary']['description']} 25 to 50 words.")
    for heading in SECTIONS[Kind.CASE_STUDY]:
        ask = ASKS[heading.text]
        yield _section(heading.text, ask[:1].upper() + ask[1:] + ".")
    yield _box("textarea", "results", _RESULTS)
    for name in _asked_for(tags=True):
        labels = [concept.label for concept in vocabularies[name]]
        yield _dropdown(name, properties[name].get("description", ""), labels)
    yield _box(
        "textarea", "situations", f"{properties['situations']['description']} One to a line."
    )
    yield _box("textarea", "sources", _SOURCES)
    yield _box("textarea", "now.note", "What is known today, and since when.")
    yield {
        "type": "checkboxes",
        "id": "rights",
        "attributes": {
            "label": "Rights and interests",
            "options": [
                {"label": "I may give this text, and it may be published under CC BY 4.0."},
                {"label": "I work for or am paid by those it is about (that is fine)."},
            ],
        },
    }


def _asked_for(*, tags: bool) -> Iterator[str]:
    """Yield the fields that the form asks for on a line, or as choices of a vocabulary."""
    for field in FIELDS:
        if field.in_issue_form and isinstance(field, TagField) == tags:
            yield field.key


def _box(kind: str, name: str, description: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": kind,
        "id": name.replace("_", "-").replace(".", "-"),
        "attributes": {"label": FIELD_LABELS[name][0], "description": description},
    }
    return {**found, "validations": {"required": True}} if name in _REQUIRED else found


def _section(heading: str, description: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": "textarea",
        "id": heading.lower().replace(" ", "-"),
        "attributes": {"label": heading, "description": description},
    }
    return {**found, "validations": {"required": True}} if heading in _REQUIRED else found


def _dropdown(name: str, description: str, labels: list[str]) -> dict[str, Any]:
    return {
        "type": "dropdown",
        "id": name.replace("_", "-"),
        "attributes": {
            "label": FIELD_LABELS[name][0],
            "description": description,
            "multiple": True,
            "options": labels,
        },
    }
