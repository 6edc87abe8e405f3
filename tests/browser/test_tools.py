"""The visitors' tools in use: finder, sheet, list, comparison; with and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

PHONE = {"width": 390, "height": 800}
DESKTOP = {"width": 1280, "height": 900}
EACH_SCREEN = pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])

LINE = "signposting/gp-listening-line"
CIRCLE = "casestudies/fenland-peer-circle"
ELY = "casestudies/ely-listening-line"
MARSH = "casestudies/marsh-and-wolds-mentoring"


@pytest.fixture
def plain(browser: Any, base_url: str) -> Iterator[Any]:
    """A page on which no script runs, at the home page."""
    page = browser.new_context(java_script_enabled=False, viewport=PHONE).new_page()
    page.goto(base_url)
    yield page
    page.context.close()


def pdf_pages(page: Any) -> int:
    """Count the pages that a page prints on."""
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf))


def sheet_titles(page: Any) -> list[str]:
    """Return the options of the sheet shown, in order."""
    found: list[str] = page.locator(".app-sheet__option h3").all_inner_texts()
    return found


# The three journeys


@EACH_SCREEN
def test_an_appraiser_goes_from_home_to_a_printed_sheet(
    watched: Any, base_url: str, screen: dict[str, int]
) -> None:
    """In seven taps: the sheet's page, the questions, four answers, the sheet."""
    watched.set_viewport_size(screen)
    watched.goto(base_url)
    watched.get_by_role("link", name="Make a signposting sheet").click()
    assert watched.get_by_role("heading", level=1).inner_text() == "Signposting sheet"
    watched.get_by_role("link", name="answer four questions").click()
    watched.get_by_label("GP partner").check()
    watched.get_by_label("'Wise fives'").check()
    watched.get_by_label("Thinking of leaving", exact=True).check()
    watched.get_by_label("I feel alone in this job").check()
    assert watched.locator("[data-guide-status]").inner_text() == "1 option fits, and 1 story."
    assert watched.url.endswith(
        "#role=partner&stage=wise-fives&moment=thinking-of-leaving&need=isolation"
    )
    watched.get_by_role("link", name="Make the sheet").click()
    watched.locator(".app-sheet__option").wait_for()
    assert sheet_titles(watched) == ["GP listening line"]
    sheet = watched.locator("#sheet")
    assert "GP partner; 'Wise fives'; Thinking of leaving; I feel alone in this job" in (
        sheet.inner_text()
    )
    text = sheet.inner_text()
    assert text.index("999") < text.index("GP listening line\n") < text.index("Fenland")
    assert "What would make you stay a year?" in text
    assert pdf_pages(watched) == 1


def test_several_things_on_a_mind_go_to_the_sheet_and_back(watched: Any, base_url: str) -> None:
    """Up to three; what is ticked can be unticked, and an address of too many says so."""
    watched.goto(base_url + "where-are-you-now/#role=partner&need=isolation")
    watched.get_by_label("I'm thinking of leaving general practice").check()
    assert watched.url.endswith("#role=partner&need=thinking-of-leaving,isolation")
    watched.get_by_role("link", name="Make the sheet").click()
    watched.locator(".app-sheet__option").first.wait_for()
    answers = watched.locator("[data-slot=answers]").inner_text()
    assert "general practice; I feel alone in this job" in answers
    watched.get_by_role("link", name="Change the answers").click()
    watched.wait_for_url("**/where-are-you-now/**")
    assert watched.locator("[data-question=need] :checked").count() == 2
    boxes = watched.locator("[data-question=need] input")
    every = [str(boxes.nth(at).get_attribute("value")) for at in range(boxes.count())]
    for need in every[:3]:
        watched.locator(f"#need-{need}").check()
    full = "all => all.filter(e => !e.checked && !e.disabled).length"
    assert boxes.evaluate_all(full) == (0 if len(every) >= 3 else len(every))


def test_links_alone_lead_from_home_to_a_sheet(plain: Any) -> None:
    """Without scripts: role, turn, need."""
    plain.get_by_role("link", name="Where are you now?").first.click()
    plain.wait_for_load_state()
    assert not plain.locator("[data-guide]").is_visible()
    plain.get_by_role("link", name="GP partner").click()
    plain.get_by_role("link", name="Thinking of leaving").click()
    plain.get_by_role("link", name="I feel alone in this job").click()
    plain.wait_for_load_state()
    assert sheet_titles(plain) == ["GP listening line"]
    assert not plain.get_by_role("button").first.is_visible()


