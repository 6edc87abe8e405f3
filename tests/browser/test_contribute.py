"""The form for a new case study in a real browser: by keyboard, from a folder, with harm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from kb.model.corpus import Corpus
from site_builder.build import build_site
from site_builder.editors.gather import gather_editors
from site_builder.editors.pages import Editors
from site_builder.hosting import Hosting
from site_builder.serving import serve_site
from tests.browser.conftest import FRONTEND, ROOT, until
from tests.conftest import TODAY

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SUMMARY = (
    "In the Fens three practices share one paramedic who makes their home visits so that partners "
    "can stay in the surgery and go home on time each evening."
)


@pytest.fixture(scope="session")
def site_dir(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with the editors' pages, and a host that is nowhere."""
    found = gather_editors(corpus, root=ROOT, today=TODAY)
    editors = Editors(
        hosting=Hosting(repository="https://git.example/o/r"),
        findings=found.findings,
        measured=found.measured,
        policy=found.policy,
        today=TODAY,
    )
    out = tmp_path_factory.mktemp("contribute") / "site"
    build_site(corpus, out, today=TODAY, frontend_dir=FRONTEND, editors=editors)
    return out


@pytest.fixture(scope="session")
def base_url(site_dir: Path) -> Iterator[str]:
    """Serve that site."""
    with serve_site(site_dir, 0) as address:
        yield address


def drawn(page: Any) -> None:
    """Wait until the form has drawn what was typed last; it says that it is busy until then."""
    page.locator("[data-contribute]:not([aria-busy])").wait_for()


def file_text(page: Any) -> str:
    """Return the file that the form makes of what stands in it."""
    drawn(page)
    return str(page.input_value("[data-file]"))


def test_typing_checks_previews_and_fills_the_new_file_page(watched: Any, base_url: str) -> None:
    """A gap closes as it is filled; the text goes only where the visitor opens it."""
    page = watched
    page.goto(f"{base_url}/contribute/")
    page.fill("#f-summary", "Too short.")
    page.fill("#f-title", "Fen visiting team")
    drawn(page)
    error = page.locator("#f-summary-error")
    assert error.inner_text() == "2 words; 25 to 50 words are wanted".replace(" words are", " are")
    page.fill("#f-summary", SUMMARY)
    page.check("#f-interventions-mentoring")
    page.fill("#f-section-1", "Too few doctors.\n\n- One\n- Two")
    text = file_text(page)
    assert not error.is_visible()
    assert "interventions: [mentoring]" in text
    assert page.locator("[data-preview] li").all_inner_texts() == [
        "One",
        "Two",
        "Kind of support: Mentoring",
    ]
    href = page.get_attribute("[data-open]", "href")
    query = parse_qs(urlsplit(href).query)
    assert query["filename"] == ["fen-visiting-team.md"]
    assert query["value"] == [text]
    assert page.get_attribute("[data-save]", "download") == "fen-visiting-team.md"


def test_a_long_text_is_copied_instead(watched: Any, base_url: str) -> None:
    """Over the limit of addresses the page opens empty, and says what to do."""
    page = watched
    page.goto(f"{base_url}/contribute/")
    page.fill("#f-title", "Long")
    page.fill("#f-section-2", "A long account. " * 600)
    text = file_text(page)
    href = page.get_attribute("[data-open]", "href")
    assert "value=" not in href
    assert "copy it first" in page.inner_text("[data-how]")
    page.click("[data-copy]")
    page.locator("[data-said]:not(:empty)").wait_for()
    said = page.inner_text("[data-said]")
    assert said in {
        "Copied.",
        "The text is marked: copy it with Control and C, or Command and C.",
    }
    assert len(text) > 9000


def test_hostile_words_stay_words(watched: Any, base_url: str) -> None:
    """In the preview, the list of gaps and the file."""
    page = watched
    page.goto(f"{base_url}/contribute/")
    harm = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    page.fill("#f-title", harm)
    page.fill("#f-section-1", harm)
    page.fill("#f-area", harm)
    text = file_text(page)
    assert page.locator("[data-preview] img, [data-preview] script").count() == 0
    assert harm in page.inner_text("[data-preview]")
    assert '"' + harm.replace('"', '\\"') + '"' in text
    assert "leave out marks" in page.inner_text("[data-problems]")


