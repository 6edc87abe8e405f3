"""Feeds, read by a parser of feeds and held against the rules of JSON Feed 1.1."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import feedparser
import jsonschema
import lxml.etree

from kb.model.corpus import Corpus
from kb.model.documents import CaseStudy, DocId, Status
from site_builder.exports.feeds import feed_files
from site_builder.model.site_content import SiteContent
from tests.conftest import TODAY

BASE = "https://example.org/gps"
JSON_FEED: dict[str, Any] = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "home_page_url": {"type": "string", "format": "uri"},
        "feed_url": {"type": "string", "format": "uri"},
        "language": {"type": "string"},
        "authors": {"type": "array", "items": {"type": "object", "required": ["name"]}},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id"],
                "anyOf": [{"required": ["content_text"]}, {"required": ["content_html"]}],
                "properties": {
                    "id": {"type": "string"},
                    "url": {"type": "string", "format": "uri"},
                    "title": {"type": "string"},
                    "content_text": {"type": "string"},
                    "date_modified": {
                        "type": "string",
                        "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$",
                    },
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
"""The rules of the specification that our feeds can break."""


ATOM = lxml.etree.RelaxNG(
    lxml.etree.fromstring("""\
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/2005/Atom"
  datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<start><element name="feed">
<ref name="title"/><ref name="id"/>
<element name="link"><attribute name="rel"><value>self</value></attribute><ref name="href"/>
</element>
<ref name="link"/><ref name="updated"/>
<element name="author"><element name="name"><ref name="words"/></element></element>
<oneOrMore><element name="entry">
<ref name="title"/><ref name="id"/><ref name="link"/><ref name="updated"/>
<element name="summary"><ref name="words"/></element>
</element></oneOrMore>
</element></start>
<define name="title"><element name="title"><ref name="words"/></element></define>
<define name="id"><element name="id"><data type="anyURI"><param name="minLength">8</param></data>
</element></define>
<define name="updated"><element name="updated"><data type="dateTime">
<param name="pattern">.+T.+(Z|[+-]\\d\\d:\\d\\d)</param></data></element></define>
<define name="link"><element name="link"><ref name="href"/></element></define>
<define name="href"><attribute name="href"><data type="anyURI"/></attribute></define>
<define name="words"><data type="string"><param name="minLength">1</param></data></define>
</grammar>""")
)
"""What RFC 4287 asks of a feed whose entries have summaries, in the order in which we write it."""


def test_both_kinds_say_the_same(content: SiteContent) -> None:
    """One of each beside every page that has something to follow."""
    files = feed_files(content, base_url=BASE)
    atoms = sorted(str(path) for path in files if path.suffix == ".xml")
    assert atoms == sorted(f"{str(p)[:-5]}.xml" for p in files if p.suffix == ".json")
    assert {"data/feed.xml", "signposting/feed.xml", "stages/wise-fives/feed.xml"} <= set(atoms)
    for path, data in files.items():
        if path.suffix == ".json":
            found = json.loads(data)
            jsonschema.validate(found, JSON_FEED)
            parsed = feedparser.parse(files[path.with_suffix(".xml")])
            assert not parsed.bozo, parsed.get("bozo_exception")
            ATOM.assertValid(lxml.etree.fromstring(files[path.with_suffix(".xml")]))
            assert len({e.id for e in parsed.entries}) == len(parsed.entries)
            assert [e.id for e in parsed.entries] == [item["id"] for item in found["items"]]
            assert [e.link for e in parsed.entries] == [item["url"] for item in found["items"]]
            assert all(e.updated_parsed for e in parsed.entries)


def test_a_changed_status_is_a_new_entry(content: SiteContent) -> None:
    """A reader of feeds shows it again; the page itself stays what it is."""
    page = DocId("signposting/gp-listening-line")
    before = content.corpus.documents[page]
    closed = replace(before, now=replace(before.now, status=Status.CLOSED, as_at="2024-05"))
    corpus = replace(content.corpus, documents={**content.corpus.documents, page: closed})
    names = []
    for found in (content, SiteContent(corpus, today=TODAY)):
        files = feed_files(found, base_url=BASE)
        data = next(data for path, data in files.items() if str(path) == "signposting/feed.json")
        items = json.loads(data)["items"]
        names.append({i["id"]: i["title"] for i in items if i["url"].endswith(f"{page}/")})
    assert names[0].keys().isdisjoint(names[1])
    assert next(iter(names[1].values())).endswith("(closed)")


def test_an_area_has_a_feed_of_its_case_studies(content: SiteContent) -> None:
    """By the places they name; one of all England is nobody's."""
    corpus = content.corpus
    fens, marsh = corpus.areas.values()
    cases = [d for d in corpus.documents.values() if isinstance(d, CaseStudy)]
    moved = {case.id: replace(case, area="England") for case in cases}
    moved[cases[0].id] = replace(cases[0], area="Yeovil, Somerset")
    own = replace(
        corpus,
        documents={**corpus.documents, **moved},
        areas={**corpus.areas, fens.id: replace(fens, codes=("QSL",))},
    )
    files = {str(path): data for path, data in feed_files(SiteContent(own), base_url=BASE).items()}
    items = json.loads(files[f"areas/{fens.id}/feed.json"])["items"]
    assert f"{BASE}/{cases[0].id}/" in [item["url"] for item in items]
    assert f"areas/{fens.id}/feed.xml" in files
    other = json.loads(files[f"areas/{marsh.id}/feed.json"])["items"]
    assert [item["url"] for item in other] == [f"{BASE}/areas/{marsh.id}/"]


def test_people_who_change_are_a_new_entry_of_their_area(content: SiteContent) -> None:
    """And the same people are the same entry; where no page behind them was read, none stands."""
    corpus = content.corpus
    area = next(iter(corpus.areas.values()))
    moved = replace(area, board=replace(area.board, says="It has moved to another town."))
    unread = {key: replace(entry, read=None) for key, entry in corpus.bibliography.items()}

    def people(own: Corpus) -> list[dict[str, str]]:
        files = feed_files(SiteContent(own, today=TODAY), base_url=BASE)
        data = {str(path): found for path, found in files.items()}.get(f"areas/{area.id}/feed.json")
        items = json.loads(data)["items"] if data else []
        return [item for item in items if item["url"].endswith(f"/areas/{area.id}/")]

    (before,) = people(corpus)
    assert before["title"] == f"Whom to ask in {area.name}"
    assert area.board.name in before["content_text"]
    (after,) = people(replace(corpus, areas={**corpus.areas, area.id: moved}))
    assert after["id"] != before["id"]
    assert "It has moved to another town" in after["content_text"]
    assert people(replace(corpus, bibliography=unread)) == []
