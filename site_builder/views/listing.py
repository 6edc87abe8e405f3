"""Lists that filter without script: the facets with counts, and the style sheet that hides.

"Or" within a facet, "and" between facets. Every item carries a class for each concept it
counts under; a box that is checked sets a custom property on the items, and an item whose
property is invalid for some facet is not displayed. One rule for each concept, however many
items there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.model.documents import ANY, ConceptId, Document, Kind, Status
from kb.model.fields import FACET_FIELDS, KIND_FACET, KIND_FACET_LABEL, KIND_FACET_PHRASE
from kb.model.kinds import KIND_NAMES
from kb.model.standing import standing
from site_builder.model.site_content import Card, SiteContent

STATUS = "status"
"""A facet of the list of support options; the search knows it as a field of each hit."""

FACET_LABELS: Mapping[str, str] = {
    KIND_FACET: KIND_FACET_LABEL,
    **{facet: field.filter_label for facet, field in FACET_FIELDS.items()},
    STATUS: "Does it run?",
}
"""What stands over the boxes of each facet."""

_PHRASES: Mapping[str, str] = {
    KIND_FACET: KIND_FACET_PHRASE,
    **{facet: field.filter_phrase for facet, field in FACET_FIELDS.items()},
    STATUS: "",
}
"""What leads from "only pages" to the boxes that are ticked; "" where nothing says so."""

_STATUS_LABELS = {
    Status.OPEN: "Open",
    Status.CHANGED: "Open, with new rules",
    Status.UNKNOWN: "Not confirmed",
    Status.CLOSED: "Closed",
}
_OPEN_AT_FIRST = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetBox:
    """One box of a facet: its concept, its label and how many items of the list carry it."""

    id: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetView:
    """One group of boxes, unfolded from the start where there is room, or not.

    `phrase` leads from "only pages" to the labels that are ticked, as the search page says it.
    """

    name: str
    label: str
    phrase: str
    options: tuple[FacetBox, ...]
    unfolded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a list: its card, and the classes by which it is filtered."""

    card: Card
    classes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list of documents with the facets that apply to it."""

    facets: tuple[FacetView, ...]
    items: tuple[Item, ...]
    noun: str
    nouns: str

    @property
    def mixed(self) -> bool:
        """Whether documents of more than one kind are listed, so that each must say its own."""
        return len({item.card.kind for item in self.items}) > 1


def listing(
    content: SiteContent,
    documents: Sequence[Document],
    facets: Sequence[str],
    *,
    noun: str,
    nouns: str,
) -> Listing:
    """The documents in the order given, with those boxes that some of them count under.

    Args:
        content: The corpus that the documents belong to.
        documents: What to list.
        facets: Names of facets in the order in which they are shown.
        noun: What one item is called ("case study").
        nouns: What several are called.
    """
    shown = [(name, tuple(_options(content, documents, name))) for name in facets]
    views = tuple(
        FacetView(
            name=name,
            label=FACET_LABELS[name],
            phrase=_PHRASES[name],
            options=options,
            unfolded=at < _OPEN_AT_FIRST,
        )
        for at, (name, options) in enumerate((name, options) for name, options in shown if options)
    )
    items = tuple(
        Item(card=content.card(document.id), classes=" ".join(_classes(document, facets)))
        for document in documents
    )
    return Listing(facets=views, items=items, noun=noun, nouns=nouns)


def filter_css(content: SiteContent) -> str:
    """The style sheet that filters every list: one rule for each concept of each facet."""
    names = list(FACET_LABELS)
    unset = " ".join(f"--{name}: ;" for name in names)
    shown = " ".join(f"var(--{name})" for name in names)
    rules = [
        "/* Made from the vocabularies by site_builder/views/listing.py. */",
        f".app-item {{ {unset} --shown: {shown} list-item; display: var(--shown, none); }}",
    ]
    for name in names:
        rules.append(
            f".app-finder:has([data-facet={name}] :checked) "
            f".app-item:not(.{name}-any) {{ --{name}: initial; }}"
        )
        rules += [
            f".app-finder:has(#{name}-{concept}:checked) "
            f".app-item.{name}-{concept} {{ --{name}: ; }}"
            for concept in _concepts(content, name)
        ]
    return "\n".join(rules) + "\n"


def _concepts(content: SiteContent, facet: str) -> Iterator[str]:
    """The identifiers of a facet's boxes, in order."""
    if facet == STATUS:
        yield from (status.value for status in _STATUS_LABELS)
    elif facet == KIND_FACET:
        yield from (kind.value for kind in Kind)
    else:
        yield from content.vocabulary(FACET_FIELDS[facet].key).ids


def _options(content: SiteContent, documents: Sequence[Document], facet: str) -> Iterator[FacetBox]:
    carried = [_carried(document, facet) for document in documents]
    for concept in _concepts(content, facet):
        count = sum(concept in tags or tags == (ANY,) for tags in carried)
        if any(concept in tags for tags in carried):
            yield FacetBox(id=concept, label=_label(content, facet, concept), count=count)


def _label(content: SiteContent, facet: str, concept: str) -> str:
    if facet == STATUS:
        return _STATUS_LABELS[Status(concept)]
    if facet == KIND_FACET:
        return KIND_NAMES[Kind(concept)].title
    return content.vocabulary(FACET_FIELDS[facet].key).get(concept).label


def _carried(document: Document, facet: str) -> tuple[str, ...]:
    if facet == STATUS:
        status = standing(document.now)
        return (status.value,) if status else ()
    return tuple(document.concepts(facet))


def _classes(document: Document, facets: Iterable[str]) -> Iterator[str]:
    for facet in facets:
        for concept in _carried(document, facet):
            yield f"{facet}-{ConceptId(concept)}"
