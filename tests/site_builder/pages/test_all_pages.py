"""What the pages of each kind show."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from markupsafe import Markup

from kb.model.corpus import Corpus
from kb.model.documents import CaseStudy, DocId, SignpostingOption, SourceId
from site_builder.model.site_content import SiteContent
from site_builder.pages.all_pages import all_pages
from site_builder.pages.list_pages import concept_context
from site_builder.render.render import Renderer

Read = Callable[[str], str]


def words(html: str) -> str:
    """Return the text of a page, white space folded, data blocks left out."""
    html = re.sub(r"<script.*?</script>", " ", html, flags=re.DOTALL)
    return re.sub(
        r"\s+", " ", Markup(re.sub(r"</(?:p|dt|dd|li|t[hd]|h\d)>", " ", html)).striptags()
    )


def test_every_document_and_concept_has_a_page_and_every_list_too(
    site: Path, corpus: Corpus
) -> None:
    """At its permalink."""
    folders = {
        "career_stages": "stages",
        "levels": "levels",
        "interventions": "interventions",
        "outcomes": "outcomes",
        "needs": "needs",
        "moments": "moments",
    }
    wanted = [str(document) for document in corpus.documents]
    for vocabulary, folder in folders.items():
        wanted += [f"{folder}/{concept}" for concept in corpus.vocabularies[vocabulary].ids]
        wanted.append(folder)
    wanted += ["casestudies", "signposting", "toolkit", "roadmaps", "search", "glossary"]
    wanted += ["sources", "evidence", "accessibility", "privacy", "urgent-help", "."]
    missing = [address for address in wanted if not (site / address / "index.html").is_file()]
    assert missing == []
    assert (site / "404.html").is_file()


def test_a_case_study_stands_in_the_order_a_reader_needs(read_page: Read) -> None:
    """Title, date, three lines, situations, sections, context, where it stands, what next."""
    text = words(read_page("casestudies/fenland-peer-circle"))
    order = [
        "Fenland & Wash peer circle Running in 2018 England. Not confirmed since 2018; we looked",
        "for something newer on 1 May 2024 (the editors).",
        "Fenland",
        "The problem Older doctors",
        "What they did In the Fens",
        "What changed The group worked nine more",
        "What it took Cost £250 to each GP for each meeting Paid by Not stated Each GP was paid",
        "What changed What the source reports",
        "9 more sessions a week The group worked nine more",
        "They worked nine more sessions a week",
        "Would it work here? Compare with your area",
        "Where Fenland When from 2015 Who ran it Fenland Alliance, Fenland CCG",
        "Is this you?",
        "Where this stands now Running in 2018 not confirmed since, checked May 2024",
        "Nothing newer than the report was found.",
        "Source Fen Report: keeping doctors in the Fens, Fenland Alliance, May 2018",
        "Read next",
    ]
    at = 0
    for part in order:
        assert part in text[at:], part
        at = text.index(part, at) + len(part)


def test_results_show_figure_group_period_grade_reason_and_quote(read_page: Read) -> None:
    """Enough to judge each one."""
    text = words(read_page("casestudies/fenland-peer-circle"))
    assert "9 more sessions a week The group worked nine more sessions" in text
    assert "Evidence 3 of 5: Measured." in text
    assert "A figure for GPs of the circle; no earlier figure or method stated." in text
    assert "Group: GPs of the circle Period: the first year How it was found: not stated" in text
    assert "“the group worked nine more sessions a week than they had before it began”" in text
    assert "Evidence 1 of 5: hoped for." in text
    assert "more result" in text


def test_a_case_study_without_results_or_costs_says_so(read_page: Read) -> None:
    """What it took is there all the same, since its head comes from the data."""
    text = words(read_page("casestudies/ely-listening-line"))
    assert "What it took Cost Not stated Paid by Not stated" in text
    assert "What changed Evidence 1 of 5: no result reported." in text
    assert text.rindex("What they did") < text.rindex("What it took") < text.rindex("What changed ")


def test_what_has_ended_leads_to_what_replaces_it_at_the_top(read_page: Read) -> None:
    """Before anybody reads on."""
    html = read_page("casestudies/ely-listening-line")
    start = html.index("This has ended.")
    assert '<a href="../../signposting/gp-listening-line/index.html">GP listening line</a>' in html
    assert start < html.index("app-gist")


def test_an_option_shows_terms_status_and_what_they_rest_on(read_page: Read) -> None:
    """The five terms, who may use it, and the page that says so."""
    text = words(read_page("signposting/gp-listening-line"))
    assert (
        "Open England. As at 4 March 2024, the date of the newest page behind it; "
        "checked on 1 May 2024 (the editors)." in text
    )
    assert "Who it is for Any doctor What you get A talk in confidence" in text
    assert "Cost to you Free Run by NHS Fens" in text
    assert "Career stage Any Role Any Career turning point Any" in text
    assert (
        "Terms of 4 March 2024, from: The board's page on coaching (opens another site), "
        "NHS Fens, page of 4 March 2024" in text
    )


def test_an_option_whose_terms_nothing_tells_says_so(read_page: Read) -> None:
    """Not a blank."""
    assert "We found no page with its terms." in words(
        read_page("signposting/regional-coaching-offer")
    )


def test_terms_that_rest_on_many_pages_fold_these(corpus: Corpus) -> None:
    """What follows is not pushed down a phone; two pages are named at once."""
    option = corpus.documents[DocId("signposting/gp-listening-line")]
    assert isinstance(option, SignpostingOption)
    few = tuple(SourceId(name) for name in ("fen-board-page", "fen-rules"))
    found = {}
    for seen in (few, (*few, SourceId("marsh-review"))):
        changed = replace(option, terms=replace(option.terms, seen=seen))
        content = SiteContent(replace(corpus, documents={**corpus.documents, option.id: changed}))
        pages = all_pages(content, related={}, today=date(2024, 6, 1))
        page = next(page for page in pages if page.url == "/signposting/gp-listening-line/")
        found[len(seen)] = Renderer(content, base_url="").render(page)
    assert "from 3 pages</span></summary>" in found[3]
    assert "</summary>" not in found[2].partition("In short")[2].partition("Ask before you")[0]


def test_a_place_that_is_the_whole_page_is_not_named(read_page: Read) -> None:
    """It would only lengthen "stored copy only, in part"; other places stand."""
    text = words(read_page("signposting/regional-coaching-offer"))
    assert "Marsh & Wolds" in text
    assert "whole page" not in text + words(read_page("roadmaps/partner"))
    assert ": The peer circle" in words(read_page("casestudies/fenland-peer-circle"))


def test_only_the_page_of_reports_does_not_lead_to_itself(read_page: Read) -> None:
    """Every other page leads to it."""
    assert "Report a mistake on this page" not in read_page("report")
    assert "Report a mistake on this page" in read_page("privacy")


def test_a_roadmap_shows_its_stops_with_what_they_lead_to(read_page: Read) -> None:
    """Under the moment's own anchor, with crossings, and planned pages as text."""
    html = read_page("roadmaps/partner")
    stop = html[html.index('id="thinking-of-leaving"') : html.index('id="last-five-years"')]
    text = words(stop)
    assert "This week: Tell one person." in text
    assert "Fenland & Wash peer circle" in text
    assert "Wolds fellowship (page being written)" in text
    assert "You could move from here to: Locum" in text
    assert 'href="../locum/index.html#thinking-of-leaving"' in stop
    assert "(page being written)" in text
    after = html[html.index('id="last-five-years"') :]
    assert "Who to ask" in words(after)


