"""Controlled vocabularies: concepts by identifier, and the nearest to a mistyped one.

The files under ``content/vocabularies`` are read and checked by `kb.content.read`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kb.model.documents import ConceptId, DocId, Kind
from kb.model.problems import TaxonomyError


def is_for_planners(leads_to: Iterable[tuple[str | None, int]]) -> bool:
    """Whether a need is one of those who plan services, and not of doctors.

    The toolkit is written for planners: what leads there more than to options is theirs.

    Args:
        leads_to: The kind and the weight of each page that the need leads to.
    """
    toolkit = options = 0
    for kind, weight in leads_to:
        toolkit += weight if kind == Kind.TOOLKIT else 0
        options += weight if kind == Kind.SIGNPOSTING else 0
    return toolkit > options


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleQuestion:
    """What somebody with a need may say, and the pages that help with just that, best first."""

    say: str
    leads_to: tuple[tuple[DocId, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One entry of a vocabulary.

    `also` holds other words for it; `cues` the phrases (of a need) or regular expressions (of
    a career stage or role) that give it away; `prompts` the open questions of a moment;
    `any_time` whether a moment can come at any time rather than at a point of a career;
    `leads_to` the pages of a need with a weight from 1 to 3, best first; `example_questions`
    (the key `asked`) what people with the need say, each with pages of its own.
    """

    id: ConceptId
    label: str
    about: str
    also: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    any_time: bool = False
    leads_to: tuple[tuple[DocId, int], ...] = ()
    example_questions: tuple[ExampleQuestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """One vocabulary: its concepts in the order of its file."""

    name: str
    concepts: tuple[Concept, ...]

    @property
    def ids(self) -> tuple[ConceptId, ...]:
        """The identifiers in the order of the file."""
        return tuple(concept.id for concept in self.concepts)

    def __contains__(self, concept_id: object) -> bool:
        return any(concept.id == concept_id for concept in self.concepts)

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts)

    def __len__(self) -> int:
        return len(self.concepts)

    def get(self, concept_id: str) -> Concept:
        """Return the concept with an identifier.

        Raises:
            TaxonomyError: there is none; the message lists those there are.
        """
        for concept in self.concepts:
            if concept.id == concept_id:
                return concept
        near = self.nearest(concept_id)
        raise TaxonomyError(
            f'{self.name}: unknown-concept: found "{concept_id}"; allowed {", ".join(self.ids)}'
            + (f'; did you mean "{near}"?' if near else "")
        )

    def nearest(self, text: str) -> str:
        """Return the identifier nearest to a text by spelling or label; "" if none is near."""
        names: dict[str, str] = {}
        for concept in self.concepts:
            for name in (concept.id, concept.label, *concept.also):
                names.setdefault(name.casefold(), concept.id)
        found = nearest(text.casefold(), names)
        return names[found] if found else ""


def nearest(text: str, names: Iterable[str]) -> str:
    """Return the name nearest to a text by spelling; "" if none is near."""
    found = difflib.get_close_matches(text, list(names), n=1, cutoff=0.7)
    return found[0] if found else ""


Vocabularies = Mapping[str, Taxonomy]
"""Every vocabulary by its name, in the order of `kb.model.fields.VOCABULARY_NAMES`."""
