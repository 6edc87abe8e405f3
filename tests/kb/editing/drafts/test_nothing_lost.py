"""Everything in a file is in the draft, in a to-do, or listed as left out: files made at random.

Each file is put together from parts that people's files are made of. Every word of it is one of
its own ("w7q"), and every figure too, so that each can be looked for in what came of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import docx
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.content.read import read_corpus
from kb.editing.drafts.convert import read_file
from kb.editing.drafts.draft import write_draft
from kb.editing.drafts.interpret import draft_of
from kb.model.documents import Kind
from kb.model.vocabulary import Vocabularies
from tests.conftest import FIXTURES, TODAY

KNOWN = ("Background", "What we did", "Results", "Contact", "Cost", "Where", "Summary", "Roles")
_WORD = re.compile(r"w\d+q|\d{4,}")


@cache
def vocabularies() -> Vocabularies:
    """Those of the fixtures."""
    return read_corpus(FIXTURES / "corpus", today=TODAY).vocabularies


class Words:
    """Words and figures that stand nowhere else."""

    def __init__(self) -> None:
        self._next = count(1)

    def word(self) -> str:
        """Return a word of letters."""
        return f"w{next(self._next)}q"

    def figure(self) -> str:
        """Return a figure of four digits that no other holds."""
        return str(3000 + next(self._next))

    def line(self) -> str:
        """Return a few words with a figure."""
        return f"{self.word()} {self.figure()} {self.word()}"


def lost(path: Path, kind: Kind) -> set[str]:
    """Return the words and figures of a file that stand nowhere in what came of it."""
    found = read_file(path)
    draft = draft_of(found.markdown, vocabularies(), kind=kind)
    told = " ".join([write_draft(draft, today=TODAY), *found.left_out, *draft.left_out])
    held = _WORD.findall(path.read_text(encoding="utf-8")) if path.suffix != ".docx" else []
    return {word for word in held if not re.search(rf"(?<![0-9a-z]){word}(?![0-9a-z])", told)}


HTML: dict[str, Callable[[Words], str]] = {
    "heading": lambda w: f"<h2>{w.word()}</h2>",
    "empty": lambda w: f"<h2>{w.word()}</h2><h2>{w.word()}</h2>",
    "deep": lambda w: f"<h4>{w.line()}</h4>",
    "text": lambda w: f"<p>{w.line()}.",
    "bold": lambda w: f"<p><b>{w.word()}</b></p><p>{w.line()}</p>",
    "label": lambda w: f"<p>Where: {w.line()}</p>",
    "roles": lambda w: f"<h2>Roles</h2><p>☐ {w.word()} ☐ {w.word()}</p>",
    "terms": lambda w: (
        f"<dl><dt>Cost</dt><dd>{w.line()}</dd><dt>{w.word()}</dt><dd>{w.word()}</dl>"
    ),
    "list": lambda w: f"<ul><li>{w.line()}<li>{w.line()}<ol><li>{w.word()}</ol></ul>",
    "boxes": lambda w: (
        f"<div><span class=a>{w.figure()}</span><span class=b>{w.word()}</span></div>"
    ),
    "divs": lambda w: f"<div>{w.word()}</div><div>{w.word()}</div>{w.word()}",
    "table": lambda w: (
        f"<table><tr><th>{w.word()}<th>{w.word()}<tr><td rowspan=2>{w.line()}<td>{w.figure()}"
        f"<tr><td><p>{w.word()}<p>{w.figure()}</table>"
    ),
    "layout": lambda w: (
        f"<table><tr><td>Background<td><ul><li>{w.line()}</ul><tr><td>{w.word()}<td>{w.line()}</table>"
    ),
    "labels": lambda w: (
        f"<table><tr><td>Where<td>{w.line()}<tr><td>Cost<td>{w.line()}<tr><td>{w.word()}"
        f"<td>{w.word()}</table>"
    ),
    "results": lambda w: (
        f"<h2>Results</h2><table><tr><th>Finding<th>Value<th>{w.word()}<tr><td>{w.line()}"
        f"<td>{w.figure()}<td>{w.word()}</table>"
    ),
    "hidden": lambda w: f"<p hidden>{w.line()}</p><p>{w.word()} <s>{w.figure()}</s></p>",
    "raised": lambda w: f"<p>{w.word()} {w.figure()}<sup>2</sup></p>",
    "note": lambda w: f"<p>{w.line()}<a href='#n'>1</a></p><ol><li id=n>{w.line()}</ol>",
    "picture": lambda w: (
        f"<figure><img alt='{w.word()}'><figcaption>{w.line()}</figcaption></figure>"
    ),
    "mail": lambda w: f"<p><a href='mailto:{w.word()}@a.example'>{w.word()}</a></p>",
    "aside": lambda w: f"<nav>{w.word()}</nav><aside>{w.word()}</aside>",
    "quote": lambda w: f"<blockquote>&gt; {w.line()}</blockquote><p>&gt; {w.figure()}</p>",
}

MARKDOWN: dict[str, Callable[[Words], str]] = {
    "heading": lambda w: f"## {w.word()}",
    "title": lambda w: f"# {w.word()}",
    "text": lambda w: f"{w.line()}\n{w.line()}",
    "bold": lambda w: f"**{w.word()}**\n{w.line()}",
    "run in": lambda w: f"**Results:** {w.line()}",
    "label": lambda w: f"Where: {w.line()}\nCost: [{w.word()}](https://a.example/{w.word()})",
    "list": lambda w: f"- [ ] {w.word()}\n- {w.line()}",
    "table": lambda w: f"| {w.word()} | {w.word()} |\n| --- | --- |\n| {w.line()} | {w.figure()} |",
    "results": lambda w: f"### Results as data\n\nFinding: {w.line()}\n{w.line()}",
    "roles": lambda w: f"## Roles\n\n- [ ] {w.word()}\n- [ ] {w.word()}",
    "note": lambda w: f"{w.line()}[^a]\n\n[^a]: {w.line()}",
    "picture": lambda w: f"![{w.word()}](x.png)",
    "struck": lambda w: f"{w.word()} ~~{w.figure()}~~ {w.word()}",
    "html": lambda w: f"<div>{w.word()}</div>\n\n{w.word()}<sup>2</sup>",
    "rights": lambda w: f"### Rights and interests\n\n- [x] {w.line()}\n- [ ] {w.line()}",
    "more": lambda w: f"> {w.figure()} {w.word()}",
}

HEADS = (
    lambda w: f"---\ntitle: {w.word()}: {w.word()}\ndate: {w.figure()}\n---\n",
    lambda w: f"---\ntitle: {w.word()}\ntags: [{w.word()}, {w.word()}]\nnow: {w.word()}\n---\n",
    lambda w: (
        f"---\nresults: [{w.word()}]\nauthor:\n  name: {w.word()}\nlocation: {w.line()}\n---\n"
    ),
    lambda w: f"+++\ntitle = {w.word()}\nweight = {w.figure()}\n+++\n",
    lambda _: "",
)


def put_together(
    parts: list[str], made: dict[str, Callable[[Words], str]], words: Words
) -> Iterator[str]:
    """Yield the parts of a file, a known heading before every third."""
    for at, part in enumerate(parts):
        if at % 3 == 2:
            heading = KNOWN[at % len(KNOWN)]
            yield f"<h2>{heading}</h2>" if made is HTML else f"## {heading}"
        yield made[part](words)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.sampled_from(sorted(HTML)), min_size=1, max_size=9), st.sampled_from(list(Kind)[:3])
)
def test_of_a_web_page(parts: list[str], kind: Kind) -> None:
    """Whatever it is put together from, and whatever kind of page it becomes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.html"
        path.write_text("".join(put_together(parts, HTML, Words())), encoding="utf-8")
        assert lost(path, kind) == set()


