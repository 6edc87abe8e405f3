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
    assert "Questions to discuss What would you drop first? Who needs to know?" in text
    assert "GP partner Write down what you would drop first." in text
    assert "Count your sessions." in text
    assert 'href="../../roadmaps/partner/index.html#going-part-time"' in html
    assert 'href="../../sheet/locum/going-part-time/index.html"' in html


def test_a_turn_gathers_what_all_roads_lead_to(read_page: Read) -> None:
    """Options with their status, then stories; each once."""
    text = words(read_page(f"moments/{LEAVING}"))
    options = text[text.index("Who can help") : text.index("What others did")]
    running, others = options.split("closed or not confirmed")
    assert "GP listening line" in running
    assert "Wolds fellowship (page being written)" in others
    stories = text[text.index("What others did") : text.index("Other career turning points")]
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
    """At a turn and at a stop of a road; never with what is offered."""
    content = with_closed_line(corpus)
    locum = content.get(DocId("roadmaps/locum"))
    assert isinstance(locum, Roadmap)
    road = roadmap_context(content, locum, PageText(content, "/roadmaps/locum/"))
    stop = next(s for s in road["stops"] if s.moment.id == LEAVING)  # type: ignore[attr-defined]
    turn = moment_context(content, content.vocabulary("moments").get(LEAVING))
    for options, others in ((stop.options, stop.others), (turn["options"], turn["others"])):
        assert "GP listening line" in titles(others)
        assert "GP listening line" not in titles(options)
        closed = next(card for card in others if card.title == "GP listening line")  # type: ignore[attr-defined]
        assert closed.instead == (
            ("Regional coaching offer", "/signposting/regional-coaching-offer/"),
            ("Wolds fellowship", ""),
        )


def test_a_page_says_what_is_no_longer_offered_and_leads_on(
    corpus: Corpus, tmp_path: Path, frontend: Path
) -> None:
    """In words, folded under the options that run."""
    out = tmp_path / "site"
    build_site(with_closed_line(corpus).corpus, out, today=TODAY, frontend_dir=frontend)
    text = words((out / "roadmaps" / "locum" / "index.html").read_text("utf-8"))
    assert (
        "GP listening line: closed, as of 4 March 2024, checked May 2024. Instead: Regional "
        "coaching offer or Wolds fellowship (page being written)" in text
    )


def test_a_stop_says_what_to_do_by_when_and_what_to_know(read_page: Read) -> None:
    """In order, with whom, why, and a link to the page it rests on."""
    html = read_page("roadmaps/locum")
    stop = html[html.index(f'id="{LEAVING}"') : html.index('id="returning"')]
    text = words(stop)
    order = ["To do, by when", "What to know", "Who can help", "This week:"]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)
    assert (
        "6 months before your last day Tell the board that you are leaving. The board needs "
        "notice of 6 months. With your practice manager. See GP listening line. NHS Fens, "
        "May 2024 (opens another site)" in text
    )
    assert "Any time Talk to somebody outside the practice." in text
    assert "The listening line answers within 2 days. May 2024, NHS Fens" in text
    assert 'href="https://fens.example/rules" rel="noreferrer"' in stop
    assert f'href="../../plan/index.html#stop=locum/{LEAVING}"' in stop


def test_a_story_is_told_with_its_leading_finding_and_the_grade_of_that(read_page: Read) -> None:
    """In one line; one without a result says so."""
    text = words(read_page("roadmaps/partner"))
    assert "Fenland & Wash peer circle. The group worked nine more sessions a week" in text
    assert "by the end of the year than before it began. Evidence 3 of 5" in text


def test_what_every_road_has_stands_once_on_the_page_of_the_turn(read_page: Read) -> None:
    """For every GP; what one role alone has stands with that role."""
    html = read_page(f"moments/{LEAVING}")
    assert html.count("Tell the board that you are leaving.") == 1
    text = words(html)
    shared = text[text.index("To do, by when") : text.index("One thing to do this week")]
    assert "Tell the board that you are leaving." in shared
    assert "The listening line answers within 2 days." in shared


def test_the_finder_shows_what_to_do_at_a_stop(read_page: Read) -> None:
    """The same tasks and facts as the road, with a way to their dates."""
    html = read_page(f"where-are-you-now/locum/{LEAVING}")
    text = words(html)
    assert "6 months before your last day Tell the board that you are leaving." in text
    assert "The listening line answers within 2 days." in text
    assert f"plan/index.html#stop=locum/{LEAVING}" in html


def at_any_time(corpus: Corpus) -> Corpus:
    """Return the invented content with leaving as a turn that can come at any time."""
    turns = corpus.vocabularies["moments"]
    free = tuple(replace(turn, any_time=turn.id == LEAVING) for turn in turns)
    return replace(
        corpus, vocabularies={**corpus.vocabularies, "moments": replace(turns, concepts=free)}
    )


def test_a_turn_that_can_come_at_any_time_stands_apart_with_urgent_help_in_sight(
    corpus: Corpus, tmp_path: Path, frontend: Path
) -> None:
    """After the stops of the road; the numbers are outside what is folded."""
    out = tmp_path / "site"
    build_site(at_any_time(corpus), out, today=TODAY, frontend_dir=frontend)
    html = (out / "roadmaps" / "locum" / "index.html").read_text("utf-8")
    apart = html.index("At any time</h2>")
    assert html.index('id="returning"') < apart < html.index(f'id="{LEAVING}"')
    stop = html[html.index(f'id="{LEAVING}"') :]
    stop = stop[: stop.index("My dates</h2>")]
    assert "116 123" in stop[stop.rindex("</details>") :]
    assert "If you are in distress or danger now" not in html[: html.index(f'id="{LEAVING}"')]


def test_a_turn_where_a_road_leads_to_urgent_help_first_opens_with_it(read_page: Read) -> None:
    """And others do not."""
    assert "If you are in distress or danger now" in read_page(f"moments/{LEAVING}")
    assert "If you are in distress or danger now" not in read_page("moments/wanting-variety")


def test_a_road_opens_with_its_stops_and_names_every_change(read_page: Read) -> None:
    """Each stop folded, before anything else; a road that is not yet written has no link."""
    html = read_page("roadmaps/partner")
    main = html[html.index('<div class="app-document__main">') :]
    assert main.index("Where are you on this roadmap?") < main.index("About this roadmap")
    assert main.index('id="first-post"') < main.index("About this roadmap")
    assert main.count('<details class="app-stop__fold">') == main.count('<li class="app-stop')
    assert "<details open" not in main
    assert 'href="../locum/index.html#first-post"' in html
    assert "roadmaps/registrar" not in html
    assert "(page being written)" in words(html)
