"""Search in the browser: the same answers as the engine of `kb search`, and nothing leaves."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from kb.browser.export import search_data
from kb.data.settings import load_settings
from kb.index.build import build_index
from kb.index.encoder.fit import untrained
from kb.index.encoder.table import Student
from kb.index.encoder.train import GENERAL, General
from kb.index.load import LoadedIndex, load_index
from kb.index.vectors import compact
from kb.model.corpus import Corpus
from kb.search.engine import Engine
from kb.search.results import Answer, Sureness
from kb.search.voice import grouped
from site_builder.build import build_site
from site_builder.serving import serve_site
from tests.browser.conftest import FRONTEND, until
from tests.conftest import TODAY

STATUS = "[data-search-status]"
BUSY = ".app-search__results[aria-busy=true]"
NAME = "Marsh and Wolds mentoring"
QUERIES = (
    NAME,
    "alone",
    "peer suport for locums",
    "partner, thinking of leaving",
    "want to end it all",
)


@pytest.fixture(scope="session")
def student() -> Student:
    """The query encoder before it was fitted to any content."""
    return untrained(General.load(GENERAL))


@pytest.fixture(scope="session")
def index(
    corpus: Corpus, student: Student, tmp_path_factory: pytest.TempPathFactory
) -> LoadedIndex:
    """The invented content, indexed as a browser is sent it."""
    folder = tmp_path_factory.mktemp("search") / "index"
    build_index(corpus, folder, encoder=student)
    loaded = load_index(folder)
    return replace(loaded, vectors=compact(loaded.vectors, **load_settings().raw["vectors"]))


@pytest.fixture(scope="session")
def search_site(
    corpus: Corpus, index: LoadedIndex, student: Student, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The site of the invented content, with search."""
    out = tmp_path_factory.mktemp("search") / "site"
    data = search_data(index, student)
    build_site(corpus, out, today=TODAY, frontend_dir=FRONTEND, search_data=data)
    return out


@pytest.fixture(scope="session")
def base_url(search_site: Path) -> Iterator[str]:
    """Serve that site."""
    with serve_site(search_site, 0) as address:
        yield address


@pytest.fixture(autouse=True)
def _metered(page: Any) -> None:
    """Nothing is fetched ahead, so that every request is one of the search (test_home.py)."""
    page.add_init_script("Object.defineProperty(navigator, 'connection', {value: undefined})")


def state(page: Any) -> str:
    """Return the state of the status line."""
    return str(page.get_attribute(STATUS, "data-state"))


def settled(page: Any, *states: str) -> None:
    """Wait for one of the states, which must be that of the words that stand in the box."""
    own = f"body:not(:has({BUSY})) {STATUS}"
    found = ", ".join(f"{own}[data-state={name}]" for name in states or ("results", "none"))
    page.wait_for_selector(found, state="attached")


def search(page: Any, text: str) -> None:
    """Type a query and wait for the answer to it."""
    page.fill("input[name=q]", text)
    page.keyboard.press("Enter")
    settled(page)


def urgent_help(page: Any) -> Any:
    """The heading of the box of urgent help."""
    return page.get_by_role("heading", name="If you are in distress or danger now")


def prepared(page: Any) -> None:
    """Turn to search and wait until all of it is there."""
    page.focus("input[name=q]")
    settled(page, "ready")


def in_order(answer: Answer) -> list[str]:
    """Return the hits as the page groups them; in distress every story comes after all help."""
    if answer.distress:
        return [hit.id for hit in grouped(answer.hits, "options", len(answer.hits))]
    return [hit.id for hit in grouped(answer.hits, answer.first, load_settings().shown)]


def shown(page: Any) -> list[str]:
    """Return the results shown, in order."""
    read = "lines => lines.map(line => line.dataset.resultId)"
    return list(page.locator("[data-result-id]").evaluate_all(read))


def test_nothing_of_search_is_loaded_until_somebody_turns_to_it(
    watched: Any, base_url: str
) -> None:
    """Urgent help's and the page's own script apart; engine and data come with the focus."""
    asked: list[str] = []
    watched.on("request", lambda request: asked.append(request.url))
    watched.goto(base_url + "search/")
    watched.wait_for_load_state("networkidle")
    own = {"begin.js", "help.js", "voice.js", "results.js", "flow.js", "page.js"}
    names = {url.rpartition("/")[2] for url in asked if "assets/search/" in url}
    assert {name for name in names if name.endswith(".js")} == own
    prepared(watched)
    names = {url.rpartition("/")[2] for url in asked if "assets/search/" in url}
    assert names >= {"worker.js", "core.js", "meaning.js", "text.js"}
    assert "local.js" not in names


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("way", ["server", "disk"])
def test_the_answers_are_those_of_the_command(
    watched: Any,
    base_url: str,
    search_site: Path,
    index: LoadedIndex,
    student: Student,
    query: str,
    way: str,
) -> None:
    """From a server and from a folder on a disk."""
    home = base_url if way == "server" else f"{search_site.as_uri()}/"
    wanted = Engine(index, student).search(query)
    watched.goto(home + "search/index.html")
    prepared(watched)
    search(watched, query)
    assert shown(watched) == in_order(wanted)
    assert state(watched) == ("none" if wanted.abstained else "results")
    if not wanted.abstained:
        count = "1 page found" if wanted.total == 1 else f"{wanted.total} pages found"
        said = watched.locator(STATUS).inner_text()
        assert count in said
        assert said.startswith("Urgent") == wanted.distress