@EACH_SCREEN
def test_a_planner_goes_from_the_list_to_a_comparison(
    watched: Any, base_url: str, screen: dict[str, int]
) -> None:
    """Two put on the list from their cards, compared, one taken off again."""
    watched.set_viewport_size(screen)
    watched.goto(base_url)
    watched.get_by_role("link", name="All case studies").click()
    watched.get_by_role("button", name="Add to list Ely listening line").click()
    watched.get_by_role("button", name="Add to list Fenland & Wash peer circle").click()
    assert watched.url.endswith(f"#list={ELY},{CIRCLE}")
    bar = watched.get_by_role("complementary", name="Your list")
    assert bar.get_by_text("2 on your list").is_visible()
    bar.get_by_role("link", name="Compare").click()
    watched.locator(".app-compare__table").wait_for()
    heads = watched.locator(".app-compare__table th[scope=col] a").all_inner_texts()
    assert heads == ["Ely listening line", "Fenland & Wash peer circle"]
    row = watched.get_by_role("row", name="Evidence")
    assert row.get_by_role("cell").all_inner_texts() == [
        "Evidence 1 of 5: no result reported.",
        "Evidence 3 of 5: Measured. A figure for GPs of the circle; no earlier figure or method "
        "stated.",
    ]
    assert pdf_pages(watched) == 1
    watched.get_by_role("button", name="Remove Ely listening line").click()
    assert watched.locator("[data-compare-said]").inner_text() == (
        "One page is on your list: add another to compare it with."
    )
    assert watched.evaluate("document.activeElement.tagName") == "H1"


# The finder


def test_answers_narrow_each_other(watched: Any, base_url: str) -> None:
    """A role leaves its own turns; one that no longer fits goes back to not sure."""
    watched.goto(base_url + "where-are-you-now/#role=partner&moment=taking-on-partnership")
    assert watched.get_by_label("Taking on a partnership").is_checked()
    assert not watched.get_by_label("Wanting variety").is_visible()
    watched.get_by_label("Locum GP").check()
    assert not watched.get_by_label("Taking on a partnership").is_visible()
    assert watched.locator("#moment-open").is_checked()
    assert watched.url.endswith("#role=locum")
    watched.get_by_label("Coming back").check()
    assert not watched.get_by_label("I'm thinking of leaving general practice").is_visible()
    watched.get_by_role("button", name="Show every need").click()
    assert watched.get_by_label("I'm thinking of leaving general practice").is_visible()
    stop = watched.locator("[data-guide-stop] a")
    assert stop.inner_text() == "Locum GP: coming back"
    stop.click()
    assert watched.url.endswith("roadmaps/locum/index.html#returning")


# The sheet


def test_a_sheet_can_be_changed_by_hand(watched: Any, base_url: str) -> None:
    """An option taken off, pages of the list put on, a sheet of the list alone."""
    watched.goto(base_url + f"sheet/#need=isolation&list={ELY},{CIRCLE}")
    watched.get_by_role("button", name="Add your list to this sheet").click()
    assert watched.locator(".app-sheet__story h3").all_inner_texts() == [
        "Ely listening line",
        "Fenland & Wash peer circle",
    ]
    assert not watched.get_by_role("button", name="Add your list to this sheet").is_visible()
    watched.get_by_role("button", name="Remove GP listening line").click()
    assert sheet_titles(watched) == []
    assert "without=" + LINE in watched.url
    nothing = watched.locator("[data-slot=nothing]")
    assert nothing.inner_text() == "You removed every option that fits these answers."
    watched.go_back()
    assert sheet_titles(watched) == ["GP listening line"]
    watched.go_forward()
    watched.get_by_role("button", name="Put back what was removed").click()
    assert sheet_titles(watched) == ["GP listening line"]
    assert not watched.get_by_role("button", name="Put back what was removed").is_visible()


def test_a_list_becomes_a_sheet(watched: Any, base_url: str) -> None:
    """From the bar on any page."""
    watched.goto(base_url + LINE + "/")
    watched.locator(".app-document__list button").click()
    watched.get_by_role("link", name="Make a sheet").click()
    watched.locator(".app-sheet__option").wait_for()
    assert sheet_titles(watched) == ["GP listening line"]
    assert "Added by you." in watched.locator(".app-sheet__option").inner_text()
    assert not watched.locator("[data-slot=nothing]").is_visible()


