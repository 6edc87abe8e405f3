"""What the pages of the roads show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kb.model.corpus import Corpus
from kb.model.documents import DocId, Roadmap, Status
from site_builder.build import build_site
from site_builder.model.site_content import SiteContent
from site_builder.pages.roadmap_pages import moment_context, roadmap_context
from site_builder.views.page_text import PageText
from tests.conftest import TODAY
from tests.site_builder.pages.test_all_pages import words

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


def with_closed_line(corpus: Corpus) -> SiteContent:
    """Return the invented content with the line closed, and a stop of a road that leads to it."""
    line = corpus.documents[DocId("signposting/gp-listening-line")]
    instead = (DocId("signposting/regional-coaching-offer"), DocId("signposting/wolds-fellowship"))
    closed = replace(line, now=replace(line.now, status=Status.CLOSED, instead=instead))
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
    return SiteContent(replace(corpus, documents=documents))


def titles(cards: object) -> list[str]:
    """Return the titles of cards."""
    return [card.title for card in cards]  # type: ignore[attr-defined]


def test_what_is_closed_stands_apart_with_what_took_its_place(corpus: Corpus) -> None:
    """At a turn, at a stop and among the options of a road; never with what is offered."""
    content = with_closed_line(corpus)
    locum = content.get(DocId("roadmaps/locum"))
    assert isinstance(locum, Roadmap)
    road = roadmap_context(content, locum, PageText(content, "/roadmaps/locum/"))
    stop = next(s for s in road["stops"] if s.moment.id == LEAVING)  # type: ignore[attr-defined]
    turn = moment_context(content, content.vocabulary("moments").get(LEAVING))
    for options, closed in (
        (stop.options, stop.closed),
        (road["options"], road["closed"]),
        (turn["options"], turn["closed"]),
    ):
        assert titles(closed) == ["GP listening line"]
        assert "GP listening line" not in titles(options)
        assert "Regional coaching offer" in titles(options)
        assert closed[0].instead == (  # type: ignore[index]
            ("Regional coaching offer", "/signposting/regional-coaching-offer/"),
            ("Wolds fellowship", ""),
        )


def test_a_page_says_what_is_no_longer_offered_and_leads_on(
    corpus: Corpus, tmp_path: Path, frontend: Path
) -> None:
    """In words, under the options that run."""
    out = tmp_path / "site"
    build_site(with_closed_line(corpus).corpus, out, today=TODAY, frontend_dir=frontend)
    text = words((out / "roadmaps" / "locum" / "index.html").read_text("utf-8"))
    assert "No longer offered: GP listening line NHS Fens Closed as at 4 March 2024" in text
    assert "Instead: Regional coaching offer or Wolds fellowship (page being written)" in text


def test_a_road_gathers_its_options_and_stories_once(content: SiteContent) -> None:
    """What most stops lead to comes first; what is not confirmed after what runs."""
    partner = content.get(DocId("roadmaps/partner"))
    assert isinstance(partner, Roadmap)
    found = roadmap_context(content, partner, PageText(content, "/roadmaps/partner/"))
    assert titles(found["options"]) == [
        "GP listening line",
        "Wolds fellowship",
        "Regional coaching offer",
    ]
    assert titles(found["stories"])[0] == "Fenland & Wash peer circle"
    assert len(titles(found["stories"])) == 2


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