def test_toolkit_pages_lead_to_the_one_before_and_after(read_page: Read) -> None:
    """In the order of their steps."""
    html = read_page("toolkit/keep-count")
    assert 'href="../after-the-count/index.html"' in html
    assert 'rel="next"' in html
    assert 'rel="prev"' not in html
    assert 'aria-current="page"' in html


def test_a_page_past_its_review_says_so_without_a_script(corpus: Corpus) -> None:
    """And one that is not carries the day, by which a script can tell."""
    content = SiteContent(corpus)
    for day, shown in ((date(2025, 5, 1), False), (date(2025, 4, 30), True)):
        pages = all_pages(content, related={}, today=day)
        found = next(p for p in pages if p.url == "/casestudies/fenland-peer-circle/")
        html = Renderer(content, base_url="").render(found)
        assert ('data-due="2025-05-01" hidden' in html) is shown
        assert "Due for review since 1 May 2025" in html


def test_a_former_address_leads_to_where_the_page_is_now(read_page: Read) -> None:
    """By a refresh, and a link for those who stop it."""
    html = read_page("casestudies/fen-supper-club")
    assert 'http-equiv="refresh" content="0; url=../fenland-peer-circle/index.html"' in html
    assert '<a href="../fenland-peer-circle/index.html">Fenland &amp; Wash peer circle</a>' in html


