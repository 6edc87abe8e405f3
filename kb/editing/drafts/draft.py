"""A draft of a page: what is known of its fields and sections, written as a content file.

What is not known is left as a gap that says in plain words what is wanted, and which `kb check`
reports: an empty value with a comment, or a line "To do: ..." in the body.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from kb.content.folder import is_reserved
from kb.editing.drafts.to_do import todo
from kb.editing.drafts.yaml_text import yaml_lines
from kb.model.documents import Kind, Status
from kb.model.fields import FIELDS
from kb.model.sections import SECTIONS

ASKS: Mapping[str, str] = {
    "The problem": "what was going wrong, for whom and where, in one short paragraph",
    "What they did": "the steps in order, who led, who could take part and what they got",
    "What it took": "money, people, time and partners; say plainly what is not known",
    "What changed": "the results, the best supported first; then what is not known",
    "What they learned": "the lessons that the people involved drew",
    "Try it yourself": "three to five first steps that follow from the account",
    "Who to talk to": "the organisation or its published mailbox, with the year",
    "What it is": "what it is and who runs it, the point first",
    "Who it suits": "the people it helps most",
    "Good to know": "what to look out for before starting",
    "What is not known": "what the pages read do not tell",
}
"""What goes into each section, in the words of the editorial policy."""

_MAX_SLUG = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A page on its way: fields as plain data, and Markdown by section heading.

    `notes` holds, for a field, a comment to stand beside it; `left_out` names what a page cannot
    hold and was not brought over.
    """

    kind: Kind = Kind.CASE_STUDY
    fields: Mapping[str, Any] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The body as plain Markdown without headings, for advice."""
        return "\n\n".join(self.sections.values())


def write_draft(draft: Draft, *, today: date) -> str:
    """Return a draft as the text of a content file, with a to-do for each gap."""
    from kb.content.schema import json_schema  # only who writes a draft waits for the models

    schema = json_schema(draft.kind)
    defaults = _defaults(draft.kind, today)
    known = {**defaults, **_without_gaps(draft.fields)}
    known["now"] = {**defaults["now"], **(draft.fields.get("now") or {})}
    fields: dict[str, Any] = {}
    notes = dict(draft.notes)
    for key in field_order(draft.kind):
        if key in known:
            fields[key] = known[key]
        elif key in schema["required"]:
            fields[key] = None
        if key in fields:
            notes |= _wanted(key, fields[key], schema, key)
    head = "\n".join(yaml_lines(fields, notes))
    return f"---\n{head}\n---\n\n{_body(draft)}"


@cache
def field_order(kind: Kind) -> tuple[str, ...]:
    """Return the fields of a kind in the order in which they are written."""
    from kb.content.schema import json_schema

    properties = json_schema(kind)["properties"]
    return tuple(field.key for field in FIELDS if field.key in properties)


def slug_of(title: str) -> str:
    """Return the name of a file for a title: small letters, digits and single hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-").split("-")
    slug = ""
    for word in words:
        if len(slug) + len(word) + 1 > _MAX_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word
    return f"{slug}-page" if is_reserved(slug) else slug or "untitled"


def _defaults(kind: Kind, today: date) -> dict[str, Any]:
    """Return what can be filled in without asking anyone."""
    now: dict[str, Any] = {"as_at": None, "checked": str(today), "checked_by": None, "note": None}
    if kind in {Kind.CASE_STUDY, Kind.SIGNPOSTING}:
        now = {"status": Status.UNKNOWN.value, **now, "seen": []}
    else:
        now = {**now, "seen": []}
    found: dict[str, Any] = {"reviewed": str(today), "now": now, "roles": []}
    if kind is Kind.SIGNPOSTING:
        found["terms"] = {"seen": [], "as_at": None}
    return found


def _without_gaps(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value not in (None, "")}


def _wanted(key: str, value: Any, schema: Mapping[str, Any], path: str) -> dict[str, str]:
    """Return a comment for each empty value within a field: what is wanted there."""
    own = schema.get("properties", {}).get(key, {})
    if value is None or (path == "roles" and not value):
        return {path: f"to do: {_plain(own.get('description', ''))}{_bounds(own)}"}
    if not isinstance(value, Mapping):
        return {}
    inner = schema["$defs"].get(str(own.get("$ref", "")).rsplit("/", 1)[-1], {})
    found: dict[str, str] = {}
    for name, part in value.items():
        if part is None:
            asked = inner.get("properties", {}).get(name, {})
            found[f"{path}.{name}"] = f"to do: {_plain(asked.get('description', ''))}"
    return found


def _bounds(own: Mapping[str, Any]) -> str:
    """Return how long a field may be, in words; "" if that is left open."""
    parts = []
    if "x-words" in own:
        least, most = own["x-words"]
        parts.append(f"{least} to {most} words" if least else f"up to {most} words")
    if "minItems" in own:
        most = own.get("maxItems")
        parts.append(
            f"{own['minItems']} to {most} of them" if most else f"{own['minItems']} or more"
        )
    return f" ({', '.join(parts)})" if parts else ""


def _plain(description: str) -> str:
    return description[:1].lower() + description[1:].rstrip(".")


def _body(draft: Draft) -> str:
    parts = []
    for heading in SECTIONS.get(draft.kind, ()):
        own = draft.sections.get(heading.text, "").strip()
        if own or heading.required:
            parts.append(f"## {heading.text}\n\n{own or todo(ASKS[heading.text])}")
    if draft.kind not in SECTIONS:
        parts += _free_sections(draft.sections)
    return "\n\n".join(parts) + "\n"


def _free_sections(sections: Mapping[str, str]) -> Sequence[str]:
    found = [f"## {name}\n\n{text.strip() or todo('write it')}" for name, text in sections.items()]
    while len(found) < 2:
        found.append(f"## Part {len(found) + 1}\n\n{todo('name this part and write it')}")
    return found