@pytest.mark.parametrize(
    "address",
    [
        "sheet/#role=partner&moment=thinking-of-leaving&need=isolation",
        "sheet/partner/thinking-of-leaving/isolation/",
    ],
)
def test_a_sheet_is_copied_as_text_and_saved(watched: Any, base_url: str, address: str) -> None:
    """Composed and ready-made alike; nothing that only a screen needs is in it."""
    watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
    watched.clock.set_fixed_time("2024-06-02T12:00:00")
    watched.goto(base_url + address)
    watched.get_by_role("button", name="Copy as text").click()
    watched.get_by_text("Copied as text.").wait_for()
    text = watched.evaluate("navigator.clipboard.readText()")
    lines = text.splitlines()
    assert lines[0] == "SIGNPOSTING SHEET"
    assert lines.index("URGENT HELP FIRST") < lines.index("OPTIONS")
    at = lines.index("1. GP listening line")
    assert lines[at + 1] == f"   {base_url}{LINE}/index.html"
    assert lines[at + 2] == "   Open as of 4 March 2024; checked 1 May 2024"
    assert "   Cost: free" in lines
    assert "   Web: fens.example/coaching?for=gps&year=2024" in lines
    for heading in ("AGREED ACTIONS", "LOCAL CONTACTS"):
        below = lines[lines.index(heading) + 1 :]
        assert below[below.index("- ") :][:3] == ["- ", "- ", "- "]
    at = lines.index("LOCAL CONTACTS")
    assert lines[at + 4] == ""
    assert lines[at + 5].startswith("From “Keeping GPs in practice”")
    assert "Remove" not in text
    assert "roadmap leads here" not in text
    with watched.expect_download() as saved:
        watched.get_by_role("button", name="Save as text").click()
    assert saved.value.suggested_filename == "signposting-sheet.txt"
    assert Path(saved.value.path()).read_text(encoding="utf-8") == text
    with watched.expect_download() as saved:
        watched.get_by_role("button", name="Save as a web page").click()
    page = Path(saved.value.path()).read_text(encoding="utf-8")
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "GP listening line" in page
    assert "<script" not in page
    assert "Remove" not in page


def mailed(page: Any) -> str:
    """Return the address that an e-mail of the sheet opens, without opening it."""
    page.evaluate(
        "document.querySelector('[data-sheet-mail]')"
        ".addEventListener('click', event => event.preventDefault())"
    )
    page.locator("[data-sheet-mail]").click()
    return str(page.get_attribute("[data-sheet-mail]", "href"))


def test_a_sheet_goes_into_an_e_mail(watched: Any, base_url: str) -> None:
    """Urgent numbers, each option and how to start; within what mail programs take."""
    asked = "role=partner&moment=thinking-of-leaving&need=isolation&q=tired of it all"
    watched.goto(base_url + f"sheet/#{asked}")
    address = mailed(watched)
    assert address.startswith("mailto:?subject=Signposting%20sheet&body=")
    assert len(address) <= 1800
    text = unquote(address)
    assert "999" in text
    assert text.index(f"1. {sheet_titles(watched)[0]}") < text.index("Start: ")
    assert "tired of it all" not in text
    watched.get_by_label("Put the words at the head").check()
    assert "“tired of it all”" in unquote(mailed(watched))


def test_a_qr_code_of_the_sheet_is_drawn_in_the_page(watched: Any, base_url: str) -> None:
    """Its script comes only when it is asked for; the words are not in the address it holds."""
    asked: list[str] = []
    watched.on("request", lambda request: asked.append(request.url))
    watched.goto(base_url + "sheet/#role=partner&moment=thinking-of-leaving&q=tired of it all")
    assert not [url for url in asked if url.endswith("qrcode.js")]
    button = watched.get_by_role("button", name="QR code")
    button.click()
    code = watched.get_by_role("img", name="QR code of the address of this sheet")
    code.wait_for()
    assert button.get_attribute("aria-expanded") == "true"
    drawn = code.locator("path").get_attribute("d")
    held = watched.evaluate(
        """address => {
            const code = qrcode(0, 'L');
            code.addData(address);
            code.make();
            const size = code.getModuleCount();
            let dark = '';
            for (let row = 0; row < size; row += 1) {
                for (let at = 0; at < size; at += 1) {
                    dark += code.isDark(row, at) ? `M${at + 4} ${row + 4}h1v1h-1z` : '';
                }
            }
            return dark;
        }""",
        base_url + "sheet/#role=partner&moment=thinking-of-leaving",
    )
    assert drawn == held
    button.click()
    assert not code.is_visible()


