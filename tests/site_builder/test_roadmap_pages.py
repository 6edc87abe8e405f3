"""What the pages of the roads show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kb.corpus import Corpus
from kb.model import DocId, Roadmap, Status
from site_builder.library import Library
from site_builder.roadmap_pages import moment_context
from tests.site_builder.test_pages import words

Read = Callable[[str], str]
LEAVING = "thinking-of-leaving"


def test_a_turn_shows_questions_and_next_steps_of_every_role(read_page: Read) -> None:
    """With the stop on each road and the sheet to hand over."""
    html = read_page("moments/going-part-time")
    text = words(html)
    assert "Questions to talk over What would you drop first? Who needs to know?" in text
    assert "GP partner Write down what you would drop first." in text
    assert "Count your sessions." in text
    assert 'href="../../roadmaps/partner/index.html#going-part-time"' in html
    assert 'href="../../sheet/locum/going-part-time/index.html"' in html


def test_a_turn_gathers_what_all_roads_lead_to(read_page: Read) -> None:
    """Options with their status, then stories; each once."""
    text = words(read_page(f"moments/{LEAVING}"))
    options = text[text.index("Support to ask for") : text.index("What others did")]
    assert "GP listening line" in options
    assert "Wolds fellowship (page being written)" in options
    assert "Open" in options
    stories = text[text.index("What others did") : text.index("Other turns of a career")]
    assert stories.count("Fenland & Wash peer circle") == 1


def test_what_is_closed_comes_last(corpus: Corpus) -> None:
    """Whatever the roads name first."""
    line = corpus.documents[DocId("signposting/gp-listening-line")]
    closed = replace(line, now=replace(line.now, status=Status.CLOSED))
    documents = {**corpus.documents, line.id: closed}
    locum = documents[DocId("roadmaps/locum")]
    assert isinstance(locum, Roadmap)
    stops = tuple(
        replace(stop, leads_to=(line.id, DocId("signposting/regional-coaching-offer")))
        if stop.moment == LEAVING
        else stop
        for stop in locum.stops
    )
    documents[locum.id] = replace(locum, stops=stops)
    library = Library(replace(corpus, documents=documents))
    found = moment_context(library, library.vocabulary("moments").get(LEAVING))["options"]
    titles = [card.title for card in found]  # type: ignore[attr-defined]
    assert titles[-1] == "GP listening line"
    assert "Regional coaching offer" in titles


def test_a_turn_where_a_road_leads_to_urgent_help_first_opens_with_it(read_page: Read) -> None:
    """And others do not."""
    assert "If you are in distress or danger now" in read_page(f"moments/{LEAVING}")
    assert "If you are in distress or danger now" not in read_page("moments/wanting-variety")


def test_the_map_and_the_list_of_a_road_name_every_stop_and_change(read_page: Read) -> None:
    """A road that is not yet written is named without a link."""
    html = read_page("roadmaps/partner")
    drawing = html[html.index('<svg class="app-map"') : html.index("</svg>", html.index("app-map"))]
    for anchor in ("#first-post", f"#{LEAVING}", "#last-five-years"):
        assert f'href="{anchor}"' in drawing
    assert 'href="../locum/index.html#first-post"' in drawing
    assert "roadmaps/registrar" not in html
    assert "(page being written)" in words(html)
    assert "style=" not in drawing