@settings(deadline=None, max_examples=25)
@given(
    st.sampled_from(HEADS),
    st.lists(st.sampled_from(sorted(MARKDOWN)), min_size=1, max_size=9),
    st.sampled_from(list(Kind)[:3]),
)
def test_of_a_markdown_file(head: Any, parts: list[str], kind: Kind) -> None:
    """Its front matter too, be it foreign or broken."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.md"
        words = Words()
        text = head(words) + "\n\n".join(put_together(parts, MARKDOWN, words))
        path.write_text(text, encoding="utf-8")
        assert lost(path, kind) == set()


@settings(deadline=None, max_examples=8)
@given(
    st.lists(
        st.sampled_from(
            ["heading", "own style", "bold", "text", "hidden", "struck", "raised", "list", "table"]
        ),
        min_size=1,
        max_size=8,
    )
)
def test_of_a_word_document(parts: list[str]) -> None:
    """Hidden and struck-out words are listed, merged cells and raised signs keep their figures."""
    words, made = Words(), docx.Document()
    made.add_paragraph(words.line(), style="Title")
    for part in parts:
        _add(made, part, words)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.docx"
        made.save(str(path))
        held = _WORD.findall(
            " ".join(text.text for text in made.element.iter() if text.tag.endswith("}t"))
        )
        found = read_file(path)
        draft = draft_of(found.markdown, vocabularies())
        told = " ".join([write_draft(draft, today=TODAY), *found.left_out, *draft.left_out])
        assert {
            word for word in held if not re.search(rf"(?<!\w){word}(?![0-9a-z])", told)
        } == set()


def _add(made: Any, part: str, words: Words) -> None:
    if part == "heading":
        made.add_heading(words.word(), 1)
    elif part == "own style":
        made.add_paragraph(words.word(), style="Intense Quote")
    elif part == "list":
        made.add_paragraph(words.line(), style="List Number")
    elif part == "table":
        table = made.add_table(rows=3, cols=3)
        for cell in table._cells:
            cell.text = words.line()
        table.cell(1, 0).merge(table.cell(2, 0))
        table.cell(0, 1).merge(table.cell(0, 2))
    else:
        run = made.add_paragraph(f"{words.word()} ").add_run(words.figure())
        run.bold = part == "bold"
        run.font.hidden = part == "hidden"
        run.font.strike = part == "struck"
        if part == "raised":
            run.add_text("")
            run = made.paragraphs[-1].add_run("7")
            run.font.superscript = True
