"""What an assistant can ask of the content; every answer is plain data with identifiers.

Each page comes with its identifier, its address, its status with the date up to which that is
known, and a case study with its level of evidence. The search is handed in, so that what needs
none works without an index.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kb.content.citations import cited, link_of
from kb.content.planning import find_place, source_of, timing_words
from kb.model.corpus import Corpus
from kb.model.documents import CaseStudy, DocId, Document, Kind, SignpostingOption
from kb.model.evidence import grade, leading
from kb.model.glossary import Became
from kb.model.plan import planned
from kb.model.problems import KbError
from kb.model.vocabulary import nearest
from kb.planning.cited import cite
from kb.planning.gaps import METER, concept_words, gap_map
from kb.planning.local_offers import read_offers
from kb.search.offers import Search, looks_like
from kb.text.dates import read_day

NOTICE = (
    "England only. Not an NHS service, and not medical, legal or financial advice. Say with each "
    "answer the identifier of the page, its status with the date, and the level of evidence, "
    "which rates the evidence and not the worth of a scheme."
)
MOST = 20
MOST_WORDS = 2_000
"""Signs of a question; a longer one is no question."""
MOST_LIST = 1_000_000
"""Signs of a list of local offers."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The tools on one content, for a site at `base_url` ("" gives paths)."""

    corpus: Corpus
    search: Search
    base_url: str
    today: date

    def find(self, question: str, kind: str = "", limit: int = 5) -> dict[str, Any]:
        """Find pages for a question in a person's own words, by words and meaning.

        `kind` is casestudies, signposting (support options), toolkit or roadmaps; "" is all.
        """
        if kind and kind not in [one.value for one in Kind]:
            allowed = ", ".join(one.value for one in Kind)
            raise KbError(f'kind: found "{kind}"; allowed {allowed}')
        asked = _words("question", question)
        return self._answered(asked, {"kind": [kind]} if kind else {}, limit)

    def signpost(
        self, situation: str, stage: str = "", role: str = "", limit: int = 5
    ) -> dict[str, Any]:
        """Point a GP to support that fits a situation, those that have closed left out.

        `stage` and `role` are identifiers of the vocabularies, as wise-fives and partner.
        """
        filters = {"kind": [Kind.SIGNPOSTING.value]}
        filters |= {"stage": [stage]} if stage else {}
        filters |= {"role": [role]} if role else {}
        found = self._answered(_words("situation", situation), filters, MOST)
        open_now = [page for page in found["pages"] if page["status"] != "closed"]
        return {**found, "pages": open_now[: _bounded(limit)]}

    def get(self, page: str) -> dict[str, Any]:
        """Get a page whole, by its identifier (casestudies/newham-staff-bank) or its address."""
        document = self._document(page)
        return {
            **self._page(document),
            "now": {
                "note": document.now.note,
                "checked": document.now.checked.isoformat(),
                "instead": [str(one) for one in document.now.instead],
            },
            **_own(document),
            "text": document.body,
            "sources": self._sources(document),
            "notice": NOTICE,
        }

    def compare(self, pages: list[str]) -> dict[str, Any]:
        """Set two to six case studies or options side by side: cost, results, what is not known."""
        named = list(dict.fromkeys(self._document(page).id for page in pages))
        if not 2 <= len(named) <= 6:
            raise KbError(f"pages: found {len(named)} different; allowed 2 to 6")
        rows = []
        for page in named:
            one = cite(self.corpus, page)
            rows.append(
                {
                    **self._page(self._document(page)),
                    "place": one.place,
                    "when": one.when or "not stated",
                    "cost": one.cost or "not stated",
                    "paid_by": one.paid_by or "not stated",
                    "results": [
                        {"finding": finding, "evidence": level, "why": why}
                        for finding, level, why in one.results[:3]
                    ],
                    "not_known": list(one.unknown),
                }
            )
        return {"pages": rows, "notice": NOTICE}

    def plan(self, stop: str, day: str) -> dict[str, Any]:
        """Give the tasks of a stop of a roadmap their dates.

        `stop` is road#stop, as locum#last-five-years; `day` the date it counts from, as 2027-04-01.
        """
        try:
            start = read_day(day.strip())
        except ValueError as error:
            raise KbError(f"day: {error}") from error
        place = find_place(self.corpus, stop)
        try:
            tasks = planned(place.name, place.stop.tasks, start, self.today)
        except OverflowError as error:
            raise KbError(f"day: {error}; give a nearer day") from error
        return {
            **self._page(place.roadmap),
            "stop": str(place.stop.moment),
            "counted_from": place.stop.anchor,
            "day": start.isoformat(),
            "tasks": [
                {
                    "id": one.id,
                    "do": one.task.do,
                    "only": one.task.only,
                    "from": one.start.isoformat() if one.start else None,
                    "to": one.end.isoformat() if one.end else None,
                    "when": timing_words(one.task, place.stop),
                    "due": one.due.value,
                    "why": one.task.why,
                    "see": [self._brief(self._document(page)) for page in one.task.see],
                    "source": cited(source) if source else None,
                    "address": link_of(source) if source else None,
                }
                for one in tasks
                for source in [source_of(self.corpus, one.task)]
            ],
            "notice": NOTICE,
        }

    def gaps(self, offers: str = "", match: bool = False) -> dict[str, Any]:
        """Show which career stages and levels an area's offers leave without support.

        `offers` is CSV with the columns name, stages, level and page, or plain lines; without any,
        every cell is empty and the answer says what could fill it. With `match` the search names
        for each offer without a page the one that it is most like: a guess that is not counted
        until the person confirms it by the column page.
        """
        if len(offers) > MOST_LIST:
            raise KbError(f"offers: found {len(offers)} signs; allowed {MOST_LIST}")
        local = read_offers(
            offers,
            stages=concept_words(self.corpus, "career_stages"),
            levels=concept_words(self.corpus, "levels"),
            pages=tuple(map(str, self.corpus.documents)),
        )
        found = gap_map(self.corpus, local.offers)
        looks = looks_like(local.offers, self.search) if match else {}
        return {
            "offers": [
                {
                    "name": offer.name,
                    "line": offer.line,
                    "stages": list(offer.stages),
                    "level": offer.level,
                    "page": self._brief(self._document(offer.page)) if offer.page else None,
                    "looks_like": self._brief(self._document(looks[offer.name][0]))
                    if offer.name in looks
                    else None,
                }
                for offer in local.offers
            ],
            "cells": [
                {
                    "stage": cell.stage,
                    "level": cell.level,
                    "state": cell.state,
                    "offers": list(cell.offers),
                    "could_fill_it": [self._brief(self._document(one.id)) for one in cell.fill[:3]],
                }
                for cell in found.cells
            ],
            "faults": [str(fault) for fault in local.faults],
            "level_not_known": list(found.unplaced),
            "stage_not_known": list(found.unstaged),
            "essentials_not_seen": [
                {
                    "id": one.id,
                    "text": one.text,
                    "level": one.level,
                    "of": self._brief(self._document(one.page)),
                }
                for one in found.missing_essentials
            ],
            "national_offers_not_in_use": [
                self._brief(self._document(one.page)) for one in found.unused_national
            ],
            "levels_with_an_offer": list(found.levels),
            "meter": METER,
            "notice": NOTICE,
        }

    def glossary(self, term: str) -> dict[str, Any]:
        """Explain a word or a set of initials, and say what became of a body or scheme."""
        wanted = _words("term", term).casefold()
        own = self.corpus.glossary.names()
        names = {name.casefold(): name for name in own}
        entry = self.corpus.glossary.get(own.get(names.get(wanted, ""), ""))
        if entry is None:
            near = [name for folded, name in names.items() if wanted in folded]
            near += [names[name] for name in filter(None, [nearest(wanted, names)])]
            return {"found": False, "term": term, "near": near[:10], "notice": NOTICE}
        return {
            "found": True,
            "id": entry.id,
            "term": entry.term,
            "short": list(entry.short),
            "means": entry.means,
            "became": self._became(entry.became) if entry.became else None,
            "address": self._address(f"/glossary/#{entry.id}"),
            "notice": NOTICE,
        }

    def _answered(
        self, question: str, filters: Mapping[str, Sequence[str]], limit: int
    ) -> dict[str, Any]:
        answer = self.search(question, filters, _bounded(limit))
        found = {
            "question": question,
            "fits": not answer.abstained,
            "sure": answer.sureness.value if answer.sureness else "",
            "pages": [
                {
                    **self._page(self._document(str(hit.id))),
                    "why": [reason.text for reason in hit.reasons],
                }
                for hit in answer.hits
            ],
            "notice": NOTICE,
        }
        if answer.distress or answer.abstained:
            urgent = (self.corpus.documents.get(page) for page in self.corpus.distress.help)
            found["urgent_help"] = [
                {**self._page(d), "how_to_start": getattr(d, "how_to_start", "")}
                for d in urgent
                if d is not None
            ]
        found["distress"] = answer.distress
        return found

    def _became(self, became: Became) -> dict[str, Any]:
        """What a body or scheme became, from when, and the page that says so."""
        after = self.corpus.glossary.get(became.to)
        page = self.corpus.documents.get(DocId(became.to))
        source = self.corpus.bibliography.get(became.source)
        return {
            "to": after.term if after else page.title if page else became.to,
            "id": after.id if after else str(page.id) if page else None,
            "address": self._address(f"/glossary/#{after.id}")
            if after
            else self._address(f"/{page.id}/")
            if page
            else None,
            "from": became.from_,
            "source": cited(source) if source else None,
            "source_address": link_of(source) if source else None,
        }

    def _document(self, page: str) -> Document:
        """Return a page by its identifier, or by its address on this site."""
        name = page.strip().removeprefix(self.base_url.rstrip("/")).strip("/")
        document = self.corpus.documents.get(DocId(name))
        if document is None:
            near = nearest(name, self.corpus.documents)
            raise KbError(
                f'page: found no "{page[:200]}"; '
                "give an identifier such as casestudies/newham-staff-bank"
                + (f'; did you mean "{near}"?' if near else "")
            )
        return document

    def _page(self, document: Document) -> dict[str, Any]:
        """What is said of a page that is an answer: its short form and its summary."""
        return {**self._brief(document), "summary": document.summary}

    def _brief(self, document: Document) -> dict[str, Any]:
        """What is said of every page that an answer names."""
        now = document.now
        found: dict[str, Any] = {
            "id": str(document.id),
            "title": document.title,
            "address": self._address(f"/{document.id}/"),
            "status": now.status.value if now.status else None,
            "status_as_at": now.as_at,
            "checked": now.checked.isoformat(),
        }
        if isinstance(document, CaseStudy):
            given = leading(document.results)[1]
            found["evidence"] = {
                "level": given.level,
                "of": 5,
                "name": given.name,
                "reason": given.reason,
            }
        return found

    def _sources(self, document: Document) -> list[dict[str, str]]:
        named = dict.fromkeys([ref.source for ref in document.sources] + list(document.now.seen))
        found = [self.corpus.bibliography.get(source) for source in named]
        return [
            {"id": str(entry.id), "cited": cited(entry), "address": link_of(entry)}
            for entry in found
            if entry
        ]

    def _address(self, path: str) -> str:
        return self.base_url.rstrip("/") + path


def _own(document: Document) -> dict[str, Any]:
    """What a case study or an option has of its own."""
    if isinstance(document, CaseStudy):
        return {
            "place": document.area,
            "when": document.when,
            "cost": document.cost,
            "paid_by": document.paid_by,
            "results": [
                {
                    "finding": result.finding,
                    "outcome": result.outcome,
                    "quote": result.quote,
                    "evidence": {"level": given.level, "name": given.name, "reason": given.reason},
                }
                for result in document.results
                for given in [grade(result)]
            ],
        }
    if isinstance(document, SignpostingOption):
        return {
            "who_for": document.who_for,
            "you_get": document.you_get,
            "how_to_start": document.how_to_start,
            "cost_to_gp": document.cost_to_gp,
            "run_by": document.run_by,
        }
    return {}


def _words(name: str, text: str) -> str:
    """Return the words of a question; none at all and a whole document are refused."""
    words = " ".join(text.split())
    if not words:
        raise KbError(f"{name}: found nothing; give it in a person's own words")
    if len(words) > MOST_WORDS:
        raise KbError(f"{name}: found {len(words)} signs; allowed {MOST_WORDS}; put it shorter")
    return words


def _bounded(limit: int) -> int:
    return max(1, min(limit, MOST))
