"""The site in use: keyboard, no script, lists that filter, print, colours, the clock."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

CASE = "casestudies/marsh-and-wolds-mentoring/"


def tick(page: Any, facet: str, concept: str) -> None:
    """Unfold a facet if need be and tick one of its boxes."""
    group = page.locator(f"[data-facet={facet}]")
    if group.get_attribute("open") is None:
        group.locator("summary").click()
    group.locator(f"#{facet}-{concept}").check()


def without_script(browser: Any, **options: Any) -> Any:
    """Return a page on which no script runs."""
    return browser.new_context(java_script_enabled=False, **options).new_page()


def visible_items(page: Any) -> list[str]:
    """Return the titles of the items shown, script or no script."""
    items = page.locator(".app-item")
    return [
        items.nth(at).locator("h3").inner_text()
        for at in range(items.count())
        if items.nth(at).is_visible()
    ]


@pytest.mark.parametrize("scripted", [True, False])
def test_boxes_combine_or_within_a_facet_and_between(
    browser: Any, base_url: str, scripted: bool
) -> None:
    """By style alone."""
    page = browser.new_context(java_script_enabled=scripted).new_page()
    page.goto(base_url + "casestudies/")
    assert len(visible_items(page)) == 3
    tick(page, "intervention", "mentoring")
    assert [title[:8] for title in visible_items(page)] == ["Fenland ", "Mentorin"]
    tick(page, "intervention", "peer-support")
    assert len(visible_items(page)) == 3
    tick(page, "level", "system")
    assert visible_items(page) == ["Ely listening line"]
    page.context.close()


def test_an_option_without_a_limit_is_shown_under_every_role(browser: Any, base_url: str) -> None:
    """`any` counts under each box, without a script too."""
    page = without_script(browser)
    page.goto(base_url + "signposting/")
    tick(page, "role", "locum")
    assert visible_items(page) == ["GP listening line", "Regional coaching offer"]
    tick(page, "status", "open")
    assert visible_items(page) == ["GP listening line"]
    page.context.close()


def test_counts_follow_the_boxes_and_are_announced(watched: Any, base_url: str) -> None:
    """Each box tells how many it would show with the other groups as they are."""
    watched.goto(base_url + "casestudies/")
    status = watched.get_by_role("status")
    assert status.inner_text() == "All 3 case studies"
    tick(watched, "intervention", "mentoring")
    assert status.inner_text() == "2 of 3 case studies"
    count = watched.locator('label[for="level-system"] .app-box__count')
    assert count.text_content() == "(0)"
    tick(watched, "level", "system")
    assert status.inner_text() == ("0 of 3 case studies. Nothing fits all of these: untick one.")


def test_a_choice_stays_in_the_address_and_comes_back(watched: Any, base_url: str) -> None:
    """Behind the #, which is not sent; Clear takes it away and keeps the focus."""
    watched.goto(base_url + "casestudies/")
    tick(watched, "intervention", "mentoring")
    assert watched.url.endswith("casestudies/#intervention=mentoring")
    watched.goto(base_url)
    watched.go_back()
    assert watched.get_by_role("status").inner_text() == "2 of 3 case studies"
    assert watched.get_by_label("Mentoring").is_checked()
    watched.get_by_role("button", name="Clear all").click()
    assert watched.get_by_role("status").inner_text() == "All 3 case studies"
    assert watched.url.endswith("casestudies/#")
    assert watched.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize(
    "address",
    [
        "#intervention=%3Cimg%20src=x%20onerror=alert(1)%3E",
        "#stage=<script>alert(1)</script>&level=__proto__",
        "#=,,&&&=x",
    ],
)
def test_a_hostile_address_does_nothing(watched: Any, base_url: str, address: str) -> None:
    """No markup, no error; the whole list."""
    watched.goto(base_url + "casestudies/" + address)
    assert watched.get_by_role("status").inner_text() == "All 3 case studies"
    assert watched.locator("main img").count() == 0


def test_the_keyboard_reaches_everything_and_shows_where_it_is(watched: Any, base_url: str) -> None:
    """The skip link first, then the header; each focus can be seen."""
    watched.goto(base_url + CASE)
    watched.keyboard.press("Tab")
    assert watched.evaluate("document.activeElement.innerText") == "Skip to main content"
    watched.keyboard.press("Enter")
    assert watched.evaluate("location.hash") == "#maincontent"
    watched.goto(base_url + CASE)
    for _ in range(12):
        watched.keyboard.press("Tab")
        style = watched.evaluate(
            """() => {
                const e = document.activeElement, s = getComputedStyle(e);
                return s.outlineStyle + ' ' + s.boxShadow + ' ' + s.backgroundColor;
            }"""
        )
        assert "255, 235, 59" in style or "none none" not in style


