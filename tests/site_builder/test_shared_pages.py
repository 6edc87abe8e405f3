"""Sites of one run share what is the same, and each is what it would be alone, byte for byte."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.model.areas import AreaId
from kb.model.corpus import Corpus
from kb.model.documents import DocId, SignpostingOption
from kb.model.editions import Edition
from site_builder.build import build_site
from site_builder.model.site_content import SiteContent
from site_builder.pages.all_pages import all_pages
from site_builder.render.render import Renderer, SharedPages
from tests.conftest import TODAY
from tests.site_builder.conftest import tree_bytes

LINE = DocId("signposting/gp-listening-line")


def editions(corpus: Corpus) -> dict[str, Corpus]:
    """Return the national content, and two editions, of which one changed a page."""
    line = corpus.documents[LINE]
    assert isinstance(line, SignpostingOption)
    changed = replace(line, how_to_start="Ask the Fens hub first")
    fens = Edition(
        id="fens",
        name="The Fens & Wash",
        about="For the Fens.",
        contact="hub@fens.example",
        area=AreaId("the-fens"),
        first=(LINE,),
        colour="#003087",
        changes={},
    )
    marsh = replace(fens, id="marsh", name="Marsh", colour="", area=AreaId("marsh-and-wolds"))
    return {
        "national": corpus,
        "fens": replace(corpus, edition=fens, documents={**corpus.documents, LINE: changed}),
        "marsh": replace(corpus, edition=marsh),
    }


@pytest.mark.parametrize("order", [("national", "fens", "marsh"), ("marsh", "fens", "national")])
def test_each_site_is_what_it_would_be_alone(
    corpus: Corpus, frontend: Path, tmp_path: Path, order: tuple[str, ...]
) -> None:
    """Whichever comes first, nothing of one is in another."""
    found, shared = editions(corpus), SharedPages()
    for name in order:
        together, alone = tmp_path / f"{name}-together", tmp_path / f"{name}-alone"
        build_site(found[name], together, today=TODAY, frontend_dir=frontend, shared=shared)
        build_site(found[name], alone, today=TODAY, frontend_dir=frontend)
        assert tree_bytes(together) == tree_bytes(alone), name
    files = tree_bytes(tmp_path / "national-together")
    national = b"".join(text for name, text in files.items() if str(name).endswith(".html"))
    for word in (b"The Fens &amp; Wash", b"Ask the Fens hub first", b"data-edition"):
        assert word not in national


def test_only_what_differs_is_rendered_again(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of an edition that changed nothing the home page alone, which begins with it."""
    found, shared, rendered = editions(corpus), SharedPages(), []
    real = Renderer._rendered

    def counted(self: Renderer, page: object, data: object) -> str:
        rendered.append(page.url)  # type: ignore[attr-defined]
        return real(self, page, data)  # type: ignore[arg-type]

    monkeypatch.setattr(Renderer, "_rendered", counted)
    for name in ("national", "marsh", "fens"):
        rendered.clear()
        content = SiteContent(found[name], today=TODAY)
        renderer = Renderer(content, base_url="", shared=shared)
        pages = all_pages(content, related={}, today=TODAY)
        for page in pages:
            renderer.render(page)
        if name == "national":
            assert len(rendered) == len(pages)
        if name == "marsh":
            assert rendered == ["/"]
    assert f"/{LINE}/" in rendered
    assert len(rendered) < len(pages) / 2
