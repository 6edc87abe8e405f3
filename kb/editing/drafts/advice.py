"""All the advice on one page file: tags, figures, wording, and what it is like already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.content.frontmatter import FrontMatter, YamlError, read_frontmatter
from kb.content.read_leniently import ReadableContent
from kb.editing.drafts.convert import read_text
from kb.editing.drafts.interpret import draft_of
from kb.editing.suggest.figures import LooseFigure, loose_figures
from kb.editing.suggest.plain_words import Advice, advise
from kb.editing.suggest.similar import Like, similar_pages
from kb.editing.suggest.tags import Suggestion, suggest_tags
from kb.model.documents import DocId, Document, Kind
from kb.model.fields import TAG_KEYS
from kb.model.problems import ContentFile
from kb.text.markdown import sections

Encode = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """Advice on one file; nothing of it is a fault."""

    tags: tuple[Suggestion, ...]
    kept: dict[str, tuple[str, ...]]
    """The tags that the file has already."""
    figures: tuple[LooseFigure, ...]
    wording: tuple[Advice, ...]

    def as_dict(self) -> dict[str, object]:
        """The object of ``kb suggest --json``."""
        return {
            "tags": [suggestion.as_dict() for suggestion in self.tags],
            "has": {field: list(tags) for field, tags in self.kept.items()},
            "figures": [figure.as_dict() for figure in self.figures],
            "wording": [advice.as_dict() for advice in self.wording],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """What advice needs of a file, of whatever format it is."""

    title: str
    summary: str
    body: str
    plain: str
    fields: dict[str, Any]
    summary_line: int
    body_line: int


def suggest_for(file: Path, content: ReadableContent, *, encode: Encode | None = None) -> Suggested:
    """Return advice on a file: a page of the content, or one still to be imported.

    Args:
        file: a content file, or a Word, HTML or Markdown file.
        content: the pages to learn from; the file itself is left out of it.
        encode: an encoder, for meaning beside words.

    Raises:
        KbError: the file cannot be read.
    """
    text = _read(file, content)
    pages = _others(file, content)
    folder = file.resolve().parent.name
    kind = Kind(folder) if folder in list(Kind) else Kind.CASE_STUDY
    fields = [f for f in TAG_KEYS if not (f == "moments" and kind is Kind.ROADMAP)]
    results = text.fields.get("results")
    return Suggested(
        tags=suggest_tags(
            text.title,
            text.summary,
            text.plain,
            pages,
            content.reference.vocabularies,
            encode=encode,
            fields=fields,
        ),
        kept={field: _tags(text.fields.get(field)) for field in fields},
        figures=loose_figures(
            text.body,
            [result for result in results if isinstance(result, dict)]
            if isinstance(results, list)
            else [],
            content.reference.vocabularies["units"],
            body_line=text.body_line,
        )
        if kind is Kind.CASE_STUDY
        else (),
        wording=advise(
            text.summary,
            text.body,
            content.reference.glossary,
            summary_line=text.summary_line,
            body_line=text.body_line,
        ),
    )


def similar_to(
    file: Path, content: ReadableContent, *, limit: int = 5, encode: Encode | None = None
) -> tuple[Like, ...]:
    """Return the pages that a file is most like, the most alike first.

    Raises:
        KbError: the file cannot be read.
    """
    text = _read(file, content)
    whole = f"{text.title}\n{text.summary}\n{text.plain}"
    return similar_pages(whole, _others(file, content), limit=limit, encode=encode)


def _others(file: Path, content: ReadableContent) -> list[Document]:
    own = DocId(f"{file.resolve().parent.name}/{file.stem}")
    return [page for page in content.documents.values() if page.id != own]


def _read(file: Path, content: ReadableContent) -> _Text:
    markdown = read_text(file)
    matter = _matter(markdown)
    if matter is not None:
        title, summary = matter.fields.get("title"), matter.fields.get("summary")
        return _Text(
            title=title if isinstance(title, str) else "",
            summary=summary if isinstance(summary, str) else "",
            body=matter.body,
            plain=_plain(matter.body),
            fields=dict(matter.fields),
            summary_line=ContentFile(path="", lines=matter.lines).line_of("summary"),
            body_line=matter.body_line,
        )
    draft = draft_of(markdown, content.reference.vocabularies)
    return _Text(
        title=str(draft.fields.get("title") or ""),
        summary=str(draft.fields.get("summary") or ""),
        body=markdown,
        plain=_plain(markdown),
        fields=dict(draft.fields),
        summary_line=1,
        body_line=1,
    )


def _matter(markdown: str) -> FrontMatter | None:
    try:
        return read_frontmatter(markdown)
    except YamlError:
        return None


def _plain(markdown: str) -> str:
    return "\n".join(f"{section.heading}\n{section.plain}" for section in sections(markdown))


def _tags(value: object) -> tuple[str, ...]:
    return tuple(str(tag) for tag in value) if isinstance(value, list) else ()