def test_a_page_reads_in_full_without_scripts(browser: Any, base_url: str) -> None:
    """Menu, text, and what is folded opens."""
    page = without_script(browser)
    page.goto(base_url + CASE)
    assert page.get_by_role("navigation", name="Menu").get_by_role("link").count() == 5
    folded = page.locator(".app-situations details").first
    assert not folded.locator("li").first.is_visible()
    folded.locator("summary").click()
    assert folded.locator("li").first.is_visible()
    page.context.close()


def test_print_unfolds_every_part_and_drops_the_menu(watched: Any, base_url: str) -> None:
    """And afterwards all is as it was."""
    watched.goto(base_url + CASE)
    folded = watched.locator("details:not([open])").count()
    assert folded > 0
    watched.emulate_media(media="print")
    watched.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert watched.locator("details:not([open])").count() == 0
    assert not watched.get_by_role("navigation", name="Menu").is_visible()
    assert not watched.get_by_role("link", name="Urgent help").first.is_visible()
    after = watched.evaluate(
        "getComputedStyle(document.querySelector('main a[href]'), '::after').content"
    )
    assert after in ("none", "normal")
    watched.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert watched.locator("details:not([open])").count() == folded


@pytest.mark.parametrize(("now", "due"), [("2025-04-30", False), ("2025-05-01", True)])
def test_a_page_goes_due_by_the_readers_clock(
    watched: Any, base_url: str, now: str, due: bool
) -> None:
    """Without a new build."""
    watched.clock.set_fixed_time(f"{now}T12:00:00")
    watched.goto(base_url + "casestudies/fenland-peer-circle/")
    note = watched.locator(".app-due", has_text="Due for review since 1 May 2025")
    assert note.is_visible() is due


@pytest.mark.parametrize(
    "settings",
    [{"forced_colors": "active"}, {"reduced_motion": "reduce"}, {"color_scheme": "dark"}],
)
def test_a_readers_own_settings_break_nothing(
    browser: Any, base_url: str, settings: dict[str, str]
) -> None:
    """The evidence bar keeps its colour against the reader's own background."""
    page = browser.new_context(**settings).new_page()
    page.goto(base_url + CASE)
    fill = page.evaluate("getComputedStyle(document.querySelector('.app-bar__on')).fill")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert fill != ground
    page.context.close()


def test_nothing_is_kept_on_the_device(watched: Any, base_url: str) -> None:
    """No cookie, no store."""
    watched.goto(base_url + "casestudies/")
    tick(watched, "intervention", "mentoring")
    assert watched.context.cookies() == []
    assert watched.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_mistake_becomes_a_note_to_print_or_save(
    watched: Any, base_url: str, tmp_path: Path
) -> None:
    """It names the page it was begun on; what was typed is in the file and on the paper."""
    watched.goto(f"{base_url}glossary/")
    watched.get_by_role("link", name="Report a mistake on this page").click()
    watched.wait_for_url("**/report/index.html#page=*")
    assert "/glossary/" in watched.locator("#note-page").input_value()
    watched.get_by_label("What is wrong").fill("It says <b>40</b>.\nTwice.")
    with watched.expect_download() as download:
        watched.get_by_role("link", name="Save it as a file").click()
    download.value.save_as(tmp_path / "note.txt")
    text = (tmp_path / "note.txt").read_text(encoding="utf-8")
    assert "What is wrong:\nIt says <b>40</b>.\nTwice." in text.replace("\r\n", "\n")
    assert "/glossary/" in text
    watched.emulate_media(media="print")
    assert watched.locator(".app-note__paper", has_text="It says <b>40</b>.").is_visible()
    assert not watched.locator("#note-wrong").is_visible()


def test_a_note_can_be_written_by_hand_without_scripts(browser: Any, base_url: str) -> None:
    """The paper has room for it, and no buttons that do nothing are shown."""
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{base_url}report/")
    assert not page.get_by_role("button", name="Print the note").is_visible()
    page.emulate_media(media="print")
    heights = page.locator(".app-note__paper").evaluate_all(
        "boxes => boxes.map(box => box.getBoundingClientRect().height)"
    )
    assert len(heights) == 3
    assert min(heights) > 100
    page.context.close()