def test_rows_by_keyboard(watched: Any, base_url: str) -> None:
    """A result is added, filled, and taken out again; the focus is never lost."""
    page = watched
    page.goto(f"{base_url}/contribute/")
    add = page.get_by_role("button", name="Add a result")
    add.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('[data-input]')")
    page.keyboard.press("Tab")
    assert "finding" not in file_text(page)
    page.get_by_label("The result in a sentence").fill("Nine stayed.")
    assert "- finding: " in file_text(page)
    page.get_by_role("button", name="Take out this result").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Add a result"
    assert "finding" not in file_text(page)


def test_a_result_asks_for_what_its_way_of_knowing_needs(watched: Any, base_url: str) -> None:
    """The rest is folded away until it is asked for, or holds something."""
    page = watched
    page.goto(f"{base_url}/contribute/")
    page.get_by_role("button", name="Add a source").click()
    page.get_by_label("Document").select_option("Our own account, as told here")
    page.get_by_role("button", name="Add a result").click()
    row = page.locator('[data-field="results"] [data-row-fields]')

    def open_fields() -> list[str]:
        drawn(page)
        names: list[str] = row.locator("[data-field]:not([hidden])").evaluate_all(
            "boxes => boxes.map(box => box.dataset.field.split('.')[1])"
        )
        return names

    assert open_fields() == ["known_by", "finding", "source", "place", "quote"]
    assert page.get_by_label("Which document says so").input_value() == "our-account"
    row.get_by_label("How it is known").select_option("reported")
    assert open_fields() == ["known_by", "outcome", "finding", "source", "place", "quote"]
    assert row.locator('[data-field="results.outcome"] label').inner_text() == "What changed"
    row.get_by_label("How it is known").select_option("expected")
    assert "value" in open_fields()
    assert row.locator('[data-field="results.value"] label').inner_text() == "Figure (optional)"
    row.get_by_label("How it is known").select_option("take-up")
    assert "value" in open_fields()
    assert "method" not in open_fields()
    more = row.get_by_role("button", name="More about this result")
    more.click()
    assert "strength" in open_fields()
    assert "method" not in open_fields()
    row.get_by_label("Difference").fill("-3")
    more.click()
    assert "change" in open_fields()
    assert "strength" not in open_fields()


def test_the_preview_shows_what_a_reader_will_see(watched: Any, base_url: str) -> None:
    """Status, facts, results and tags too, in words."""
    page = watched
    page.goto(f"{base_url}/contribute/")
    page.fill("#f-area", "Kent")
    page.check("#f-interventions-peer-support")
    page.get_by_label("Is it still running?").select_option("unknown")
    page.get_by_role("button", name="Add a result").click()
    page.get_by_label("How it is known").select_option("reported")
    page.get_by_label("The result in a sentence").fill("Nine stayed.")
    page.get_by_label("Its exact words").fill("nine of them stayed on")
    drawn(page)
    assert page.locator("[data-preview] li").all_inner_texts() == [
        "Is it still running?: Not known",
        "Area: Kent",
        "Nine stayed. (reported) “nine of them stayed on”",
        "Kind of support: Peer support",
    ]
    problems = page.inner_text("[data-problems]")
    assert "Is it still running?" not in problems
    assert not re.search(r"[a-z]_[a-z]|now\.|\[\d", problems)


def test_every_gap_is_told_in_words(watched: Any, base_url: str) -> None:
    """And leads to a field that is open."""
    page = watched
    page.goto(f"{base_url}/contribute/")
    page.get_by_label("Pages that show it").fill("https://new.example/a")
    page.get_by_label("Where to send people now").fill("Nowhere of ours")
    page.get_by_role("button", name="Add a source").click()
    page.get_by_label("Document").select_option("our-account")
    page.get_by_role("button", name="Add a result").click()
    page.get_by_label("How it is known").select_option("before-after")
    drawn(page)
    gaps = page.locator("[data-problems] li")
    said = gaps.all_inner_texts()
    assert (
        "Where to send people now: “Nowhere of ours” is not the title of a page of this site"
        in said
    )
    assert any(gap.startswith("Result 1, earlier figure: still empty") for gap in said)
    assert not any(re.search(r"[a-z]_[a-z]|now\.|\[\d|before-after", gap) for gap in said)
    assert gaps.count() == page.locator("[data-problems] a").count()
    for link in page.locator("[data-problems] a").all():
        assert page.locator(link.get_attribute("href")).is_visible()


