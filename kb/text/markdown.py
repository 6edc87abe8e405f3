"""The single Markdown set-up: text in, safe HTML, headings and plain text out.

Raw HTML and images are off, so that content cannot inject markup or fetch anything. Links
are document identifiers (``casestudies/newham-staff-bank#anchor``), which the caller turns
into addresses; this module knows neither the corpus nor the site. Footnotes (``[^1]``) are
numbered in the order in which they are met, and stand apart from the text. Alone imports
markdown_it and its plug-in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html import escape
from itertools import starmap
from typing import Any, Protocol

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from kb.text.footnotes import RENDER_RULES, apart

_OUTLINES = 2048
"""Texts whose sections are kept, some 30 kB each; where there are more, all are parsed again."""
MAX_NESTING = 20
"""Block levels deep that Markdown may nest; hostile text goes deeper, people do not."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads: `href` None makes it plain text; `note` is shown after that text."""

    href: str | None
    note: str = ""


LinkResolver = Callable[[str], Link]
"""From the target as written in the Markdown to where it leads."""


@dataclass(slots=True)
class TermLinker:
    """Links each glossary term at its first use on one page.

    `names` maps a name as printed to its address. One linker serves one page, whose pieces are
    rendered in the order in which they are read; `used` then says which addresses were linked.
    """

    names: Mapping[str, str]
    used: set[str] = field(default_factory=set)
    _pattern: re.Pattern[str] | None = None

    def split(self, text: str) -> Iterator[tuple[str, str | None]]:
        """Yield the pieces of `text` with the address of each term met for the first time."""
        if self._pattern is None:
            self._pattern = _any_name(tuple(self.names))
        at = 0
        for match in self._pattern.finditer(text):
            address = self.names.get(match.group()) or self._folded(match.group())
            if address is None or address in self.used:
                continue
            self.used.add(address)
            yield text[at : match.start()], None
            yield match.group(), address
            at = match.end()
        yield text[at:], None

    def _folded(self, found: str) -> str | None:
        lowered = found.lower()
        return next((to for name, to in self.names.items() if name.lower() == lowered), None)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level (1 to 6), its plain text and its anchor, unique in the text."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """HTML that is safe to insert, with the headings it holds and the same as plain text.

    `notes` holds the footnotes as an ordered list, "" if there are none; they are no part of
    `html` and `plain`.
    """

    html: str
    headings: tuple[Heading, ...]
    plain: str
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of Markdown under one heading.

    The text before the first heading has level 0 and no heading. `line` is the 0-based line of
    the heading (of the text, at level 0) within the Markdown.
    """

    level: int
    heading: str
    anchor: str
    markdown: str
    plain: str
    line: int


@dataclass(frozen=True, slots=True)
class Target:
    """The target of one link as written, with the 0-based line of its paragraph."""

    href: str
    text: str
    line: int


def render(
    text: str, *, link: LinkResolver | None = None, terms: TermLinker | None = None
) -> Rendered:
    """Return Markdown as HTML, headings, plain text and footnotes.

    Args:
        text: Markdown; raw HTML in it is shown as typed.
        link: turns link targets into addresses; without it they stay as written.
        terms: links glossary terms at their first use, outside links, headings and code.
    """
    environment: dict[str, Any] = {"link": link, "terms": terms}
    tokens, notes = apart(_markdown().parse(text, environment))
    html, notes_html = (
        str(_markdown().renderer.render(part, _markdown().options, environment))
        for part in (tokens, notes)
    )
    return Rendered(html, tuple(_headings(tokens)), _plain(tokens), notes_html)


def render_inline(text: str, *, terms: TermLinker | None = None) -> str:
    """Return one line of plain text as HTML, escaped, with glossary terms linked."""
    if terms is None:
        return escape(text)
    return "".join(
        escape(piece) if address is None else _anchor(piece, address)
        for piece, address in terms.split(text)
    )


def to_markup(text: str) -> str:
    """Return Markdown of a foreign file as HTML with all that it holds, raw HTML and links too.

    It is not safe to show: a reader of untrusted HTML takes out of it what may stay.
    """
    markdown = MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_NESTING})
    html: str = markdown.enable(["table", "strikethrough"]).render(text)
    return html


def sections(text: str) -> tuple[Section, ...]:
    """Return the sections of a Markdown text in order, none of them lost.

    The first is the text before the first heading, left out if it is blank. Footnotes are no
    part of the plain text.
    """
    return _outline(text.replace("\r\n", "\n").replace("\r", "\n"))[0]


def targets(text: str) -> tuple[Target, ...]:
    """Return the targets of all links of a Markdown text, unsafe ones too, in order."""
    return _outline(text)[1]


