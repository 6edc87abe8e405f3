"""Turns what pydantic found into faults of `docs/problems.md`, in words an editor reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from kb.content.schema.text import ListLength, OneOf, shown
from kb.content.schema.types import ANY_ALLOWED, ANY_REMEDY, In, InOrAny
from kb.model.documents import ANY
from kb.model.problems import ContentFile, Problem
from kb.model.vocabulary import Taxonomy, nearest

MOST_NAMED = 10
"""Concepts that a message names one by one; of a longer vocabulary it names the file."""

_EXPECTED = {
    "string_type": ("text", 'put it in quotation marks: "..."'),
    "list_type": ("a list", "write it as [one, two], or one to a line after a hyphen"),
    "int_type": ("a whole number", "write it in figures"),
    "int_from_float": ("a whole number", "write it in figures"),
    "date_type": ("a whole day, as 2026-11-22", ""),
    "model_type": ("fields of its own", "write each as name: value"),
    "model_attributes_type": ("fields of its own", "write each as name: value"),
    "dict_type": ("fields of its own", "write each as name: value"),
}


def problems_of(
    error: ValidationError,
    model: type[BaseModel],
    *,
    file: ContentFile,
    prefix: str = "",
    elsewhere: Mapping[str, str] | None = None,
    vocabularies: Mapping[str, Taxonomy] | None = None,
) -> Iterator[Problem]:
    """Yield a problem for each error of pydantic.

    Args:
        error: what pydantic found.
        model: the model that was checked, for the keys that it allows.
        file: the file that holds it, with the line of each field.
        prefix: the field that holds what was checked (``newham-bank``), if it is an inner one.
        elsewhere: keys that are not of this model, and why they may be met.
        vocabularies: the concepts, to name those that an empty field may hold.
    """
    root = file.path.split("/")[0]
    for item in error.errors(include_url=False):
        field = field_name(item["loc"], prefix)
        found, allowed, remedy, suggestion, fault = _explain(item, model, elsewhere or {})
        if fault in {"empty-value", "missing-key", "too-few"}:
            choices = _choices(item["loc"], model, vocabularies or {}, root)
            if choices and fault == "too-few":
                remedy = f"{remedy}: {choices}"
            else:
                allowed = allowed or choices
        yield file.problem(
            fault,
            field=field,
            found=found,
            allowed=allowed,
            remedy=remedy,
            suggestion=suggestion,
        )


def field_name(location: Iterable[int | str], prefix: str = "") -> str:
    """Return a place as a message names it: ``results[2].quote``."""
    name = prefix
    for part in location:
        if isinstance(part, int):
            name += f"[{part}]"
        else:
            name += f".{part}" if name else part
    return name


def _explain(
    item: Any, model: type[BaseModel], elsewhere: Mapping[str, str]
) -> tuple[str, str, str, str, str]:
    """Return found, allowed, remedy, suggestion and the name of the fault."""
    kind, value = item["type"], item.get("input")
    context = item.get("ctx", {})
    if "remedy" in context and "found" in context:
        return (
            context["found"],
            context["allowed"],
            context["remedy"],
            context["suggestion"],
            kind,
        )
    if kind == "missing":
        return "", "", f"add it: {_description(item['loc'], model)}", "", "missing-key"
    if kind == "extra_forbidden":
        key = str(item["loc"][-1])
        keys = _keys(item["loc"][:-1], model)
        if len(item["loc"]) == 1 and key in elsewhere:
            return shown(key), "", elsewhere[key], "", "key-not-allowed"
        return shown(key), ", ".join(keys), "", nearest(key, keys), "unknown-key"
    if value is None and not item["loc"]:
        wanted = ", ".join(name for name in _keys((), model) if _is_required(name, model))
        remedy = "write its fields below it, indented, or take the line out"
        return "nothing", f"an entry with {wanted}", remedy, "", "empty-value"
    if value is None:
        wanted = _description(item["loc"], model)
        remedy = f"give it a value: {wanted}" if wanted else "give it a value"
        return "nothing", "", remedy, "", "empty-value"
    if kind == "list_type" and value == ANY:
        return '"any"', ANY_ALLOWED, ANY_REMEDY, "", "any-not-allowed"
    if kind == "string_type" and isinstance(value, dict) and len(value) == 1:
        [(words, rest)] = value.items()
        if isinstance(rest, str | int | float):
            written = f"{words}: {rest}"
            remedy = f"put it in quotation marks, since it holds a colon: {shown(written)}"
            return shown(written), "text", remedy, "", "wrong-type"
    if kind == "string_type" and isinstance(value, list | dict):
        return shown(value), "text", "write it as one line of text", "", "wrong-type"
    allowed, remedy = _EXPECTED.get(kind, (str(item["msg"]), ""))
    return shown(value), allowed, remedy, "", "wrong-type"


def _keys(location: Iterable[int | str], model: type[BaseModel]) -> list[str]:
    inner = _inner(location, model)
    return [field.alias or name for name, field in inner.model_fields.items()]


def _is_required(name: str, model: type[BaseModel]) -> bool:
    return any(
        field.is_required()
        for key, field in model.model_fields.items()
        if name in (key, field.alias)
    )


def _description(location: Iterable[int | str], model: type[BaseModel]) -> str:
    *outer, key = location
    for name, field in _inner(outer, model).model_fields.items():
        if key in (name, field.alias):
            text = field.description or ""
            return text[:1].lower() + text[1:].rstrip(".")
    return str(key)


def _choices(
    location: Sequence[int | str],
    model: type[BaseModel],
    vocabularies: Mapping[str, Taxonomy],
    root: str,
) -> str:
    """Return what a field of a closed set may hold; "" for any other, or if it is not known."""
    if not location:
        return ""
    *outer, key = location
    field = next(
        (
            field
            for name, field in _inner(outer, model).model_fields.items()
            if key in (name, field.alias)
        ),
        None,
    )
    rules = list(_rules(field)) if field else []
    closed = next((rule for rule in rules if isinstance(rule, In | InOrAny | OneOf)), None)
    if isinstance(closed, OneOf):
        return ", ".join(closed.allowed)
    taxonomy = vocabularies.get(closed.vocabulary) if closed else None
    if closed is None or taxonomy is None:
        return ""
    ids = list(map(str, taxonomy.ids))
    if len(ids) > MOST_NAMED:
        ids = [f"the concepts of {root}/vocabularies/{closed.vocabulary}.yaml"]
    if isinstance(closed, InOrAny):
        ids.append(ANY)
    may_be_empty = any(isinstance(rule, ListLength) and not rule.least for rule in rules)
    return ", ".join(ids) + (", or []" if may_be_empty else "")


def _rules(part: Any) -> Iterator[Any]:
    """Yield all that stands beside the types of a field, within its lists too."""
    if isinstance(part, FieldInfo):
        yield from part.metadata
        yield from _rules(part.annotation)
        return
    yield part
    for inner in get_args(part):
        yield from _rules(inner)


def _inner(location: Iterable[int | str], model: type[BaseModel]) -> type[BaseModel]:
    """Return the model that holds the last key of a place."""
    for part in location:
        if isinstance(part, str):
            names = {field.alias or name: field for name, field in model.model_fields.items()}
            found = _model_in(names[part].annotation) if part in names else None
            model = found or model
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