def test_words_typed_stay_in_the_page(watched: Any, base_url: str) -> None:
    """No cookie, nothing stored, no request with them; `watched` sees to other hosts."""
    asked: list[str] = []
    watched.on("request", lambda request: asked.append(request.url + str(request.post_data)))
    watched.goto(base_url + "search/")
    search(watched, "xylophone mentoring")
    watched.wait_for_load_state("networkidle")
    assert not [url for url in asked if "xylophone" in url]
    assert watched.context.cookies() == []
    stored = "JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])"
    assert "xylophone" not in watched.evaluate(stored)
    assert watched.evaluate("indexedDB.databases().then(found => found.length)") == 0
    assert watched.locator("form").count() == 0
    assert watched.get_attribute("input[name=q]", "autocomplete") == "off"


def test_the_query_stands_behind_the_hash_and_back_leads_to_it(watched: Any, base_url: str) -> None:
    """A list of results can be shared; the back button brings the words and the results back."""
    watched.goto(base_url + "search/")
    prepared(watched)
    search(watched, NAME)
    assert watched.url == base_url + "search/#q=Marsh%20and%20Wolds%20mentoring"
    search(watched, "alone")
    found = shown(watched)
    watched.go_back()
    until(watched, "document.querySelector('input[name=q]').value.startsWith('Marsh')")
    settled(watched)
    assert shown(watched)[0] == "casestudies/marsh-and-wolds-mentoring"
    watched.go_forward()
    until(watched, "document.querySelector('input[name=q]').value === 'alone'")
    settled(watched)
    assert shown(watched) == found
    watched.goto("about:blank")
    watched.goto(base_url + "search/#q=alone")
    settled(watched)
    assert sorted(shown(watched)) == sorted(found)  # what was shown early keeps its place
    assert watched.input_value("input[name=q]") == "alone"


def test_filters_narrow_and_are_told_in_a_sentence(
    watched: Any, base_url: str, index: LoadedIndex, student: Student
) -> None:
    """The counts of the boxes are those of the results."""
    engine = Engine(index, student)
    watched.goto(base_url + "search/")
    search(watched, NAME)
    counts = {one.choice.id: one.count for one in engine.search(NAME).facets["kind"]}
    for kind, count in counts.items():
        counter = watched.locator(f'label[for="kind-{kind}"] .app-box__count')
        assert counter.text_content() == f"({count})"
    watched.locator("#kind-casestudies").check()
    settled(watched)
    wanted = engine.search(NAME, filters={"kind": ["casestudies"]})
    assert shown(watched) == in_order(wanted)
    assert watched.locator(STATUS).inner_text().endswith("Only pages under Case studies.")
    assert watched.url.endswith("#q=Marsh%20and%20Wolds%20mentoring&kind=casestudies")


def test_matched_words_are_marked_and_reasons_given(watched: Any, base_url: str) -> None:
    """In the result that has the name of the query, which comes first."""
    watched.goto(base_url + "search/")
    search(watched, NAME)
    first = watched.locator("[data-result-id]").first
    marked = [text.lower() for text in first.locator("mark").all_inner_texts()]
    assert {"mentoring", "mentors", "marsh"}.intersection(marked)
    reasons = first.locator(".app-result__reasons li").all_inner_texts()
    assert reasons[0].startswith("known as ‘marsh and wolds")
    counts = watched.locator(".app-result__reasons").evaluate_all(
        "lists => lists.map(list => list.children.length)"
    )
    assert max(counts) <= 2
    first.get_by_role("button").click()
    assert first.get_by_role("button").inner_text().startswith("Remove from list")


def test_distress_brings_urgent_help_before_everything(watched: Any, base_url: str) -> None:
    """And the pages that the content names for it come first among the results, stories last."""
    watched.goto(base_url + "search/")
    search(watched, "want to end it all")
    urgent = urgent_help(watched)
    assert urgent.is_visible()
    top = watched.locator("[data-result-id]").first.bounding_box()
    assert urgent.bounding_box()["y"] < top["y"]
    said = watched.locator(STATUS).text_content()
    assert re.fullmatch(r"Urgent help comes first: 999, 111, .+\. \d pages? found.*", said), said
    unseen = watched.locator(f"{STATUS} .nhsuk-u-visually-hidden").inner_text()
    assert unseen.startswith("Urgent help comes first: 999")  # the box above shows the numbers
    assert "found" not in unseen
    found = shown(watched)
    assert found[0] == "signposting/gp-listening-line"
    stories = [one.startswith(("casestudies/", "toolkit/")) for one in found]
    assert "casestudies/fenland-peer-circle" in found
    assert stories == sorted(stories)


def test_urgent_help_once_shown_stays(watched: Any, base_url: str) -> None:
    """Whatever is typed later, and when the words are cleared; before that it is not there."""
    watched.goto(base_url + "search/")
    search(watched, "end it all by Friday")
    assert not urgent_help(watched).is_visible()
    search(watched, "want to end it all")
    assert urgent_help(watched).is_visible()
    search(watched, NAME)
    assert urgent_help(watched).is_visible()
    assert re.search(r"\d pages? found[,;] ", watched.locator(STATUS).inner_text())
    watched.fill("input[name=q]", "")
    settled(watched, "ready")
    assert urgent_help(watched).is_visible()


def test_urgent_help_comes_without_enter_and_before_the_search(watched: Any, base_url: str) -> None:
    """While the engine is still on its way."""
    held: list[Any] = []
    watched.route("**/worker.js", lambda route: held.append(route))
    watched.goto(base_url + "search/")
    with watched.expect_request("**/worker.js"):
        watched.fill("input[name=q]", "I will kill mysellf")
    urgent_help(watched).wait_for(state="visible")
    assert state(watched) == "loading"
    assert shown(watched) == []
    held[0].continue_()
    settled(watched, "results")
    assert urgent_help(watched).is_visible()


def test_urgent_help_names_the_numbers_for_doctors(watched: Any, base_url: str) -> None:
    """Each can be rung with one tap."""
    watched.goto(base_url + "search/#q=want to end it all")
    urgent_help(watched).wait_for(state="visible")
    links = watched.locator('[data-search-urgent] a[href^="tel:"]')
    assert links.all_inner_texts() == ["999", "111", "116 123", "0330 123 1245", "0300 0303 300"]


