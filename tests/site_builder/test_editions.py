"""The site of a local edition says on every page what is local, what is changed, what national."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.model.areas import AreaId
from kb.model.corpus import Corpus
from kb.model.documents import ConceptId, DocId, Fact, Proof, Roadmap, SourceId, Task
from kb.model.editions import Change, Edition
from kb.model.timing import read_timing
from site_builder.build import build_site
from tests.conftest import TODAY
from tests.site_builder.pages.test_all_pages import words

LINE, CIRCLE = DocId("signposting/gp-listening-line"), DocId("casestudies/fenland-peer-circle")

LOCUM, RULES = DocId("roadmaps/locum"), SourceId("fen-rules")


@pytest.fixture(scope="module")
def fens(corpus: Corpus, frontend: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of an edition with a local case study, and an option that it changed."""
    change = Change(field="how_to_start", was="Ring", national="Ring <twice>", now="Ask the hub")
    edition = Edition(
        id="fens",
        name="The Fens & Wash",
        about="For GPs in the Fens.",
        contact="hub@fens.example",
        area=AreaId("the-fens"),
        first=(LINE,),
        colour="#003087",
        logo="logo.png",
        picture=b"\x89PNG",
        local=frozenset({CIRCLE}),
        templates=frozenset({corpus.templates[0].name}),
        changes={LINE: (change,)},
        emphasis={ConceptId("locum"): (ConceptId("returning"),)},
        order={ConceptId("locum"): (ConceptId("first-post"),)},
    )
    corpus = replace(corpus, documents={**corpus.documents, LOCUM: _with_local(corpus)})
    out = tmp_path_factory.mktemp("edition") / "site"
    build_site(replace(corpus, edition=edition), out, today=TODAY, frontend_dir=frontend)
    return out


def _with_local(corpus: Corpus) -> Roadmap:
    """Return a roadmap whose first stop has a task and a fact that are local."""
    road = corpus.documents[LOCUM]
    assert isinstance(road, Roadmap)
    proof = Proof(quote="answers every call within 2 days", source=RULES, place="whole page")
    first = replace(
        road.stops[0],
        tasks=(Task(do="Ask the Fens hub.", at=read_timing("any time"), local=True),),
        facts=(Fact(says="It answers.", as_at="2024-05", proof=proof, local=True),),
    )
    return replace(road, stops=(first, *road.stops[1:]))


def read(site: Path, address: str) -> str:
    """Return the page of an address."""
    return (site / address / "index.html").read_text(encoding="utf-8")


def test_each_page_says_what_it_is(fens: Path) -> None:
    """Local, changed or national, with whom to write to."""
    assert "The Fens & Wash: a local page, written by those" in words(read(fens, CIRCLE))
    assert "The Fens & Wash: a national page, changed here." in words(read(fens, LINE))
    assert "The Fens & Wash: a national page. Lists" in words(read(fens, "toolkit/keep-count"))
    assert 'href="mailto:hub@fens.example"' in read(fens, "glossary")


def test_a_change_shows_both_texts_and_that_the_national_one_moved_on(fens: Path) -> None:
    """As text, whatever stands in it."""
    html = read(fens, LINE)
    assert "Here it says “Ask the hub”." in words(html)
    assert "The national page has changed since: it said “Ring” and now says" in words(html)
    assert "Ring &lt;twice&gt;" in html


def test_lists_mark_what_is_local(fens: Path) -> None:
    """On the home page, which begins with it, and on cards elsewhere."""
    home = words(read(fens, ""))
    assert "Changed for The Fens & Wash" in home
    assert "Local: The Fens & Wash" in home
    assert home.index("For GPs in the Fens.") < home.index("Who are you?")


def test_colour_and_logo_are_files_of_the_site(fens: Path) -> None:
    """Nothing is written into a page, as the policy of the site asks."""
    assert (fens / "assets/edition/colour.css").read_text(encoding="utf-8") == (
        ":root{--app-brand:#003087}\n"
    )
    assert (fens / "assets/edition/logo.png").read_bytes() == b"\x89PNG"
    assert "style=" not in read(fens, "")


def test_local_tasks_and_facts_are_marked_wherever_they_stand(fens: Path) -> None:
    """On the roadmap, on the page of the turn, in the finder, for "My dates", and as data."""
    road = words(read(fens, LOCUM))
    assert "Local: The Fens & Wash Ask the Fens hub." in road
    assert "Local: The Fens & Wash It answers." in road
    assert "The Fens & Wash: a national page, with stops changed here." in road
    assert "stops changed here" not in words(read(fens, "roadmaps/partner"))
    for page in ("moments/first-post", "where-are-you-now/locum/first-post"):
        assert "Local: The Fens & Wash Ask the Fens hub." in words(read(fens, page)), page
    dates = (fens / "assets/plan-data-locum.js").read_text(encoding="utf-8")
    assert "Local: The Fens & Wash" in dates
    plain = (fens / LOCUM / "index.md").read_text(encoding="utf-8")
    assert "Local: The Fens & Wash. Ask the Fens hub." in plain


def test_what_matters_most_here_stands_open(fens: Path, site: Path) -> None:
    """And the page says whose order it is; nationally every stop is folded."""
    html = read(fens, LOCUM)
    assert html.count('<details class="app-stop__fold" open>') == 1
    assert "Matters most in The Fens & Wash" in words(html)
    assert "The edition for The Fens & Wash puts “The first post” first." in words(html)
    assert 'app-stop__fold" open' not in read(site, LOCUM)


def test_sheets_feeds_and_the_gap_map_say_what_is_local(fens: Path, site: Path) -> None:
    """Each in its own way, and none of the national ones."""
    mark = "(Local: The Fens & Wash)"
    for name in ("assets/guide-data.js", "assets/gaps-data.js"):
        assert mark in (fens / name).read_text(encoding="utf-8"), name
        assert mark not in (site / name).read_text(encoding="utf-8"), name
    feed = (fens / "data/feed.json").read_text(encoding="utf-8")
    assert "(The Fens & Wash)" in feed
    assert "Local: The Fens & Wash. " in feed
    assert '<body data-area="the-fens" data-edition="fens">' in read(fens, "plan")


def test_the_national_site_has_nothing_of_it(site: Path) -> None:
    """No mark, no style, no mention of an edition."""
    assert not (site / "assets/edition").exists()
    for page in site.rglob("*.html"):
        assert "app-edition" not in page.read_text(encoding="utf-8"), page


def test_a_template_of_the_edition_says_whose_it_is(fens: Path, corpus: Corpus) -> None:
    """On the page and in its files; national ones say nothing new."""
    own, *others = corpus.templates
    html = (fens / "plan-support/templates/index.html").read_text(encoding="utf-8")
    assert html.count("Local: The Fens &amp; Wash</p>") == 1
    folder = fens / "plan-support/templates"
    text = (folder / f"{own.name}.md").read_text(encoding="utf-8")
    assert "The questions are theirs." in text
    assert "Keeping GPs in practice" not in text
    assert all("Fens & Wash" not in (folder / f"{one.name}.md").read_text() for one in others)
