"""What an index holds as plain data: one `IndexedDocument` for each document, and the `Lexicon`.

Both are written to JSON and read back, so that searching needs neither the content files nor the
code that checks them. Where they come from is left to `kb.index.collect` and `kb.index.beir`.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from typing import Any

from kb.model.distress import HelpLine
from kb.model.documents import DocId
from kb.model.vocabulary import ExampleQuestion


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedPassage:
    """A passage of a document as the index holds it; `anchor` is empty before the first heading."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedDocument:
    """One document as the index holds it.

    `also` are its other names; `facets` maps each facet to its concepts (``("any",)`` for no
    limit); `tags` is the text of its concepts: labels and other words for them; `places` are the
    organisations it is about and where they are; `closed` says that the offer cannot be taken up,
    `running` that it is known to run.
    """

    id: str
    kind: str
    title: str
    summary: str = ""
    url: str = ""
    also: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    situations: tuple[str, ...] = ()
    passages: tuple[IndexedPassage, ...] = ()
    tags: str = ""
    places: tuple[str, ...] = ()
    closed: bool = False
    running: bool = True

    def texts(self) -> dict[str, str]:
        """The text of each field whose words are scored, as `kb.index.words.TEXT_FIELDS`."""
        return {
            "title": self.title,
            "also": "\n".join(self.also),
            "summary": self.summary,
            "body": "\n".join(self._body()),
            "situations": "\n".join(self.situations),
            "tags": self.tags,
            "places": "\n".join(self.places),
        }

    def _body(self) -> list[str]:
        """Passages, and each heading once, before the first passage below it."""
        lines: list[str] = []
        heading = ""
        for piece in self.passages:
            if piece.heading != heading:
                heading = piece.heading
                lines.append(heading)
            lines.append(piece.text)
        return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One concept of a facet, as a filter offers it."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What may be on a reader's mind: phrases that give it away, and (document, weight 1 to 3)."""

    id: str
    label: str
    about: str
    cues: tuple[str, ...]
    pages: tuple[tuple[str, int], ...]
    example_questions: tuple[ExampleQuestion, ...] = ()

    def texts(self) -> tuple[str, ...]:
        """Every text that describes it: label, description, cues and example questions."""
        return self.label, self.about, *self.cues, *(one.say for one in self.example_questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A turn of a career, with the names that it goes by, its label among them."""

    id: str
    label: str
    about: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Synonym:
    """Names of one thing: each may be written for the others. `means` is shown as the reason."""

    names: tuple[str, ...]
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedDistress:
    """The net of phrases as plain data (`kb.text.phrase_net`), and the help, urgent first."""

    net: Mapping[str, Any] = field(default_factory=dict)
    title: str = ""
    numbers: tuple[HelpLine, ...] = ()
    help: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """What the engine knows about words, whatever the document.

    `facets` holds every choice in the order of the vocabulary; `hints` maps a facet to its
    concepts' regular expressions (for stage and role), matched as whole words, ignoring case.
    `concepts` are the labels of every vocabulary and the other words for them; `elsewhere` is what
    people ask that nothing here answers; `compounds` are pairs of words that stand together in the
    documents, as ``part-time``.
    """

    facets: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    needs: tuple[Need, ...] = ()
    hints: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    synonyms: tuple[Synonym, ...] = ()
    distress: IndexedDistress = field(default_factory=IndexedDistress)
    concepts: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    compounds: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()

    def pages(self) -> set[str]:
        """The documents that are led to: by a need, an example question, or in distress."""
        asked = (one.leads_to for need in self.needs for one in need.example_questions)
        led = chain.from_iterable(chain((need.pages for need in self.needs), asked))
        return {page for page, _ in led} | {*self.distress.help}

    def leading_to(self, known: Container[str]) -> Lexicon:
        """The same, leading to known documents alone; no need or question is left out."""
        return replace(
            self,
            needs=tuple(
                replace(
                    need,
                    pages=tuple(one for one in need.pages if one[0] in known),
                    example_questions=tuple(
                        replace(
                            question,
                            leads_to=tuple(one for one in question.leads_to if one[0] in known),
                        )
                        for question in need.example_questions
                    ),
                )
                for need in self.needs
            ),
            distress=replace(
                self.distress, help=tuple(one for one in self.distress.help if one in known)
            ),
        )


def entry_as_dict(entry: IndexedDocument) -> dict[str, Any]:
    """The entry as JSON can hold it."""
    return asdict(entry)


def entry_from_dict(raw: Mapping[str, Any]) -> IndexedDocument:
    """The entry that `entry_as_dict` was given. A missing key raises `KeyError`."""
    return IndexedDocument(
        id=raw["id"],
        kind=raw["kind"],
        title=raw["title"],
        summary=raw["summary"],
        url=raw["url"],
        also=tuple(raw["also"]),
        facets={name: tuple(concepts) for name, concepts in raw["facets"].items()},
        situations=tuple(raw["situations"]),
        passages=tuple(IndexedPassage(**piece) for piece in raw["passages"]),
        tags=raw["tags"],
        places=tuple(raw["places"]),
        closed=raw["closed"],
        running=raw.get("running", True),  # an older index does not say so
    )


def lexicon_as_dict(lexicon: Lexicon) -> dict[str, Any]:
    """The lexicon as JSON can hold it."""
    return asdict(lexicon)


def lexicon_from_dict(raw: Mapping[str, Any]) -> Lexicon:
    """The lexicon that `lexicon_as_dict` was given. A missing key raises `KeyError`."""
    return Lexicon(
        facets={
            name: tuple(Choice(**choice) for choice in choices)
            for name, choices in raw["facets"].items()
        },
        needs=tuple(
            Need(
                id=need["id"],
                label=need["label"],
                about=need["about"],
                cues=tuple(need["cues"]),
                pages=_pages(need["pages"]),
                example_questions=tuple(
                    ExampleQuestion(say=one["say"], leads_to=_pages(one["leads_to"]))
                    for one in need["example_questions"]
                ),
            )
            for need in raw["needs"]
        ),
        hints={
            facet: {concept: tuple(cues) for concept, cues in concepts.items()}
            for facet, concepts in raw["hints"].items()
        },
        synonyms=tuple(
            Synonym(names=tuple(group["names"]), means=group["means"]) for group in raw["synonyms"]
        ),
        distress=IndexedDistress(
            net=raw["distress"]["net"],
            title=raw["distress"]["title"],
            numbers=tuple(HelpLine(**line) for line in raw["distress"]["numbers"]),
            help=tuple(raw["distress"]["help"]),
        ),
        concepts=tuple(raw["concepts"]),
        elsewhere=tuple(raw["elsewhere"]),
        compounds=tuple(raw["compounds"]),
        turns=tuple(Turn(**turn | {"names": tuple(turn["names"])}) for turn in raw["turns"]),
    )


def _pages(raw: Iterable[Sequence[Any]]) -> tuple[tuple[DocId, int], ...]:
    return tuple((DocId(page), weight) for page, weight in raw)
