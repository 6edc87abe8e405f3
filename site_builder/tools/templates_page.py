"""The templates: a page that shows each, and the files to edit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache, partial
from pathlib import PurePosixPath

from kb.model.templates import Template
from kb.planning.templates import OURS, whole
from kb.text.pieces import Piece, as_data, markdown
from site_builder.model import permalinks
from site_builder.model.page import Page
from site_builder.model.site_content import SiteContent

_MADE = date(2026, 11, 28)
"""The day among the properties of the files, so that they change only with their text."""


def templates_page(content: SiteContent) -> Page:
    """Every template with its credit, folded, and its files."""
    return Page(
        url=permalinks.TEMPLATES,
        template="templates.jinja",
        title="Templates to fill in",
        description="Survey, focus group, stay interview, diagnostic and appraisal prompts as "
        "editable files, each with the pages it is owed to.",
        context={
            "found": tuple(
                (one, tuple(_credits(content, one)), as_data(one.pieces), _of(content, one))
                for one in content.corpus.templates
            )
        },
    )


def template_files(content: SiteContent, *, base_url: str) -> Mapping[PurePosixPath, bytes]:
    """Each template as a Word file and as Markdown, by output path."""
    files = {}
    for one in content.corpus.templates:
        credits = [
            f"{title} ({permalinks.absolute(base_url, url)})" if base_url else title
            for title, url in _credits(content, one)
        ]
        pieces = whole(one, credits, made_for=_of(content, one) or OURS)
        given = tuple(pieces), one.title
        files[_path(f"{one.name}.docx")] = content.known.of(
            "template as a Word file", given, partial(_word_file, *given)
        )
        files[_path(f"{one.name}.md")] = markdown(pieces).encode()
    return files


def _of(content: SiteContent, template: Template) -> str:
    """The local edition that a template is of; "" for one of the national content."""
    edition = content.corpus.edition
    return edition.name if edition and template.name in edition.templates else ""


@lru_cache(maxsize=64)
def _word_file(pieces: tuple[Piece, ...], title: str) -> bytes:
    """A template as a Word file; those made last are kept for the next site."""
    from kb.planning.docx_file import docx_bytes

    return docx_bytes(pieces, title=title, made=_MADE)


def _credits(content: SiteContent, template: Template) -> Iterator[tuple[str, str]]:
    for page in template.credit:
        document = content.get(page)
        if document:
            yield document.title, permalinks.document_url(page)


def _path(name: str) -> PurePosixPath:
    return permalinks.output_path(f"{permalinks.TEMPLATES}{name}")
