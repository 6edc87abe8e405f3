"""One page of each kind in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import KINDS, until
from tools.check_site import SPILLS

EACH_KIND = pytest.mark.parametrize("address", KINDS.values(), ids=KINDS.keys())
NARROW = {"width": 320, "height": 640}
TABLET = {"width": 768, "height": 1024}
WIDER_THAN_SCREEN = "document.documentElement.scrollWidth - window.innerWidth"


@EACH_KIND
def test_a_page_is_accessible_private_and_fits_a_narrow_screen(
    watched: Any, base_url: str, address: str, violations: Callable[..., list[str]]
) -> None:
    """Nothing for axe to find, at 320 pixels too (reflow 1.4.10, targets 2.5.8).

    And no request leaves, no message comes, no policy is broken, with all parts unfolded.
    """
    watched.goto(base_url + address)
    assert violations(watched) == []
    watched.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for screen in (NARROW, TABLET):
        watched.set_viewport_size(screen)
        assert watched.evaluate(WIDER_THAN_SCREEN) <= 0
        assert violations(watched, only="target-size") == []


@EACH_KIND
def test_a_page_can_be_read_on_a_dark_screen(
    watched: Any, base_url: str, address: str, violations: Callable[..., list[str]]
) -> None:
    """With all parts unfolded, as the light one above; and its ground is dark."""
    watched.emulate_media(color_scheme="dark")
    watched.goto(base_url + address)
    watched.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert violations(watched, only="color-contrast") == []
    ground = watched.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(int(part) for part in re.findall(r"\d+", ground)) < 60


def test_paper_is_light_whatever_the_screen(page: Any, base_url: str) -> None:
    """The dark values are for screens alone."""
    page.emulate_media(color_scheme="dark", media="print")
    page.goto(base_url)
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    for name in ("--app-paper", "--nhs-ground-card"):
        value = page.evaluate(
            "name => getComputedStyle(document.body).getPropertyValue(name)", name
        )
        assert value.strip() == "#fff"


@pytest.mark.parametrize("address", ["", "casestudies/marsh-and-wolds-mentoring/", "search/"])
def test_a_page_opens_from_a_disk(watched: Any, site_dir: Path, address: str) -> None:
    """Styled, scripted and linked, with the same policy."""
    watched.goto((site_dir / address / "index.html").as_uri())
    assert watched.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight") in (
        "600",
        "700",
    )
    assert watched.evaluate("typeof window.NHSUKFrontend.initAll") == "function"
    watched.get_by_role("link", name="Roadmaps").first.click()
    assert watched.get_by_role("heading", level=1).inner_text() == "Career roadmaps for GPs"


def test_the_policy_would_stop_what_it_forbids(page: Any, base_url: str) -> None:
    """A positive control for the tests above."""
    page.add_init_script(
        "window.__csp=[];addEventListener('securitypolicyviolation',"
        "e=>__csp.push(e.violatedDirective))"
    )
    page.goto(base_url)
    page.evaluate(
        """() => {
            const image = new Image();
            image.src = 'https://outside.example/x.png';
            document.body.append(image);
            const script = document.createElement('script');
            script.textContent = 'window.ran = true';
            document.body.append(script);
            document.body.setAttribute('style', 'color:red');
        }"""
    )
    until(page, "window.__csp.length >= 2")
    assert "img-src" in page.evaluate("window.__csp")
    assert page.evaluate("window.ran") is None


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_words_reach_out_of_their_card(page: Any, base_url: str, width: int) -> None:
    """Of a need's pages, in one, two and three columns; words that must not break would."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(base_url + "needs/isolation/")
    assert page.locator(".app-card").count()
    assert page.evaluate(SPILLS) == []
    page.evaluate(
        "document.querySelectorAll('.app-card__summary').forEach("
        "text => { text.style.whiteSpace = 'nowrap'; })"
    )
    assert page.evaluate(SPILLS) != []