def test_urgent_help_is_in_sight_on_a_small_phone(watched: Any, base_url: str) -> None:
    """Right below the box, in the upper half of the screen."""
    watched.set_viewport_size({"width": 320, "height": 640})
    watched.goto(base_url + "search/")
    search(watched, "want to end it all")
    urgent = urgent_help(watched)
    assert 0 < urgent.bounding_box()["y"] < 320
    assert watched.evaluate("document.activeElement.id") == "q"


def test_spelling_help_is_announced(watched: Any, base_url: str) -> None:
    """In the line that screen readers read out, with where the spelling comes from."""
    watched.goto(base_url + "search/")
    search(watched, "mentorng")
    assert (
        watched.locator(STATUS)
        .inner_text()
        .endswith("Also looked for ‘mentoring’, in the spelling of this site’s own words.")
    )


def test_where_nothing_fits_it_says_so_and_whom_to_ask(watched: Any, base_url: str) -> None:
    """With the nearest needs; gibberish has no page near it."""
    watched.goto(base_url + "search/")
    search(watched, "zzyzx qwxv")
    assert state(watched) == "none"
    assert shown(watched) == []
    assert watched.locator(STATUS).inner_text() == "Nothing here fits well. See who to ask below."
    assert watched.locator("[data-search-nearest] a").count() == 3
    assert watched.get_by_role("link", name="All that is on people’s minds").is_visible()


def test_how_sure_it_is_stands_once_above_the_results(
    watched: Any, base_url: str, index: LoadedIndex, student: Student
) -> None:
    """As the engine says; a mark on some cards would make the others look surer."""
    said = {
        Sureness.LIKELY: "likely to fit",
        Sureness.WORTH_A_LOOK: "worth a look",
        Sureness.NOT_SURE: "may not fit",
    }
    watched.goto(base_url + "search/")
    for query in (NAME, "just qualified and lonely", "peer"):
        wanted = Engine(index, student).search(query)
        assert wanted.sureness is not None
        search(watched, query)
        assert said[wanted.sureness] in watched.locator(STATUS).inner_text()
        assert not watched.locator("[data-result-id]", has_text=said[wanted.sureness]).count()


def test_a_soft_refusal_shows_the_nearest_pages(watched: Any, base_url: str) -> None:
    """Three at most, as nothing to be sure of, with whom to ask and numbers of help."""
    watched.goto(base_url + "search/")
    search(watched, "consultant pay scale for a hospital dentist in private practice")
    assert state(watched) == "none"
    assert len(shown(watched)) == 3
    assert watched.locator(STATUS).inner_text() == (
        "Nothing here fits well. The nearest pages and who to ask are below."
    )
    assert not watched.locator("[data-result-id]", has_text="may not fit").count()
    for number in ("999", "111", "116123", "03301231245", "03000303300"):
        assert watched.locator(f'[data-search-none] a[href="tel:{number}"]').is_visible()


def test_words_it_cannot_read_are_told_so(watched: Any, base_url: str) -> None:
    """Without a word to go by, no need is named as near."""
    watched.goto(base_url + "search/")
    search(watched, "我很累")
    assert watched.locator(STATUS).inner_text() == "Nothing here fits well. See who to ask below."
    assert watched.get_by_text("This search reads English words.").is_visible()
    assert not watched.locator("[data-search-near]").is_visible()


def test_boxes_that_leave_nothing_can_be_unticked_at_once(watched: Any, base_url: str) -> None:
    """It says that the boxes are why, and one button brings the results back."""
    watched.goto(base_url + "search/")
    prepared(watched)
    search(watched, NAME)
    found = shown(watched)
    watched.locator("#kind-toolkit").check()
    settled(watched)
    watched.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    watched.locator('.app-box:has-text("(0)") input').first.check()
    settled(watched, "none")
    text = watched.locator(STATUS).inner_text()
    assert text.startswith(
        "Nothing fits both that and the boxes you ticked. Only pages under Toolkit, and "
    )
    watched.get_by_role("button", name="Untick all boxes").click()
    settled(watched, "results")
    assert shown(watched) == found
    assert watched.evaluate("document.activeElement.matches('[data-search-status]')")


def test_stage_and_role_are_offered_and_applied_by_hand_alone(watched: Any, base_url: str) -> None:
    """Where the words speak of one."""
    watched.goto(base_url + "search/")
    search(watched, "partner, thinking of leaving")
    assert watched.locator("[data-facet] :checked").count() == 0
    offer = watched.locator(".app-search__offer button").first
    label = offer.inner_text()
    offer.click()
    settled(watched)
    assert watched.locator("[data-facet] :checked").count() == 1
    assert watched.locator(STATUS).inner_text().endswith(f"Only pages for {label}.")
    assert watched.get_by_role("button", name=label, exact=True).count() == 0


def test_the_list_stays_in_the_address_beside_the_words(watched: Any, base_url: str) -> None:
    """On arrival, while looking, and once the words are cleared."""
    kept = "list=casestudies/fenland-peer-circle"
    watched.goto(f"{base_url}search/#{kept}")
    watched.focus("input[name=q]")
    settled(watched, "ready")
    assert watched.url == f"{base_url}search/#{kept}"
    search(watched, "alone")
    assert watched.url == f"{base_url}search/#q=alone&{kept}"
    watched.fill("input[name=q]", "")
    settled(watched, "ready")
    assert watched.url == f"{base_url}search/#{kept}"


def test_a_later_answer_is_never_replaced_by_an_earlier(watched: Any, base_url: str) -> None:
    """The vectors come after the words have changed."""
    held: list[Any] = []
    watched.route("**/meaning.js", lambda route: held.append(route))
    watched.goto(base_url + "search/")
    with watched.expect_request("**/meaning.js"):
        watched.fill("input[name=q]", "mentoring")
    watched.wait_for_url("**#q=mentoring")
    watched.fill("input[name=q]", "zzyzx qwxv")
    watched.wait_for_url("**#q=zzyzx**")
    held[0].continue_()
    settled(watched, "none")
    assert shown(watched) == []


