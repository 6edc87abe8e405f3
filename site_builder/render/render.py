"""Pages as HTML. Alone imports jinja2.

What shows whose site it is (the frame: header, footer, the band of a local edition, the foot of
the page) is put into a page after it was rendered, so that sites that differ in their frame alone
share the rest. A page that was rendered before from the same values, templates and program is not
rendered again.

Two environments: ours, where an undefined name is an error, and a lenient one for the NHS
macros, whose output reaches ours as Markup. Header and footer are rendered once for each depth
and menu entry. Every value is escaped unless it comes as Markup.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import (
    ChainableUndefined,
    DictLoader,
    Environment,
    PackageLoader,
    StrictUndefined,
    TemplateError,
)
from jinja2.runtime import Macro
from markupsafe import Markup, escape

from kb.content.kept import Kept, packed
from kb.content.spread import Result, jobs_for, spread
from kb.model.documents import DocId, Roadmap, SourceId
from kb.model.editions import Change, Edition
from kb.model.fields import TAG_FIELDS
from kb.model.problems import BuildError
from site_builder.hosting import Hosting
from site_builder.model import permalinks
from site_builder.model.inputs import digest_of
from site_builder.model.known import Known
from site_builder.model.page import Page
from site_builder.model.site_content import SiteContent
from site_builder.model.words import date_text, lower_first, sentence_start
from site_builder.render.compiled import Compiled
from site_builder.render.link_check import Ends, ends_of, ends_of_part
from site_builder.views.feedback import Feedback, feedback
from site_builder.views.linked_data import linked_data
from site_builder.views.navigation import MENU, SITE_NAME, Step, section_of, trail
from site_builder.views.phone_links import link_phones
from site_builder.views.sources import source_line
from site_builder.views.web_links import link_web, shown_address

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
)
"""The Content-Security-Policy of every page."""

_PLAIN = (str, Markup, int, bool, type(None))
_MOST_RENDERED = 2000
_rendered: dict[tuple[str, str], Markup] = {}
"""Macros rendered before, by name and options: the same back links stand on hundreds of pages."""

_TEMPLATES = Path(__file__).parents[1] / "templates"


_NOTHING_KNOWN = Known()
_SEARCHABLE = "searchable"
"""Whether the site has data for the search: it comes and goes, and few pages show it."""
_OTHERS = re.compile(r"[\"']([\w/.-]+\.jinja)[\"']")
_LEADS = re.compile(r"{%-?\s*(?:extends|include|import|from)\b")
_LEADS_BY_NAME = re.compile(r"{%-?\s*(?:extends|include|import|from)\s+[\"'][\w/.-]+\.jinja[\"']")
_FRAME = ("head", "body", "header", "band", "feedback", "footer")
"""The parts of a page that say whose site it is, in the order in which they stand."""
_PLACES = {name: Markup(f"\0{name}\0") for name in _FRAME}
"""What stands in their place while a page is rendered; no content can hold that character."""
_PLACE = re.compile(r"\0([a-z]+)\0")


@dataclass(frozen=True, slots=True)
class Core:
    """A page without its frame: pieces of text, every second the name of a part of the frame.

    `ends` are its links and anchors.
    """

    pieces: tuple[str, ...]
    ends: Ends

    def within(self, frame: Mapping[str, str]) -> str:
        """The page with its frame."""
        return "".join(frame[piece] if at % 2 else piece for at, piece in enumerate(self.pieces))


def _as_data(rendered: str, core: Core) -> tuple[object, ...]:
    """A page as it is kept."""
    packed_text = zlib.compress(rendered.encode(), level=1)
    return packed_text, core.ends.links, core.ends.anchors


Parts = dict[tuple[object, ...], Markup]
"""Parts of pages by the name of their macro and what it was given."""


class SharedPages:
    """The pages that were rendered before, each under all that it was rendered from.

    Args:
        kept: those of builds before; None has only those of other sites of this run.
        several: whether several sites are made, which have most pages in common; of one site each
            page is asked for once, and is not held any longer.
    """

    def __init__(self, kept: Kept | None = None, *, several: bool = True) -> None:
        self._kept = kept
        self._holds = several or kept is None
        self.known = Known(kept)
        self._cores: dict[str, Core] = {}
        self._parts: dict[str, Parts] = {}

    def parts(self, everywhere: str) -> Parts:
        """The parts of pages that were rendered before, by the digest of what all pages share."""
        return self._parts.setdefault(everywhere, {})

    def find(self, given: str) -> Core | None:
        """The page that was rendered from this before, by the digest of what it is rendered from.

        "" stands for what has no digest.
        """
        if given in self._cores or not (self._kept and given):
            return self._cores.get(given)
        known = self._kept.get(self._kept.key("page", given))
        if known is None:
            return None
        text, links, anchors = known
        core = Core(tuple(_PLACE.split(zlib.decompress(text).decode())), Ends(links, anchors))
        if self._holds:
            self._cores[given] = core
        return core

    def keep(self, given: str, rendered: str, core: Core) -> None:
        """Keep a page for the next site, and for the next build."""
        if given and self._holds:
            self._cores[given] = core
        if given and self._kept:
            self._kept.put(self._kept.key("page", given), _as_data(rendered, core))

    def has(self, given: str) -> bool:
        """Whether the page that is rendered from this is known, by its digest."""
        return given in self._cores or (
            self._kept is not None and self._kept.get(self._kept.key("page", given)) is not None
        )

    def packed(self, given: str, rendered: str, core: Core) -> Result | None:
        """A page as `take` takes it, from another process."""
        if self._kept is None:
            return None
        return self._kept.key("page", given), packed(_as_data(rendered, core))

    def take(self, results: Iterable[Result]) -> None:
        """Keep the pages that other processes rendered."""
        for key, content in results:
            if self._kept is not None:
                self._kept.put_packed(key, content)

    def save(self, *, finished: bool = True) -> None:
        """Write the pages that the sites of this run needed, for the next builds.

        Of a run that did not come to its end those of the runs before stay too.
        """
        if self._kept:
            self._kept.save(finished=finished)


_COMPILED = Compiled(_TEMPLATES / "__pycache__")


class Renderer:
    """Renders pages of one site, for a site at `base_url` ("" if that is not known).

    `about` are further links for the part of the footer about the site; `searchable`
    says whether the site has data for the browser's search, `hosting` where it is edited.
    `shared` holds pages that were rendered before; None renders each.
    """

    def __init__(
        self,
        content: SiteContent,
        *,
        base_url: str,
        about: Sequence[Step] = (),
        searchable: bool = False,
        hosting: Hosting | None = None,
        shared: SharedPages | None = None,
    ) -> None:
        self._shared = shared
        self._content = content
        self._about = tuple(about)
        self._base_url = base_url
        self._hosting = hosting or Hosting()
        self._shells: dict[tuple[str, str], Mapping[str, Markup]] = {}
        self._pieces: dict[tuple[str, tuple[object, ...]], str] = {}
        self._ahead: dict[str, tuple[Markup, str]] = {}
        templates = _templates()
        self._environment = Environment(
            loader=DictLoader(templates),
            bytecode_cache=_COMPILED,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        self._environment.filters.update(
            lower_first=lower_first,
            upper_first=sentence_start,
            phones=link_phones,
            web_links=link_web,
            shown_address=shown_address,
        )
        everywhere: dict[str, Any] = {
            "csp": CSP,
            "site_name": SITE_NAME,
            _SEARCHABLE: searchable,
            "distress": content.corpus.distress,
            "help_sources": tuple(
                source_line(content, SourceId(source))
                for source in dict.fromkeys(
                    line.source for line in content.corpus.distress.numbers if line.source
                )
            ),
            "areas_url": permalinks.AREAS if content.corpus.areas else "",
        }
        apart = {name: one for name, one in everywhere.items() if name != _SEARCHABLE}
        self._everywhere = digest_of(base_url, apart, templates) if shared else None
        self._searchable = searchable
        self._asking = _asking(templates, _SEARCHABLE)
        whole = f"{self._everywhere} {searchable}"
        parts = shared.parts(whole) if shared and self._everywhere else {}
        self._parts = parts
        self._nhs = partial(nhs_macro, known=content.known)
        self._environment.globals.update(everywhere, nhs=self._nhs, once=partial(_once, parts))

    def render(self, page: Page) -> str:
        """The HTML of a page.

        Raises:
            BuildError: The template asks for something that the page does not give.
        """
        return self.core(page).within(self._frame(page))

    def render_with_ends(self, page: Page) -> tuple[str, tuple[Ends, ...]]:
        """The HTML of a page, and the links and anchors of its parts.

        Raises:
            BuildError: The template asks for something that the page does not give.
        """
        core, frame = self.core(page), self._frame(page)
        shown = (ends_of_part(frame[name]) for name in core.pieces[1::2])
        return core.within(frame), (core.ends, *shown)

    def render_ahead(self, pages: Sequence[Page], jobs: int) -> None:
        """Render the pages that are not known in several processes, where that pays."""
        shared = self._shared
        if shared is None or jobs_for(len(pages), jobs) < 2:
            return
        for page in pages:
            self._ahead[page.url] = self._from(page)
        new = [
            page for page in pages if (given := self._ahead[page.url][1]) and not shared.has(given)
        ]
        shared.take(spread(self._packed, new, jobs))

    def _packed(self, page: Page) -> Result | None:
        data, given = self._ahead[page.url]
        assert self._shared is not None
        return self._shared.packed(given, *self._core(page, data))

    def _from(self, page: Page) -> tuple[Markup, str]:
        """The data of a page for machines, and the digest of all that it is rendered from."""
        data = linked_data(page, self._content, self._base_url)
        return data, self._given(page, data)

    def core(self, page: Page) -> Core:
        """A page without its frame, rendered once for what it is rendered from."""
        known = self._ahead.pop(page.url) if page.url in self._ahead else None
        data, given = known or self._from(page)
        core = self._shared.find(given) if self._shared else None
        if core is None:
            rendered, core = self._core(page, data)
            if self._shared:
                self._shared.keep(given, rendered, core)
        return core

    def _core(self, page: Page, data: Markup) -> tuple[str, Core]:
        rendered = self._rendered(page, data)
        pieces = tuple(_PLACE.split(rendered))
        return rendered, Core(pieces, ends_of("".join(pieces[::2])))

    def _given(self, page: Page, data: Markup) -> str:
        """The digest of all that a page is rendered from; "" if that is not data.

        The page is among it, with all that it shows; its links follow from its address.
        """
        if self._everywhere is None:
            return ""
        searchable = self._searchable if page.template in self._asking else None
        return digest_of(page, data, self._everywhere, searchable) or ""

    def _rendered(self, page: Page, data: Markup) -> str:
        href = self._linker(page.url)
        values: dict[str, Any] = {
            **page.context,
            "page": page,
            "href": href,
            "frame": _PLACES,
            "breadcrumb": self._breadcrumb(page, href),
            "linked_data": data,
            "canonical": permalinks.absolute(self._base_url, page.url) if self._base_url else "",
            "social_image": (
                permalinks.absolute(self._base_url, permalinks.asset_url("social.png"))
                if self._base_url
                else ""
            ),
        }
        try:
            return self._environment.get_template(page.template).render(values)
        except TemplateError as error:
            raise BuildError(f"{page.url}: template {page.template}: {error}") from error

    def _frame(self, page: Page) -> Mapping[str, str]:
        """What shows whose site it is, on one page."""
        href, edition = self._linker(page.url), self._content.corpus.edition
        foot = feedback(self._as_ours(page), self._hosting, self._base_url)
        found = {
            "head": "",
            "body": "",
            "band": "",
            "feedback": self._foot(page, foot, href),
            **self._shell(page.url),
        }
        if edition is not None:
            area, own = escape(edition.area), escape(edition.id)
            found["body"] = f' data-area="{area}" data-edition="{own}"'
            found["band"] = self._band(
                edition, self._is_local(page), self._has_local_stops(page), self._changes(page)
            )
            if edition.colour:
                colour = escape(href("/assets/edition/colour.css"))
                found["head"] = f'<link rel="stylesheet" href="{colour}">\n'
        return found

    def _foot(self, page: Page, foot: Feedback, href: Callable[[str], str]) -> str:
        """Where a mistake is reported: a link from the page, unless it is by mail.

        The page on which a mistake is reported does not lead to itself.
        """
        report = foot.report if foot.by_mail else href(foot.report)
        if page.url == permalinks.REPORT:
            report = ""
        return self._piece("feedback.jinja", (foot, report), feedback=foot, report=report).rstrip(
            "\n"
        )

    def _band(
        self, edition: Edition, is_local: bool, has_stops: bool, changes: tuple[Change, ...]
    ) -> str:
        """What a page of a local edition says of itself."""
        return self._piece(
            "edition.jinja",
            (is_local, has_stops, changes),
            edition=edition,
            is_local=is_local,
            has_stops=has_stops,
            changes=changes,
        )

    def _piece(self, template: str, given: tuple[object, ...], **values: Any) -> str:
        """A part of the frame; rendered once for what is `given`, which tells its values apart."""
        key = template, given
        if key not in self._pieces:
            self._pieces[key] = self._environment.get_template(template).render(values)
        return self._pieces[key]

    def _is_local(self, page: Page) -> bool:
        """Whether a page is that of a document which the local edition has as its own."""
        edition = self._content.corpus.edition
        return edition is not None and DocId(page.source.removesuffix(".md")) in edition.local

    def _has_local_stops(self, page: Page) -> bool:
        """Whether a page is a roadmap whose stops the local edition has otherwise."""
        edition = self._content.corpus.edition
        road = self._content.get(DocId(page.source.removesuffix(".md")))
        if edition is None or not isinstance(road, Roadmap):
            return False
        named = road.role in edition.order or road.role in edition.emphasis
        return named or any(
            any(task.local for task in stop.tasks) or any(fact.local for fact in stop.facts)
            for stop in road.stops
        )

    def _changes(self, page: Page) -> tuple[Change, ...]:
        """What the local edition has otherwise than the national page."""
        edition = self._content.corpus.edition
        return edition.changes.get(DocId(page.source.removesuffix(".md")), ()) if edition else ()

    def _as_ours(self, page: Page) -> Page:
        """A page as the national host knows it, which has no file of a local one."""
        return replace(page, source="") if self._is_local(page) else page

    def _linker(self, origin: str) -> Callable[[str], str]:
        """What turns an address of the site into a link from `origin`.

        The page for missing addresses is served at any depth, so its links start at the root
        of the site, as far as that is known.
        """
        if origin == permalinks.NOT_FOUND and self._base_url:
            return lambda url: permalinks.absolute(self._base_url, url)
        return lambda url: permalinks.relative(origin, url)

    def _shell(self, url: str) -> Mapping[str, Markup]:
        """Header and footer, the same for all pages of one folder depth and menu entry.

        Their links go up to the root first, so that they hold on every page of that depth.
        """
        section = section_of(url)
        missing = url == permalinks.NOT_FOUND
        key = (url if missing else "../" * permalinks.depth(url), section)
        if key not in self._shells:
            href = self._linker(url) if missing else partial(permalinks.from_depth, key[0])
            self._shells[key] = {
                "header": self._part("header.jinja", href, section),
                "footer": self._nhs("footer", _footer(href, self._content, self._about)),
            }
        return self._shells[key]

    def _part(self, template: str, href: Callable[[str], str], section: str) -> Markup:
        return Markup(
            self._environment.get_template(template).render(
                href=href,
                menu=MENU,
                section=section,
                urgent_url=permalinks.URGENT_HELP,
                edition=self._content.corpus.edition,
            )
        )

    def _breadcrumb(self, page: Page, href: Callable[[str], str]) -> Markup:
        key = "breadcrumb", page.url
        if key not in self._parts:
            steps = trail(page.url)
            self._parts[key] = (
                self._nhs("breadcrumb", {"items": _links(steps, href)}) if steps else Markup("")
            )
        return self._parts[key]


def _templates() -> dict[str, str]:
    """The text of every template by its name, all read at one moment."""
    return {
        path.relative_to(_TEMPLATES).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(_TEMPLATES.rglob("*.jinja"))
    }


def _asking(templates: Mapping[str, str], name: str) -> frozenset[str]:
    """The templates that a name stands in, or in what they extend, include or import."""
    found = {template for template, text in templates.items() if name in text}
    led = {template: set(_OTHERS.findall(text)) for template, text in templates.items()}
    for template, text in templates.items():
        if len(_LEADS.findall(text)) != len(_LEADS_BY_NAME.findall(text)):
            found.add(template)  # to which one it leads is known only while it is rendered
    while more := {one for one, others in led.items() if one not in found and others & found}:
        found |= more
    return frozenset(found)


def _once(parts: Parts, macro: Macro, *given: object) -> Markup:
    """What a macro makes of data, rendered once: the same option stands on hundreds of sheets."""
    key = macro.name, *given
    if key not in parts:
        parts[key] = Markup(macro(*given))
    return parts[key]


def nhs_macro(name: str, params: Mapping[str, Any], known: Known = _NOTHING_KNOWN) -> Markup:
    """The output of an NHS.UK front-end macro, without its blank lines.

    Args:
        name: The macro's name, as ``summaryList``.
        params: Its options, as the front end's documentation gives them; a value that holds
            markup must be under a key that ends in ``html``, and safe.
        known: What builds before made of it.
    """
    if not _is_plain(params):
        return _render_macro(name, params)
    key = name, repr(params)  # in which text and markup are written differently
    if key not in _rendered:
        if len(_rendered) >= _MOST_RENDERED:
            _rendered.clear()
        _rendered[key] = Markup(known.of("macro", key, lambda: str(_render_macro(name, params))))
    return _rendered[key]


def _render_macro(name: str, params: Mapping[str, Any]) -> Markup:
    rendered = str(_nhs_macro(name)(dict(params)))
    return Markup("\n".join(line.rstrip() for line in rendered.split("\n") if line.strip()))


def _is_plain(value: Any) -> bool:
    """Whether a value is data alone, which its `repr` tells apart from any other."""
    if isinstance(value, dict):
        return all(map(_is_plain, value.values()))
    if isinstance(value, list | tuple):
        return all(map(_is_plain, value))
    return type(value) in _PLAIN


@cache
def _nhs_macro(name: str) -> Callable[[Mapping[str, Any]], Markup]:
    folder = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
    template = _nhs_environment().get_template(f"nhsuk/components/{folder}/macro.jinja")
    macro: Callable[[Mapping[str, Any]], Markup] = getattr(template.module, name)
    return macro


@cache
def _nhs_environment() -> Environment:
    return Environment(
        loader=PackageLoader("nhsuk_frontend_jinja"),
        bytecode_cache=_COMPILED,
        autoescape=True,
        undefined=ChainableUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _links(steps: Sequence[Step], href: Callable[[str], str]) -> list[dict[str, str]]:
    return [{"text": step.text, "href": href(step.url)} for step in steps]


def _footer(
    href: Callable[[str], str], content: SiteContent, more_about: Sequence[Step]
) -> Mapping[str, Any]:
    find = [
        *MENU,
        Step(text="Where are you now?", url=permalinks.FINDER),
        Step(text="Signposting sheet", url=permalinks.SHEET),
        Step(text="My dates", url=permalinks.PLAN),
        Step(text="Compare", url=permalinks.COMPARE),
        Step(text="Plan support", url=permalinks.LEADERS),
        Step(text="Map to print", url=permalinks.MAP),
        *([Step(text="Your area", url=permalinks.AREAS)] if content.corpus.areas else ()),
        Step(text="Career turning points", url=permalinks.vocabulary_url("moments")),
        Step(text="What is on your mind?", url=permalinks.vocabulary_url("needs")),
    ]
    more = [
        Step(text=field.title, url=permalinks.vocabulary_url(field.key))
        for field in TAG_FIELDS
        if field.facet and field.folder
    ]
    about = [
        Step(text="How strong is the evidence?", url=permalinks.EVIDENCE),
        Step(text="Sources", url=permalinks.SOURCES),
        Step(text="Glossary", url=permalinks.GLOSSARY),
        Step(text="Accessibility", url=permalinks.ACCESSIBILITY),
        Step(text="Privacy", url=permalinks.PRIVACY),
        Step(text="Report a mistake", url=permalinks.REPORT),
        Step(text="Open data", url=permalinks.DATA),
        *more_about,
    ]
    urgent = [
        Step(text="Urgent help", url=permalinks.URGENT_HELP),
        *(Step(text=d.title, url=permalinks.document_url(d.id)) for d in content.urgent()),
    ]
    columns = (("Find your way", find), ("By subject", more), ("About", about), ("Help", urgent))
    checked = content.checked()
    when = f"Pages were last checked on {date_text(checked)}; each" if checked else "Each page"
    return {
        "classes": "app-footer",
        "navigation": [
            {"heading": heading, "items": _links(steps, href)} for heading, steps in columns
        ],
        "meta": {
            "html": Markup(
                f'<p class="nhsuk-body-s"><strong>England only.</strong> {when} says what is known '
                "and when it was confirmed. In Wales, Scotland and Northern Ireland other "
                "organisations and schemes apply: ask your local medical committee, health "
                "board or deanery there.</p>"
                '<p class="nhsuk-body-s"><strong>This is not an NHS website.</strong> It is an '
                "open collection of published experience, made for GPs and those who support "
                "them. It is information, not medical, legal or financial advice.</p>"
                '<p class="nhsuk-body-s">Text under CC BY 4.0, its sources named on each page.</p>'
            )
        },
        "copyright": {"text": ""},
    }


def marker(digest: str) -> str:
    """The file that says what a site was made from, and that its folder may be replaced."""
    return json.dumps({"site": SITE_NAME, "content": digest}, indent=2, sort_keys=True) + "\n"
