"""The JSON Schema of a case study as a form: groups of fields, each with its label and its hint.

The same schema is handed to the script, which checks by it while one types. The words are those of
`site_builder.editors.formwords`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kb.editing.drafts.draft import ASKS
from kb.editing.drafts.labels import FIELD_LABELS
from kb.model.documents import Kind
from kb.model.evidence import RULES
from kb.model.fields import FIELDS
from kb.model.sections import SECTIONS
from site_builder.editors.formwords import HINTS, LABELS, SOURCE_CHOICES, STATUS_LABELS

Schema = Mapping[str, Any]

_GROUPS: Mapping[str, tuple[str, str]] = {
    "scheme": ("The scheme", "What it is called, who did it and what it cost."),
    "story": (
        "The story",
        "Plain words and short paragraphs. Leave out what you do not know.",
    ),
    "sources": (
        "Where it is written down",
        "What proves the page: figures and quotes are checked against it. If you have only your "
        "own account, an editor registers it with you.",
    ),
    "results": (
        "What changed, as data",
        "Results that can be compared with those of other places. Leave it out if there are none.",
    ),
    "readers": (
        "Who it is for",
        "Tick what a reader would be glad to find this under; often one or two.",
    ),
    "situations": (
        "Is this you?",
        "What the people it could help would say, in their own words: this is how they find the "
        "page. If you cannot think of six, an editor adds to yours.",
    ),
    "now": ("Where it stands now", "What is known today, and who looked."),
}
"""The parts of the form in order, by the group of `kb.model.fields`: the heading and a hint.

The story has no fields, but the sections of a body.
"""
_HINTS = {**{field.key: field.hint for field in FIELDS}, **HINTS}
"""The hint of each field, those within entries too; "" for that of the schema."""
_LONG_FROM = 160
"""Characters from which a line gets a box of several rows."""
_SKIPPED_INNER = frozenset({"checked", "stands"})
"""What the form does not ask for: the day is set, and why a thing stands is for the editors."""
_ROW_NAMES = {"results": "result", "sources": "source"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldValue:
    """One value that a field may take, as people read it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field of the form.

    `kind` is ``line``, ``long``, ``lines`` (a list, one entry to a line), ``section``,
    ``choices``, ``choice`` or ``rows`` (entries with fields of their own, in `inner`).
    """

    name: str
    id: str
    kind: str
    label: str
    hint: str
    required: bool
    options: tuple[FieldValue, ...] = ()
    inner: tuple[FormField, ...] = ()
    row_name: str = ""
    limit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A part of the form under one heading."""

    heading: str
    hint: str
    fields: tuple[FormField, ...]


def form_of(schema: Schema, sources: Sequence[tuple[str, str]] = ()) -> tuple[Group, ...]:
    """Return the form of a case study's JSON Schema, in the order in which it is filled in.

    Args:
        schema: of a case study, with the concepts of the vocabularies.
        sources: the documents of the bibliography, as identifier and title.
    """
    documents = tuple(
        FieldValue(value=value, label=label) for value, label in (*SOURCE_CHOICES, *sources)
    )
    groups = []
    for group, (heading, hint) in _GROUPS.items():
        fields: list[FormField] = []
        if group == "story":
            fields += _story()
        for name in (field.key for field in FIELDS if field.group == group):
            if name == "now":
                fields += _inner_fields(schema, "now")
            elif name in schema["properties"]:
                fields.append(_field(name, schema["properties"][name], schema, name, documents))
        groups.append(Group(heading=heading, hint=hint, fields=tuple(fields)))
    return tuple(groups)


def hints_of(groups: Sequence[Group]) -> dict[str, str]:
    """Return the hint of every field of a form by its name, those within entries too."""

    def hints(fields: Sequence[FormField]) -> Iterator[tuple[str, str]]:
        for field in fields:
            yield field.name, field.hint
            yield from hints(field.inner)

    return dict(pair for group in groups for pair in hints(group.fields))