@pytest.mark.parametrize("late", ["text.js", "meaning.js"])
def test_typing_on_while_a_file_is_on_its_way_is_no_fault(
    watched: Any, base_url: str, late: str
) -> None:
    """Whichever of them comes last."""
    held: list[Any] = []
    watched.route(f"**/{late}", lambda route: held.append(route))
    watched.goto(base_url + "search/")
    watched.fill("input[name=q]", "mentoring")
    watched.wait_for_url("**#q=mentoring")
    watched.wait_for_selector("[data-result-id]")
    search_later = "alone"
    watched.fill("input[name=q]", search_later)
    watched.wait_for_url(f"**#q={search_later}")
    assert state(watched) == "loading"
    held[0].continue_()
    settled(watched, "results")
    assert shown(watched)


def test_typing_is_not_announced_letter_by_letter(watched: Any, base_url: str) -> None:
    """Only what stands when the typing pauses; the line is one that screen readers read out."""
    watched.goto(base_url + "search/")
    watched.focus("input[name=q]")
    settled(watched, "ready")
    assert watched.get_attribute(STATUS, "role") == "status"
    watched.evaluate(
        "window.__said = []; new MutationObserver(() => __said.push(document.querySelector("
        "'[data-search-status]').textContent)).observe(document.querySelector("
        "'[data-search-status]'), { childList: true })"
    )
    watched.keyboard.type(NAME, delay=20)
    settled(watched, "results")
    said = watched.evaluate("__said")
    assert len(said) == 1
    assert "found" in said[0]


def test_on_a_phone_the_results_come_before_the_boxes(watched: Any, base_url: str) -> None:
    """The boxes are folded away, and a button unfolds them."""
    watched.set_viewport_size({"width": 320, "height": 640})
    watched.goto(base_url + "search/")
    search(watched, NAME)
    fold = watched.get_by_role("button", name="Filters")
    facet = watched.locator('[data-facet="kind"]')
    assert fold.get_attribute("aria-expanded") == "false"
    assert not facet.is_visible()
    fold.click()
    assert fold.get_attribute("aria-expanded") == "true"
    facet.locator("input").first.check()
    settled(watched)
    assert facet.is_visible()
    assert fold.inner_text() == "Filters (1)"


def test_a_synonym_is_told_in_words(watched: Any, base_url: str) -> None:
    """As it was typed, with what it means."""
    watched.goto(base_url + "search/")
    search(watched, "CCG")
    told = watched.locator(".app-result__reasons li").all_inner_texts()
    assert "‘CCG’ means Clinical commissioning group" in told


def test_clearing_the_words_brings_the_start_back(watched: Any, base_url: str) -> None:
    """With its ways in; the whole list is one button away, and comes with a ticked box too."""
    watched.goto(base_url + "search/")
    start = watched.locator("[data-search-start]")
    search(watched, NAME)
    assert not start.is_visible()
    watched.fill("input[name=q]", "")
    settled(watched, "ready")
    assert start.is_visible()
    assert shown(watched) == []
    assert not watched.locator(".app-items").is_visible()
    watched.get_by_role("button", name="pages, to filter").click()
    assert watched.locator(".app-items").is_visible()
    watched.goto("about:blank")
    watched.goto(base_url + "search/#kind=toolkit")
    assert watched.locator(".app-item:visible").count() == 2


def test_before_anything_is_typed_the_page_is_short(watched: Any, base_url: str) -> None:
    """Two screens of a phone at most, with the needs as links."""
    watched.set_viewport_size({"width": 390, "height": 844})
    watched.goto(base_url + "search/")
    assert watched.get_by_role("link", name="I feel alone in this job").is_visible()
    assert watched.locator("main").bounding_box()["height"] <= 2 * 844


@pytest.mark.parametrize("arrives", ["typed", "address"])
def test_above_a_phones_keyboard_a_result_is_seen(
    watched: Any, base_url: str, arrives: str
) -> None:
    """The box, which stays, and the title and two lines of the first result."""
    watched.set_viewport_size({"width": 390, "height": 480})
    watched.goto(base_url + ("search/" if arrives == "typed" else "search/#q=alone, locum"))
    watched.focus("input[name=q]")
    if arrives == "typed":
        watched.keyboard.type("alone, locum")
    settled(watched)
    first = watched.locator("[data-result-id]").first
    snippet = first.locator(".app-result__snippet").bounding_box()
    line = first.locator(".app-result__snippet").evaluate(
        "e => parseFloat(getComputedStyle(e).lineHeight)"
    )
    assert first.locator("h4").bounding_box()["y"] > 0
    assert snippet["y"] + 2 * line <= 480
    watched.mouse.wheel(0, 400)
    watched.wait_for_timeout(100)
    assert watched.evaluate("scrollY") > 100
    assert 0 <= watched.locator("input[name=q]").bounding_box()["y"] < 30


def test_one_switch_puts_support_or_case_studies_first(
    watched: Any, base_url: str, index: LoadedIndex, student: Student
) -> None:
    """By default as the query asks for; what was chosen holds for the next one."""
    answer = Engine(index, student).search("alone, locum")
    assert answer.first == "options"
    watched.goto(base_url + "search/")
    prepared(watched)
    search(watched, "alone, locum")
    groups = watched.locator(".app-results__group")
    names = [name for name in groups.all_inner_texts() if "place" not in name]
    assert names == ["Support and roadmaps", "Case studies and toolkit"]
    watched.get_by_role("button", name="Case studies first").click()
    stories = [hit.id for hit in grouped(answer.hits, "stories", 10)]
    assert shown(watched) == stories
    search(watched, "mentoring")
    assert shown(watched)[0].startswith("casestudies/")
    watched.get_by_role("button", name="Support first").click()
    assert shown(watched)[0].startswith(("signposting/", "roadmaps/"))