class Keeper(Protocol):
    """What keeps results between runs, by a name and by what they were worked out from."""

    def get(self, name: str, given: object) -> Any:
        """The result that was kept; None if there is none."""
        ...

    def put(self, name: str, given: object, found: object) -> None:
        """Keep a result, which is plain data."""
        ...


_OUTLINE = "outline"
_keeper: ContextVar[Keeper | None] = ContextVar("keeper", default=None)


@contextmanager
def outlines_kept(keeper: Keeper) -> Iterator[None]:
    """Take sections and targets that were found in an earlier run from there, and keep new ones."""
    token = _keeper.set(keeper)
    try:
        yield
    finally:
        _keeper.reset(token)


@lru_cache(maxsize=_OUTLINES)
def _outline(text: str) -> tuple[tuple[Section, ...], tuple[Target, ...]]:
    """Return the sections and the link targets of a text, all from one parse.

    Kept for the texts that were asked for last, since several checks and pages ask for the same.
    """
    keeper = _keeper.get()
    kept = keeper.get(_OUTLINE, text) if keeper else None
    if kept is not None:
        return tuple(starmap(Section, kept[0])), tuple(starmap(Target, kept[1]))
    found = _parsed_outline(text)
    if keeper:
        keeper.put(_OUTLINE, text, tuple(tuple(map(_as_data, part)) for part in found))
    return found


def _as_data(one: Section | Target) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in type(one).__slots__)


def _parsed_outline(text: str) -> tuple[tuple[Section, ...], tuple[Target, ...]]:
    environment: dict[str, Any] = {"unresolved": True}
    tokens = _markdown().parse(text, environment)
    # A definition of a link, or a heading within a list or a quotation, reaches beyond its section.
    alone = bool(environment.get("references")) or any(
        token.type == "heading_open" and token.level for token in tokens
    )
    return tuple(_sections(text, tokens, alone=alone)), tuple(_targets(tokens))