def test_a_qr_code_that_cannot_be_made_is_told(page: Any, base_url: str) -> None:
    """As where its script was lost."""
    page.route("**/qrcode.js", lambda route: route.abort())
    page.goto(base_url + "sheet/#role=partner")
    page.get_by_role("button", name="QR code").click()
    page.get_by_text("The QR code cannot be made here.").wait_for()


def test_text_is_offered_where_a_page_may_not_copy(watched: Any, base_url: str) -> None:
    """Selected, to be copied by hand."""
    watched.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    watched.goto(base_url + "sheet/#need=isolation")
    watched.get_by_role("button", name="Copy as text").click()
    area = watched.get_by_label("The sheet as text")
    assert area.input_value().startswith("SIGNPOSTING SHEET")
    assert watched.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_a_composed_sheet_is_the_ready_made_one(watched: Any, base_url: str) -> None:
    """The same words in the same order."""
    lines = """() => [...document.querySelectorAll('#sheet [data-t]')]
        .filter(e => e.checkVisibility()).map(e => e.innerText.trim())"""
    watched.goto(base_url + "sheet/partner/thinking-of-leaving/isolation/")
    ready = watched.evaluate(lines)
    watched.get_by_role("link", name="change it").click()
    watched.locator(".app-sheet__option .app-list-button").wait_for()
    composed = watched.evaluate(lines)
    assert composed == ready
    assert len(ready) > 20


# The list


def test_back_does_not_lose_what_was_added(watched: Any, base_url: str) -> None:
    """From the list to a page, added there, and back."""
    watched.goto(base_url + "casestudies/")
    watched.get_by_role("button", name="Add to list Ely listening line").click()
    watched.locator("main").get_by_role("link", name="Fenland & Wash peer circle").click()
    assert watched.url.endswith(f"{CIRCLE}/index.html#list={ELY}")
    watched.locator(".app-document__list button").click()
    watched.go_back()
    assert watched.get_by_text("2 on your list").is_visible()
    assert watched.url.endswith(f"#list={ELY},{CIRCLE}")
    watched.get_by_role("button", name="Clear").click()
    assert not watched.get_by_role("complementary", name="Your list").is_visible()
    assert "list=" not in watched.url
    assert watched.evaluate("document.activeElement.tagName") == "H1"


def test_lines_that_a_search_brings_can_be_put_on_the_list(watched: Any, base_url: str) -> None:
    """As soon as they are there; a toolkit page cannot."""
    watched.add_init_script(
        """new MutationObserver((_, watch) => {
            const main = document.querySelector('main');
            if (main) { main.setAttribute('data-search-status', ''); watch.disconnect(); }
        }).observe(document, {childList: true, subtree: true})"""
    )
    watched.goto(base_url + "glossary/")
    watched.evaluate(
        """() => {
            for (const id of ['signposting/gp-listening-line', 'toolkit/keep-count']) {
                const line = document.createElement('li');
                line.setAttribute('data-result-id', id);
                const link = document.createElement('a');
                link.textContent = 'Line ' + id;
                line.append(link);
                document.querySelector('main').append(line);
            }
        }"""
    )
    lines = watched.locator("main > li[data-result-id]")
    lines.first.get_by_role("button").click()
    said = watched.locator("[data-list-said]")
    assert said.text_content() == "Added: Line signposting/gp-listening-line."
    assert lines.first.get_by_role("button").inner_text().startswith("Remove from list")
    assert lines.nth(1).get_by_role("button").count() == 0


def test_a_list_stands_beside_filters_and_anchors(watched: Any, base_url: str) -> None:
    """Neither loses the other."""
    watched.goto(base_url + f"casestudies/#intervention=mentoring&list={ELY}")
    assert watched.get_by_label("Mentoring").is_checked()
    watched.get_by_label("Peer support").check()
    watched.wait_for_url(f"**/casestudies/#intervention=*,*&list={ELY}")
    watched.goto(base_url + f"roadmaps/partner/#thinking-of-leaving&list={ELY}")
    top = "document.getElementById('thinking-of-leaving').getBoundingClientRect().top"
    assert abs(watched.evaluate(top)) < 40
    watched.goto(base_url + f"casestudies/ely-listening-line/#list={ELY}")
    watched.get_by_role("link", name="What they did", exact=True).click()
    watched.wait_for_url(f"**/casestudies/ely-listening-line/#what-they-did&list={ELY}")


