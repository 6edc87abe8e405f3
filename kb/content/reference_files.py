"""Reads each file beside the pages: vocabularies, glossary, bibliography, distress, planned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from kb.content.entries import EntryReader, YamlFile
from kb.content.folder import ASKED, DISTRESS_LINES, SHARED_STOPS
from kb.content.schema import (
    BibliographyModel,
    DistressLinesModel,
    DistressModel,
    EntryModel,
    ExampleQuestionModel,
    SharedStopModel,
    check_entry,
    concept_model,
    shared_stop_of,
)
from kb.content.schema.text import shown
from kb.content.schema.types import DOC_ID
from kb.model.bibliography import (
    BibliographyEntry,
    Copy,
    Fingerprint,
    Live,
    PageStrength,
    SourceKind,
    plain_words,
    read_fingerprint,
)
from kb.model.distress import Distress, DistressKind, HelpLine
from kb.model.documents import ConceptId, DocId, SharedStop, SourceId
from kb.model.glossary import Became, Glossary, GlossaryEntry
from kb.model.problems import ContentError
from kb.model.vocabulary import (
    Concept,
    ExampleQuestion,
    Taxonomy,
    nearest,
)

PAGE_KEYS = ("read", "copy", "strength")
"""The fields of a page with a fingerprint that say how it was read."""


class ReferenceReader(EntryReader):
    """Knows each file by name, and keeps the problems of all."""

    def vocabulary(self, name: str) -> Taxonomy | None:
        """Return one vocabulary; None if its file is missing or broken."""
        file = self.file(f"vocabularies/{name}.yaml", required=True)
        if not isinstance(file.value, dict):
            self.items(file)
            return None
        concepts = []
        for key, model, fields in self.entries(file, concept_model(name)):
            concepts.append(_concept(key, fields if model is None else model))
            self._check_order(file, key, fields)
            asked = fields.get("asked") if isinstance(fields, dict) else None
            for at, one in enumerate(asked if isinstance(asked, list) else []):
                self._check_order(file, f"{key}.asked[{at}]", one)
        self._check_labels(file, concepts)
        said: dict[str, str] = {}
        self._check_asked(file, concepts, said)
        if name == "needs":
            concepts = self._with_asked(concepts, said)
        return Taxonomy(name, tuple(concepts))

    def _with_asked(self, needs: list[Concept], said: dict[str, str]) -> list[Concept]:
        """Return the needs with the example questions of their own files added to theirs."""
        known = {f"{ASKED}/{need.id}.yaml" for need in needs}
        for name in self.folder.texts:
            if name.startswith(f"{ASKED}/") and name not in known:
                self.problems.append(
                    self.folder.file(name).problem(
                        "unknown-concept",
                        found=shown(name.removeprefix(f"{ASKED}/").removesuffix(".yaml")),
                        allowed="the identifier of a need, with .yaml",
                        suggestion=nearest(name, sorted(known)),
                        remedy="name the file after its need in vocabularies/needs.yaml",
                    )
                )
        return [
            replace(need, example_questions=(*need.example_questions, *self._asked(need.id, said)))
            for need in needs
        ]

    def _asked(self, need: ConceptId, said: dict[str, str]) -> list[ExampleQuestion]:
        """Return the example questions in the file of a need, if it has one."""
        name = f"{ASKED}/{need}.yaml"
        if name not in self.folder.texts:
            return []
        file = self.file(name, required=False)
        if file.value is None:
            return []
        if not isinstance(file.value, list):
            self.problems.append(
                file.problem(
                    "not-a-list",
                    found=shown(file.value),
                    allowed="a list of lines",
                    remedy="begin each with a dash: - say: ...",
                )
            )
            return []
        found = []
        for at, fields in enumerate(file.value):
            place = f"[{at}]"
            checked = check_entry(
                ExampleQuestionModel, fields, file=file, prefix=place, today=self.today
            )
            self._check_order(file, place, fields)
            if isinstance(checked, list):
                self.problems += checked
            else:
                found.append(_example_question(checked.model_dump()))
                self._check_said(file, place, found[-1], said)
        return found

    def glossary(self, bibliography: Mapping[SourceId, BibliographyEntry]) -> Glossary:
        """Return the glossary; a term or acronym must stand for one entry alone."""
        file = self.file("glossary.yaml", required=True)
        entries = []
        named: dict[str, str] = {}
        for key, model, _ in self.entries(file, EntryModel):
            if model is None:
                entries.append(GlossaryEntry(id=key, term=key, short=(), means=""))
                continue
            entry = _glossary_entry(key, model)
            entries.append(entry)
            for name in dict.fromkeys(name.casefold() for name in (entry.term, *entry.short)):
                if named.setdefault(name, key) != key:
                    self.problems.append(
                        file.problem(
                            "duplicate-name",
                            field=key,
                            found=f"{shown(name)}, already a name of {named[name]}",
                            remedy="leave it to one of the two, or name it under also",
                        )
                    )
            source = entry.became.source if entry.became else None
            if source and source not in bibliography and "bibliography.yaml" not in self.unreadable:
                self.problems.append(
                    file.problem(
                        "unknown-source",
                        field=f"{key}.became.source",
                        found=shown(source),
                        allowed="an entry of bibliography.yaml",
                        suggestion=nearest(source, map(str, bibliography)),
                    )
                )
        return Glossary(tuple(entries))

    def bibliography(self) -> Mapping[SourceId, BibliographyEntry]:
        """Return the bibliography in the order of its file."""
        file = self.file("bibliography.yaml", required=True)
        found = {}
        for key, model, fields in self.entries(file, BibliographyModel):
            if model is None:
                kind = fields.get("kind") if isinstance(fields, dict) else None
                model = BibliographyModel.model_construct(
                    title=key,
                    publisher="",
                    kind=kind if kind in list(SourceKind) else SourceKind.PAGE,
                    date="undated",
                    live="unchecked",
                )
            if model.after and model.date != "undated":
                self.problems.append(
                    file.problem(
                        "key-not-allowed",
                        field=f"{key}.after",
                        found=shown(model.after),
                        remedy="take it out: it bounds an undated source, and this one has a date",
                    )
                )
            found[SourceId(key)] = BibliographyEntry(
                id=SourceId(key),
                title=model.title,
                publisher=model.publisher,
                kind=SourceKind(model.kind),
                date=model.date,
                after=model.after or "",
                address=model.address or "",
                live=Live(model.live),
                read=model.read,
                copy=Copy(model.copy_) if model.copy_ else None,
                strength=PageStrength(model.strength) if model.strength else None,
                part=model.part or "",
            )
            self._check_page_keys(file, key, fields)
        return found

    def _check_page_keys(self, file: YamlFile, key: str, fields: Any) -> None:
        """Keep a problem for what a page that was read must have, and a document must not."""
        if not isinstance(fields, dict):
            return
        is_page = fields.get("kind") == SourceKind.PAGE
        fingerprinted = f"fingerprints/{key}" in self.folder.fingerprints
        for name in PAGE_KEYS:
            if is_page and fingerprinted and name not in fields:
                self.problems.append(
                    file.problem(
                        "missing-key",
                        field=f"{key}.{name}",
                        remedy="add it: a page with a fingerprint needs it",
                    )
                )
        for name in (*PAGE_KEYS, "part"):
            if not is_page and name in fields:
                self.problems.append(
                    file.problem(
                        "key-not-allowed",
                        field=f"{key}.{name}",
                        found=shown(fields[name]),
                        remedy="take it out: only pages have it",
                    )
                )

    def fingerprints(
        self, bibliography: Mapping[SourceId, BibliographyEntry]
    ) -> Mapping[SourceId, Fingerprint]:
        """Return the fingerprint of each document, and of each page that was read for one."""
        found = {}
        for source, entry in bibliography.items():
            name = f"fingerprints/{source}"
            if entry.kind is SourceKind.DOCUMENT or name in self.folder.fingerprints:
                try:
                    path = self.folder.root / name
                    found[source] = read_fingerprint(path, self.folder.shown(name))
                except ContentError as error:
                    self.problems.extend(error.problems)
        for name in self.folder.fingerprints:
            source = SourceId(name.split("/")[1])
            if source not in bibliography and "bibliography.yaml" not in self.unreadable:
                self.problems.append(
                    self.folder.file(name).problem(
                        "fingerprint-without-document",
                        found=f'"{source}"',
                        allowed="the entries of bibliography.yaml",
                        suggestion=nearest(source, map(str, bibliography)),
                        remedy="add it to the bibliography, or delete the file",
                    )
                )
        return found

    def distress(self) -> Distress:
        """Return the words that call for urgent help."""
        file = self.file("distress.yaml", required=True)
        if "distress.yaml" in self.unreadable:
            return Distress()
        checked = check_entry(DistressModel, file.value, file=file, prefix="", today=self.today)
        if isinstance(checked, list):
            self.problems += checked
            return Distress()
        return self._with_lines(_distress(checked))

    def _with_lines(self, distress: Distress) -> Distress:
        """Return it with the lines that search learns from, if there are any."""
        if DISTRESS_LINES not in self.folder.texts:
            return distress
        file = self.file(DISTRESS_LINES, required=False)
        if DISTRESS_LINES in self.unreadable:
            return distress
        checked = check_entry(
            DistressLinesModel, file.value, file=file, prefix="", today=self.today
        )
        if isinstance(checked, list):
            self.problems += checked
            return distress
        return replace(distress, lines=tuple(checked.distress), ordinary=tuple(checked.ordinary))

    def shared_stops(self) -> Mapping[ConceptId, SharedStop]:
        """Return what moments hold for every GP; none if there is no such file."""
        file = self.file(SHARED_STOPS, required=False)
        return {
            ConceptId(key): shared_stop_of(key, model)
            for key, model, _ in self.entries(file, SharedStopModel)
            if model is not None
        }

    def planned(self) -> Mapping[DocId, str]:
        """Return the title of each document that is not yet written."""
        file = self.file("planned.yaml", required=False)
        found = {}
        for key, title in self.items(file):
            if not DOC_ID.fullmatch(key):
                self.problems.append(
                    file.problem(
                        "bad-identifier",
                        field=key,
                        found=shown(key),
                        allowed="folder/name, as casestudies/somerset-peer-support-scheme",
                    )
                )
            elif not isinstance(title, str):
                self.problems.append(
                    file.problem(
                        "wrong-type", field=key, found=shown(title), allowed="the title as text"
                    )
                )
            else:
                found[DocId(key)] = title
        return found

    def allowed_phrases(self) -> tuple[str, ...]:
        """Return the phrases that have no other wording, as words joined by spaces."""
        lines = self.folder.texts.get("allowed-phrases.txt", "").splitlines()
        return tuple(" ".join(plain_words(line)) for line in lines if line.strip())

    def _check_order(self, file: YamlFile, key: str, fields: Any) -> None:
        given = fields.get("leads_to") if isinstance(fields, dict) else None
        leads = {
            at: lead
            for at, lead in enumerate(given if isinstance(given, list) else [])
            if isinstance(lead, dict)
        }
        weights = [lead.get("weight") for lead in leads.values()]
        numbers = [weight for weight in weights if isinstance(weight, int)]
        if numbers != sorted(numbers, reverse=True):
            self.problems.append(
                file.problem(
                    "not-best-first",
                    field=f"{key}.leads_to",
                    found=f"the weights {', '.join(map(str, numbers))}",
                    allowed="the best first",
                    remedy="put the pages in order of their weight",
                )
            )
        pages: set[str] = set()
        for at, lead in leads.items():
            page = str(lead.get("page"))
            if page in pages:
                self.problems.append(
                    file.problem(
                        "repeated-value",
                        field=f"{key}.leads_to[{at}].page",
                        found=shown(page),
                        remedy="name it once",
                    )
                )
            pages.add(page)

    def _check_labels(self, file: YamlFile, concepts: list[Concept]) -> None:
        first: dict[str, str] = {}
        for concept in concepts:
            other = first.setdefault(concept.label.casefold(), concept.id)
            if other != concept.id:
                self.problems.append(
                    file.problem(
                        "duplicate-name",
                        field=f"{concept.id}.label",
                        found=f"{shown(concept.label)}, already the label of {other}",
                        remedy="give each concept a label of its own",
                    )
                )

    def _check_asked(self, file: YamlFile, concepts: list[Concept], said: dict[str, str]) -> None:
        for concept in concepts:
            for at, one in enumerate(concept.example_questions):
                self._check_said(file, f"{concept.id}.asked[{at}]", one, said)

    def _check_said(
        self, file: YamlFile, field: str, line: ExampleQuestion, said: dict[str, str]
    ) -> None:
        """Keep a problem if a line stands anywhere before; `said` has the place of each so far."""
        place = f"{file.path} {field}" if field.startswith("[") else field
        other = said.setdefault(line.say.casefold(), place)
        if other != place:
            self.problems.append(
                file.problem(
                    "repeated-value",
                    field=f"{field}.say",
                    found=f"{shown(line.say)}, already in {other}",
                    remedy="keep it under the need that it speaks of most",
                )
            )


def _concept(key: str, model: Any) -> Concept:
    """Return a concept; one with faults has its identifier alone, so that it can be named."""
    if not isinstance(model, BaseModel):
        label = model.get("label") if isinstance(model, dict) else None
        return Concept(id=ConceptId(key), label=str(label or key), about="")
    fields: dict[str, Any] = model.model_dump()
    return Concept(
        id=ConceptId(key),
        label=fields["label"],
        about=fields["about"],
        also=tuple(fields["also"]),
        cues=tuple(fields.get("cues", ())),
        prompts=tuple(fields.get("prompts", ())),
        any_time=fields.get("any_time", False),
        leads_to=_pages(fields.get("leads_to", ())),
        example_questions=tuple(map(_example_question, fields.get("asked", ()))),
    )


def _example_question(fields: Mapping[str, Any]) -> ExampleQuestion:
    return ExampleQuestion(say=fields["say"], leads_to=_pages(fields["leads_to"]))


def _pages(leads: Iterable[Mapping[str, Any]]) -> tuple[tuple[DocId, int], ...]:
    return tuple((DocId(lead["page"]), lead["weight"]) for lead in leads)


def _glossary_entry(key: str, model: EntryModel) -> GlossaryEntry:
    became = model.became
    return GlossaryEntry(
        id=key,
        term=model.term,
        short=tuple(model.short),
        means=model.means,
        also=tuple(model.also),
        became=Became(to=became.to, from_=became.from_, source=SourceId(became.source))
        if became
        else None,
    )


def _distress(model: DistressModel) -> Distress:
    return Distress(
        title=model.title,
        numbers=tuple(
            HelpLine(need=one.need, do=one.do, source=one.source or "") for one in model.numbers
        ),
        help=tuple(DocId(page) for page in model.help),
        fillers=tuple(model.fillers),
        same={meant: tuple(written) for meant, written in model.same.items()},
        lists={name: tuple(words) for name, words in model.lists.items()},
        kinds={
            key: DistressKind(
                label=kind.label,
                phrases=tuple(kind.phrases),
                always=tuple(kind.always),
            )
            for key, kind in model.kinds.items()
        },
        exceptions=tuple(model.not_),
    )