def _story() -> list[FormField]:
    return [
        FormField(
            name=f"section:{heading.text}",
            id=f"f-section-{number}",
            kind="section",
            label=heading.text,
            hint=ASKS[heading.text][:1].upper() + ASKS[heading.text][1:] + ".",
            required=heading.required,
        )
        for number, heading in enumerate(SECTIONS[Kind.CASE_STUDY], start=1)
    ]


def _inner_fields(schema: Schema, name: str) -> list[FormField]:
    own = _resolve(schema["properties"][name], schema)
    return [
        _field(f"{name}.{key}", part, schema, key, needed=_needed(f"{name}.{key}", own))
        for key, part in own["properties"].items()
        if key not in _SKIPPED_INNER
    ]


def _needed(name: str, holder: Schema) -> bool:
    """Return whether a field within another is needed; a case study always has a status."""
    return name == "now.status" or name.split(".")[-1] in holder.get("required", ())


def _field(
    name: str,
    part: Schema,
    schema: Schema,
    key: str,
    documents: tuple[FieldValue, ...] = (),
    *,
    needed: bool | None = None,
) -> FormField:
    own = _resolve(part, schema)
    items = _resolve(own.get("items", {}), schema)
    options = _options(own) or _options(items)
    if key == "known_by":
        options = _known_by()
    elif key == "status":
        options = tuple(FieldValue(value=o.value, label=STATUS_LABELS[o.value]) for o in options)
    elif key == "source":
        options = documents
    inner: tuple[FormField, ...] = ()
    if own.get("type") == "array" and "properties" in items:
        kind = "rows"
        inner = tuple(
            _field(
                f"{name}.{inner_key}",
                value,
                schema,
                inner_key,
                documents,
                needed=_needed(f"{name}.{inner_key}", items),
            )
            for inner_key, value in items["properties"].items()
        )
    elif own.get("type") == "array":
        kind = "choices" if options else "lines"
    elif options:
        kind = "choice"
    else:
        kind = "long" if own.get("maxLength", 0) > _LONG_FROM or key == "finding" else "line"
    if needed is None:
        needed = key in schema.get("required", ())
    return FormField(
        name=name,
        id=f"f-{name.replace('.', '-').replace('_', '-')}",
        kind=kind,
        label=_label(name, key),
        hint=_HINTS.get(name) or part.get("description", own.get("description", "")),
        required=needed and not (own.get("type") == "array" and not own.get("minItems")),
        options=options,
        inner=inner,
        row_name=_ROW_NAMES.get(name, ""),
        limit=_limit(own),
    )


def _resolve(part: Schema, schema: Schema) -> Schema:
    """Return a part of the schema without references and "or nothing"."""
    if "$ref" in part:
        inner: Schema = schema["$defs"][part["$ref"].rsplit("/", 1)[-1]]
        return inner
    choices = [choice for choice in part.get("anyOf", ()) if choice.get("type") != "null"]
    if len(choices) == 1:
        return {**choices[0], **{key: value for key, value in part.items() if key != "anyOf"}}
    return part


def _known_by() -> tuple[FieldValue, ...]:
    """Return how a result may be known, each with what it means."""
    return tuple(
        FieldValue(value=rule.known_by.value, label=f"{rule.label}: {rule.says}") for rule in RULES
    )


def _options(part: Schema) -> tuple[FieldValue, ...]:
    values = part.get("enum", ())
    labels = part.get("x-labels") or [str(value).replace("-", " ") for value in values]
    return tuple(
        FieldValue(value=str(value), label=str(label)[:1].upper() + str(label)[1:])
        for value, label in zip(values, labels, strict=True)
    )


def _label(name: str, key: str) -> str:
    if name in FIELD_LABELS:
        return FIELD_LABELS[name][0]
    return LABELS.get(name) or key.replace("_", " ").capitalize()


def _limit(part: Schema) -> str:
    found = []
    if "x-words" in part:
        least, most = part["x-words"]
        found.append(f"{least} to {most} words" if least else f"up to {most} words")
    if "maxLength" in part:
        found.append(f"up to {part['maxLength']} characters")
    if "minItems" in part:
        most = part.get("maxItems")
        found.append(f"{part['minItems']} to {most}" if most else f"{part['minItems']} or more")
    return ", ".join(found)
