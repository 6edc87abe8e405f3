"""What a pull request changes: pages, tags, results, evidence, near-duplicates, search quality.

Two states of the content are compared as plain data, so that a state with faults can be compared
too. The words come from the pull request and are not trusted: they are escaped for Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kb.content.read_leniently import ReadableContent
from kb.editing.suggest.similar import near_duplicates
from kb.model.documents import CaseStudy, DocId, Document
from kb.model.evidence import leading
from kb.model.fields import TAG_KEYS
from kb.text.shorten import shorten

_TEXTS = ("title", "summary")
_MOST = 60
"""Pages that a comment describes one by one; a longer one is cut by the hosting site."""
_SHORT = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class PageChange:
    """One page that is new, changed or gone, with what changed in words."""

    id: DocId
    title: str
    state: str
    """``new``, ``changed`` or ``gone``."""
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """All that changed between two states of the content."""

    pages: tuple[PageChange, ...]
    unreadable: tuple[str, ...]
    """Pages that have faults now and could not be compared."""
    duplicates: tuple[tuple[DocId, DocId, float], ...]
    """Pairs of pages that are much alike, one of them new or changed."""
    search: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)
    """nDCG@10 before and after, by mode; empty if it was not measured."""

    def as_dict(self) -> dict[str, object]:
        """The object of ``kb changes --json``."""
        return {
            "pages": [
                {"id": p.id, "title": p.title, "state": p.state, "details": list(p.details)}
                for p in self.pages
            ],
            "unreadable": list(self.unreadable),
            "near_duplicates": [
                {"a": a, "b": b, "likeness": round(likeness, 3)}
                for a, b, likeness in self.duplicates
            ],
            "search": {
                mode: {"before": before, "after": after}
                for mode, (before, after) in self.search.items()
            },
        }


def compare(
    before: ReadableContent,
    after: ReadableContent,
    *,
    search_before: Mapping[str, float] | None = None,
    search_after: Mapping[str, float] | None = None,
) -> Changes:
    """Return what changed from one state of the content to another.

    Args:
        before: the state that the pull request starts from.
        after: the state with it.
        search_before: nDCG@10 by mode, if it was measured.
        search_after: the same with the pull request.
    """
    pages = tuple(_pages(before.documents, after.documents, after.left_out))
    touched = {page.id for page in pages if page.state != "gone"}
    duplicates = tuple(
        pair
        for pair in near_duplicates(list(after.documents.values()))
        if pair[0] in touched or pair[1] in touched
    )
    first, second = search_before or {}, search_after or {}
    return Changes(
        pages=pages,
        unreadable=after.left_out,
        duplicates=duplicates,
        search={mode: (first.get(mode), second.get(mode)) for mode in {**first, **second}},
    )


def _pages(
    before: Mapping[DocId, Document], after: Mapping[DocId, Document], left_out: Sequence[str]
) -> Iterator[PageChange]:
    faulty = {DocId(re.sub(r"^[^/]*/|\.md$", "", path)) for path in left_out}
    for doc_id in sorted({*before, *after}):
        old, new = before.get(doc_id), after.get(doc_id)
        if new is None and old is not None and doc_id not in faulty:
            yield PageChange(id=doc_id, title=old.title, state="gone")
        elif new is not None and old is None:
            yield PageChange(id=doc_id, title=new.title, state="new", details=_first_look(new))
        elif new is not None and old is not None and new != old:
            details = tuple(_differences(old, new))
            yield PageChange(id=doc_id, title=new.title, state="changed", details=details)


def _first_look(page: Document) -> tuple[str, ...]:
    found = [page.summary]
    found += [
        f"{_name(name)}: {', '.join(page.tags(name))}" for name in TAG_KEYS if page.tags(name)
    ]
    if isinstance(page, CaseStudy):
        grade = leading(page.results)[1]
        found.append(f"{len(page.results)} results; evidence {grade.level}, {grade.name}")
    return tuple(found)


def _differences(old: Document, new: Document) -> Iterator[str]:
    for name in _TEXTS:
        if getattr(old, name) != getattr(new, name):
            was, now = (shorten(getattr(page, name), _SHORT) for page in (old, new))
            yield f"{name}: {was} → {now}"
    for name in TAG_KEYS:
        yield from _set_change(_name(name), getattr(old, name), getattr(new, name))
    if isinstance(old, CaseStudy) and isinstance(new, CaseStudy):
        yield from _result_changes(old, new)
    if old.now != new.now:
        status = (
            "" if old.now.status is new.now.status else f" ({old.now.status} → {new.now.status})"
        )
        yield f"where it stands now{status}, checked {new.now.checked}"
    if old.sources != new.sources:
        yield from _set_change(
            "sources", [ref.source for ref in old.sources], [ref.source for ref in new.sources]
        )
    if old.body != new.body:
        yield f"text: {_lines_changed(old.body, new.body)}"
    if old.reviewed != new.reviewed:
        yield f"reviewed: {old.reviewed} → {new.reviewed}"


def _result_changes(old: CaseStudy, new: CaseStudy) -> Iterator[str]:
    quotes = {result.quote for result in old.results}
    for result in new.results:
        if result not in old.results:
            done = "changed" if result.quote in quotes else "added"
            yield f"result {done}: {shorten(result.finding, _SHORT)}"
    for result in old.results:
        if all(result.quote != other.quote for other in new.results):
            yield f"result taken out: {shorten(result.finding, _SHORT)}"
    was, now = leading(old.results)[1], leading(new.results)[1]
    if was.level != now.level:
        yield f"evidence: {was.level}, {was.name} → {now.level}, {now.name}"


def _set_change(name: str, old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    added = [item for item in new if item not in old]
    removed = [item for item in old if item not in new]
    if added or removed:
        signs = [f"+ {item}" for item in added] + [f"− {item}" for item in removed]
        yield f"{name}: {', '.join(signs)}"


def _lines_changed(old: str, new: str) -> str:
    before, after = set(old.split("\n")), set(new.split("\n"))
    added = sum(line not in before for line in new.split("\n"))
    removed = sum(line not in after for line in old.split("\n"))
    return f"lines added or changed {added}, taken out or changed {removed}"


def _name(field_name: str) -> str:
    return field_name.replace("_", " ")


def as_comment(changes: Changes) -> str:
    """Return changes as the Markdown of a comment; words of the pull request are escaped."""
    parts = ["## What this changes"]
    if not changes.pages and not changes.unreadable:
        parts.append("No page changes.")
    for page in changes.pages[:_MOST]:
        mark = {"new": "New", "changed": "Changed", "gone": "Gone"}[page.state]
        lines = [f"**{mark}: {escape(page.title)}** (`{page.id}`)"]
        lines += [f"- {escape(detail)}" for detail in page.details]
        parts.append("\n".join(lines))
    if len(changes.pages) > _MOST:
        parts.append(f"And {len(changes.pages) - _MOST} more pages.")
    if changes.unreadable:
        names = "\n".join(f"- `{path.replace('`', '')}`" for path in changes.unreadable)
        parts.append(f"### Not compared, since `kb check` finds faults\n\n{names}")
    if changes.duplicates:
        pairs = "\n".join(
            f"- `{a}` and `{b}`, {likeness:.2f}: link or merge?"
            for a, b, likeness in changes.duplicates
        )
        parts.append(f"### Much alike\n\n{pairs}")
    if changes.search:
        parts.append(_search_table(changes.search))
    return "\n\n".join(parts) + "\n"


def _search_table(search: Mapping[str, tuple[float | None, float | None]]) -> str:
    rows = ["### Search quality (nDCG@10)", "", "| mode | before | after |", "| --- | --- | --- |"]
    for mode, (before, after) in search.items():
        rows.append(f"| {escape(mode)} | {_figure(before)} | {_figure(after)} |")
    return "\n".join(rows)


def _figure(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.3f}"


def escape(text: str) -> str:
    """Return text so that Markdown shows it as typed: no markup, mention, link or issue number."""
    plain = " ".join(text.split())
    plain = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    plain = re.sub(r"([\\`*_{}\[\]()#!|~$])", r"\\\1", plain)
    return re.sub(r"([@#:])(?=\w|/)", "\\1\u200b", plain)