def test_nothing_is_kept_before_the_visitor_adds_something(watched: Any, base_url: str) -> None:
    """Nor when a list only comes with an address; and then in this tab alone."""
    count = "localStorage.length + sessionStorage.length"
    watched.goto(base_url + f"casestudies/#list={ELY}")
    assert watched.get_by_text("1 on your list").is_visible()
    watched.goto(base_url + "sheet/#need=isolation")
    watched.goto(base_url + "where-are-you-now/#role=partner")
    assert watched.evaluate(count) == 0
    watched.goto(base_url + LINE + "/")
    watched.locator(".app-document__list button").click()
    assert watched.evaluate("localStorage.length") == 0
    assert watched.evaluate("JSON.stringify(sessionStorage)") == f'{{"list":"{LINE}"}}'
    assert watched.get_by_text("in this tab until you close it").is_visible()


def test_a_list_lasts_only_if_that_is_asked_for(watched: Any, base_url: str) -> None:
    """On the device until it is forgotten, and changed with the list."""
    kept = "localStorage.getItem('list')"
    watched.goto(base_url + f"casestudies/#list={ELY}")
    watched.get_by_role("button", name="Keep on this device").click()
    assert watched.evaluate(kept) == ELY
    watched.get_by_role("button", name="Add to list Fenland").click()
    assert watched.evaluate(kept) == f"{ELY},{CIRCLE}"
    later = watched.context.new_page()  # as on another day: no tab remembers it
    later.goto(base_url + "signposting/")
    assert later.get_by_text("2 on your list").is_visible()
    assert later.get_by_text("Kept on this device until you say forget.").is_visible()
    later.get_by_role("button", name="Forget on this device").click()
    assert later.evaluate("localStorage.length") == 0
    assert later.get_by_text("2 on your list").is_visible()


def test_the_bar_never_hides_what_has_the_focus(watched: Any, base_url: str) -> None:
    """WCAG 2.4.11, on a phone, through a whole page."""
    watched.set_viewport_size(PHONE)
    watched.goto(base_url + f"casestudies/#list={ELY}")
    hidden = """() => {
        const bar = document.querySelector('[data-list-bar]');
        const e = document.activeElement, box = e.getBoundingClientRect();
        const over = bar.getBoundingClientRect();
        const under = box.top < over.bottom && box.bottom > over.top;
        return e !== document.body && !bar.contains(e) && under
            ? e.outerHTML.slice(0, 100) : '';
    }"""
    for _ in range(60):
        watched.keyboard.press("Tab")
        assert watched.evaluate(hidden) == ""


# The comparison


def test_four_are_compared_and_the_fifth_waits(watched: Any, base_url: str) -> None:
    """In the order of the list; a bare list in the address will do."""
    watched.goto(
        base_url + f"compare/#{ELY},{CIRCLE},{MARSH},{LINE},signposting/regional-coaching-offer"
    )
    assert watched.locator(".app-compare__table th[scope=col]").count() == 4
    assert watched.locator("[data-compare-said]").inner_text() == (
        "The first four of the 5 on your list: remove one to see the next."
    )
    watched.get_by_role("button", name="Remove Ely listening line").click()
    heads = watched.locator(".app-compare__table th[scope=col] a").all_inner_texts()
    assert heads[-1] == "Regional coaching offer"
    assert watched.url.endswith(
        "#list=" + ",".join((CIRCLE, MARSH, LINE, "signposting/regional-coaching-offer"))
    )


# Hostile addresses, disks, clocks


