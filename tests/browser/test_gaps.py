"""The gap map in use: pasted, matched by the site's own search, confirmed by the person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.browser.test_search import base_url, index, search_site, student

__all__ = ["base_url", "index", "search_site", "student"]
GAPS = "plan-support/gaps/"


def test_a_pasted_list_is_mapped_matched_and_saved(
    watched: Any, base_url: str, tmp_path: Path
) -> None:
    """What the search proposes counts only once it is confirmed; markup is text."""
    watched.goto(base_url + GAPS)
    watched.get_by_label("What your area offers").fill(
        "Marsh and Wolds mentoring\n=cmd() <b>bold</b>\n"
    )
    watched.get_by_role("button", name="Show the map").click()
    said = watched.locator("[data-gaps-said]")
    first = watched.locator("[data-gaps-fill] details").first
    first.locator("summary").click()
    first.get_by_role("button", name="Add to list").first.click()
    assert first.get_by_role("button", name="Remove from list").count() == 1
    watched.get_by_role("button", name="Yes, the same").first.wait_for()
    assert "2 offers: 0 cells covered" in said.inner_text()
    assert "No level is known of 2 offers" in said.inner_text()
    assert watched.locator("[data-gaps-offers] b").count() == 0
    watched.get_by_role("button", name="Yes, the same").first.click()
    assert "The same as" in watched.locator("[data-gaps-offers]").inner_text()
    assert "No level is known of 1 offer" in said.inner_text()
    with watched.expect_download() as saving:
        watched.get_by_role("button", name="Save my offers as CSV").click()
    saving.value.save_as(tmp_path / "offers.csv")
    text = (tmp_path / "offers.csv").read_text(encoding="utf-8-sig")
    assert "Marsh and Wolds mentoring,all,,casestudies/marsh-and-wolds-mentoring" in text
    assert "'=cmd()" in text
    watched.locator("[data-gaps-file]").set_input_files(tmp_path / "offers.csv")
    watched.locator(".app-gaps__page", has_text="The same as Mentoring").wait_for()
    national = watched.locator("[data-gaps-national] label", has_text="We have")
    before = national.count()
    if before:
        national.first.click()
        watched.locator("[data-gaps-said]", has_text="Added to your offers").wait_for()
        assert national.count() == before - 1
    count = watched.locator("[data-gaps-offers] > li").count()
    watched.get_by_role("button", name="Take off").first.click()
    assert watched.locator("[data-gaps-offers] > li").count() == count - 1
    odd = {"name": "a.csv", "mimeType": "text/csv", "buffer": "Caf\u00e9 chat\n".encode("cp1252")}
    watched.locator("[data-gaps-file]").set_input_files(odd)
    watched.locator("[data-gaps-offers]", has_text="Caf\u00e9 chat").wait_for()
    book = {"name": "a.xlsx", "mimeType": "application/zip", "buffer": b"PK\x03\x04rest"}
    watched.locator("[data-gaps-file]").set_input_files(book)
    watched.locator("[data-gaps-said]", has_text="CSV UTF-8").wait_for()
    assert "Caf\u00e9 chat" in watched.get_by_label("What your area offers").input_value()
