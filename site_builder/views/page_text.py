"""Text of one page as safe HTML: links resolved, glossary terms and telephones linked."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from kb.model.documents import DocId, Kind
from kb.model.problems import BuildError
from kb.text.markdown import Link, Rendered, TermLinker, render, render_inline
from site_builder.model import permalinks
from site_builder.model.site_content import SiteContent
from site_builder.views.phone_links import link_phones

PLANNED_NOTE = "page being written"
"""What stands behind the title of a document that is not yet written."""

_HEADING = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>\n?', re.DOTALL)
_OPENS = re.compile(r"<(?:blockquote|ul|ol|table)\b")
_CLOSES = re.compile(r"</(?:blockquote|ul|ol|table)>")


_MOST_KEPT = 1024
_bodies: dict[tuple[object, ...], _Body] = {}
"""Bodies by page, text and terms: sites of one run, and builds after a change, share most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodySection:
    """A stretch of a body under one heading of level 2; the text before the first has none."""

    heading: str
    anchor: str
    body_html: Markup


@dataclass(frozen=True, slots=True)
class _Body:
    """A body that was rendered: where its links led, and the terms that were linked by its end."""

    links: Mapping[str, Link]
    used: frozenset[str]
    sections: tuple[BodySection, ...]
    notes: Markup

    def as_data(self) -> tuple[object, ...]:
        """The same as plain data, to be kept."""
        return (
            tuple((target, link.href, link.note) for target, link in self.links.items()),
            tuple(sorted(self.used)),
            tuple((one.heading, one.anchor, str(one.body_html)) for one in self.sections),
            str(self.notes),
        )

    @classmethod
    def of_data(cls, data: tuple[Any, ...]) -> _Body:
        """The body that `as_data` was given of."""
        links, used, sections, notes = data
        return cls(
            {target: Link(href, note) for target, href, note in links},
            frozenset(used),
            tuple(
                BodySection(heading=heading, anchor=anchor, body_html=Markup(html))
                for heading, anchor, html in sections
            ),
            Markup(notes),
        )


class PageText:
    """Renders the texts of the page at `url`, in the order in which they are read."""

    def __init__(self, content: SiteContent, url: str, *, path: str = "") -> None:
        self._content = content
        self._url = url
        self._path = path
        self._terms = TermLinker(_term_addresses(content, url))
        self._led: dict[str, Link] = {}
        self.notes = Markup("")
        """The footnotes of the body that `sections` rendered last, as a list; "" without any."""

    def body(self, markdown: str) -> Rendered:
        """Markdown as safe HTML, headings, plain text and footnotes."""
        return render(markdown, link=self._resolve_and_note, terms=self._terms)

    def sections(self, markdown: str) -> tuple[BodySection, ...]:
        """A body cut at its headings of level 2; headings inside quotations do not cut.

        One that was rendered before is taken again if each of its links leads where it led.
        """
        names = tuple(self._terms.names.items())
        key = (self._url, self._path, markdown, names, frozenset(self._terms.used))
        known = _bodies.get(key) or self._known(key)
        if known is None or not self._leads_as_before(known.links):
            self._led = {}
            sections = self._sections(markdown)
            known = _Body(self._led, frozenset(self._terms.used), sections, self.notes)
            self._content.known.put("body", _as_data(key), known.as_data())
        if _bodies.get(key) is not known:
            if len(_bodies) >= _MOST_KEPT:
                _bodies.clear()
            _bodies[key] = known
        self._terms.used |= known.used
        self.notes = known.notes
        return known.sections

    def _known(self, key: tuple[object, ...]) -> _Body | None:
        """The body that a build before rendered."""
        found = self._content.known.get("body", _as_data(key))
        return None if found is None else _Body.of_data(found)

    def _leads_as_before(self, links: Mapping[str, Link]) -> bool:
        try:
            return all(self._resolve(target) == link for target, link in links.items())
        except BuildError:
            return False  # rendered again, it says where

    def _sections(self, markdown: str) -> tuple[BodySection, ...]:
        rendered = self.body(markdown)
        html, self.notes = rendered.html, link_phones(Markup(rendered.notes))
        cuts = [
            match
            for match in _HEADING.finditer(html)
            if len(_OPENS.findall(html, 0, match.start()))
            == len(_CLOSES.findall(html, 0, match.start()))
        ]
        ends = [match.start() for match in cuts[1:]] + [len(html)]
        found = [
            BodySection(
                heading=str(Markup(cut.group(2)).striptags()),
                anchor=cut.group(1),
                body_html=link_phones(Markup(html[cut.end() : end])),
            )
            for cut, end in zip(cuts, ends, strict=False)
        ]
        before = html[: cuts[0].start()] if cuts else html
        if before.strip():
            found.insert(
                0, BodySection(heading="", anchor="", body_html=link_phones(Markup(before)))
            )
        return tuple(found)

    def inline(self, text: str) -> Markup:
        """One line of plain text as safe HTML, with glossary terms and telephones linked."""
        return link_phones(Markup(render_inline(text, terms=self._terms)))

    def _resolve_and_note(self, target: str) -> Link:
        self._led[target] = link = self._resolve(target)
        return link

    def _resolve(self, target: str) -> Link:
        """Where a link of the body leads: a document of the corpus, an anchor or an address."""
        if re.match(r"(?:https|mailto):", target):
            return Link(target)
        written, _, anchor = target.partition("#")
        if not written:
            return Link(f"#{anchor}")
        document = self._document(written)
        if self._content.get(document) is not None:
            url = permalinks.document_url(document) + (f"#{anchor}" if anchor else "")
            return Link(permalinks.relative(self._url, url))
        if document in self._content.corpus.planned:
            return Link(None, PLANNED_NOTE)
        raise BuildError(
            f"{self._path or self._url}: a link to {target}, which is no document; "
            "allowed: the identifier of a document, an entry of planned.yaml, or an https address"
        )

    def _document(self, written: str) -> DocId:
        name = written.removesuffix(".md")
        kind = name.split("/", 1)[0]
        if kind not in {k.value for k in Kind} and self._path:
            folder = posixpath.dirname(self._path)
            name = posixpath.normpath(posixpath.join(folder, name))
        return DocId(name)


def _as_data(key: tuple[object, ...]) -> tuple[object, ...]:
    """The key of a body with the terms that were linked before it in one order."""
    *given, used = key
    assert isinstance(used, frozenset)
    return (*given, tuple(sorted(used)))


def _term_addresses(content: SiteContent, url: str) -> Mapping[str, str]:
    """Terms and acronyms; other names are for the search and would link half of a text."""
    if url == permalinks.GLOSSARY:
        return {}
    glossary = permalinks.relative(url, permalinks.GLOSSARY)
    return {
        name: f"{glossary}#{entry.id}"
        for entry in content.corpus.glossary.entries
        for name in (entry.term, *entry.short)
    }