def test_a_question_in_the_address_is_answered_before_the_page_s_own_script(
    watched: Any, base_url: str
) -> None:
    """The worker is asked while the page is read, once; what it said is shown when that runs."""
    held: list[Any] = []
    watched.route("**/page.js", lambda route: held.append(route))
    watched.goto(base_url + "search/#q=just+qualified+and+lonely", wait_until="commit")
    watched.evaluate(
        """() => new Promise(done => {
            const isSaid = () => window.kbSearchBegun && kbSearchBegun.said.some(one => one.answer);
            const look = () => { if (isSaid()) { done(); } else { setTimeout(look, 20); } };
            look();
        })"""
    )
    assert not shown(watched)
    held[0].continue_()
    settled(watched, "results")
    assert shown(watched)
    assert watched.evaluate("window.kbSearchBegun") is None


@pytest.mark.parametrize("more", ["&stage=returner", "%0Ab"])
def test_what_the_page_has_to_read_first_waits_for_it(
    watched: Any, base_url: str, more: str
) -> None:
    """A ticked box, or words that a box of one line changes: then the worker waits, unasked."""
    watched.goto(base_url + "search/#q=lonely" + more)
    settled(watched)
    assert watched.locator(STATUS).inner_text()


def test_needs_and_turns_are_results(watched: Any, base_url: str) -> None:
    """They lead to the pages that gather all there is."""
    watched.goto(base_url + "search/")
    search(watched, "had enough")
    topics = watched.locator("[data-topic-id]")
    assert topics.first.locator("a").inner_text() == "I'm thinking of leaving general practice"
    assert (
        topics.first.bounding_box()["y"]
        < watched.locator("[data-result-id]").first.bounding_box()["y"]
    )
    topics.first.locator("a").click()
    watched.wait_for_url("**/needs/thinking-of-leaving/**")


@pytest.mark.parametrize(("query", "folder"), [("Privacy?", "privacy"), ("print", "sheet")])
def test_pages_about_the_site_are_results(
    watched: Any, base_url: str, query: str, folder: str
) -> None:
    """Before all else, and no refusal stands over them where nothing else fits."""
    watched.goto(base_url + "search/")
    search(watched, query)
    assert state(watched) == "results"
    assert not watched.get_by_text("Other words may find more").is_visible()
    assert watched.locator(".app-results__group").first.inner_text() == "About this site"
    watched.locator("[data-topic-id] a").first.click()
    watched.wait_for_url(f"**/{folder}/**")


def test_the_best_are_shown_and_then_more(watched: Any, base_url: str) -> None:
    """So many at a time or what is left, those there where they were, the focus on the next."""

    def few(route: Any) -> None:
        response = route.fetch()
        route.fulfill(
            response=response, body=response.text().replace('data-shown="10"', 'data-shown="3"')
        )

    watched.route("**/search/", few)
    watched.goto(base_url + "search/")
    prepared(watched)
    search(watched, "just qualified and lonely")
    before = shown(watched)
    assert len(before) == 3
    assert re.search(r"The best 3 of \d+ pages[,;] ", watched.locator(STATUS).inner_text())
    watched.get_by_role("button", name="Show 1 more").click()
    watched.wait_for_selector("[data-result-id] >> nth=3")
    assert watched.get_by_role("button", name="more", exact=False).count() == 0
    assert shown(watched)[:3] == before
    focused = "document.activeElement.closest('[data-result-id]')?.dataset.resultId"
    assert watched.evaluate(focused) == shown(watched)[3]


def test_what_is_shown_keeps_its_place_while_meaning_arrives(
    watched: Any, base_url: str, index: LoadedIndex, student: Student
) -> None:
    """New pages come below, marked as new; one button brings the order of the search."""
    held: list[Any] = []
    watched.route("**/meaning.js", lambda route: held.append(route))
    watched.goto(base_url + "search/")
    query = "just qualified and lonely"
    watched.fill("input[name=q]", query)
    watched.get_by_text("Improving results").wait_for()  # all that is early is drawn by then
    early = shown(watched)
    places = (
        "[...document.querySelectorAll('[data-result-id]')].map(e => e.getBoundingClientRect().top)"
    )
    tops = watched.evaluate(places)
    held[0].continue_()
    settled(watched, "results")
    answer = Engine(index, student).search(query)
    added = [hit.id for hit in answer.hits if hit.id not in early]
    assert added
    assert shown(watched) == early + added
    assert watched.evaluate(places)[: len(early)] == pytest.approx(tops, abs=1)
    assert watched.locator(".app-result__new").count() == len(added)
    assert "found by meaning, marked new below" in watched.locator(STATUS).inner_text()
    watched.get_by_role("button", name="Put the best first").click()
    assert shown(watched) == in_order(answer)


@pytest.mark.parametrize("lost", ["no workers", "no file"])
def test_without_a_worker_the_page_searches_itself(
    page: Any, base_url: str, index: LoadedIndex, student: Student, lost: str
) -> None:
    """The answers are the same."""
    if lost == "no workers":
        page.add_init_script("delete window.Worker")
    else:
        page.route("**/worker.js", lambda route: route.abort())
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(base_url + "search/")
    prepared(page)
    search(page, "partner, thinking of leaving")
    assert shown(page) == in_order(Engine(index, student).search("partner, thinking of leaving"))
    assert [url for url in asked if url.endswith("/local.js")]


def test_the_search_button_searches_at_once(watched: Any, base_url: str) -> None:
    """And with nothing typed it leads into the box."""
    watched.goto(base_url + "search/")
    go = watched.get_by_role("button", name="Search", exact=True)
    go.click()
    assert watched.evaluate("document.activeElement.id") == "q"
    watched.keyboard.type("alone")
    go.click()
    settled(watched)
    assert watched.url.endswith("#q=alone")
    assert shown(watched)


