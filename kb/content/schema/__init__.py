"""Fields in, a `Document` or problems out; alone imports pydantic.

The models find every fault of a file at once, and give the JSON Schema that forms and editors
are made from. Rules between fields and files are left to `kb.content.checks`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from kb.content.schema.areas import AreaModel
from kb.content.schema.documents import document_of, local_stop_of, shared_stop_of
from kb.content.schema.editions import EditionModel, LocalStopsModel, OverrideModel
from kb.content.schema.faults import problems_of
from kb.content.schema.pages import (
    CaseStudyModel,
    PageModel,
    RoadmapModel,
    SharedStopModel,
    SignpostingModel,
    ToolkitModel,
)
from kb.content.schema.reference import (
    BibliographyModel,
    ConceptModel,
    CuedModel,
    DistressLinesModel,
    DistressModel,
    EntryModel,
    ExampleQuestionModel,
    MomentModel,
    NeedModel,
)
from kb.content.schema.templates import TemplateModel
from kb.content.schema.types import list_vocabularies
from kb.content.source_page import SourcePage
from kb.model.documents import Document, Kind
from kb.model.fields import TAG_FIELDS
from kb.model.kinds import KIND_NAMES
from kb.model.problems import ContentFile, Problem
from kb.model.vocabulary import Vocabularies

__all__ = [
    "AreaModel",
    "BibliographyModel",
    "DistressLinesModel",
    "DistressModel",
    "EditionModel",
    "EntryModel",
    "ExampleQuestionModel",
    "LocalStopsModel",
    "OverrideModel",
    "SharedStopModel",
    "TemplateModel",
    "check_entry",
    "check_fields",
    "concept_model",
    "json_schema",
    "local_stop_of",
    "shared_stop_of",
]

Entry = TypeVar("Entry", bound=BaseModel)

_PAGES: Mapping[Kind, type[PageModel]] = {
    Kind.CASE_STUDY: CaseStudyModel,
    Kind.SIGNPOSTING: SignpostingModel,
    Kind.TOOLKIT: ToolkitModel,
    Kind.ROADMAP: RoadmapModel,
}
_WORKED_OUT = {
    "kind": "take it out: the kind comes from the folder",
    "id": "take it out: the identifier comes from the file's place and name",
    "slug": "take it out: the address comes from the file's name",
    "level": "take it out, or name levels: the evidence level is worked out from the results",
    "evidence": "take it out: the evidence level is worked out from the results",
}


def check_fields(
    page: SourcePage, *, vocabularies: Vocabularies, today: date
) -> Document | list[Problem]:
    """Return the document that a page makes, or every fault of its fields.

    Args:
        page: the page as it was read.
        vocabularies: the concepts; a vocabulary that is absent goes unchecked.
        today: dates after it are in the future.
    """
    model = _PAGES[page.kind]
    try:
        read = model.model_validate(
            dict(page.fields), context={"vocabularies": vocabularies, "today": today}
        )
    except ValidationError as error:
        return list(
            problems_of(
                error,
                model,
                file=page,
                elsewhere=_of_other_kinds(page.kind),
                vocabularies=vocabularies,
            )
        )
    return document_of(read, page)


def check_entry(
    model: type[Entry],
    fields: Any,
    *,
    file: ContentFile,
    prefix: str,
    today: date,
) -> Entry | list[Problem]:
    """Return one entry of a vocabulary, glossary or bibliography, or every fault of it."""
    try:
        return model.model_validate(fields, context={"today": today})
    except ValidationError as error:
        return list(problems_of(error, model, file=file, prefix=prefix))


def concept_model(vocabulary: str) -> type[ConceptModel]:
    """Return the model for an entry of a vocabulary."""
    own: dict[str, type[ConceptModel]] = {"moments": MomentModel, "needs": NeedModel}
    cued = any(field.key == vocabulary and field.cued for field in TAG_FIELDS)
    return own.get(vocabulary, CuedModel if cued else ConceptModel)


def json_schema(kind: Kind, vocabularies: Vocabularies | None = None) -> dict[str, Any]:
    """Return the JSON Schema of a kind's front matter, with a description of every field.

    With `vocabularies`, each field that takes a concept lists the identifiers (`enum`) and
    their labels (`x-labels`); without, it names the vocabulary (`x-vocabulary`).
    """
    schema = _PAGES[kind].model_json_schema()
    found: dict[str, Any] = list_vocabularies(schema, vocabularies or {})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def _of_other_kinds(kind: Kind) -> dict[str, str]:
    """Return the keys that only other kinds have, with the remedy for each."""
    found = dict(_WORKED_OUT)
    own = _PAGES[kind].model_fields
    for other, model in _PAGES.items():
        for key in model.model_fields:
            if key not in own:
                found[key] = f"take it out: it belongs to a {KIND_NAMES[other].one}"
    if kind is Kind.CASE_STUDY:
        found["outcomes"] = "take it out: the outcomes are worked out from the results"
    if kind is Kind.ROADMAP:
        found["moments"] = "take it out: the moments are those of the stops"
    return found
