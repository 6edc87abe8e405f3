"""A site with kept pages is, byte for byte, the site without."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from kb.content import kept as kept_module
from kb.content.kept import Kept
from kb.content.read import read_corpus
from kb.model.problems import BuildError
from kb.text import markdown
from kb.text.markdown import outlines_kept
from site_builder.build import build_site
from site_builder.editors.pages import Editors
from site_builder.hosting import Hosting
from site_builder.model.known import Known
from site_builder.model.page import Page
from site_builder.render import render as module
from site_builder.render.render import Core, Renderer, SharedPages
from site_builder.tools import templates_page
from site_builder.views import page_text
from tests.conftest import TODAY, Tree
from tests.site_builder.conftest import tree_bytes

STUDY = "casestudies/ely-listening-line.md"
OTHER = "signposting/regional-coaching-offer"
TO_FILL_IN = "templates/circle-questions.md"


@dataclass(slots=True)
class Bench:
    """Content, templates and settings, to build from again and again."""

    tree: Tree
    frontend: Path
    templates: Path
    patch: pytest.MonkeyPatch
    settings: dict[str, Any] = field(default_factory=lambda: {"today": TODAY})
    read: Kept = field(default_factory=Kept)

    def build(self, kept: Kept | None) -> dict[str, bytes]:
        """Return every file of the site."""
        out = self.tree.root.parent / "site"
        corpus = read_corpus(self.tree.root, today=self.settings["today"], kept=self.read)
        shared = None if kept is None else SharedPages(kept)
        with outlines_kept(shared.known if shared else Known()):
            build_site(corpus, out, frontend_dir=self.frontend, shared=shared, **self.settings)
        if shared:
            shared.save()
        return tree_bytes(out)

    def forget(self) -> None:
        """Let go of what this process remembers, as if the next build were another command."""
        page_text._bodies.clear()
        module._rendered.clear()
        templates_page._word_file.cache_clear()
        markdown._outline.cache_clear()

    def edit_template(self, name: str, old: str, new: str) -> None:
        """Replace a text that stands in a template."""
        text = (self.templates / name).read_text(encoding="utf-8")
        assert old in text
        (self.templates / name).write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def bench(tree: Tree, frontend: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """A copy of the invented content and of the templates."""
    templates = tmp_path / "templates"
    shutil.copytree(module._TEMPLATES, templates)
    monkeypatch.setattr(module, "_TEMPLATES", templates)
    return Bench(tree, frontend, templates, monkeypatch)


CHANGES: dict[str, Callable[[Bench], object]] = {
    "a page": lambda b: b.tree.replace(STUDY, "## ", "A new first line.\n\n## "),
    "a title": lambda b: b.tree.replace(STUDY, "title: ", "title: Another "),
    "a label": lambda b: b.tree.replace("vocabularies/needs.yaml", "label: ", "label: My "),
    "a term": lambda b: b.tree.replace("glossary.yaml", "means: ", "means: It is "),
    "a source": lambda b: b.tree.replace("bibliography.yaml", 'title: "', 'title: "The '),
    "a template": lambda b: b.edit_template("base.jinja", "Skip to main", "Go to the main"),
    "an included template": lambda b: b.edit_template("header.jinja", "<", "<!-- x --><"),
    "macros": lambda b: b.edit_template("macros.jinja", "class=", 'data-x="1" class='),
    "the address": lambda b: b.settings.update(base_url="https://example.org/gps"),
    "the date": lambda b: b.settings.update(today=date(2031, 6, 1)),
    "an editor's address": lambda b: b.settings.update(
        editors=Editors(hosting=Hosting(repository="https://a.org/b"), today=TODAY)
    ),
    "search": lambda b: b.settings.update(search_data={"core.js": b"x"}),
    "a label of the form": lambda b: b.tree.replace(
        "vocabularies/interventions.yaml", "label: ", "label: Any "
    ),
    "a page that the form compares with": lambda b: b.tree.replace(
        STUDY, "summary: ", "summary: So "
    ),
    "a template to fill in": lambda b: b.tree.replace(TO_FILL_IN, "\n## ", "\n## Your "),
    "a link": lambda b: b.tree.replace(STUDY, "A new first line.", f"See [it]({OTHER})."),
}


@pytest.mark.parametrize("in_memory", [True, False])
def test_the_site_is_the_same_after_any_change(
    bench: Bench, tmp_path: Path, in_memory: bool
) -> None:
    """One change after the other: every byte is what a build without kept pages writes.

    In memory, as `kb serve` keeps them, a few kinds of change are tried.
    """
    path = None if in_memory else tmp_path / "pages.bin"
    kept = Kept(path)
    before = bench.build(kept)
    for name in ("a page", "a template", "the date") if in_memory else CHANGES:
        CHANGES[name](bench)
        if not in_memory:
            bench.forget()
        after = bench.build(kept if in_memory else Kept(path))
        assert after != before, name
        if not in_memory:
            bench.forget()
        assert after == bench.build(None), name
        before = after


def test_pages_are_found_again(bench: Bench, tmp_path: Path) -> None:
    """All of them if nothing changed, and most if one page did: else nothing was gained."""
    path = tmp_path / "pages.bin"
    bench.build(Kept(path))
    rendered: list[str] = []
    keep = SharedPages.keep

    def counted(self: SharedPages, given: str, html: str, core: Core) -> None:
        rendered.append(html)
        keep(self, given, html, core)

    bench.patch.setattr(SharedPages, "keep", counted)
    first = bench.build(Kept(path))
    assert rendered == []
    bench.tree.replace(STUDY, "## ", "A new first line.\n\n## ")
    bench.build(Kept(path))
    assert any("A new first line." in html for html in rendered)
    assert len(rendered) < len([name for name in first if name.endswith(".html")]) / 3


def test_search_that_comes_or_goes_changes_few_pages(bench: Bench) -> None:
    """Those whose templates ask for it, or lead to one that does; all others are found."""
    kept = Kept()
    bench.build(kept)
    rendered: list[str] = []
    render = Renderer._rendered

    def counted(self: Renderer, page: Page, data: Markup) -> str:
        rendered.append(page.template)
        return render(self, page, data)

    bench.patch.setattr(Renderer, "_rendered", counted)
    bench.settings["search_data"] = {"core.js": b"x"}
    site = bench.build(kept)
    assert {"search.jinja", "home.jinja"} <= set(rendered)
    assert not {"casestudy.jinja", "option.jinja"} & set(rendered)
    assert site == bench.build(None)


def test_templates_that_ask_are_found_through_all_that_they_lead_to() -> None:
    """And one that leads to whatever it is told counts as asking."""
    templates = {
        "a.jinja": "{{ x.told }}",
        "b.jinja": '{% from "a.jinja" import y %}',
        "c.jinja": "{%- extends 'b.jinja' %}",
        "d.jinja": "{% include named %}",
        "e.jinja": '{% include "f.jinja" %}',
        "f.jinja": "text",
    }
    assert module._asking(templates, "told") == {"a.jinja", "b.jinja", "c.jinja", "d.jinja"}


def test_another_program_renders_anew(bench: Bench, tmp_path: Path) -> None:
    """What an older one rendered is not shown, nor what came from other packages."""
    path = tmp_path / "pages.bin"
    bench.build(Kept(path))
    bench.patch.setattr(kept_module, "code_version", lambda *names: f"another {names}")
    bench.patch.setattr(module, "CSP", "default-src 'none'")  # the code that changed
    assert bench.build(Kept(path)) == bench.build(None)
    assert Kept().key("x") != Kept(packages=("site_builder",)).key("x")


@pytest.mark.parametrize("at", [0, 40, -1])
def test_damaged_pages_are_said_and_rendered_again(bench: Bench, tmp_path: Path, at: int) -> None:
    """Wherever a bit has flipped, and only once."""
    path = tmp_path / "pages.bin"
    whole = bench.build(Kept(path))
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    said: list[str] = []
    assert bench.build(Kept(path, say=said.append)) == whole
    assert said == [f"{path}: damaged: what it kept is worked out again"]
    assert bench.build(Kept(path, say=said.append)) == whole
    assert len(said) == 1


def test_every_page_is_made_of_data_alone(bench: Bench) -> None:
    """A value that is none would be rendered each time, unnoticed."""
    told: list[str] = []
    given = Renderer._given

    def noted(self: Renderer, page: Page, data: Markup) -> str:
        told.append(given(self, page, data))
        return told[-1]

    bench.patch.setattr(Renderer, "_given", noted)
    bench.settings["editors"] = Editors(hosting=Hosting(repository="https://a.org/b"), today=TODAY)
    bench.build(Kept())
    assert told
    assert all(told)
    assert len(set(told)) == len(told)


@pytest.mark.posix
def test_any_number_of_processes_writes_the_same_site(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page is rendered once, by one of them; what they keep serves the next build."""
    rendered: list[str] = []
    render = module.Renderer._rendered

    def counted(self: module.Renderer, page: Page, data: Markup) -> str:
        rendered.append(page.url)
        return render(self, page, data)

    monkeypatch.setattr(module.Renderer, "_rendered", counted)
    bench.settings["jobs"] = 1
    alone = bench.build(Kept(tmp_path / "one.bin"))
    assert len(rendered) > 20
    for jobs in (2, 3):
        rendered.clear()
        bench.forget()
        bench.settings["jobs"] = jobs
        path = tmp_path / f"{jobs}.bin"
        assert bench.build(Kept(path)) == alone
        assert rendered == []
        bench.settings["jobs"] = 1
        assert bench.build(Kept(path)) == alone
        assert rendered == []


@pytest.mark.posix
def test_a_fault_is_told_the_same_by_any_number(bench: Bench) -> None:
    """What fails in another process fails where the page is asked for."""
    bench.edit_template("casestudy.jinja", "{%", "{{ no_such_name }}{%")
    told = []
    for jobs in (1, 2):
        bench.settings["jobs"] = jobs
        with pytest.raises(BuildError) as raised:
            bench.build(Kept())
        told.append(str(raised.value))
    assert told[0] == told[1]
    assert "no_such_name" in told[0]