def _sections(text: str, tokens: Sequence[Token], *, alone: bool) -> Iterator[Section]:
    """Yield the sections of a text; with `alone` each is parsed again without the others."""
    lines = text.split("\n")
    starts = [at for at, token in enumerate(tokens) if token.type == "heading_open" and token.map]
    headings = [_Start(0, 0, 0, Heading(0, "", ""))]
    for at, heading in zip(starts, _headings(tokens), strict=True):
        first, after = tokens[at].map or (0, 0)
        headings.append(_Start(first, after, at + 3, heading))
    for number, start in enumerate(headings):
        is_last = number + 1 == len(headings)
        end = len(lines) if is_last else headings[number + 1].line
        markdown = "\n".join(lines[start.after : end])
        if number or markdown.strip():
            until = len(tokens) if is_last else starts[number]
            inner = _markdown().parse(markdown, {}) if alone else tokens[start.token : until]
            heading = start.heading
            yield Section(
                heading.level,
                heading.text,
                heading.anchor,
                markdown,
                _plain(apart(inner)[0]),
                start.line,
            )


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a section starts: its line, the line and the token below its heading, the heading."""

    line: int
    after: int
    token: int
    heading: Heading


def _targets(tokens: Sequence[Token]) -> Iterator[Target]:
    for block in tokens:
        children = block.children or []
        for at, child in enumerate(children):
            if child.type == "link_open":
                close = next(
                    i for i in range(at, len(children)) if children[i].type == "link_close"
                )
                label = "".join(token.content for token in children[at:close])
                line = block.map[0] if block.map else 0
                yield Target(str(child.attrGet("href") or ""), label, line)


def anchor_of(heading: str, taken: dict[str, int] | None = None) -> str:
    """Return the anchor of a heading: plain letters, digits and hyphens.

    Args:
        heading: its text.
        taken: the anchors that are in use, each with the last number given behind it; the new
            one, which is none of them, is added.
    """
    folded = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", folded.replace("'", "")).strip("-") or "section"
    if taken is None:
        return base
    anchor, number = base, taken.get(base, 1)
    while anchor in taken:
        number += 1
        anchor = f"{base}-{number}"
    taken[base] = number
    taken.setdefault(anchor, 1)
    return anchor


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt(
        "commonmark", {"html": False, "typographer": False, "maxNesting": MAX_NESTING}
    )
    markdown.enable("table").disable(["html_block", "html_inline", "image", "code"])
    # A reference counts even where its note stands in another section of the page.
    markdown.use(footnote_plugin, inline=False, always_match_refs=True)
    markdown.core.ruler.push("heading_anchors", _mark_headings)
    markdown.core.ruler.push("resolved_links", _resolve_links)
    markdown.core.ruler.push("glossary_terms", _link_terms)
    # Every link is parsed, so that an unsafe one can be reported; `_resolve_links` drops those.
    markdown.validateLink = _any_target  # type: ignore[method-assign]
    markdown.normalizeLink = lambda url: url  # type: ignore[method-assign]
    markdown.add_render_rule("th_open", _th_open)
    for name, rule in RENDER_RULES.items():
        markdown.add_render_rule(name, rule)
    return markdown


def _any_target(url: str) -> bool:
    del url
    return True


def _is_plain_target(url: str) -> bool:
    """Whether a link target may stand at all: no scheme but https and mailto, no odd signs."""
    if re.search(r"[\x00-\x20\x7f\\<>\"]", url):
        return False
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", url)
    return scheme is None or scheme[1].lower() in {"https", "mailto"}


def _th_open(self: RendererHTML, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
    tokens[idx].attrSet("scope", "col")
    return self.renderToken(tokens, idx, options, env)


def _mark_headings(state: StateCore) -> None:
    taken: dict[str, int] = {}
    for at, token in enumerate(state.tokens):
        if token.type == "heading_open":
            token.attrSet("id", anchor_of(_inline_text(state.tokens[at + 1]), taken))


def _resolve_links(state: StateCore) -> None:
    if state.env.get("unresolved"):
        return
    resolve: LinkResolver = state.env.get("link") or Link
    for token in state.tokens:
        if token.children:
            token.children = list(_resolved(token.children, resolve))


def _resolved(children: Sequence[Token], resolve: LinkResolver) -> Iterator[Token]:
    link = Link(None)
    for child in children:
        if child.type == "link_open":
            target = str(child.attrGet("href") or "")
            link = resolve(target) if _is_plain_target(target) else Link(None)
            if link.href is not None:
                child.attrSet("href", link.href)
                yield child
        elif child.type == "link_close":
            if link.href is not None:
                yield child
            elif link.note:
                yield Token("text", "", 0, content=f" ({link.note})")
        else:
            yield child


def _link_terms(state: StateCore) -> None:
    terms: TermLinker | None = state.env.get("terms")
    if terms is None:
        return
    in_heading = False
    for token in state.tokens:
        in_heading = (in_heading or token.type == "heading_open") and token.type != "heading_close"
        if token.type == "inline" and not in_heading and token.children:
            token.children = list(_with_terms(token.children, terms))


def _with_terms(children: Sequence[Token], terms: TermLinker) -> Iterator[Token]:
    depth = 0
    for child in children:
        depth += {"link_open": 1, "link_close": -1}.get(child.type, 0)
        if child.type != "text" or depth:
            yield child
            continue
        for piece, address in terms.split(child.content):
            if address is not None:
                attributes = {"href": address, "class": "app-term"}
                yield Token("link_open", "a", 1, attrs=dict(attributes))
            yield Token("text", "", 0, content=piece)
            if address is not None:
                yield Token("link_close", "a", -1)


def _headings(tokens: Sequence[Token]) -> Iterator[Heading]:
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            text = _inline_text(tokens[at + 1])
            yield Heading(int(token.tag[1]), text, str(token.attrGet("id") or ""))


def _inline_text(token: Token) -> str:
    pieces = []
    for child in token.children or []:
        pieces.append(" " if child.type in {"softbreak", "hardbreak"} else child.content)
    return "".join(pieces).strip()


def _plain(tokens: Sequence[Token]) -> str:
    """Return the text of tokens, a line for each paragraph, heading, list item or table cell."""
    lines = [
        _inline_text(token) if token.type == "inline" else token.content.strip()
        for token in tokens
        if token.type in {"inline", "fence", "code_block"}
    ]
    return "\n".join(line for line in lines if line)


@lru_cache(maxsize=4)
def _any_name(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds any of some names as a whole, the longest that fits.

    Acronyms match as written; names in lower case also with a capital at the front. They stand by
    their first sign, so that most words of a text are passed over at once.
    """
    by_first: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        first = name[:1]
        for sign in dict.fromkeys((first, first.upper()) if first.islower() else (first,)):
            by_first.setdefault(sign, []).append(re.escape(name[1:]))
    if not by_first:
        return re.compile(r"(?!)")
    groups = (f"{re.escape(sign)}(?:{'|'.join(ends)})" for sign, ends in by_first.items())
    return re.compile(rf"(?<![\w-])(?:{'|'.join(groups)})(?![\w-])")


def _anchor(text: str, address: str) -> str:
    return f'<a href="{escape(address)}" class="app-term">{escape(text)}</a>'