def test_a_need_that_leads_to_urgent_help_opens_with_it(read_page: Read) -> None:
    """Whatever else it leads to."""
    assert "If you are in distress or danger now" in read_page(".")
    assert "116 123" in words(read_page("urgent-help"))


def test_a_doctor_in_need_finds_help_before_stories_and_a_planner_as_they_are(
    corpus: Corpus,
) -> None:
    """What is closed last for both; among help, what nobody has confirmed after what runs."""
    names = {
        "story": "casestudies/fenland-peer-circle",
        "unconfirmed": "signposting/regional-coaching-offer",
        "road": "roadmaps/locum",
        "open": "signposting/gp-listening-line",
        "tools": "toolkit/keep-count",
    }
    pages = {name: DocId(page) for name, page in names.items()}
    needs = corpus.vocabularies["needs"]

    def titles(*weights: tuple[str, int]) -> list[str]:
        leads = tuple((pages[name], weight) for name, weight in weights)
        concept = replace(next(iter(needs)), leads_to=leads)
        context = concept_context(SiteContent(corpus), "needs", concept)
        by_url = {f"/{page}/": name for name, page in pages.items()}
        return [by_url[card.url] for card in context["best"]]  # type: ignore[attr-defined]

    doctor = titles(("story", 3), ("unconfirmed", 3), ("road", 2), ("tools", 1), ("open", 1))
    assert doctor == ["road", "open", "unconfirmed", "story", "tools"]
    planner = titles(("story", 3), ("tools", 3), ("unconfirmed", 1), ("open", 1))
    assert planner == ["story", "tools", "unconfirmed", "open"]


def test_the_glossary_gives_successors_and_their_source(read_page: Read) -> None:
    """As an entry, a document or words."""
    html = read_page("glossary")
    text = words(html)
    assert "Now: Integrated care board (1 July 2022). Source: News of the new board" in text
    assert '<a href="#icb">Integrated care board</a>' in html
    assert '<a href="../casestudies/fenland-peer-circle/index.html">' in html
    assert 'class="app-term"' not in html


def test_sources_tell_which_pages_rest_on_them_and_when_they_were_read(read_page: Read) -> None:
    """Documents on one page; web pages by publisher, each a link that says that it leaves."""
    text = words(read_page("sources"))
    assert "Publishers A to M, 1 page" in text
    html = read_page("sources/n-to-z")
    assert 'href="https://fens.example/rules" rel="noreferrer">' in html
    found = words(html)
    assert "Rules for joining and leaving (opens another site)" in found
    assert "NHS Fens, page of May 2024, read in May 2024, stored copy only." in found
    assert "Roadmap for locums" in found
    assert "Marsh & Wolds Training Hub, undated, after June 2017." in text
    assert "Glossary: Clinical commissioning group" in words(read_page("sources/a-to-m")) + found


def test_the_evidence_page_is_made_from_the_rules_applied(read_page: Read) -> None:
    """Every level and every way of knowing."""
    text = words(read_page("evidence"))
    assert "5: Measured and compared" in text
    assert "The same measure at two times 3 4" in text


def test_an_intervention_page_sums_up_what_is_known(read_page: Read) -> None:
    """With the cases, their results and the strength of each."""
    text = words(read_page("interventions/mentoring"))
    assert "2 case studies together report 9 results" in text
    assert "Outcome Case studies Strongest evidence GPs stayed who might have left 1" in text


def test_hostile_front_matter_stays_text(corpus: Corpus) -> None:
    """In every field that a page shows."""
    hostile = "<script>alert(1)</script>"
    document = corpus.documents[DocId("casestudies/fenland-peer-circle")]
    assert isinstance(document, CaseStudy)
    changed = replace(
        document,
        title=hostile,
        summary=hostile,
        situations=(hostile,) * 6,
        organisations=(hostile,),
        area=hostile,
        when=hostile,
        cost=hostile,
        paid_by=hostile,
        results=(replace(document.results[0], finding=hostile, quote=hostile, place=hostile),),
        now=replace(document.now, note=hostile, checked_by=hostile),
        body=f"## {hostile}\n\n{hostile}\n",
    )
    content = SiteContent(replace(corpus, documents={**corpus.documents, changed.id: changed}))
    renderer = Renderer(content, base_url="")
    for found in all_pages(content, related={}, today=date(2024, 6, 1)):
        assert "<script>alert" not in renderer.render(found)