def test_from_words_to_a_sheet_by_keyboard(watched: Any, base_url: str) -> None:
    """What was recognised goes to the sheet with a page that was ticked; the steps are counted.

    At a quarter of a second a key and a second and a half for each of seven decisions, which is
    slow, the whole takes less than a minute.
    """
    words = "on my own, locum, coming back"
    pressed = 0

    def press(key: str, until: str) -> None:
        """Press a key until something has the focus."""
        nonlocal pressed
        for _ in range(40):
            watched.keyboard.press(key)
            pressed += 1
            if watched.evaluate(f"document.activeElement.matches({until!r})"):
                return
        raise AssertionError(until)

    watched.goto(base_url + "sheet/")
    press("Tab", "#ask")
    watched.keyboard.type(words)
    watched.keyboard.press("Enter")
    watched.wait_for_url("**/search/**")
    settled(watched)
    watched.focus("input[name=q]")
    press("Tab", "[data-result-id] .app-list-button")
    watched.keyboard.press("Enter")
    press("Shift+Tab", "[data-flow-open]")
    watched.keyboard.press("Enter")
    chosen = watched.locator("[data-flow-answer]").evaluate_all("all => all.map(e => e.value)")
    assert chosen == ["locum", "", "returning", "isolation", "", ""]
    press("Tab", "[data-flow-sheet]")
    watched.keyboard.press("Enter")
    watched.wait_for_url("**/sheet/**")
    pressed += len(words) + 4
    assert 0.25 * pressed + 1.5 * 7 < 60
    sheet = watched.locator("#sheet")
    assert "Locum GP; Coming back" in sheet.locator("[data-slot=answers]").inner_text()
    assert sheet.get_by_text("Added by you").count() == 1
    assert sheet.locator("[data-slot=prompts] li").count() > 0
    assert sheet.locator("[data-slot=next_step]").inner_text()
    assert not sheet.get_by_text(words).is_visible()
    watched.get_by_label("Put the words at the head").check()
    assert sheet.get_by_text(f"“{words}”").is_visible()


def test_all_that_the_words_speak_of_goes_to_the_sheet(watched: Any, base_url: str) -> None:
    """Two needs, with room for one more; one that is taken off stays off."""
    watched.goto(base_url + "search/")
    search(watched, "locum, on my own, had enough")
    watched.get_by_role("button", name="Make a sheet").click()
    needs = watched.locator("[data-flow-answer=need]")
    values = "all => all.filter(e => e.checkVisibility()).map(e => e.value)"
    assert sorted(needs.evaluate_all(values)) == ["", "isolation", "thinking-of-leaving"]
    first, second = needs.evaluate_all(values)[:2]
    address = str(watched.get_attribute("[data-flow-sheet]", "href"))
    assert f"role=locum&moment=thinking-of-leaving&need={first},{second}&" in address
    watched.locator("#flow-need-2").select_option("")
    assert needs.evaluate_all(values) == [first, ""]
    search(watched, "locum, on my own, had enough of it")
    assert needs.evaluate_all(values)[1] == ""
    watched.locator("[data-flow-sheet]").click()
    watched.locator(".app-sheet__option").first.wait_for()
    assert watched.locator("[data-slot=answers]").inner_text().count(";") == 2


def test_a_search_begun_ahead_answers_as_any_other(
    browser: Any, base_url: str, index: LoadedIndex, student: Student
) -> None:
    """By the one worker that began before anybody was in the box."""
    page = browser.new_page()
    page.add_init_script(
        "Object.defineProperty(navigator, 'connection',"
        " {value: {effectiveType: '4g', saveData: false}})"
    )
    with page.expect_worker():
        page.goto(base_url + "search/")
    query = "just qualified and lonely"
    search(page, query)
    settled(page)
    assert set(shown(page)) >= {hit.id for hit in Engine(index, student).search(query).hits}
    assert len(page.workers) == 1
    page.close()


def test_what_the_page_names_is_taken_along_when_a_better_answer_comes(
    watched: Any, base_url: str
) -> None:
    """Its lines keep their places, so the sheet has their needs first, and one turn."""
    watched.goto(base_url + "search/")
    prepared(watched)
    found = watched.evaluate(
        """() => {
            const answer = (...ids) => ({hints: {role: [{id: "locum"}]},
                topics: ids.map(id => ({id, said: true}))});
            return [kbFlow.both(answer("needs/a", "moments/x"), answer("needs/b", "moments/y")),
                kbFlow.both(answer(), answer("needs/b", "moments/y"))];
        }"""
    )
    assert found == [
        {"role": ["locum"], "stage": [], "moment": ["x"], "need": ["a", "b"]},
        {"role": ["locum"], "stage": [], "moment": ["y"], "need": ["b"]},
    ]


def test_what_was_recognised_can_be_changed(watched: Any, base_url: str) -> None:
    """A choice made by hand holds whatever is typed later; the list's own link has it too."""
    watched.goto(f"{base_url}search/#list=casestudies/fenland-peer-circle")
    search(watched, "on my own, locum")
    watched.get_by_role("button", name="Make a sheet").click()
    assert watched.locator("#flow-role").input_value() == "locum"
    watched.locator("#flow-role").select_option("partner")
    search(watched, "locum, had enough")
    assert watched.locator("#flow-role").input_value() == "partner"
    assert watched.locator("#flow-need").input_value() == "thinking-of-leaving"
    for link in ("[data-flow-sheet]", "[data-list-sheet]"):
        address = str(watched.get_attribute(link, "href"))
        assert "role=partner" in address
        assert "add=casestudies/fenland-peer-circle" in address
        assert address.endswith("q=locum%2C%20had%20enough")