def test_leaving_asks_only_while_something_would_be_lost(watched: Any, base_url: str) -> None:
    """Until it is saved; a page on which nothing was typed may be left."""
    page = watched
    asked: list[str] = []

    def accept(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    page.goto(f"{base_url}/contribute/")
    page.reload()
    assert asked == []
    page.locator("#f-title").press_sequentially("Fen")
    page.reload()
    assert asked == ["beforeunload"]
    page.locator("#f-title").press_sequentially("Fen")
    drawn(page)
    with page.expect_download():
        page.get_by_role("link", name="Save what I have").click()
    page.reload()
    assert asked == ["beforeunload"]


def test_what_was_saved_is_opened_again(watched: Any, base_url: str, tmp_path: Path) -> None:
    """All of it, entries too, and nothing of it is kept anywhere else."""
    page = watched
    page.goto(f"{base_url}/contribute/")
    harm = "<img src=x onerror=alert(1)>"
    page.fill("#f-title", "Fen visiting team")
    page.fill("#f-section-1", harm)
    page.check("#f-levels-system")
    page.get_by_role("button", name="Add a result").click()
    page.get_by_label("How it is known").select_option("counted")
    page.get_by_label("The result in a sentence").fill("Nine stayed.")
    before = file_text(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Save what I have").click()
    assert waiting.value.suggested_filename == "fen-visiting-team.json"
    waiting.value.save_as(tmp_path / "draft.json")
    page.goto(f"{base_url}/contribute/")
    assert "Fen visiting" not in file_text(page)
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    page.set_input_files("#f-draft", tmp_path / "other.json")
    page.get_by_text(
        "“other.json” is no file that this form saved; nothing was changed."
    ).wait_for()
    page.set_input_files("#f-draft", tmp_path / "draft.json")
    page.get_by_text("“draft.json” is open below.").wait_for()
    assert file_text(page) == before
    assert page.locator("[data-preview] img").count() == 0
    assert (
        page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0
    )


def test_it_works_from_a_folder(watched: Any, site_dir: Path) -> None:
    """Data files load as scripts there."""
    page = watched
    page.goto((site_dir / "contribute" / "index.html").as_uri())
    page.fill("#f-title", "From a folder")
    assert 'title: "From a folder"' in file_text(page)
    assert (
        page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0
    )


@pytest.mark.parametrize("name", ["contribute", "editorial-policy", "quality", "changes"])
@pytest.mark.parametrize("width", [320, 1280])
def test_accessible_and_no_wider_than_the_screen(
    watched: Any, base_url: str, name: str, width: int
) -> None:
    """axe with WCAG 2.2 A and AA; a result is open on the form."""
    page = watched
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{base_url}/{name}/")
    if name == "contribute":
        page.get_by_role("button", name="Add a result").click()
        page.get_by_label("How it is known").select_option("counted")
        page.fill("#f-summary", "Too short.")
        page.fill("#f-title", "X")
        drawn(page)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert found.response["violations"] == [], found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_without_scripts_it_says_what_to_do_instead(browser: Any, base_url: str) -> None:
    """And shows no list of gaps, nor buttons that would do nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base_url}/contribute/")
    assert "write the story in Word" in page.inner_text("main")
    assert page.locator("[data-when-script]:visible").count() == 0
    assert not page.get_by_role("button", name="Add a result").is_visible()
    context.close()


def test_known_addresses_come_when_somebody_begins_to_write(watched: Any, base_url: str) -> None:
    """And not before; they are more than all the rest."""
    watched.goto(f"{base_url}/contribute/")
    assert watched.evaluate("Object.keys(KB_FORM.addresses).length") == 0
    watched.get_by_label("Title", exact=True).focus()
    until(watched, "Object.keys(KB_FORM.addresses).length > 0")