@pytest.mark.parametrize("tool", ["sheet/", "compare/", "where-are-you-now/", "signposting/"])
@pytest.mark.parametrize(
    "fragment",
    [
        "#role=<img src=x onerror=window.ran=1>&add=<script>window.ran=1</script>&need=isolation",
        "#list=%3Cimg%20src=x%20onerror=window.ran=1%3E,casestudies/nothing,javascript:window.ran=1",
        "#add=__proto__,constructor,signposting/gp-listening-line&list=__proto__&role=toString",
        "#<b>bold</b>,casestudies/fenland-peer-circle",
        "#role=%E0%A4%A&&&=,,,&list=%",
    ],
)
def test_a_hostile_address_brings_no_markup(
    watched: Any, base_url: str, tool: str, fragment: str
) -> None:
    """Nothing runs, nothing appears, no error; the policy is not even called upon."""
    watched.goto(base_url + tool + fragment)
    assert watched.evaluate("window.ran") is None
    assert watched.locator("main img, main script, main b").count() == 0
    assert "onerror" not in watched.locator("main").inner_text()
    assert "onerror" not in (watched.locator("[data-list-compare]").get_attribute("href") or "")


def test_what_an_address_holds_beyond_the_site_is_told(watched: Any, base_url: str) -> None:
    """In a plain sentence."""
    watched.goto(base_url + "sheet/#role=wizard&need=isolation")
    assert watched.get_by_text("Part of this address was not understood").is_visible()
    watched.goto(base_url + f"compare/#list={ELY},casestudies/no-such-page")
    assert watched.get_by_text("names no page on this site, so it was left out").is_visible()


def test_the_tools_work_from_a_disk(watched: Any, site_dir: Path) -> None:
    """Finder, sheet, list and comparison, without a server."""
    watched.goto((site_dir / "where-are-you-now" / "index.html").as_uri())
    watched.get_by_label("GP partner").check()
    watched.get_by_label("I feel alone in this job").check()
    watched.get_by_role("link", name="Make the sheet").click()
    watched.locator(".app-sheet__option").wait_for()
    assert sheet_titles(watched) == ["GP listening line"]
    watched.goto((site_dir / "casestudies" / "index.html").as_uri())
    watched.get_by_role("button", name="Add to list Ely listening line").click()
    watched.locator("main").get_by_role("link", name="Fenland & Wash peer circle").click()
    watched.locator(".app-document__list button").click()
    watched.get_by_role("link", name="Compare").first.click()
    watched.locator(".app-compare__table").wait_for()
    assert watched.locator(".app-compare__table th[scope=col]").count() == 2


@pytest.mark.parametrize(("now", "due"), [("2024-10-31", False), ("2024-11-01", True)])
@pytest.mark.parametrize(
    "address",
    [
        "sheet/#need=isolation",
        "sheet/partner/thinking-of-leaving/isolation/",
        f"compare/#list={LINE},{ELY}",
        "signposting/",
        "where-are-you-now/partner/going-part-time/",
        "where-are-you-now/#need=isolation",
        "search/",
    ],
)
def test_what_goes_due_says_so_by_the_readers_clock(
    watched: Any, base_url: str, address: str, now: str, due: bool
) -> None:
    """On sheets, in comparisons and in lists, without a new build, in calm words."""
    watched.clock.set_fixed_time(f"{now}T12:00:00")
    watched.goto(base_url + address)
    text = watched.locator("main").inner_text().lower()
    assert ("due for review since 1 november 2024" in text) is due


@EACH_SCREEN
def test_one_picture_of_the_results_is_shown(
    watched: Any, base_url: str, screen: dict[str, int]
) -> None:
    """The one that fits the screen; in print the wide one."""
    watched.set_viewport_size(screen)
    watched.goto(base_url + "evidence/results/")
    shown = [watched.locator(f".app-plot--{name}").is_visible() for name in ("wide", "narrow")]
    assert shown == ([False, True] if screen is PHONE else [True, False])
    watched.emulate_media(media="print")
    assert watched.locator(".app-plot--wide").is_visible()
    assert not watched.locator(".app-plot--narrow").is_visible()


TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.mark.parametrize(
    "address",
    [
        "where-are-you-now/",
        "sheet/#need=isolation",
        f"compare/#list={ELY},{CIRCLE}",
        "casestudies/",
    ],
)
def test_nothing_moves_while_a_tool_starts(watched: Any, base_url: str, address: str) -> None:
    """No layout shift worth a hundredth."""
    watched.set_viewport_size(PHONE)
    watched.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach("
        "entry => { window.moved += entry.value; }))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    watched.goto(base_url + address)
    watched.wait_for_load_state("networkidle")
    watched.evaluate(TWO_FRAMES)
    assert watched.evaluate("window.moved") < 0.01