@pytest.mark.parametrize(
    "query", ["<img src=x onerror=alert(1)>", "%3Cscript%3E", "constructor __proto__", "a" * 5000]
)
def test_hostile_words_do_nothing(watched: Any, base_url: str, query: str) -> None:
    """No markup comes of them, from the box or from the address."""
    watched.goto(base_url + "search/")
    search(watched, query)
    assert watched.locator("main img, main script[src=x]").count() == 0
    watched.goto("about:blank")
    watched.goto(base_url + "search/#q=%E0%A4%A&stage=__proto__&kind=constructor,toString")
    watched.wait_for_load_state("networkidle")
    assert watched.locator("main img").count() == 0


Break = Callable[[Path], None]


def cut_short(file: Path) -> None:
    """Leave the first half."""
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def emptied(file: Path) -> None:
    """Leave nothing, as a disk that was full does."""
    file.write_bytes(b"")


def of_another_build(file: Path) -> None:
    """Give its parts another digest, as a file that was kept from an older site has."""
    text = file.read_text(encoding="utf-8")
    other, count = re.subn(r"push\(\['([\w-]+)','\w+'", r"push(['\1','0123456789abcdef'", text)
    assert count
    file.write_text(other, encoding="utf-8")


def changed(file: Path) -> None:
    """Change a letter of the data."""
    text = file.read_text(encoding="utf-8")
    at = text.rindex("a")
    file.write_text(f"{text[:at]}b{text[at + 1 :]}", encoding="utf-8")


@pytest.mark.parametrize("broken", [Path.unlink, cut_short, emptied, of_another_build, changed])
@pytest.mark.parametrize("name", ["core.js", "text.js", "meaning.js", "distress.js"])
def test_a_broken_file_is_told_and_the_lists_are_there(
    page: Any, search_site: Path, tmp_path: Path, name: str, broken: Break
) -> None:
    """Never an empty page: urgent help, a message, and the lists."""
    site = tmp_path / "site"
    shutil.copytree(search_site, site)
    broken(site / "assets" / "search" / name)
    with serve_site(site, 0) as address:
        page.goto(address + "search/#q=mentoring")
        settled(page, "error")
        assert page.locator(STATUS).inner_text().startswith("Search is not available")
        assert urgent_help(page).is_visible()
        assert page.get_by_role("link", name="Case studies").last.is_visible()
        assert page.locator(".app-items").is_visible()


@pytest.mark.parametrize("broken", [Path.unlink, cut_short, emptied])
@pytest.mark.parametrize("name", ["engine.js", "words.js", "help.js"])
def test_a_broken_script_is_told_too(
    page: Any, search_site: Path, tmp_path: Path, name: str, broken: Break
) -> None:
    """As data files are, once a visitor turns to search; the worker has its own copy of each."""
    site = tmp_path / "site"
    shutil.copytree(search_site, site)
    (site / "assets" / "search" / "worker.js").unlink()
    broken(site / "assets" / "search" / name)
    with serve_site(site, 0) as address:
        page.goto(address + "search/")
        page.focus("input[name=q]")
        settled(page, "error")
        text = page.locator(STATUS).inner_text()
        assert text.startswith("Search is not available")
        assert text.endswith("Help at any hour: 999, 111, 116 123, 0330 123 1245, 0300 0303 300.")
        assert urgent_help(page).is_visible()
        assert page.locator(".app-items").is_visible()


@pytest.mark.parametrize("lost", ["meaning.js", "text.js"])
def test_urgent_help_outlives_what_fails_later(page: Any, base_url: str, lost: str) -> None:
    """It is shown before the file is lost, and never goes."""
    held: list[Any] = []
    page.route(f"**/{lost}", lambda route: held.append(route))
    page.goto(base_url + "search/")
    with page.expect_request(f"**/{lost}"):
        page.fill("input[name=q]", "want to end it all")
    urgent_help(page).wait_for(state="visible")
    page.evaluate(
        "window.__changed = 0; new MutationObserver(() => { __changed += 1; }).observe("
        "document.querySelector('[data-search-urgent]'), { attributes: true })"
    )
    held[0].abort()
    settled(page, "error")
    assert urgent_help(page).is_visible()
    assert page.evaluate("__changed") == 0


def test_an_engine_that_throws_shows_urgent_help(
    page: Any, search_site: Path, base_url: str
) -> None:
    """For words that call for none, since no answer will come."""
    worker = (search_site / "assets" / "search" / "worker.js").read_text(encoding="utf-8")
    broken = "const made = kbSearch.createEngine; kbSearch = { ...kbSearch, *creating(list) {"
    broken += "return Object.assign(made(list), { looking() { throw new Error('broken'); } }); } };"
    page.route(
        "**/worker.js",
        lambda route: route.fulfill(body=worker + broken, content_type="text/javascript"),
    )
    page.goto(base_url + "search/")
    page.fill("input[name=q]", NAME)
    settled(page, "error")
    assert urgent_help(page).is_visible()


def test_a_net_that_never_comes_shows_urgent_help(page: Any, base_url: str) -> None:
    """After a few seconds of words that nobody can judge."""
    page.route("**/distress.js", lambda _: None)
    page.goto(base_url + "search/")
    page.fill("input[name=q]", NAME)
    urgent_help(page).wait_for(state="visible", timeout=20_000)


@pytest.mark.parametrize("silent", ["worker.js", "core.js", "text.js", "meaning.js"])
def test_a_search_that_never_answers_shows_urgent_help(
    page: Any, base_url: str, silent: str
) -> None:
    """Neither an empty worker nor a file that is on its way for ever makes an error."""
    page.clock.install()

    def lose(route: Any) -> None:
        if silent == "worker.js":
            route.fulfill(body="", content_type="text/javascript")

    page.route(f"**/{silent}", lose)
    page.goto(base_url + "search/")
    page.fill("input[name=q]", NAME)
    page.locator("[data-state=loading]").wait_for(state="attached")
    assert not urgent_help(page).is_visible()
    page.clock.fast_forward(25_000)
    urgent_help(page).wait_for(state="visible")


def test_without_its_script_and_the_page_s_urgent_help_shows_itself(
    page: Any, search_site: Path, tmp_path: Path
) -> None:
    """Once it is clear that neither runs."""
    site = tmp_path / "site"
    shutil.copytree(search_site, site)
    for name in ("help.js", "page.js"):
        (site / "assets" / "search" / name).unlink()
    with serve_site(site, 0) as address:
        page.goto(address + "search/")
        assert not urgent_help(page).is_visible()
        urgent_help(page).wait_for(state="visible", timeout=20_000)


def test_without_the_page_s_script_urgent_help_is_shown(
    page: Any, search_site: Path, tmp_path: Path
) -> None:
    """By its own script, which needs no other."""
    site = tmp_path / "site"
    shutil.copytree(search_site, site)
    (site / "assets" / "search" / "page.js").unlink()
    with serve_site(site, 0) as address:
        page.goto(address + "search/")
        urgent_help(page).wait_for(state="visible", timeout=2_000)


def test_an_old_browser_is_told(page: Any, base_url: str) -> None:
    """Before anything is typed."""
    page.add_init_script("delete String.prototype.matchAll")
    page.goto(base_url + "search/")
    assert state(page) == "error"
    text = "Search is not available: it needs a newer browser. Help at any hour: 999, 111, "
    assert page.locator(STATUS).inner_text().startswith(text)
    assert urgent_help(page).is_visible()
    assert not page.locator("input[name=q]").is_visible()
    assert page.locator(".app-items").is_visible()


def test_without_script_there_is_a_list_and_no_form(browser: Any, base_url: str) -> None:
    """Sending a form would send the words to a server."""
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(base_url + "search/")
    assert page.locator("input[name=q], form").count() == 0
    assert page.locator(".app-item").count() > 0
    page.context.close()


@pytest.mark.parametrize("query", [NAME, "want to end it all", "zzyzx qwxv"])
def test_results_have_no_violation(
    page: Any, base_url: str, violations: Callable[..., list[str]], query: str
) -> None:
    """By axe, with results, with urgent help and with none; and nothing is wider than a phone."""
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(base_url + "search/")
    search(page, query)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_keyboard_goes_from_the_box_to_the_results(watched: Any, base_url: str) -> None:
    """By Tab alone, and Enter opens the page that it leads to."""
    watched.goto(base_url + "search/")
    watched.focus("input[name=q]")
    watched.keyboard.type(NAME)
    watched.wait_for_url(f"**#q={quote(NAME)}")
    settled(watched)
    for _ in range(40):
        watched.keyboard.press("Tab")
        inside = "document.activeElement.closest('[data-result-id]') !== null"
        if watched.evaluate(inside):
            break
    assert watched.evaluate("document.activeElement.textContent").startswith("Mentoring")
    watched.keyboard.press("Enter")
    watched.wait_for_url("**/casestudies/marsh-and-wolds-mentoring/**")


def test_what_arrives_later_leaves_the_focus_where_it_is(watched: Any, base_url: str) -> None:
    """A reader is on a result found by words when the vectors come."""
    held: list[Any] = []
    watched.route("**/meaning.js", lambda route: held.append(route))
    watched.goto(base_url + "search/")
    watched.fill("input[name=q]", "mentoring")
    watched.locator("[data-result-id] h4 a").last.focus()
    focused = "document.activeElement.closest('[data-result-id]')?.dataset.resultId"
    chosen = watched.evaluate(focused)
    assert state(watched) == "loading"
    assert chosen
    held[0].continue_()
    settled(watched)
    assert watched.evaluate(focused) == chosen


def test_a_large_index_is_fetched_in_parts(
    page: Any,
    corpus: Corpus,
    index: LoadedIndex,
    student: Student,
    tmp_path: Path,
) -> None:
    """What the query needs, and no more; the answer is the same."""
    out = tmp_path / "site"
    data = search_data(index, student, whole=0)
    build_site(corpus, out, today=TODAY, frontend_dir=FRONTEND, search_data=data)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with serve_site(out, 0) as address:
        page.goto(address + "search/")
        prepared(page)
        assert not [url for url in asked if "/words-" in url]
        search(page, NAME)
        assert shown(page) == in_order(Engine(index, student).search(NAME))
        assert [url for url in asked if "/words-" in url]
        (out / "assets" / "search" / "names-0.js").unlink()
        page.goto(address + "search/#q=coaching")
        page.reload()
        settled(page, "error")


def test_a_search_that_names_a_place_or_its_people_finds_their_area(
    watched: Any, base_url: str
) -> None:
    """By council, committee or a town behind "in" or "to"; what looks like a town finds none."""
    watched.goto(base_url + "search/")
    place = watched.locator("[data-search-area]")
    for typed, expected in {
        "Fens LMC": "Who to ask there: The Fens",
        "gp burnt out in Ely": "Who to ask there: The Fens",
        "the Borderland council": "Who to ask there: Marsh and Wolds, The Fens",
        "who can I ask in Louth?": "Who to ask there: Marsh and Wolds",
        "practices near March": "Who to ask there: The Fens",
        "moving to Louth": "Who to ask there: Marsh and Wolds",
    }.items():
        watched.locator("#q").fill(typed)
        place.filter(has_text=re.compile(f"^{re.escape(expected)}$")).wait_for()
    for typed in ("ely on my colleagues, LMC", "visa running out in March"):
        watched.locator("#q").fill(typed)
        place.wait_for(state="hidden")
        watched.locator("#q").fill("Fens LMC")
        place.wait_for()
    place.get_by_role("link", name="The Fens").click()
    watched.wait_for_url("**/areas/the-fens/**")
